package dev.jwinsock.compat.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Writes the matrix: as JSON for tools, as a Markdown table for people. */
final class MatrixWriter {
    private final List<Matrix.Row> rows;
    private final List<String> transports;

    MatrixWriter(Matrix matrix) {
        rows = matrix.rows();
        transports = List.copyOf(matrix.transports());
    }

    /** Writes the JSON file and, beside it, the table with the extension {@code md}. */
    void write(Path json) throws IOException {
        Path directory = json.toAbsolutePath().getParent();
        if (directory != null) {
            Files.createDirectories(directory);
        }
        Files.writeString(json, json());
        String name = json.getFileName().toString();
        Files.writeString(json.resolveSibling(name.replaceFirst("\\.json$", "") + ".md"), table());
    }

    String json() {
        return rows.stream().map(MatrixWriter::object).collect(Collectors.joining(",\n", "[\n", "\n]\n"));
    }

    private static String object(Matrix.Row row) {
        String tests = row.tests().stream().map(MatrixWriter::quoted).collect(Collectors.joining(",", "[", "]"));
        return "{\"id\":" + quoted(row.fact().id())
                + ",\"transport\":" + quoted(row.transport())
                + ",\"status\":" + quoted(row.verdict().toString())
                + ",\"reason\":" + quoted(row.reason())
                + ",\"tests\":" + tests + '}';
    }

    private static String quoted(String text) {
        StringBuilder quoted = new StringBuilder(text.length() + 2).append('"');
        for (char c : text.toCharArray()) {
            if (c == '"' || c == '\\') {
                quoted.append('\\').append(c);
            } else if (c < ' ') {
                quoted.append(String.format("\\u%04x", (int) c));
            } else {
                quoted.append(c);
            }
        }
        return quoted.append('"').toString();
    }

    /** A row a fact, a column a transport, and the sums. */
    String table() {
        StringBuilder table =
                new StringBuilder("# Conformance\n\n").append(summary()).append('\n');
        table.append("| fact | what |");
        transports.forEach(t -> table.append(' ').append(t).append(" |"));
        table.append(" reason |\n|---|---|");
        transports.forEach(t -> table.append("---|"));
        table.append("---|\n");
        for (int i = 0; i < rows.size(); i += transports.size()) {
            line(table, rows.subList(i, i + transports.size()));
        }
        return table.toString();
    }

    private static void line(StringBuilder table, List<Matrix.Row> cells) {
        Facts.Fact fact = cells.get(0).fact();
        table.append("| ")
                .append(fact.id())
                .append(" | ")
                .append(cell(fact.title()))
                .append(" |");
        cells.forEach(c -> table.append(' ').append(c.verdict()).append(" |"));
        String reasons = cells.stream().map(Matrix.Row::reason).distinct().count() == 1
                ? cells.get(0).reason()
                : cells.stream()
                        .filter(c -> !c.reason().isEmpty())
                        .map(c -> c.transport() + ": " + c.reason())
                        .collect(Collectors.joining("; "));
        table.append(' ').append(cell(reasons)).append(" |\n");
    }

    private static String cell(String text) {
        return text.replaceAll("\\s+", " ").replace("|", "\\|");
    }

    /** One line for each transport with the number of facts of each verdict. */
    String summary() {
        StringBuilder summary = new StringBuilder();
        for (String transport : transports) {
            Map<Verdict, Long> sums = new EnumMap<>(Verdict.class);
            rows.stream()
                    .filter(r -> r.transport().equals(transport))
                    .forEach(r -> sums.merge(r.verdict(), 1L, Long::sum));
            summary.append("- ").append(transport).append(": ");
            summary.append(sums.entrySet().stream()
                    .map(e -> e.getValue() + " " + e.getKey())
                    .collect(Collectors.joining(", ")));
            summary.append('\n');
        }
        return summary.toString();
    }
}
