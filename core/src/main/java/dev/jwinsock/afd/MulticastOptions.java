package dev.jwinsock.afd;

import java.util.List;

/** The options of IPPROTO_IP and IPPROTO_IPV6 that are about multicast groups and the interface lists. */
final class MulticastOptions {
    static final List<Option> ROWS = List.of();

    private MulticastOptions() {}
}
