package dev.jwinsock.compat.options;

import static dev.jwinsock.Winsock2.*;
import static dev.jwinsock.compat.harness.Expect.expectZero;

import dev.jwinsock.SOCKET;
import dev.jwinsock.WSADATA;
import dev.jwinsock.compat.harness.Transports;
import dev.jwinsock.transport.TransportProvider;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;

/**
 * What every row of a table does on a new socket of each sort, on each transport.
 *
 * @param <R> a row
 */
final class Observations<R> {
    /** By row, sort, and name of the transport. */
    private final Map<R, Map<SocketSort, Map<String, String>>> seen = new LinkedHashMap<>();

    /** WSAStartup must not be in effect. */
    Observations(List<TransportProvider> transports, List<R> rows, BiFunction<SOCKET, R, Object> outcome) {
        for (TransportProvider transport : transports) {
            Transports.use(transport);
            expectZero(WSAStartup(MAKEWORD(2, 2), new WSADATA()));
            try {
                rows.forEach(row -> observe(transport.name(), row, outcome));
            } finally {
                WSACleanup();
            }
        }
    }

    private void observe(String transport, R row, BiFunction<SOCKET, R, Object> outcome) {
        Map<SocketSort, Map<String, String>> sorts = seen.computeIfAbsent(row, r -> new EnumMap<>(SocketSort.class));
        for (SocketSort sort : SocketSort.values()) {
            SOCKET s = sort.open();
            sorts.computeIfAbsent(sort, each -> new LinkedHashMap<>())
                    .put(transport, outcome.apply(s, row).toString());
            expectZero(closesocket(s));
        }
    }

    /** A row's cells, each with its bar: what the first transport does, and the others where they differ. */
    String cells(R row) {
        StringBuilder line = new StringBuilder();
        seen.getOrDefault(row, Map.of())
                .values()
                .forEach(byTransport ->
                        line.append(' ').append(cell(byTransport)).append(" |"));
        return line.toString();
    }

    private static String cell(Map<String, String> byTransport) {
        List<String> parts = new ArrayList<>();
        String first = byTransport.values().iterator().next();
        parts.add(first);
        byTransport.forEach((transport, outcome) -> {
            if (!outcome.equals(first)) {
                parts.add(transport + ": " + outcome);
            }
        });
        return String.join("; ", parts);
    }

    /** The heads of {@link #cells}. */
    static String titles() {
        StringBuilder line = new StringBuilder();
        for (SocketSort sort : SocketSort.values()) {
            line.append(' ').append(sort).append(" |");
        }
        return line.toString();
    }
}
