package dev.jwinsock.benchmarks.shape;

/** The traffic that is measured, by netperf's names. */
public enum Shape {
    /** One connection; a 64-byte request, its echo, and again. */
    TCP_RR("us"),
    /** One connection; 64 KiB blocks in one direction. */
    TCP_STREAM("MB/s"),
    /** Connect, one 64-byte request and its echo, close. */
    TCP_CRR("conn/s"),
    /** TCP_RR with datagrams. */
    UDP_RR("us"),
    /** TCP_RR over so many connections at once. */
    ECHO_100("msg/s"),
    /**
     * One thread waits for a thousand connections, ten of which have a byte for it, and reads these. The value is the
     * time of that: the sending of the bytes, by the same thread, is not counted.
     */
    POLL_1000("us"),
    /** One connection; a file of 16 MiB again and again, by the kernel where that can. */
    FILE_STREAM("MB/s");

    /** How many connections {@link #ECHO_100} has. */
    public static final int CONNECTIONS = 100;
    /** How many connections {@link #POLL_1000} has. */
    public static final int POLLED = 1000;
    /** How many of them have a byte to read in each round. */
    public static final int ACTIVE = 10;

    private final String unit;

    Shape(String unit) {
        this.unit = unit;
    }

    public String unit() {
        return unit;
    }

    /** Whether the value is a latency: the lower the better, and with percentiles. */
    public boolean isLatency() {
        return unit.equals("us");
    }
}
