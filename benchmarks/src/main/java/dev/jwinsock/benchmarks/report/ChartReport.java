package dev.jwinsock.benchmarks.report;

import dev.jwinsock.benchmarks.shape.Shape;
import dev.jwinsock.benchmarks.shape.Style;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * One shape's ratios as a bar chart (SVG): for each style, number of cores and implementation of ours a bar against the
 * competitor that comes closest to the style, from 1 on a logarithmic scale, and dots for the other competitors. To the
 * right is better, whatever the unit.
 */
public final class ChartReport {
    private static final List<String> COLOURS =
            List.of("#7b3294", "#1b7837", "#c51b7d", "#4d4d4d", "#b35806", "#01665e", "#8c510a");
    private static final String BETTER = "#3182bd";
    private static final String WORSE = "#e6862d";

    private static final int LEFT = 290;
    private static final int WIDTH = 560;
    private static final int RIGHT = 70;
    private static final int TOP = 66;
    private static final int LINE = 20;
    private static final int GAP = 8;
    private static final int LEGEND = 62;
    /** Powers of 2 that the scale has at least, and at most, on each side. */
    private static final int LEAST_SCALE = 1;

    private static final int MOST_SCALE = 5;

    private final Shape shape;
    private final List<Row> rows;
    private final List<String> others = new ArrayList<>();
    private final StringBuilder svg = new StringBuilder();
    private int low = -LEAST_SCALE;
    private int high = LEAST_SCALE;

    private ChartReport(Shape shape, List<Row> rows) {
        this.shape = shape;
        this.rows = rows;
        Set<String> names = new LinkedHashSet<>();
        for (Row row : rows) {
            row.versus().forEach((name, ratio) -> {
                names.add(name);
                double power = Math.log(gain(ratio.value())) / Math.log(2);
                low = Math.max(-MOST_SCALE, Math.min(low, (int) Math.floor(power)));
                high = Math.min(MOST_SCALE, Math.max(high, (int) Math.ceil(power)));
            });
        }
        others.addAll(names);
    }

    /**
     * @param ours those that are compared, not what they are compared with
     * @return empty when the shape has no ratio
     */
    public static String of(Shape shape, List<Row> rows, Set<String> ours) {
        List<Row> compared = rows.stream()
                .filter(row -> row.shape() == shape
                        && ours.contains(row.implementation())
                        && !row.versus().isEmpty())
                .sorted(Comparator.comparing(Row::style).thenComparing(Row::cores))
                .toList();
        return compared.isEmpty() ? "" : new ChartReport(shape, compared).draw();
    }

    private String draw() {
        int height = TOP + rows.size() * LINE + groups() * GAP + LEGEND + legendLines() * LINE;
        svg.append(String.format(
                Locale.ROOT,
                "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%d\" height=\"%d\" font-family=\"sans-serif\""
                        + " font-size=\"12\">%n<rect width=\"100%%\" height=\"100%%\" fill=\"white\"/>%n",
                LEFT + WIDTH + RIGHT,
                height));
        text(16, 24, "start", "bold", "#000", shape + ": jwinsock beside its competitors");
        text(LEFT, 42, "start", "normal", "#555", "← worse");
        text(LEFT + WIDTH, 42, "end", "normal", "#555", "better →");
        int bottom = TOP + rows.size() * LINE + groups() * GAP;
        grid(bottom);
        int y = TOP;
        Row before = rows.get(0);
        for (Row row : rows) {
            if (row.style() != before.style()) {
                y += GAP;
            }
            before = row;
            line(row, y + LINE / 2);
            y += LINE;
        }
        legend(bottom + 34);
        return svg.append("</svg>\n").toString();
    }

    private int groups() {
        return (int) rows.stream().map(Row::style).distinct().count();
    }

    private void grid(int bottom) {
        for (int power = low; power <= high; power++) {
            double x = x(Math.pow(2, power));
            svg.append(String.format(
                    Locale.ROOT,
                    "<line x1=\"%.1f\" y1=\"%d\" x2=\"%.1f\" y2=\"%d\" stroke=\"%s\"/>%n",
                    x,
                    TOP - 4,
                    x,
                    bottom,
                    power == 0 ? "#000" : "#ddd"));
            String label = power < 0 ? "1/" + (1 << -power) : String.valueOf(1 << power);
            text(x, TOP - 10, "middle", "normal", "#333", "×" + label);
        }
    }

    private void line(Row row, int y) {
        String cores = row.cores().equals("1") ? "1 core" : row.cores() + " cores";
        String main = main(row);
        text(
                LEFT - 10,
                y + 4,
                "end",
                "normal",
                "#000",
                row.style().label() + ", " + cores + ", " + row.implementation().replace("jwinsock-", "") + " : "
                        + main);
        Ratio ratio = row.versus().get(main);
        if (ratio == null) {
            return;
        }
        double gain = gain(ratio.value());
        double from = Math.min(x(1), x(gain));
        svg.append(String.format(
                Locale.ROOT,
                "<rect x=\"%.1f\" y=\"%d\" width=\"%.1f\" height=\"12\" fill=\"%s\"/>%n",
                from,
                y - 6,
                Math.max(1, Math.abs(x(gain) - x(1))),
                gain >= 1 ? BETTER : WORSE));
        // The quartiles
        svg.append(String.format(
                Locale.ROOT,
                "<line x1=\"%.1f\" y1=\"%d\" x2=\"%.1f\" y2=\"%d\" stroke=\"#000\" stroke-width=\"1.5\"/>%n",
                x(gain(ratio.q1())),
                y,
                x(gain(ratio.q3())),
                y));
        for (Map.Entry<String, Ratio> other : row.versus().entrySet()) {
            if (!other.getKey().equals(main)) {
                dot(x(gain(other.getValue().value())), y, colour(other.getKey()));
            }
        }
        text(LEFT + WIDTH + 12, y + 4, "start", "bold", "#000", String.format(Locale.ROOT, "×%.2f", gain));
    }

    private void legend(int y) {
        svg.append(String.format(
                Locale.ROOT,
                "<rect x=\"16\" y=\"%d\" width=\"24\" height=\"12\" fill=\"%s\"/><rect x=\"44\" y=\"%d\" width=\"24\""
                        + " height=\"12\" fill=\"%s\"/>%n",
                y - 10,
                BETTER,
                y - 10,
                WORSE));
        text(
                76,
                y,
                "start",
                "normal",
                "#000",
                "better, worse than the one named at the left; the black line: quartiles of the rounds. Dots: than");
        int line = 1;
        int x = 76;
        for (String name : others) {
            if (x > LEFT + WIDTH - 80) {
                x = 76;
                line++;
            }
            dot(x, y + line * LINE - 4, colour(name));
            text(x + 10, y + line * LINE, "start", "normal", "#000", name);
            x += 120;
        }
    }

    private int legendLines() {
        return 1 + others.size() * 120 / (LEFT + WIDTH);
    }

    private void dot(double x, int y, String colour) {
        svg.append(String.format(
                Locale.ROOT,
                "<circle cx=\"%.1f\" cy=\"%d\" r=\"4\" fill=\"%s\" stroke=\"white\" stroke-width=\"1\"/>%n",
                x,
                y,
                colour));
    }

    private void text(double x, int y, String anchor, String weight, String colour, String text) {
        svg.append(String.format(
                Locale.ROOT,
                "<text x=\"%.1f\" y=\"%d\" text-anchor=\"%s\" font-weight=\"%s\" fill=\"%s\">%s</text>%n",
                x,
                y,
                anchor,
                weight,
                colour,
                text.replace("&", "&amp;").replace("<", "&lt;")));
    }

    private String colour(String name) {
        return COLOURS.get(others.indexOf(name) % COLOURS.size());
    }

    /** The competitor that a program of this style would have been written with, else the first there is. */
    private static String main(Row row) {
        // A selector does not ask for each socket anew, as these do: one poll(2) is the measure.
        List<String> wanted = row.shape() == Shape.POLL_1000 ? List.of("c") : wanted(row.style());
        return wanted.stream()
                .filter(row.versus()::containsKey)
                .findFirst()
                .orElseGet(() -> row.versus().keySet().iterator().next());
    }

    private static List<String> wanted(Style style) {
        return switch (style) {
            case BLOCKING, VIRTUAL -> List.of("java.net");
            case NONBLOCKING, POLL, SELECT, EVENT -> List.of("nio", "java.util");
            case OVERLAPPED, ROUTINE, PORT, RIO, NOTIFY -> List.of("netty-epoll", "netty-nio", "java.util");
        };
    }

    /** More than 1 is better. */
    private double gain(double ratio) {
        return shape.isCost() ? 1 / ratio : ratio;
    }

    private double x(double gain) {
        double power = Math.max(low, Math.min(high, Math.log(gain) / Math.log(2)));
        return LEFT + WIDTH * (power - low) / (high - low);
    }
}
