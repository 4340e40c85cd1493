package dev.jwinsock.compat;

/** {@link IoctlBuffersProperties} on kqueue. */
@OnTransport("kqueue")
final class KQueueIoctlBuffersProperties extends IoctlBuffersProperties {}
