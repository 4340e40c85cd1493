package dev.jwinsock.transport.netty;

import dev.jwinsock.transport.AdapterClocks;
import dev.jwinsock.transport.Status;
import dev.jwinsock.transport.TransportException;
import io.netty.channel.unix.Buffer;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What Linux's drivers say by ethtool's and hwtstamp's requests; an adapter's clock is a device file. */
final class LinuxAdapterClocks implements AdapterClocks {
    private static final int AF_INET = 2;
    private static final int SOCK_DGRAM_CLOEXEC = 2 | 0x80000;
    private static final int O_CLOEXEC = 0x80000;
    private static final int EACCES = 13;

    // struct ifreq: the interface's name and a pointer
    private static final int SIOCETHTOOL = 0x8946;
    private static final int SIOCGHWTSTAMP = 0x89b1;
    private static final int NAME_SIZE = 16;
    private static final int REQUEST_SIZE = 40;

    // struct ethtool_ts_info
    private static final int ETHTOOL_GET_TS_INFO = 0x41;
    private static final int INFO_SIZE = 44;
    private static final int FLAGS = 4;
    private static final int CLOCK = 8;
    private static final int SENT = 12;
    private static final int RECEIVED = 28;
    private static final int TX_SOFTWARE = 2;
    private static final int RX_SOFTWARE = 8;

    // struct hwtstamp_config
    private static final int CONFIGURATION_SIZE = 12;
    private static final int SENT_TYPE = 4;
    private static final int RECEIVED_FILTER = 8;
    private static final int OFF = 0;
    private static final int ALL_RECEIVED = 1;
    /** HWTSTAMP_FILTER_PTP_V2_L4_EVENT and _PTP_V2_EVENT. */
    private static final int PTP_RECEIVED = 1 << 6 | 1 << 12;

    private static final long SECOND = 1_000_000_000;

    @Override
    public Set<Stamped> stamped(String name, boolean active) {
        ByteBuffer info = info(name);
        if (info == null) {
            return Set.of();
        }
        int sentTypes = info.getInt(SENT);
        int receivedFilters = info.getInt(RECEIVED);
        if (active) {
            ByteBuffer set = request(name, SIOCGHWTSTAMP, bytes(CONFIGURATION_SIZE));
            sentTypes = set == null ? 0 : 1 << set.getInt(SENT_TYPE);
            receivedFilters = set == null ? 0 : 1 << set.getInt(RECEIVED_FILTER);
        }
        return stamped(info.getInt(FLAGS), sentTypes, receivedFilters);
    }

    /** @param sentTypes bits 1 << HWTSTAMP_TX_… @param receivedFilters bits 1 << HWTSTAMP_FILTER_… */
    static Set<Stamped> stamped(int flags, int sentTypes, int receivedFilters) {
        Set<Stamped> found = EnumSet.noneOf(Stamped.class);
        add(found, Stamped.RECEIVED_BY_KERNEL, flags & RX_SOFTWARE);
        add(found, Stamped.SENT_BY_KERNEL, flags & TX_SOFTWARE);
        add(found, Stamped.SENT_BY_ADAPTER, sentTypes & ~(1 << OFF));
        add(found, Stamped.RECEIVED_BY_ADAPTER, receivedFilters & 1 << ALL_RECEIVED);
        add(found, Stamped.PTP_RECEIVED_BY_ADAPTER, receivedFilters & (PTP_RECEIVED | 1 << ALL_RECEIVED));
        return found;
    }

    private static void add(Set<Stamped> to, Stamped each, int bits) {
        if (bits != 0) {
            to.add(each);
        }
    }

    @Override
    public boolean hasClock(String name) {
        return clock(name) >= 0;
    }

    /** The number of the adapter's clock, or -1. */
    private static int clock(String name) {
        ByteBuffer info = info(name);
        return info == null ? -1 : info.getInt(CLOCK);
    }

    @Override
    public Reading read(String name) throws TransportException {
        int clock = clock(name);
        if (clock < 0) {
            throw new TransportException(Status.OPERATION_NOT_SUPPORTED, name + " has no clock");
        }
        byte[] path = ("/dev/ptp" + clock).getBytes(StandardCharsets.US_ASCII);
        int fd = Posix.open(Buffer.memoryAddress(bytes(path.length + 1).put(0, path)), O_CLOEXEC);
        if (fd < 0) {
            int status = Posix.errno() == EACCES ? Status.ACCESS : Status.OPERATION_NOT_SUPPORTED;
            throw new TransportException(status, "cannot open the clock of " + name + ", errno " + Posix.errno());
        }
        try {
            return read(~fd << 3 | 3); // a clock by its descriptor
        } finally {
            Posix.close(fd);
        }
    }

    static Reading read(int clock) throws TransportException {
        ByteBuffer time = bytes(16);
        long address = Buffer.memoryAddress(time);
        long before = System.nanoTime();
        int result = Posix.clock_gettime(clock, address);
        long after = System.nanoTime();
        if (result != 0) {
            throw new TransportException(Status.OPERATION_NOT_SUPPORTED, "clock_gettime: errno " + Posix.errno());
        }
        return new Reading(before, time.getLong(0) * SECOND + time.getLong(8), after);
    }

    private static @Nullable ByteBuffer info(String name) {
        return request(name, SIOCETHTOOL, bytes(INFO_SIZE).putInt(0, ETHTOOL_GET_TS_INFO));
    }

    /** @return the argument, filled; null when the driver does not know the request */
    private static @Nullable ByteBuffer request(String name, int request, ByteBuffer argument) {
        byte[] chars = name.getBytes(StandardCharsets.UTF_8);
        if (chars.length >= NAME_SIZE) {
            return null;
        }
        ByteBuffer interfaceRequest =
                bytes(REQUEST_SIZE).put(0, chars).putLong(NAME_SIZE, Buffer.memoryAddress(argument));
        int fd = Posix.socket(AF_INET, SOCK_DGRAM_CLOEXEC, 0);
        if (fd < 0) {
            return null;
        }
        try {
            int result = Posix.ioctl(fd, request, Buffer.memoryAddress(interfaceRequest));
            return result == 0 ? argument : null;
        } finally {
            Posix.close(fd);
        }
    }

    private static ByteBuffer bytes(int size) {
        return ByteBuffer.allocateDirect(size).order(ByteOrder.nativeOrder());
    }
}
