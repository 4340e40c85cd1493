package dev.jwinsock.compat.harness;

import dev.jwinsock.SOCKET;

/**
 * Two sockets that can talk.
 *
 * @param client the one that called connect
 * @param server the accepted one, or the other datagram socket
 */
public record Pair(SOCKET client, SOCKET server) {}
