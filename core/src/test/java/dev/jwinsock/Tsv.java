package dev.jwinsock;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** The tables of the Windows numbers beside the tests: tab-separated fields, lines with # are comments. */
final class Tsv {
    private Tsv() {}

    static List<String[]> rows(String resource) throws IOException {
        try (InputStream in = Tsv.class.getResourceAsStream(resource)) {
            assertThat(in).as(resource).isNotNull();
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.isEmpty() && !line.startsWith("#"))
                    .map(line -> line.split("\t", -1))
                    .toList();
        }
    }
}
