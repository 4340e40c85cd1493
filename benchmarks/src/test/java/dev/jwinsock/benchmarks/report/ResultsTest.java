package dev.jwinsock.benchmarks.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jwinsock.benchmarks.shape.Sample;
import dev.jwinsock.benchmarks.shape.Shape;
import dev.jwinsock.benchmarks.shape.Style;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ResultsTest {
    private final Results results = new Results();

    @Test
    void aValueIsTheMedianOfItsRounds() {
        expect("a", false);
        add("a", 9, 20);
        add("a", 1, 40);
        add("a", 3, 30);
        add("a", 5, 50);

        assertThat(results.rows()).singleElement().satisfies(row -> {
            assertThat(row.statistics()).isEqualTo(new Statistics(4, 1, 9, 2.5, 6, 4, 35, 4));
            assertThat(row.isFailed()).isFalse();
        });
    }

    @Test
    void aRatioIsTheValueDividedByTheCompetitors() {
        expect("a", false);
        expect("b", true);
        expect("c", true);
        add("a", 30, 0);
        add("b", 20, 0);
        add("c", 10, 0);

        List<Row> rows = results.rows();

        assertThat(rows.get(0).versus())
                .containsEntry("b", new Ratio(1.5, 1.5, 1.5))
                .containsEntry("c", new Ratio(3, 3, 3))
                .hasSize(2);
        assertThat(rows.get(1).versus()).as("not with what is no competitor").containsOnlyKeys("c");
    }

    @Test
    void aRatioNeedsTheSameConditions() {
        expect("a", false);
        results.expect(Shape.TCP_RR, Style.BLOCKING, "b", "2", true);
        results.expect(Shape.UDP_RR, Style.BLOCKING, "b", "1", true);
        results.expect(Shape.TCP_RR, Style.VIRTUAL, "b", "1", true);
        add("a", 30, 0);
        results.add(Shape.TCP_RR, Style.BLOCKING, "b", "2", new Sample(1, 1, 1));
        results.add(Shape.UDP_RR, Style.BLOCKING, "b", "1", new Sample(1, 1, 1));
        results.add(Shape.TCP_RR, Style.VIRTUAL, "b", "1", new Sample(1, 1, 1));

        assertThat(results.rows().get(0).versus()).isEmpty();
    }

    @Test
    void whatWasNotMeasuredSaysWhy() {
        expect("a", true);
        expect("b", true);
        results.miss(Shape.TCP_RR, Style.BLOCKING, "a", "1", "no \"gcc\"");

        List<Row> rows = results.rows();

        assertThat(rows).extracting(Row::reason).containsExactly("no \"gcc\"", "failed: not measured");
        assertThat(rows).extracting(Row::isFailed).containsExactly(false, true);
        assertThat(JsonReport.of(rows)).contains("\"value\":null", "\"reason\":\"no \\\"gcc\\\"\"", "\"vs\":{}");
        assertThat(TableReport.text(rows)).contains("no \"gcc\"");
    }

    @Test
    void nobodyReportsWhatNobodyExpects() {
        assertThatThrownBy(() -> add("a", 1, 1)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void theJsonRowHasTheDocumentedFields() {
        expect("a", false);
        expect("b", true);
        add("a", 17.25, 25);
        add("b", 34.5, 50);

        assertThat(JsonReport.of(results.rows())).isEqualTo("""
                        [
                          {"shape":"TCP_RR","style":"blocking","impl":"a","cores":"1","value":17.250,"unit":"us",\
                        "p50":17.250,"p99":25.000,"median":17.250,"min":17.250,"max":17.250,"q1":17.250,"q3":17.250,\
                        "rounds":1,"vs":{"b":0.500},"vsQuartiles":{"b":[0.500,0.500]}},
                          {"shape":"TCP_RR","style":"blocking","impl":"b","cores":"1","value":34.500,"unit":"us",\
                        "p50":34.500,"p99":50.000,"median":34.500,"min":34.500,"max":34.500,"q1":34.500,"q3":34.500,\
                        "rounds":1,"vs":{},"vsQuartiles":{}}
                        ]
                        """);
    }

    @Test
    void tablesHaveAColumnForEachCompetitor() {
        expect("a", false);
        expect("b", true);
        add("a", 17.25, 25);
        add("b", 34.5, 50);

        assertThat(TableReport.text(results.rows())).isEqualToIgnoringNewLines("""

                        TCP_RR, blocking, 1 core
                        impl    us    min..max  p50 us  p99 us   × b
                        a     17.3  17.3..17.3    17.3    25.0  0.50
                        b     34.5  34.5..34.5    34.5    50.0
                        """);
        assertThat(TableReport.markdown(results.rows(), List.of("a machine"), Map.of(Shape.TCP_RR, "x.svg")))
                .contains(
                        "| impl | us | min..max | p50 us | p99 us | × b |\n|---|---:|---:|---:|---:|---:|\n| a | 17.3 | 17.3..17.3 |");
    }

    @Test
    void theSpreadOfARatioIsThatOfNeighbours() {
        expect("a", false);
        expect("b", true);
        // The machine was twice as slow in the second round, for both
        for (double[] round : new double[][] {{10, 20}, {20, 40}, {10, 10}}) {
            add("a", round[0], 1);
            add("b", round[1], 1);
        }

        assertThat(results.rows().get(0).versus()).containsEntry("b", new Ratio(0.5, 0.5, 0.75));
        assertThat(TableReport.markdown(results.rows(), List.of(), Map.of())).contains("| 0.50 (0.50..0.75) |");
    }

    @Test
    void aChartHasABarForEachOfOurs() {
        expect("a", false);
        expect("b", true);
        add("a", 10, 1);
        add("b", 20, 1);

        String chart = ChartReport.of(Shape.TCP_RR, results.rows(), Set.of("a"));

        assertThat(chart)
                .startsWith("<svg ")
                .contains("blocking, 1 core, a : b", "×2.00")
                .endsWith("</svg>\n");
        assertThat(ChartReport.of(Shape.UDP_RR, results.rows(), Set.of("a"))).isEmpty();
    }

    @Test
    void whatWasInterruptedIsNoFailure() {
        expect("a", true);
        results.interrupted();

        assertThat(results.rows()).noneMatch(Row::isFailed).noneMatch(Row::isMeasured);
    }

    private void expect(String implementation, boolean competitor) {
        results.expect(Shape.TCP_RR, Style.BLOCKING, implementation, "1", competitor);
    }

    private void add(String implementation, double value, double p99) {
        results.add(Shape.TCP_RR, Style.BLOCKING, implementation, "1", new Sample(value, value, p99));
    }
}
