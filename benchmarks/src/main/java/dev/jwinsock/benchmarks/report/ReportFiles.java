package dev.jwinsock.benchmarks.report;

import dev.jwinsock.benchmarks.shape.Shape;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** NAME.json, NAME.md, and for each shape with ratios NAME-SHAPE.svg. */
public final class ReportFiles {
    private final Path json;
    private final String name;

    public ReportFiles(Path json) {
        this.json = json;
        String file = json.getFileName().toString();
        int dot = file.lastIndexOf('.');
        name = dot > 0 ? file.substring(0, dot) : file;
    }

    /**
     * @param facts about the run and the machine, for the Markdown
     * @param ours the implementations that the charts are about
     * @return what was written
     */
    public List<Path> write(List<Row> rows, List<String> facts, Set<String> ours) throws IOException {
        Path directory = json.toAbsolutePath().getParent();
        if (directory != null) {
            Files.createDirectories(directory);
        }
        List<Path> written = new ArrayList<>();
        Map<Shape, String> charts = new EnumMap<>(Shape.class);
        written.add(Files.writeString(json, JsonReport.of(rows)));
        for (Shape shape : Shape.values()) {
            String chart = ChartReport.of(shape, rows, ours);
            if (!chart.isEmpty()) {
                charts.put(shape, name + "-" + shape + ".svg");
                written.add(Files.writeString(json.resolveSibling(name + "-" + shape + ".svg"), chart));
            }
        }
        written.add(Files.writeString(json.resolveSibling(name + ".md"), TableReport.markdown(rows, facts, charts)));
        return written;
    }
}
