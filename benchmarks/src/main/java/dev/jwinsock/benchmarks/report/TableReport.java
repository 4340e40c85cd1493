package dev.jwinsock.benchmarks.report;

import dev.jwinsock.benchmarks.shape.Shape;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** The rows as tables, one for each shape, style and number of cores; plain text or Markdown. */
public final class TableReport {
    private TableReport() {}

    public static String text(List<Row> rows) {
        StringBuilder report = new StringBuilder();
        tables(rows, false).forEach((title, table) -> {
            int[] widths = widths(table);
            report.append(System.lineSeparator()).append(title).append(System.lineSeparator());
            for (List<String> line : table) {
                report.append(IntStream.range(0, line.size())
                                .mapToObj(column -> pad(line.get(column), widths[column], column == 0))
                                .collect(Collectors.joining("  "))
                                .stripTrailing())
                        .append(System.lineSeparator());
            }
        });
        return report.toString();
    }

    /**
     * @param facts about the run and the machine
     * @param charts a file for each shape that has one
     */
    public static String markdown(List<Row> rows, List<String> facts, Map<Shape, String> charts) {
        StringBuilder report = new StringBuilder("# Benchmarks\n\n");
        facts.forEach(fact -> report.append("- ").append(fact).append('\n'));
        report.append("""

                A value is the median over the rounds. A ratio (×) is the value divided by the competitor's of the same
                run: below 1 is better in us and B, above 1 in all other units; in parentheses the quartiles of the
                rounds' ratios.
                """);
        charts.forEach((shape, file) ->
                report.append("\n![").append(shape).append("](").append(file).append(")\n"));
        tables(rows, true).forEach((title, table) -> {
            report.append("\n## ").append(title).append("\n\n");
            for (int i = 0; i < table.size(); i++) {
                report.append(table.get(i).stream().collect(Collectors.joining(" | ", "| ", " |\n")));
                if (i == 0) {
                    report.append("|---|")
                            .append("---:|".repeat(table.get(0).size() - 1))
                            .append('\n');
                }
            }
        });
        return report.toString();
    }

    /** The lines of each table, headings first. */
    private static Map<String, List<List<String>>> tables(List<Row> rows, boolean withSpread) {
        Map<String, List<Row>> groups = rows.stream()
                .collect(Collectors.groupingBy(TableReport::title, LinkedHashMap::new, Collectors.toList()));
        Map<String, List<List<String>>> tables = new LinkedHashMap<>();
        groups.forEach((title, group) -> tables.put(title, table(group, withSpread)));
        return tables;
    }

    private static String title(Row row) {
        String cores = row.cores().equals("1") ? "1 core" : row.cores() + " cores";
        return row.shape() + ", " + row.style().label() + ", " + cores;
    }

    private static List<List<String>> table(List<Row> rows, boolean withSpread) {
        Shape shape = rows.get(0).shape();
        // In the order of the rows.
        List<String> competitors = rows.stream()
                .map(Row::implementation)
                .filter(name -> rows.stream().anyMatch(row -> row.versus().containsKey(name)))
                .toList();
        List<List<String>> table = new ArrayList<>();
        List<String> heading = new ArrayList<>(List.of("impl", shape.unit(), "min..max"));
        if (shape.hasPercentiles()) {
            heading.add("p50 us");
            heading.add("p99 us");
        }
        competitors.forEach(competitor -> heading.add("× " + competitor));
        table.add(heading);
        rows.forEach(row -> table.add(line(row, competitors, withSpread)));
        return table;
    }

    private static List<String> line(Row row, List<String> competitors, boolean withSpread) {
        List<String> line = new ArrayList<>();
        line.add(row.implementation());
        Statistics statistics = row.statistics();
        if (statistics == null) {
            line.add("–");
            line.add(row.reason());
            return line;
        }
        Shape shape = row.shape();
        line.add(value(shape, statistics.median()));
        line.add(value(shape, statistics.min()) + ".." + value(shape, statistics.max()));
        if (shape.hasPercentiles()) {
            line.add(micros(statistics.p50()));
            line.add(micros(statistics.p99()));
        }
        for (String competitor : competitors) {
            Ratio ratio = row.versus().get(competitor);
            line.add(ratio == null ? "" : ratio(ratio, statistics.rounds(), withSpread));
        }
        return line;
    }

    private static String ratio(Ratio ratio, int rounds, boolean withSpread) {
        return withSpread && rounds > 1
                ? String.format(Locale.ROOT, "%.2f (%.2f..%.2f)", ratio.value(), ratio.q1(), ratio.q3())
                : String.format(Locale.ROOT, "%.2f", ratio.value());
    }

    private static String micros(double value) {
        return String.format(Locale.ROOT, "%.1f", value);
    }

    private static String value(Shape shape, double value) {
        return String.format(Locale.ROOT, shape.isLatency() ? "%.1f" : "%.0f", value);
    }

    private static int[] widths(List<List<String>> table) {
        int[] widths = new int[table.get(0).size()];
        for (List<String> line : table) {
            for (int column = 0; column < line.size(); column++) {
                widths[column] = Math.max(widths[column], line.get(column).length());
            }
        }
        return widths;
    }

    private static String pad(String cell, int width, boolean left) {
        String blanks = " ".repeat(width - cell.length());
        return left ? cell + blanks : blanks + cell;
    }
}
