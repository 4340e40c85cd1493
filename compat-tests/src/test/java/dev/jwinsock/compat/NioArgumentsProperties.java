package dev.jwinsock.compat;

/** {@link ArgumentsProperties} on nio. */
@OnTransport("nio")
final class NioArgumentsProperties extends ArgumentsProperties {}
