package dev.jwinsock.afd;

import dev.jwinsock.IntRef;
import dev.jwinsock.transport.Endpoint;
import dev.jwinsock.transport.Status;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The control codes of multicast: scope, loopback, and a group's sources as a whole ("Final-State-Based …"). */
final class MulticastIoctls {
    private static final int MESSAGES = Kind.DATAGRAM | Kind.RAW;
    private static final int DWORD = 4;
    private static final int INCLUDE = 0;
    private static final int EXCLUDE = 1;
    private static final String FINAL_STATE = "\"Final-State-Based Multicast Programming\"";

    /** How a filter structure lies in memory: group and interface, then mode, count, and a list of sources. */
    private record Layout(boolean portable, int mode, int sources, int sourceSize) {
        @Nullable
        Endpoint group(byte[] memory) {
            return portable ? Addresses.stored(memory, 8) : MulticastOptions.ipv4(memory, 0);
        }

        int interfaceIndex(byte[] memory) {
            int number = MulticastOptions.number(memory, portable ? 0 : DWORD);
            return portable ? MulticastOptions.index(Integer.reverseBytes(number)) : Interfaces.byIpv4(number);
        }

        @Nullable
        Endpoint source(byte[] memory, int offset) {
            return portable ? Addresses.stored(memory, offset) : MulticastOptions.ipv4(memory, offset);
        }

        void write(Endpoint source, ByteBuffer to, int offset) {
            if (portable) {
                to.put(offset, Addresses.of(source).toBytes());
            } else {
                to.put(offset, source.bytes(), 0, DWORD);
            }
        }
    }

    /** ip_msfilter. */
    private static final Layout IPV4 = new Layout(false, 8, 16, DWORD);
    /** GROUP_FILTER. */
    private static final Layout PORTABLE =
            new Layout(true, 8 + Addresses.STORAGE_SIZE, 16 + Addresses.STORAGE_SIZE, Addresses.STORAGE_SIZE);

    static final List<Ioctl> ROWS = List.of(
            Ioctl.row(0x88000009, "SIO_MULTIPOINT_LOOPBACK")
                    .on(MESSAGES, Status.OPERATION_NOT_SUPPORTED)
                    .in(DWORD)
                    .does((socket, in, inLength, out, outLength, returned) -> loopback(socket, in))
                    .source("A194, S290")
                    .ioctl(),
            Ioctl.row(0x8800000A, "SIO_MULTICAST_SCOPE")
                    .on(MESSAGES, Status.OPERATION_NOT_SUPPORTED)
                    .in(DWORD)
                    .does((socket, in, inLength, out, outLength, returned) -> scope(socket, in))
                    .source("A194")
                    .ioctl(),
            get(0x8004747C, "SIO_GET_MULTICAST_FILTER", IPV4),
            set(0x8004747D, "SIO_SET_MULTICAST_FILTER", IPV4),
            set(0x8004747E, "SIOCSMSFILTER", PORTABLE),
            get(0x8004747F, "SIOCGMSFILTER", PORTABLE));

    private MulticastIoctls() {}

    private static Ioctl get(int code, String name, Layout layout) {
        return Ioctl.row(code, name)
                .on(MESSAGES, Status.OPERATION_NOT_SUPPORTED)
                .in(layout.mode)
                .out(layout.sources)
                .does((socket, in, inLength, out, outLength, returned) -> {
                    socket.lock.lock();
                    try {
                        return get(socket, layout, in, out, outLength, returned);
                    } finally {
                        socket.lock.unlock();
                    }
                })
                .number(layout.portable ? NumberSource.SDK : NumberSource.HEADERS)
                .source(FINAL_STATE)
                .ioctl();
    }

    private static Ioctl set(int code, String name, Layout layout) {
        return Ioctl.row(code, name)
                .on(MESSAGES, Status.OPERATION_NOT_SUPPORTED)
                .in(layout.sources)
                .does((socket, in, inLength, out, outLength, returned) -> {
                    socket.lock.lock();
                    try {
                        return set(socket, layout, in, inLength);
                    } finally {
                        socket.lock.unlock();
                    }
                })
                .number(layout.portable ? NumberSource.SDK : NumberSource.HEADERS)
                .source(FINAL_STATE)
                .ioctl();
    }

    private static int loopback(AfdSocket socket, byte[] in) {
        int on = MulticastOptions.number(in, 0) == 0 ? 0 : 1;
        socket.lock.lock();
        try {
            Option option = socket.ipv6() ? MulticastOptions.LOOP_IPV6 : MulticastOptions.LOOP;
            return MulticastOptions.loop(socket, option, on, socket.ipv6());
        } finally {
            socket.lock.unlock();
        }
    }

    private static int scope(AfdSocket socket, byte[] in) {
        socket.lock.lock();
        try {
            Option option = socket.ipv6() ? MulticastOptions.HOPS_IPV6 : MulticastOptions.HOPS;
            return MulticastOptions.hops(socket, option, Integer.reverseBytes(MulticastOptions.number(in, 0)));
        } finally {
            socket.lock.unlock();
        }
    }

    private static int set(AfdSocket socket, Layout layout, byte[] in, int inLength) {
        Endpoint group = layout.group(in);
        int status = check(socket, group);
        if (group == null || status != Status.OK) {
            return status;
        }
        ByteBuffer memory = ByteBuffer.wrap(in).order(ByteOrder.LITTLE_ENDIAN);
        int mode = memory.getInt(layout.mode);
        int count = memory.getInt(layout.mode + DWORD);
        if (mode != INCLUDE && mode != EXCLUDE
                || count < 0
                || count > (inLength - layout.sources) / layout.sourceSize) {
            return Status.INVALID;
        }
        List<Endpoint> sources = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            Endpoint source = layout.source(in, layout.sources + i * layout.sourceSize);
            if (source == null) {
                return Status.FAMILY_NOT_SUPPORTED;
            }
            sources.add(source);
        }
        return socket.groups().filter(group, layout.interfaceIndex(in), mode == EXCLUDE, sources);
    }

    /** All sources are counted, and those stored that there is room for. */
    private static int get(AfdSocket socket, Layout layout, byte[] in, byte[] out, int outLength, IntRef returned) {
        Endpoint group = layout.group(in);
        int status = check(socket, group);
        if (group == null || status != Status.OK) {
            return status;
        }
        Membership found = socket.groups().find(group, layout.interfaceIndex(in));
        if (found == null) {
            return Status.INVALID; // S291: an operation on a group that was not joined
        }
        ByteBuffer memory = ByteBuffer.wrap(out).order(ByteOrder.LITTLE_ENDIAN);
        memory.put(0, in, 0, layout.mode);
        memory.putInt(layout.mode, found.everybody() ? EXCLUDE : INCLUDE);
        memory.putInt(layout.mode + DWORD, found.sources().size());
        int at = layout.sources;
        for (Endpoint source : found.sources()) {
            if (at + layout.sourceSize <= outLength) {
                layout.write(source, memory, at);
                at += layout.sourceSize;
            }
        }
        returned.value = at;
        return Status.OK;
    }

    private static int check(AfdSocket socket, @Nullable Endpoint group) {
        return group == null ? Status.FAMILY_NOT_SUPPORTED : MulticastOptions.mayJoin(socket, group.isIpv6());
    }
}
