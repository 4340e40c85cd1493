package dev.jwinsock.compat;

/** {@link ArgumentsProperties} on epoll. */
@OnTransport("epoll")
final class EpollArgumentsProperties extends ArgumentsProperties {}
