package dev.jwinsock.compat;

/** {@link NetworkEventProperties} on kqueue. */
@OnTransport("kqueue")
final class KQueueNetworkEventProperties extends NetworkEventProperties {}
