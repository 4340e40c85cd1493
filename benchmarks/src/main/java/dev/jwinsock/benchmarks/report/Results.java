package dev.jwinsock.benchmarks.report;

import dev.jwinsock.benchmarks.shape.Sample;
import dev.jwinsock.benchmarks.shape.Shape;
import dev.jwinsock.benchmarks.shape.Style;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Collects samples and makes rows of them. Rows may be asked for by another thread meanwhile. */
public final class Results {
    private static final String NOT_MEASURED = "failed: not measured";

    private static final String INTERRUPTED = "interrupted before";

    private final Map<Key, Entry> entries = new LinkedHashMap<>();

    /** Announces a row; rows come in the order of their announcements. */
    public synchronized void expect(Shape shape, Style style, String implementation, String cores, boolean competitor) {
        entries.put(new Key(shape, style, implementation, cores), new Entry(competitor));
    }

    public synchronized void add(Shape shape, Style style, String implementation, String cores, Sample sample) {
        entry(shape, style, implementation, cores).samples.add(sample);
    }

    /** Tells why there is no sample. */
    public synchronized void miss(Shape shape, Style style, String implementation, String cores, String reason) {
        entry(shape, style, implementation, cores).reason = reason;
    }

    /** What has no sample yet will have none. */
    public synchronized void interrupted() {
        for (Entry entry : entries.values()) {
            if (entry.samples.isEmpty() && entry.reason.isEmpty()) {
                entry.reason = INTERRUPTED;
            }
        }
    }

    public synchronized List<Row> rows() {
        List<Row> rows = new ArrayList<>();
        entries.forEach((key, entry) -> rows.add(row(key, entry)));
        return rows;
    }

    private Entry entry(Shape shape, Style style, String implementation, String cores) {
        Entry entry = entries.get(new Key(shape, style, implementation, cores));
        if (entry == null) {
            throw new IllegalArgumentException("nobody expects " + shape + " of " + implementation);
        }
        return entry;
    }

    private Row row(Key key, Entry entry) {
        if (entry.samples.isEmpty()) {
            String reason = entry.reason.isEmpty() ? NOT_MEASURED : entry.reason;
            return new Row(key.shape, key.style, key.implementation, key.cores, null, Map.of(), reason);
        }
        Statistics statistics = Statistics.of(entry.samples);
        Map<String, Ratio> versus = new LinkedHashMap<>();
        entries.forEach((other, competitor) -> {
            if (competitor.isCompetitor && !competitor.samples.isEmpty() && key.isComparable(other)) {
                versus.put(other.implementation, Ratio.of(entry.samples, competitor.samples));
            }
        });
        return new Row(key.shape, key.style, key.implementation, key.cores, statistics, versus, entry.reason);
    }

    private record Key(Shape shape, Style style, String implementation, String cores) {
        /** Another implementation under the same conditions. */
        boolean isComparable(Key other) {
            return shape == other.shape
                    && style == other.style
                    && cores.equals(other.cores)
                    && !implementation.equals(other.implementation);
        }
    }

    private static final class Entry {
        final boolean isCompetitor;
        final List<Sample> samples = new ArrayList<>();
        String reason = "";

        Entry(boolean isCompetitor) {
            this.isCompetitor = isCompetitor;
        }
    }
}
