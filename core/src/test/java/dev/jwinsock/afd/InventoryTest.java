package dev.jwinsock.afd;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Every option and control code that the specification names is a row of the tables, with its number. */
final class InventoryTest {
    private static final Map<String, Integer> LEVELS = Map.of(
            "SOL_SOCKET", OptionTable.SOCKET,
            "IPPROTO_IP", OptionTable.IP,
            "IPPROTO_IPV6", OptionTable.IPV6,
            "IPPROTO_TCP", OptionTable.TCP,
            "IPPROTO_UDP", OptionTable.UDP,
            "IPPROTO_RM", ForeignOptions.RELIABLE_MULTICAST,
            "NSPROTO_IPX", ForeignOptions.IPX,
            "NSPROTO_SPX", ForeignOptions.SPX,
            "SOL_APPLETALK", ForeignOptions.APPLETALK,
            "SOL_IRLMP", ForeignOptions.INFRARED);

    private static List<String[]> inventory(String file) throws IOException {
        try (InputStream in = Objects.requireNonNull(InventoryTest.class.getResourceAsStream(file))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.startsWith("#"))
                    .map(line -> line.split("\t"))
                    .toList();
        }
    }

    @Test
    void everyOptionHasItsRowAndNumber() throws IOException {
        List<String[]> inventory = inventory("options.tsv");
        assertThat(inventory).hasSizeGreaterThan(190);
        Set<String> missing = new TreeSet<>();
        for (String[] row : inventory) {
            boolean unnumbered = row[2].equals("-");
            Option found = unnumbered
                    ? null
                    : OptionTable.find(Objects.requireNonNull(LEVELS.get(row[0])), Integer.decode(row[2]));
            boolean there = unnumbered
                    ? ForeignOptions.UNNUMBERED.containsKey(row[1])
                    : found != null && (found.name.equals(row[1]) || found.aliases.contains(row[1]));
            if (!there) {
                missing.add(row[0] + ' ' + row[1] + ' ' + row[2]);
            }
        }
        assertThat(missing).isEmpty();
    }

    @Test
    void nothingIsLeftOutThatHasANumber() throws IOException {
        Set<String> unnumbered = inventory("options.tsv").stream()
                .filter(row -> row[2].equals("-"))
                .map(row -> row[1])
                .collect(Collectors.toSet());
        assertThat(ForeignOptions.UNNUMBERED.keySet()).isEqualTo(unnumbered);
    }

    @Test
    void everyControlCodeHasItsRowAndNumber() throws IOException {
        List<String[]> inventory = inventory("ioctls.tsv");
        assertThat(inventory).hasSizeGreaterThan(55);
        Set<String> missing = new TreeSet<>();
        for (String[] row : inventory) {
            Ioctl found = IoctlTable.find(Long.decode(row[1]).intValue());
            if (found == null || !found.name.equals(row[0])) {
                missing.add(row[0] + ' ' + row[1]);
            }
        }
        assertThat(missing).isEmpty();
    }

    @Test
    void noNameIsUsedTwiceInALevel() {
        Set<String> seen = new TreeSet<>();
        for (Option option : OptionTable.rows()) {
            Stream.concat(Stream.of(option.name), option.aliases.stream())
                    .forEach(name -> assertThat(seen.add(option.level + " " + name))
                            .as(name)
                            .isTrue());
        }
    }
}
