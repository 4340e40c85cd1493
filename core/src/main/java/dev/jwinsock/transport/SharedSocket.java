package dev.jwinsock.transport;

/**
 * A kernel socket that another process has offered and this one has taken.
 *
 * @param state what the other process says of it
 */
public record SharedSocket(TransportSocket socket, byte[] state) {}
