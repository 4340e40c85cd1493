package dev.jwinsock.compat;

/** {@link NetworkEventProperties} on epoll. */
@OnTransport("epoll")
final class EpollNetworkEventProperties extends NetworkEventProperties {}
