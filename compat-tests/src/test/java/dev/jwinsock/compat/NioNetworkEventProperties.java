package dev.jwinsock.compat;

/** {@link NetworkEventProperties} on nio. */
@OnTransport("nio")
final class NioNetworkEventProperties extends NetworkEventProperties {}
