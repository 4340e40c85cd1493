package dev.jwinsock.compat;

/** {@link IoctlBuffersProperties} on nio. */
@OnTransport("nio")
final class NioIoctlBuffersProperties extends IoctlBuffersProperties {}
