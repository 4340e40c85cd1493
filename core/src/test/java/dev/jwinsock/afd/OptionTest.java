package dev.jwinsock.afd;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The option table against the inventory's numbers, and its length rules. */
final class OptionTest {
    private record Row(int level, int code, Option option) {}

    private static List<Row> inventory() throws IOException {
        try (InputStream in = Objects.requireNonNull(OptionTest.class.getResourceAsStream("options.tsv"))) {
            List<Row> rows = new ArrayList<>();
            for (String line : new String(in.readAllBytes(), StandardCharsets.UTF_8).split("\n")) {
                if (!line.startsWith("#")) {
                    String[] cells = line.split("\t");
                    rows.add(new Row(Integer.parseInt(cells[0]), Integer.parseInt(cells[1]), Option.valueOf(cells[3])));
                }
            }
            return rows;
        }
    }

    @Test
    void everyRowHasTheNumberOfTheInventoryAndNoneIsMissing() throws IOException {
        Set<Option> seen = EnumSet.noneOf(Option.class);
        for (Row row : inventory()) {
            assertThat(Option.find(row.level, row.code)).isEqualTo(row.option);
            seen.add(row.option);
        }
        assertThat(seen).containsExactlyInAnyOrder(Option.values());
    }

    @Test
    void flagsMayBeShortAndNumbersMayNot() {
        assertThat(OptionCodec.longEnough(Option.NO_DELAY, 1)).isTrue();
        assertThat(OptionCodec.longEnough(Option.REUSE_ADDRESS, 1)).isTrue();
        assertThat(OptionCodec.longEnough(Option.RECEIVE_TIMEOUT, 3)).isFalse();
        assertThat(OptionCodec.longEnough(Option.LINGER, 3)).isFalse();
    }

    @Test
    void onlyTheLowBytesOfALongValueCount() {
        byte[] value = {0, 1, 0, 0, 9, 9, 9, 9};
        assertThat(OptionCodec.decode(Option.NO_DELAY, value, 8)).isZero();
        assertThat(OptionCodec.decode(Option.REUSE_ADDRESS, value, 8)).isEqualTo(1);
        assertThat(OptionCodec.decode(Option.RECEIVE_TIMEOUT, value, 8)).isEqualTo(256);
    }

    @Test
    void oneByteFlagsLeaveTheRestOfTheCallersMemory() {
        byte[] memory = {7, 7, 7, 7, 7, 7, 7, 7};
        assertThat(OptionCodec.encode(Option.KEEP_ALIVE, 1, memory, 8)).isEqualTo(1);
        assertThat(memory).containsExactly(1, 7, 7, 7, 7, 7, 7, 7);
        assertThat(OptionCodec.encode(Option.REUSE_ADDRESS, 1, memory, 8)).isEqualTo(4);
        assertThat(memory).containsExactly(1, 0, 0, 0, 7, 7, 7, 7);
    }
}
