package dev.jwinsock.afd;

import java.util.List;

/** The options of IPPROTO_IP that are about sending. */
final class IpOptions {
    static final List<Option> ROWS = List.of();

    private IpOptions() {}
}
