package dev.jwinsock.benchmarks.shape;

/** The traffic that is measured, by netperf's names where it has one. */
public enum Shape {
    /** One connection; a 64-byte request, its echo, and again. */
    TCP_RR("us", 1),
    /** One connection; 64 KiB blocks from the side that connected. */
    TCP_STREAM("MB/s", 1),
    /** One connection; 64 KiB blocks from the side that accepted. */
    TCP_MAERTS("MB/s", 1),
    /** Connect, one 64-byte request and its echo, close. */
    TCP_CRR("conn/s", 1),
    /** TCP_RR with datagrams. */
    UDP_RR("us", 1),
    /** Datagrams in one direction, as fast as they can be sent; what arrives is counted. */
    UDP_STREAM("MB/s", 1),
    /** TCP_RR, as a rate. */
    ECHO_1("msg/s", 1),
    /** TCP_RR over so many connections at once. */
    ECHO_100("msg/s", 100),
    ECHO_1000("msg/s", 1000),
    /** The same with clients in a process of their own, which are the same for all: the servers are measured. */
    ECHO_10000("msg/s", 10_000),
    /** Waves of connections from a client that is the same for all: from the first connect to the last accept. */
    ACCEPT("conn/s", 64),
    /**
     * One thread waits for a thousand connections, ten of which have a byte for it, and reads these. The value is the
     * time of that: the sending of the bytes, by the same thread, is not counted.
     */
    POLL_1000("us", 1000),
    /** One connection; a file of 16 MiB again and again, by the kernel where that can. */
    FILE_STREAM("MB/s", 1),
    /** No socket: two threads wake one another in turn, by the objects that tell of completions. */
    HAND_OVER("us", 0),
    /** Heap and resident memory of a server process for each connection that waits for its first byte. */
    IDLE("B", 10_000);

    /** How many of the connections of {@link #POLL_1000} have a byte to read in each round. */
    public static final int ACTIVE = 10;

    private final String unit;
    private final int connections;

    Shape(String unit, int connections) {
        this.unit = unit;
        this.connections = connections;
    }

    public String unit() {
        return unit;
    }

    /** How many connections there are at once. */
    public int connections() {
        return connections;
    }

    /** Whether the value is a time: the median of many, with percentiles. */
    public boolean isLatency() {
        return unit.equals("us");
    }

    /** Whether round trips are timed one by one, whatever the value is. */
    public boolean hasPercentiles() {
        return isLatency() || isEcho();
    }

    /** Whether less of it is better. */
    public boolean isCost() {
        return isLatency() || this == IDLE;
    }

    public boolean isEcho() {
        return name().startsWith("ECHO_");
    }

    /** Whether it is TCP round trips, which every style that waits for many sockets can make. */
    public boolean isRoundTrips() {
        return this == TCP_RR || isEcho();
    }

    /** Whether there are clients in a process of their own: two sides have more descriptors than a process may have. */
    public boolean hasRemoteClients() {
        return this == ECHO_10000;
    }

    /** Whether it has nothing that gets warm: measured without warm-up, and a few times only. */
    public boolean isSteady() {
        return this == IDLE;
    }
}
