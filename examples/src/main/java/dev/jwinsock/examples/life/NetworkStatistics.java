package dev.jwinsock.examples.life;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * The counters that {@code netstat -e} prints, for the loopback interface: packets and bytes (IP headers included)
 * since the system started, of <em>all</em> programs of the system or of the network namespace. Each packet counts
 * once: what the interface sends is what it receives.
 */
record NetworkStatistics(long packets, long bytes) {
    private static final Path DEVICES = Path.of("/proc/net/dev");
    private static final String LOOPBACK = "lo:";
    private static final int SENT_BYTES = 8;
    private static final int SENT_PACKETS = 9;

    /** @return null where the system tells none (Linux does) */
    static @Nullable NetworkStatistics read() {
        if (!Files.isReadable(DEVICES)) {
            return null;
        }
        try {
            for (String line : Files.readAllLines(DEVICES)) {
                if (line.strip().startsWith(LOOPBACK)) {
                    return of(line.strip().substring(LOOPBACK.length()));
                }
            }
        } catch (IOException e) {
            return null; // the programs go on without
        }
        return null;
    }

    /** @param counters eight for what was received, from "bytes" and "packets" on, and eight for what was sent */
    static NetworkStatistics of(String counters) {
        String[] columns = counters.strip().split("\\s+");
        return new NetworkStatistics(Long.parseLong(columns[SENT_PACKETS]), Long.parseLong(columns[SENT_BYTES]));
    }
}
