package dev.jwinsock.examples.life;

import org.jspecify.annotations.Nullable;

/**
 * The network's half of the overhead meter: what the interface has carried from one reading of its counters to the
 * next. Other programs that use the loopback interface meanwhile are in it.
 *
 * @param bytes with IP and TCP headers; the loopback interface has no Ethernet frames
 * @param userBytes what the program wanted to transfer
 */
record Traffic(long packets, long bytes, long userBytes) {
    /** What the documentation tells to add for each packet on Ethernet. */
    static final int ETHERNET_BYTES_PER_PACKET = 60;

    /** @return null if there was no first reading */
    static @Nullable Traffic since(@Nullable NetworkStatistics before, long userBytes) {
        NetworkStatistics now = before == null ? null : NetworkStatistics.read();
        if (before == null || now == null) {
            return null;
        }
        return new Traffic(now.packets() - before.packets(), now.bytes() - before.bytes(), userBytes);
    }

    /** The part of the bytes that is not the program's, from 0 to 1. */
    double overhead() {
        return overhead(bytes);
    }

    /** The same number of packets on Ethernet, by the documentation's rule of thumb. */
    double overheadOnEthernet() {
        return overhead(userBytes + packets * ETHERNET_BYTES_PER_PACKET);
    }

    private double overhead(long total) {
        return total == 0 ? 0 : (double) (total - userBytes) / total;
    }
}
