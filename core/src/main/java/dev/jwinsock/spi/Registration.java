package dev.jwinsock.spi;

/**
 * What a SOCK_NOTIFY_REGISTRATION asks for; valid.
 *
 * @param events the filter
 * @param once one-shot, or else persistent
 * @param onEdge edge-triggered, or else level-triggered
 */
public record Registration(boolean enables, boolean removes, int events, boolean once, boolean onEdge) {}
