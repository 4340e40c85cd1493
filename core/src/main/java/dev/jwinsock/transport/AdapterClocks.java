package dev.jwinsock.transport;

import java.util.Set;

/** What stamps packets with the time: the kernel, and network adapters by clocks of their own. */
public interface AdapterClocks {
    /** Which packets are stamped, and by what. */
    enum Stamped {
        RECEIVED_BY_KERNEL,
        SENT_BY_KERNEL,
        RECEIVED_BY_ADAPTER,
        /** Only event messages of the Precision Time Protocol, version 2, over UDP. */
        PTP_RECEIVED_BY_ADAPTER,
        SENT_BY_ADAPTER
    }

    /**
     * What an interface can have stamped, or what it has: that an adapter stamps is a setting of the host's.
     *
     * @param name of an interface, as {@link java.net.NetworkInterface#getName}
     */
    Set<Stamped> stamped(String name, boolean active);

    /** Whether {@link #read} can tell the time of an interface's adapter. */
    boolean hasClock(String name);

    /**
     * Reads the clock of an interface's adapter.
     *
     * @throws TransportException with OPERATION_NOT_SUPPORTED when it has none, ACCESS without the permission
     */
    Reading read(String name) throws TransportException;

    /**
     * An adapter's time, and the host's right before and after.
     *
     * @param before a value of {@link System#nanoTime}
     * @param adapter nanoseconds, as in {@link ControlData#byAdapter stamps}
     * @param after a value of {@link System#nanoTime}
     */
    record Reading(long before, long adapter, long after) {}
}
