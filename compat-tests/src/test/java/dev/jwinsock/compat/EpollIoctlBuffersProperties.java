package dev.jwinsock.compat;

/** {@link IoctlBuffersProperties} on epoll. */
@OnTransport("epoll")
final class EpollIoctlBuffersProperties extends IoctlBuffersProperties {}
