package dev.jwinsock.afd;

import java.util.List;

/** The options of IPPROTO_UDP. */
final class UdpOptions {
    static final List<Option> ROWS = List.of();

    private UdpOptions() {}
}
