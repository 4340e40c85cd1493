package dev.jwinsock.afd;

import java.util.List;

/** The options of all levels that are about control messages. */
final class MessageOptions {
    static final List<Option> ROWS = List.of();

    private MessageOptions() {}
}
