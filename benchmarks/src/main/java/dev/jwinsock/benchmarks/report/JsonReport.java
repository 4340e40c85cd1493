package dev.jwinsock.benchmarks.report;

import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The rows as a JSON array, one row a line; what was not measured is null. */
public final class JsonReport {
    private JsonReport() {}

    public static String of(List<Row> rows) {
        return rows.stream().map(JsonReport::row).collect(Collectors.joining(",\n  ", "[\n  ", "\n]\n"));
    }

    private static String row(Row row) {
        Statistics statistics = row.statistics();
        StringBuilder json = new StringBuilder("{");
        field(json, "shape", string(row.shape().name()));
        field(json, "style", string(row.style().label()));
        field(json, "impl", string(row.implementation()));
        field(json, "cores", string(row.cores()));
        field(json, "value", number(statistics == null ? Double.NaN : statistics.median()));
        field(json, "unit", string(row.shape().unit()));
        if (row.shape().hasPercentiles()) {
            field(json, "p50", number(statistics == null ? Double.NaN : statistics.p50()));
            field(json, "p99", number(statistics == null ? Double.NaN : statistics.p99()));
        }
        field(json, "median", number(statistics == null ? Double.NaN : statistics.median()));
        field(json, "min", number(statistics == null ? Double.NaN : statistics.min()));
        field(json, "max", number(statistics == null ? Double.NaN : statistics.max()));
        field(json, "q1", number(statistics == null ? Double.NaN : statistics.q1()));
        field(json, "q3", number(statistics == null ? Double.NaN : statistics.q3()));
        field(json, "rounds", Integer.toString(statistics == null ? 0 : statistics.rounds()));
        field(json, "vs", versus(row, ratio -> number(ratio.value())));
        field(json, "vsQuartiles", versus(row, ratio -> "[" + number(ratio.q1()) + "," + number(ratio.q3()) + "]"));
        if (!row.reason().isEmpty()) {
            field(json, "reason", string(row.reason()));
        }
        return json.append('}').toString();
    }

    private static void field(StringBuilder json, String name, String value) {
        if (json.length() > 1) {
            json.append(',');
        }
        json.append(string(name)).append(':').append(value);
    }

    private static String versus(Row row, Function<Ratio, String> text) {
        return row.versus().entrySet().stream()
                .map(entry -> string(entry.getKey()) + ":" + text.apply(entry.getValue()))
                .collect(Collectors.joining(",", "{", "}"));
    }

    private static String number(double value) {
        return Double.isFinite(value) ? String.format(Locale.ROOT, "%.3f", value) : "null";
    }

    private static String string(String text) {
        StringBuilder json = new StringBuilder("\"");
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\') {
                json.append('\\').append(c);
            } else if (c < ' ') {
                json.append(String.format(Locale.ROOT, "\\u%04x", (int) c));
            } else {
                json.append(c);
            }
        }
        return json.append('"').toString();
    }
}
