package dev.jwinsock.compat;

/** {@link ArgumentsProperties} on kqueue. */
@OnTransport("kqueue")
final class KQueueArgumentsProperties extends ArgumentsProperties {}
