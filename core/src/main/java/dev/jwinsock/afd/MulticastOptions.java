package dev.jwinsock.afd;

import dev.jwinsock.IntRef;
import dev.jwinsock.afd.Option.Form;
import dev.jwinsock.transport.Capability;
import dev.jwinsock.transport.Endpoint;
import dev.jwinsock.transport.GroupChange;
import dev.jwinsock.transport.Status;
import dev.jwinsock.transport.TransportOption;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** The options of IPPROTO_IP and IPPROTO_IPV6 that are about multicast groups and the interface lists. */
final class MulticastOptions {
    private static final int MESSAGES = Kind.DATAGRAM | Kind.RAW;
    private static final int DWORD = 4;
    private static final int MAX_HOPS = 255;
    private static final String GROUPS = "S287, S291, A215, A221; \"Multicast Socket Option Behavior\"";
    private static final String PORTABLE = "\"MLD and IGMP Using Windows Sockets\"";
    private static final String LISTS = "S289; \"IPPROTO_IP Socket Options\"";

    static final Option INTERFACE = ip(9, "IP_MULTICAST_IF", Form.NUMBER)
            .on(MESSAGES, Status.INVALID) // A214
            .kernel(TransportOption.MULTICAST_INTERFACE)
            .stores((socket, option, value) -> {
                int index = Interfaces.byIpv4(Integer.reverseBytes(value));
                return index < 0 ? index : keepIpv4(socket, option, index);
            })
            .source("A214, A222")
            .option();

    static final Option HOPS = ip(10, "IP_MULTICAST_TTL", Form.SHORT_NUMBER)
            .on(MESSAGES, Status.INVALID)
            .initially(1)
            .kernel(TransportOption.MULTICAST_HOPS)
            .stores((socket, option, value) ->
                    value < 0 || value > MAX_HOPS ? Status.INVALID : keepIpv4(socket, option, value))
            .source("S271, A214, A217")
            .option();

    static final Option LOOP = ip(11, "IP_MULTICAST_LOOP", Form.FLAG)
            .on(MESSAGES, Status.INVALID)
            .initially(1)
            .stores((socket, option, value) -> {
                int status = mayJoin(socket, false);
                return status == Status.OK ? loop(socket, option, value, false) : status;
            })
            .source("S290, A214, A218")
            .option();

    static final Option INTERFACE_IPV6 = ipv6(9, "IPV6_MULTICAST_IF", Form.BYTES)
            .on(MESSAGES & Kind.IPV6, Status.INVALID)
            .readsBytes((socket, to, length) -> number(interfaceIpv6(socket), to, length))
            .storesBytes(0, MulticastOptions::interfaceIpv6)
            .source("A214, A222")
            .option();

    static final Option HOPS_IPV6 = ipv6(10, "IPV6_MULTICAST_HOPS", Form.SHORT_NUMBER)
            .on(MESSAGES & Kind.IPV6, Status.INVALID)
            .initially(1)
            .kernel(TransportOption.MULTICAST_HOPS_IPV6)
            .stores(MulticastOptions::hops)
            .source("A214, A217; \"IPPROTO_IPV6 Socket Options\"")
            .option();

    static final Option LOOP_IPV6 = ipv6(11, "IPV6_MULTICAST_LOOP", Form.FLAG)
            .on(MESSAGES & Kind.IPV6, Status.INVALID)
            .initially(1)
            .stores((socket, option, value) -> loop(socket, option, value, true))
            .source("S290, A214, A218")
            .option();

    static final Option HEARS_LISTED = ip(28, "IP_IFLIST", Form.FLAG)
            .on(MESSAGES & Kind.IPV4, Status.INVALID)
            .needs(Capability.INTERFACE_FILTER)
            .stores((socket, option, value) -> listed(socket, option, value, MulticastOptions.LISTED))
            .source(LISTS)
            .option();

    static final Option LISTED = ip(33, "IP_GET_IFLIST", Form.BYTES)
            .on(MESSAGES & Kind.IPV4, Status.INVALID)
            .needs(Capability.INTERFACE_FILTER)
            .getOnly()
            .readsBytes((socket, to, length) -> list(socket, HEARS_LISTED, MulticastOptions.LISTED, to, length))
            .source(LISTS)
            .option();

    static final Option HEARS_LISTED_IPV6 = ipv6(28, "IPV6_IFLIST", Form.FLAG)
            .on(MESSAGES & Kind.IPV6, Status.INVALID)
            .needs(Capability.INTERFACE_FILTER)
            .stores((socket, option, value) -> listed(socket, option, value, MulticastOptions.LISTED_IPV6))
            .source(LISTS)
            .option();

    static final Option LISTED_IPV6 = ipv6(33, "IPV6_GET_IFLIST", Form.BYTES)
            .on(MESSAGES & Kind.IPV6, Status.INVALID)
            .needs(Capability.INTERFACE_FILTER)
            .getOnly()
            .readsBytes(
                    (socket, to, length) -> list(socket, HEARS_LISTED_IPV6, MulticastOptions.LISTED_IPV6, to, length))
            .source(LISTS)
            .option();

    static final List<Option> ROWS = List.of(
            INTERFACE,
            HOPS,
            LOOP,
            group(12, "IP_ADD_MEMBERSHIP", GroupChange.JOIN),
            group(13, "IP_DROP_MEMBERSHIP", GroupChange.LEAVE),
            source(15, "IP_ADD_SOURCE_MEMBERSHIP", GroupChange.JOIN_SOURCE),
            source(16, "IP_DROP_SOURCE_MEMBERSHIP", GroupChange.LEAVE_SOURCE),
            source(17, "IP_BLOCK_SOURCE", GroupChange.BLOCK),
            source(18, "IP_UNBLOCK_SOURCE", GroupChange.UNBLOCK),
            HEARS_LISTED,
            listChange(OptionTable.IP, 29, "IP_ADD_IFLIST", true, HEARS_LISTED, LISTED),
            listChange(OptionTable.IP, 30, "IP_DEL_IFLIST", false, HEARS_LISTED, LISTED),
            LISTED,
            portable(OptionTable.IP, 41, "MCAST_JOIN_GROUP", GroupChange.JOIN),
            portable(OptionTable.IP, 42, "MCAST_LEAVE_GROUP", GroupChange.LEAVE),
            portable(OptionTable.IP, 43, "MCAST_BLOCK_SOURCE", GroupChange.BLOCK),
            portable(OptionTable.IP, 44, "MCAST_UNBLOCK_SOURCE", GroupChange.UNBLOCK),
            portable(OptionTable.IP, 45, "MCAST_JOIN_SOURCE_GROUP", GroupChange.JOIN_SOURCE),
            portable(OptionTable.IP, 46, "MCAST_LEAVE_SOURCE_GROUP", GroupChange.LEAVE_SOURCE),
            INTERFACE_IPV6,
            HOPS_IPV6,
            LOOP_IPV6,
            groupIpv6(12, "IPV6_ADD_MEMBERSHIP", "IPV6_JOIN_GROUP", GroupChange.JOIN),
            groupIpv6(13, "IPV6_DROP_MEMBERSHIP", "IPV6_LEAVE_GROUP", GroupChange.LEAVE),
            HEARS_LISTED_IPV6,
            listChange(OptionTable.IPV6, 29, "IPV6_ADD_IFLIST", true, HEARS_LISTED_IPV6, LISTED_IPV6),
            listChange(OptionTable.IPV6, 30, "IPV6_DEL_IFLIST", false, HEARS_LISTED_IPV6, LISTED_IPV6),
            LISTED_IPV6,
            portable(OptionTable.IPV6, 41, "MCAST_JOIN_GROUP", GroupChange.JOIN),
            portable(OptionTable.IPV6, 42, "MCAST_LEAVE_GROUP", GroupChange.LEAVE),
            portable(OptionTable.IPV6, 43, "MCAST_BLOCK_SOURCE", GroupChange.BLOCK),
            portable(OptionTable.IPV6, 44, "MCAST_UNBLOCK_SOURCE", GroupChange.UNBLOCK),
            portable(OptionTable.IPV6, 45, "MCAST_JOIN_SOURCE_GROUP", GroupChange.JOIN_SOURCE),
            portable(OptionTable.IPV6, 46, "MCAST_LEAVE_SOURCE_GROUP", GroupChange.LEAVE_SOURCE));

    private MulticastOptions() {}

    // ---------------------------------------------------------------- rows

    private static Option.Row ip(int code, String name, Form form) {
        return Option.row(OptionTable.IP, code, name, form);
    }

    private static Option.Row ipv6(int code, String name, Form form) {
        return Option.row(OptionTable.IPV6, code, name, form);
    }

    /** ip_mreq: group, interface. */
    private static Option group(int code, String name, GroupChange change) {
        return ip(code, name, Form.BYTES)
                .setOnly()
                .storesBytes(
                        2 * DWORD,
                        (socket, from, length) -> change(
                                socket, false, change, ipv4(from, 0), Interfaces.byIpv4(number(from, DWORD)), null))
                .source(GROUPS)
                .option();
    }

    /** ip_mreq_source: group, source, interface. */
    private static Option source(int code, String name, GroupChange change) {
        return ip(code, name, Form.BYTES)
                .setOnly()
                .storesBytes(
                        3 * DWORD,
                        (socket, from, length) -> change(
                                socket,
                                false,
                                change,
                                ipv4(from, 0),
                                Interfaces.byIpv4(number(from, 2 * DWORD)),
                                ipv4(from, DWORD)))
                .source(GROUPS)
                .option();
    }

    /** ipv6_mreq: group, index. */
    private static Option groupIpv6(int code, String name, String otherName, GroupChange change) {
        return ipv6(code, name, Form.BYTES)
                .alsoNamed(otherName)
                .setOnly()
                .storesBytes(
                        20,
                        (socket, from, length) -> change(
                                socket,
                                true,
                                change,
                                new Endpoint().setIpv6(from, 0, 0, 0),
                                index(Integer.reverseBytes(number(from, 16))),
                                null))
                .source(GROUPS)
                .option();
    }

    /** GROUP_REQ and GROUP_SOURCE_REQ: index, group, source. */
    private static Option portable(int level, int code, String name, GroupChange change) {
        boolean ofSource = change.ofSource();
        return Option.row(level, code, name, Form.BYTES)
                .setOnly()
                .storesBytes(8 + (ofSource ? 2 : 1) * Addresses.STORAGE_SIZE, (socket, from, length) -> {
                    Endpoint group = Addresses.stored(from, 8);
                    Endpoint source = ofSource ? Addresses.stored(from, 8 + Addresses.STORAGE_SIZE) : null;
                    boolean ipv6 = level == OptionTable.IPV6;
                    if (group == null || group.isIpv6() != ipv6 || ofSource && source == null) {
                        return Status.FAMILY_NOT_SUPPORTED;
                    }
                    return change(socket, ipv6, change, group, index(Integer.reverseBytes(number(from, 0))), source);
                })
                .source(PORTABLE)
                .option();
    }

    private static Option listChange(int level, int code, String name, boolean add, Option on, Option list) {
        return Option.row(level, code, name, Form.NUMBER)
                .on(MESSAGES & (level == OptionTable.IP ? Kind.IPV4 : Kind.IPV6), Status.INVALID)
                .needs(Capability.INTERFACE_FILTER)
                .setOnly()
                .stores((socket, option, value) -> changeList(socket, add, value, on, list))
                .source(LISTS)
                .option();
    }

    // ---------------------------------------------------------------- groups

    /** @param level whether it is the IPv6 level */
    private static int change(
            AfdSocket socket,
            boolean level,
            GroupChange change,
            Endpoint group,
            int interfaceIndex,
            @Nullable Endpoint source) {
        int status = mayJoin(socket, level);
        return status == Status.OK ? socket.groups().change(change, group, interfaceIndex, source) : status;
    }

    /** Streams have no groups (A214), and a family has those of the other only when it is dual-stack. */
    static int mayJoin(AfdSocket socket, boolean ipv6) {
        boolean matches = ipv6 ? socket.ipv6() : !socket.ipv6() || !socket.v6Only();
        return matches && !socket.isStream() ? Status.OK : Status.INVALID;
    }

    /** An index as a program gives it: what cannot be one must not look like a status. */
    static int index(int given) {
        return given < 0 ? Status.ADDRESS_NOT_AVAILABLE : given;
    }

    static int loop(AfdSocket socket, Option option, int value, boolean ipv6) {
        int status = socket.groups().loopChanged(ipv6, value != 0);
        return status == Status.OK ? Options.keep(socket, option, value) : status;
    }

    // ---------------------------------------------------------------- sending

    private static int keepIpv4(AfdSocket socket, Option option, int value) {
        int status = mayJoin(socket, false);
        if (status == Status.OK && socket.ipv6() && !socket.session.can(Capability.DUAL_MULTICAST)) {
            status = Status.NO_PROTOCOL_OPTION;
        }
        return status == Status.OK ? Options.keep(socket, option, value) : status;
    }

    /** NULL is the default interface, too. */
    private static int interfaceIpv6(AfdSocket socket, byte[] from, int length) {
        if (length > 0 && length < DWORD) {
            return Status.FAULT;
        }
        int asked = length == 0 ? 0 : Integer.reverseBytes(number(from, 0));
        int index = asked == 0 ? 0 : Interfaces.byIndex(asked);
        if (index < 0) {
            return index;
        }
        int status = socket.kernel.setOption(TransportOption.MULTICAST_INTERFACE_IPV6, index);
        if (status == Status.OK) {
            socket.store(INTERFACE_IPV6, bytes(index));
        }
        return status;
    }

    static int interfaceIpv6(AfdSocket socket) {
        byte[] kept = socket.blob(INTERFACE_IPV6);
        return kept == null ? 0 : Integer.reverseBytes(number(kept, 0));
    }

    /** @param option of the socket's own family */
    static int hops(AfdSocket socket, Option option, int value) {
        return value < 0 || value > MAX_HOPS ? Status.INVALID : Options.keep(socket, option, value);
    }

    // ---------------------------------------------------------------- interface lists

    private static int listed(AfdSocket socket, Option option, int on, Option list) {
        int status = socket.kernel.hearOnly(on == 0 ? null : indexes(socket, list));
        return status == Status.OK ? Options.keep(socket, option, on) : status;
    }

    private static int changeList(AfdSocket socket, boolean add, int index, Option on, Option list) {
        int[] before = indexes(socket, list);
        boolean known = Arrays.stream(before).anyMatch(each -> each == index);
        if (!add && !known) {
            return Status.ADDRESS_NOT_AVAILABLE;
        }
        if (add && index <= 0) {
            return Status.INVALID;
        }
        IntStream without = Arrays.stream(before).filter(each -> each != index);
        int[] after = (add ? IntStream.concat(without, IntStream.of(index)) : without).toArray();
        int status = socket.value(on) == 0 ? Status.OK : socket.kernel.hearOnly(after);
        if (status == Status.OK) {
            ByteBuffer kept = ByteBuffer.allocate(DWORD * after.length).order(ByteOrder.LITTLE_ENDIAN);
            Arrays.stream(after).forEach(kept::putInt);
            socket.store(list, kept.array());
        }
        return status;
    }

    private static int[] indexes(AfdSocket socket, Option list) {
        byte[] kept = socket.blob(list);
        if (kept == null) {
            return new int[0];
        }
        int[] indexes = new int[kept.length / DWORD];
        ByteBuffer.wrap(kept).order(ByteOrder.LITTLE_ENDIAN).asIntBuffer().get(indexes);
        return indexes;
    }

    private static int list(AfdSocket socket, Option on, Option list, byte[] to, IntRef length) {
        if (socket.value(on) == 0) {
            return Status.INVALID; // S289
        }
        byte[] kept = socket.blob(list);
        int size = kept == null ? 0 : kept.length;
        if (length.value < size) {
            length.value = size;
            return Status.FAULT;
        }
        if (kept != null) {
            System.arraycopy(kept, 0, to, 0, size);
        }
        length.value = size;
        return Status.OK;
    }

    // ---------------------------------------------------------------- memory

    private static int number(int value, byte[] to, IntRef length) {
        if (length.value < DWORD) {
            return Status.FAULT;
        }
        System.arraycopy(bytes(value), 0, to, 0, DWORD);
        length.value = DWORD;
        return Status.OK;
    }

    private static byte[] bytes(int value) {
        return ByteBuffer.allocate(DWORD)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(value)
                .array();
    }

    /** A number in network order. */
    static int number(byte[] from, int offset) {
        return ByteBuffer.wrap(from).getInt(offset);
    }

    static Endpoint ipv4(byte[] from, int offset) {
        return new Endpoint().setIpv4(number(from, offset), 0);
    }
}
