package dev.jwinsock.benchmarks;

import static dev.jwinsock.benchmarks.shape.Shape.*;

import dev.jwinsock.benchmarks.shape.Shape;
import dev.jwinsock.benchmarks.shape.Style;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What --quick measures of everything: each style, the main shapes, and the competitors that are asked for first. */
final class Quick {
    static final int ROUNDS = 3;
    static final double SECONDS = 0.1;
    static final int WARM_UPS = 1;

    static final Set<String> IMPLEMENTATIONS =
            Set.of("jwinsock-epoll", "jwinsock-nio", "java.net", "nio", "java.util", "netty-epoll", "c");

    private static final Map<Style, List<Shape>> SHAPES = new EnumMap<>(Map.ofEntries(
            Map.entry(Style.BLOCKING, List.of(TCP_RR, TCP_STREAM, TCP_CRR, UDP_RR, ECHO_100, ACCEPT)),
            Map.entry(Style.VIRTUAL, List.of(TCP_RR, ECHO_100)),
            Map.entry(Style.NONBLOCKING, List.of(TCP_RR)),
            Map.entry(Style.POLL, List.of(ECHO_100, POLL_1000)),
            Map.entry(Style.SELECT, List.of(POLL_1000)),
            Map.entry(Style.EVENT, List.of(ECHO_100, HAND_OVER)),
            Map.entry(Style.OVERLAPPED, List.of(ECHO_100)),
            Map.entry(Style.ROUTINE, List.of(ECHO_100)),
            Map.entry(Style.PORT, List.of(TCP_RR, ECHO_100, HAND_OVER)),
            Map.entry(Style.RIO, List.of(UDP_RR)),
            Map.entry(Style.NOTIFY, List.of(ECHO_100))));

    private Quick() {}

    static boolean has(Shape shape, Style style) {
        return SHAPES.getOrDefault(style, List.of()).contains(shape);
    }
}
