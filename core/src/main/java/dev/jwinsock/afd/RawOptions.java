package dev.jwinsock.afd;

import java.util.List;

/** The options that only raw sockets have. */
final class RawOptions {
    static final List<Option> ROWS = List.of();

    private RawOptions() {}
}
