package dev.jwinsock.compat.report;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Collects what tests show, fact by fact and transport by transport. Guarded by itself. */
public final class Matrix {
    private final Map<Key, Cell> cells = new HashMap<>();
    private final Set<String> transports = new LinkedHashSet<>();

    private record Key(String id, String transport) {}

    private static final class Cell {
        final Map<Verdict, Set<String>> reasons = new EnumMap<>(Verdict.class);
        final Set<String> tests = new TreeSet<>();
    }

    /**
     * One cell of the finished matrix.
     *
     * @param reason why it failed, is unsupported or untested; for a pass, what part of it is unsupported; may be empty
     * @param tests the tests that ran
     */
    public record Row(Facts.Fact fact, String transport, Verdict verdict, String reason, List<String> tests) {}

    /** Makes a column even if no test runs on the transport. */
    public synchronized void transport(String transport) {
        transports.add(transport);
    }

    public synchronized Set<String> transports() {
        return new LinkedHashSet<>(transports);
    }

    /** Adds what one test showed about one fact. */
    public synchronized void add(String id, String transport, Verdict verdict, String reason, String test) {
        transports.add(transport);
        Cell cell = cells.computeIfAbsent(new Key(id, transport), key -> new Cell());
        Set<String> reasons = cell.reasons.computeIfAbsent(verdict, key -> new LinkedHashSet<>());
        if (!reason.isEmpty()) {
            reasons.add(reason);
        }
        cell.tests.add(test);
    }

    /** A row for every fact and transport, in the table's order. */
    public synchronized List<Row> rows() {
        List<Row> rows = new ArrayList<>();
        for (Facts.Fact fact : Facts.all()) {
            for (String transport : transports) {
                rows.add(row(fact, transport));
            }
        }
        return rows;
    }

    private Row row(Facts.Fact fact, String transport) {
        Cell cell = cells.get(new Key(fact.id(), transport));
        if (cell == null) {
            return new Row(fact, transport, Verdict.UNTESTED, fact.untestedReason(), List.of());
        }
        // EnumMap: the first key is the verdict that wins
        Verdict verdict = cell.reasons.keySet().iterator().next();
        String reason = String.join("; ", cell.reasons.getOrDefault(verdict, Set.of()));
        if (verdict == Verdict.PASS && cell.reasons.containsKey(Verdict.UNSUPPORTED)) {
            reason = "in part unsupported: "
                    + String.join("; ", cell.reasons.getOrDefault(Verdict.UNSUPPORTED, Set.of()));
        }
        return new Row(fact, transport, verdict, reason, List.copyOf(cell.tests));
    }
}
