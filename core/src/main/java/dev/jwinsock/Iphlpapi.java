package dev.jwinsock;

import dev.jwinsock.ws2.Interfaces;
import dev.jwinsock.ws2.PortBlocks;
import org.jspecify.annotations.Nullable;

/**
 * {@code iphlpapi.h}: of it the persistent port reservations, which {@link Mstcpip#SIO_ASSOCIATE_PORT_RESERVATION} goes with,
 * and whose time stamps {@link Mstcpip#SIO_TIMESTAMPING} gives. They need no WSAStartup, and return their error ({@link
 * Windows#ERROR_NOT_FOUND} and so on) instead of setting the last one.
 *
 * <p>Differences of the reservations: they are the user's, not the machine's, and are kept in a text file, a block a line:
 * {@code jwinsock/port-reservations} in the user's configuration directory ($XDG_CONFIG_HOME or ~/.config; on macOS
 * ~/Library/Application Support), or the file that the system property {@code jwinsock.portReservations} names. They count
 * for the programs that use jwinsock: bind to such a port without an association ends with WSAEACCES, and bind to port 0
 * chooses none of them. Other programs, and ports that connect or sendto choose, are the kernel's business (on Linux
 * {@code net.ipv4.ip_local_reserved_ports} keeps them off). A token does not change while the block is reserved.
 */
public final class Iphlpapi {
    private Iphlpapi() {}

    /**
     * C: {@code ULONG CreatePersistentTcpPortReservation(USHORT StartPort, USHORT NumberOfPorts, PULONG64 Token)}. Reserves a
     * block of TCP ports until it is deleted.
     *
     * @param StartPort in network byte order
     * @param Token is set to what {@link Mstcpip#SIO_ASSOCIATE_PORT_RESERVATION} takes
     * @return NO_ERROR; ERROR_INVALID_PARAMETER for a 0, ports beyond 65535 or no Token; ERROR_SHARING_VIOLATION when a part
     *     of the block is reserved already or in use; ERROR_ACCESS_DENIED when the store cannot be written
     */
    public static int CreatePersistentTcpPortReservation(
            short StartPort, short NumberOfPorts, @Nullable Ref<Long> Token) {
        return PortBlocks.create(true, StartPort, NumberOfPorts, Token);
    }

    /**
     * C: {@code ULONG LookupPersistentTcpPortReservation(USHORT StartPort, USHORT NumberOfPorts, PULONG64 Token)}. The token of
     * a block that was reserved, in this process or another one, with these two numbers.
     *
     * @param StartPort in network byte order
     * @return NO_ERROR; ERROR_INVALID_PARAMETER; ERROR_NOT_FOUND
     */
    public static int LookupPersistentTcpPortReservation(
            short StartPort, short NumberOfPorts, @Nullable Ref<Long> Token) {
        return PortBlocks.lookup(true, StartPort, NumberOfPorts, Token);
    }

    /**
     * C: {@code ULONG DeletePersistentTcpPortReservation(USHORT StartPort, USHORT NumberOfPorts)}. Ends a reservation; sockets
     * keep the ports that they have.
     *
     * @param StartPort in network byte order
     * @return NO_ERROR; ERROR_INVALID_PARAMETER; ERROR_NOT_FOUND; ERROR_ACCESS_DENIED when the store cannot be written
     */
    public static int DeletePersistentTcpPortReservation(short StartPort, short NumberOfPorts) {
        return PortBlocks.delete(true, StartPort, NumberOfPorts);
    }

    /**
     * C: {@code ULONG CreatePersistentUdpPortReservation(USHORT StartPort, USHORT NumberOfPorts, PULONG64 Token)}. Reserves a
     * block of UDP ports until it is deleted.
     *
     * @param StartPort in network byte order
     * @param Token is set to what {@link Mstcpip#SIO_ASSOCIATE_PORT_RESERVATION} takes
     * @return NO_ERROR; ERROR_INVALID_PARAMETER for a 0, ports beyond 65535 or no Token; ERROR_SHARING_VIOLATION when a part
     *     of the block is reserved already or in use; ERROR_ACCESS_DENIED when the store cannot be written
     */
    public static int CreatePersistentUdpPortReservation(
            short StartPort, short NumberOfPorts, @Nullable Ref<Long> Token) {
        return PortBlocks.create(false, StartPort, NumberOfPorts, Token);
    }

    /**
     * C: {@code ULONG LookupPersistentUdpPortReservation(USHORT StartPort, USHORT NumberOfPorts, PULONG64 Token)}. The token of
     * a block that was reserved, in this process or another one, with these two numbers.
     *
     * @param StartPort in network byte order
     * @return NO_ERROR; ERROR_INVALID_PARAMETER; ERROR_NOT_FOUND
     */
    public static int LookupPersistentUdpPortReservation(
            short StartPort, short NumberOfPorts, @Nullable Ref<Long> Token) {
        return PortBlocks.lookup(false, StartPort, NumberOfPorts, Token);
    }

    /**
     * C: {@code ULONG DeletePersistentUdpPortReservation(USHORT StartPort, USHORT NumberOfPorts)}. Ends a reservation; sockets
     * keep the ports that they have.
     *
     * @param StartPort in network byte order
     * @return NO_ERROR; ERROR_INVALID_PARAMETER; ERROR_NOT_FOUND; ERROR_ACCESS_DENIED when the store cannot be written
     */
    public static int DeletePersistentUdpPortReservation(short StartPort, short NumberOfPorts) {
        return PortBlocks.delete(false, StartPort, NumberOfPorts);
    }

    /**
     * C: {@code NETIO_STATUS ConvertInterfaceIndexToLuid(NET_IFINDEX InterfaceIndex, PNET_LUID InterfaceLuid)}. The name of an
     * interface whose index is known.
     *
     * @return NO_ERROR; ERROR_INVALID_PARAMETER without InterfaceLuid; ERROR_FILE_NOT_FOUND
     */
    public static int ConvertInterfaceIndexToLuid(int InterfaceIndex, @Nullable NET_LUID InterfaceLuid) {
        return Interfaces.toLuid(InterfaceIndex, InterfaceLuid);
    }

    /**
     * C: {@code NETIO_STATUS ConvertInterfaceLuidToIndex(const NET_LUID *InterfaceLuid, PNET_IFINDEX InterfaceIndex)}.
     *
     * @return NO_ERROR; ERROR_INVALID_PARAMETER; ERROR_FILE_NOT_FOUND
     */
    public static int ConvertInterfaceLuidToIndex(@Nullable NET_LUID InterfaceLuid, @Nullable IntRef InterfaceIndex) {
        return Interfaces.toIndex(InterfaceLuid, InterfaceIndex);
    }

    /**
     * C: {@code DWORD GetInterfaceActiveTimestampCapabilities(const NET_LUID *InterfaceLuid, PINTERFACE_TIMESTAMP_CAPABILITIES
     * TimestampCapabilites)}. Which packets are stamped, and by what: where the adapter stamps, {@link
     * Mstcpip#SIO_TIMESTAMPING} gives its stamps. That it does is a setting of the system (Linux: SIOCSHWTSTAMP).
     *
     * @return NO_ERROR; ERROR_INVALID_PARAMETER; ERROR_FILE_NOT_FOUND when there is no such interface; ERROR_NOT_SUPPORTED
     *     where it is not known (all but the epoll transport)
     */
    public static int GetInterfaceActiveTimestampCapabilities(
            @Nullable NET_LUID InterfaceLuid, @Nullable INTERFACE_TIMESTAMP_CAPABILITIES TimestampCapabilities) {
        return Interfaces.timestampCapabilities(InterfaceLuid, true, TimestampCapabilities);
    }

    /**
     * C: {@code DWORD GetInterfaceSupportedTimestampCapabilities(const NET_LUID *InterfaceLuid,
     * PINTERFACE_TIMESTAMP_CAPABILITIES TimestampCapabilites)}. Which packets could be stamped.
     *
     * @return as {@link #GetInterfaceActiveTimestampCapabilities}
     */
    public static int GetInterfaceSupportedTimestampCapabilities(
            @Nullable NET_LUID InterfaceLuid, @Nullable INTERFACE_TIMESTAMP_CAPABILITIES TimestampCapabilities) {
        return Interfaces.timestampCapabilities(InterfaceLuid, false, TimestampCapabilities);
    }

    /**
     * C: {@code DWORD CaptureInterfaceHardwareCrossTimestamp(const NET_LUID *InterfaceLuid, PINTERFACE_HARDWARE_CROSSTIMESTAMP
     * CrossTimestamp)}. The adapter's time, beside the system's.
     *
     * @return NO_ERROR; ERROR_INVALID_PARAMETER; ERROR_FILE_NOT_FOUND when there is no such interface; ERROR_ACCESS_DENIED when
     *     this user may not read the clock (Linux: /dev/ptp…); ERROR_NOT_SUPPORTED when it has none
     */
    public static int CaptureInterfaceHardwareCrossTimestamp(
            @Nullable NET_LUID InterfaceLuid, @Nullable INTERFACE_HARDWARE_CROSSTIMESTAMP CrossTimestamp) {
        return Interfaces.crossTimestamp(InterfaceLuid, CrossTimestamp);
    }
}
