package dev.jwinsock.compat.suite;

import static dev.jwinsock.Windows.*;
import static dev.jwinsock.Winsock2.*;
import static dev.jwinsock.Ws2tcpip.*;
import static dev.jwinsock.compat.harness.Expect.*;
import static dev.jwinsock.compat.harness.Sockets.*;
import static org.assertj.core.api.Assertions.assertThat;

import dev.jwinsock.HANDLE;
import dev.jwinsock.INTERFACE_INFO;
import dev.jwinsock.IntRef;
import dev.jwinsock.OVERLAPPED;
import dev.jwinsock.Ref;
import dev.jwinsock.SOCKET;
import dev.jwinsock.SOCKET_ADDRESS;
import dev.jwinsock.SOCKET_ADDRESS_LIST;
import dev.jwinsock.WSANETWORKEVENTS;
import dev.jwinsock.compat.Conforms;
import dev.jwinsock.compat.WinsockTest;
import dev.jwinsock.compat.harness.Call;
import dev.jwinsock.sockaddr;
import dev.jwinsock.sockaddr_in;
import dev.jwinsock.sockaddr_in6;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The ioctls about addresses and routes, as far as nothing changes meanwhile. */
@WinsockTest
final class AddressIoctlsTest extends IoctlScene {
    private static final int ROOM = 64 * 1024;

    @Test
    @Conforms({"S258", "A183"})
    void addressListSizes() {
        for (SOCKET s : oneOfEach()) {
            expectError(WSAEFAULT, ioctl(s, SIO_ADDRESS_LIST_QUERY, null, 0, null, 0));
            int needed = bytes.value;
            assertThat(needed).isGreaterThanOrEqualTo(8);
            byte[] room = new byte[ROOM];
            Arrays.fill(room, (byte) 0xcc);
            for (int length : new int[] {0, 8, needed - 1}) {
                if (length >= 8 || length == 0) {
                    expectError(WSAEFAULT, ioctl(s, SIO_ADDRESS_LIST_QUERY, null, 0, room, length));
                    expectBytes(needed);
                }
            }
            expectRefused(WSAEINVAL, ioctl(s, SIO_ADDRESS_LIST_QUERY, null, 0, room, 1));
            expectRefused(WSAEINVAL, ioctl(s, SIO_ADDRESS_LIST_QUERY, new byte[1], 1, room, ROOM));
            assertThat(room).containsOnly(0xcc);
            expectZero(ioctl(s, SIO_ADDRESS_LIST_QUERY, null, 0, room, ROOM));
            expectBytes(needed);
        }
    }

    @Test
    @Conforms({"A183", "A184"})
    void addressListEntries() {
        for (SOCKET s : oneOfEach()) {
            SOCKET_ADDRESS_LIST list = new SOCKET_ADDRESS_LIST();
            expectZero(ioctl(s, SIO_ADDRESS_LIST_QUERY, null, 0, list, ROOM));
            for (sockaddr each : addresses(list)) {
                if (each instanceof sockaddr_in in) {
                    assertThat(in.sin_port).isZero();
                    assertThat(in.sin_addr.s_b1()).isNotEqualTo(127);
                } else {
                    sockaddr_in6 in6 = (sockaddr_in6) each;
                    assertThat(in6.sin6_port).isZero();
                    assertThat(in6.sin6_addr).isNotEqualTo(in6addr_loopback());
                }
                SOCKET bound = socket(each.sa_family(), SOCK_STREAM, IPPROTO_TCP);
                expectZero(bind(bound, each, sizeof(each)));
            }
            assertThat(list.sizeof()).isEqualTo(bytes.value);
        }
    }

    @Test
    @Conforms("A183")
    void addressListWithOverlapped() {
        SOCKET s = tcp();
        Io io = new Io(1);
        io.Internal = UNTOUCHED;
        expectError(WSAEFAULT, ioctl(s, SIO_ADDRESS_LIST_QUERY, null, 0, null, 0, io));
        assertThat(bytes.value).isGreaterThanOrEqualTo(8);
        assertThat((int) io.Internal).isEqualTo(UNTOUCHED);
        assertThat((int) io.InternalHigh).isEqualTo(UNTOUCHED);
        expectZero(ioctl(s, SIO_ADDRESS_LIST_QUERY, null, 0, new byte[ROOM], ROOM, io));
        assertThat(bytes.value).isGreaterThanOrEqualTo(8);
        expectResult(s, io.await(), 0);
    }

    // ---------------------------------------------------------------- interfaces

    @Test
    @Conforms({"S259", "A185"})
    void interfaceList() {
        for (SOCKET s : List.of(tcp(), udp())) {
            INTERFACE_INFO[] list = new INTERFACE_INFO[64];
            Arrays.setAll(list, i -> new INTERFACE_INFO());
            expectZero(ioctl(s, SIO_GET_INTERFACE_LIST, null, 0, list, 64 * 76));
            assertThat(bytes.value).isPositive();
            assertThat(bytes.value % 76).isZero();
            boolean loopback = false;
            for (int i = 0; i < bytes.value / 76; i++) {
                INTERFACE_INFO each = list[i];
                assertThat((int) each.iiAddress.AddressIn.sin_family).isEqualTo(AF_INET);
                assertThat((int) each.iiNetmask.AddressIn.sin_family).isEqualTo(AF_INET);
                assertThat(each.iiAddress.AddressIn.sin_addr.s_addr).isNotZero();
                assertThat(each.iiNetmask.AddressIn.sin_addr.s_addr).isNotZero();
                if ((each.iiFlags & IFF_BROADCAST) == 0) {
                    assertThat(each.iiBroadcastAddress.AddressIn.sin_addr.s_addr)
                            .isZero();
                }
                loopback |= (each.iiFlags & IFF_LOOPBACK) != 0
                        && each.iiAddress.AddressIn.sin_addr.s_addr == htonl(INADDR_LOOPBACK);
            }
            assertThat(loopback).isTrue();
            expectRefused(WSAEFAULT, ioctl(s, SIO_GET_INTERFACE_LIST, null, 0, list, 75));
            expectRefused(WSAEFAULT, ioctl(s, SIO_GET_INTERFACE_LIST, null, 0, null, 0));
        }
    }

    @Test
    @Conforms("S259")
    void interfaceListIsForIpv4() {
        expectRefused(WSAEINVAL, ioctl(tcp6(), SIO_GET_INTERFACE_LIST, null, 0, new byte[ROOM], ROOM));
    }

    @Test
    @Conforms({"A163", "A185"})
    void interfaceListWithOverlappedPends() {
        SOCKET s = tcp();
        byte[] out = new byte[ROOM];
        Io io = new Io(1);
        expectError(WSA_IO_PENDING, ioctl(s, SIO_GET_INTERFACE_LIST, null, 0, out, ROOM, io));
        io.await();
        IntRef count = new IntRef();
        assertThat(WSAGetOverlappedResult(s, io, count, false, new IntRef())).isTrue();
        assertThat(count.value).isPositive();
        assertThat(count.value % 76).isZero();
    }

    // ---------------------------------------------------------------- routes

    @Test
    @Conforms("A188")
    void routingInterface() {
        SOCKET s = udp();
        sockaddr_in to = loopback(0);
        sockaddr_in from = new sockaddr_in();
        for (int port : new int[] {0, 5000}) {
            to.sin_port = htons((short) port);
            expectZero(ioctl(s, SIO_ROUTING_INTERFACE_QUERY, to, sizeof(to), from, sizeof(from)));
            expectLastError(0);
            expectBytes(16);
            assertThat(from).isEqualTo(loopback(0));
        }
        expectError(WSAEFAULT, ioctl(s, SIO_ROUTING_INTERFACE_QUERY, to, sizeof(to), from, 15));
        expectBytes(16);
        expectError(WSAEFAULT, ioctl(s, SIO_ROUTING_INTERFACE_QUERY, to, sizeof(to), null, 16));
        expectBytes(BEFORE);
        expectError(WSAEFAULT, ioctl(s, SIO_ROUTING_INTERFACE_QUERY, to, 15, from, 16));
        expectError(WSAEFAULT, ioctl(s, SIO_ROUTING_INTERFACE_QUERY, null, 16, from, 16));
        expectError(WSAEAFNOSUPPORT, ioctl(s, SIO_ROUTING_INTERFACE_QUERY, loopback6(0), 28, from, 16));
    }

    @Test
    @Conforms("A188")
    void routingInterfaceOfIpv6() {
        sockaddr_in6 from = new sockaddr_in6();
        expectZero(ioctl(tcp6(), SIO_ROUTING_INTERFACE_QUERY, loopback6(7), 28, from, 28));
        expectBytes(28);
        assertThat(from).isEqualTo(loopback6(0));
        expectError(WSAEFAULT, ioctl(tcp6(), SIO_ROUTING_INTERFACE_QUERY, loopback6(7), 28, from, 27));
        expectBytes(28);
    }

    @Test
    @Conforms("D411")
    void findRoute() {
        for (SOCKET s : List.of(tcp(), udp())) {
            expectZero(ioctl(s, SIO_FIND_ROUTE, loopback(0), 16, null, 0));
            expectRefused(WSAEFAULT, ioctl(s, SIO_FIND_ROUTE, loopback(0), 15, null, 0));
            expectRefused(WSAEFAULT, ioctl(s, SIO_FIND_ROUTE, null, 0, null, 0));
        }
    }

    @Test
    @Conforms("D411")
    void broadcastAddress() {
        sockaddr_in all = new sockaddr_in();
        for (SOCKET s : List.of(tcp(), udp())) {
            expectZero(ioctl(s, SIO_GET_BROADCAST_ADDRESS, null, 0, all, sizeof(all)));
            expectBytes(16);
            assertThat(all).isEqualTo(address(INADDR_BROADCAST, 0));
            expectRefused(WSAEFAULT, ioctl(s, SIO_GET_BROADCAST_ADDRESS, null, 0, all, 15));
        }
        expectRefused(WSAENOPROTOOPT, ioctl(udp6(), SIO_GET_BROADCAST_ADDRESS, null, 0, new byte[64], 64));
    }

    // ---------------------------------------------------------------- sorting

    @Test
    @Conforms("A191")
    void sorting() {
        SOCKET s = udp6();
        sockaddr[] given = {
            mapped(0x7f000001, 80), address6("3ffe::1", 1), loopback6(7), address6("::1.2.3.4", 0),
        };
        SOCKET_ADDRESS_LIST list = new SOCKET_ADDRESS_LIST(
                Arrays.stream(given).map(SOCKET_ADDRESS::new).toArray(SOCKET_ADDRESS[]::new));
        expectZero(ioctl(s, SIO_ADDRESS_LIST_SORT, list, list.sizeof(), list, list.sizeof()));
        assertThat(addresses(list)).containsExactlyInAnyOrder(given);
        // ::1 is reached from ::1, by the policy of the highest precedence
        assertThat(addresses(list).get(0)).isEqualTo(loopback6(7));
        assertThat(addresses(list).get(1)).isEqualTo(mapped(0x7f000001, 80));
    }

    @Test
    @Conforms("A191")
    void sortingDropsWhatIsNoAddress() {
        SOCKET_ADDRESS_LIST list =
                new SOCKET_ADDRESS_LIST(new SOCKET_ADDRESS(loopback6(1)), new SOCKET_ADDRESS(loopback(2)));
        SOCKET_ADDRESS_LIST sorted = new SOCKET_ADDRESS_LIST();
        expectZero(ioctl(udp6(), SIO_ADDRESS_LIST_SORT, list, list.sizeof(), sorted, ROOM));
        assertThat(addresses(sorted)).containsExactly(loopback6(1));
        assertThat(bytes.value).isEqualTo(8 + 16 + 28);
    }

    @Test
    @Conforms("A191")
    void malformedLists() {
        SOCKET s = udp6();
        byte[] tooMany = new byte[64];
        tooMany[0] = 5;
        expectRefused(WSAEFAULT, ioctl(s, SIO_ADDRESS_LIST_SORT, tooMany, 64, new byte[ROOM], ROOM));
        byte[] outside = new SOCKET_ADDRESS_LIST(new SOCKET_ADDRESS(loopback6(1))).toBytes();
        outside[8] = 100;
        expectRefused(WSAEFAULT, ioctl(s, SIO_ADDRESS_LIST_SORT, outside, outside.length, new byte[ROOM], ROOM));
        expectRefused(WSAEFAULT, ioctl(s, SIO_ADDRESS_LIST_SORT, new byte[7], 7, new byte[ROOM], ROOM));
        SOCKET_ADDRESS_LIST list = new SOCKET_ADDRESS_LIST(new SOCKET_ADDRESS(loopback6(1)));
        expectError(WSAEFAULT, ioctl(s, SIO_ADDRESS_LIST_SORT, list, list.sizeof(), new byte[20], 20));
        expectBytes(8 + 16 + 28);
    }

    // ---------------------------------------------------------------- waiting for changes

    @Test
    @Conforms({"A189", "A163"})
    void addressListChangeWaits() {
        for (SOCKET s : List.of(tcp(), nonblocking(udp()))) {
            HANDLE port = completionPort();
            track(() -> CloseHandle(port));
            assertThat(CreateIoCompletionPort(s, port, "key", 0)).isNotNull();
            OVERLAPPED io = new OVERLAPPED();
            expectError(WSA_IO_PENDING, ioctl(s, SIO_ADDRESS_LIST_CHANGE, null, 0, null, 0, io));
            Ref<OVERLAPPED> told = new Ref<>();
            Ref<Object> key = new Ref<>();
            assertThat(GetQueuedCompletionStatus(port, new IntRef(), key, told, 0))
                    .isFalse();
            expectLastError(WAIT_TIMEOUT);
            expectZero(closesocket(s));
            assertThat(GetQueuedCompletionStatus(port, new IntRef(), key, told, LIMIT_MILLIS))
                    .isFalse();
            expectLastError(ERROR_OPERATION_ABORTED);
            assertThat(told.value).isSameAs(io);
        }
    }

    @Test
    @Conforms("A189")
    void severalAddressListChangesWaitAndCanBeCancelled() {
        SOCKET s = udp();
        Io first = new Io(1);
        Io second = new Io(1);
        expectError(WSA_IO_PENDING, ioctl(s, SIO_ADDRESS_LIST_CHANGE, null, 0, null, 0, first));
        expectError(WSA_IO_PENDING, ioctl(s, SIO_ADDRESS_LIST_CHANGE, null, 0, null, 0, second));
        assertThat(CancelIoEx(s, second)).isTrue();
        expectFailure(s, second.await(), WSA_OPERATION_ABORTED, ERROR_OPERATION_ABORTED, 0);
        assertThat(first.signalled()).isFalse();
        assertThat(CancelIoEx(s, first)).isTrue();
        first.await();
    }

    @Test
    @Conforms("A190")
    void nonblockingAddressListChange() {
        SOCKET s = nonblocking(udp());
        expectError(WSAEWOULDBLOCK, ioctl(s, SIO_ADDRESS_LIST_CHANGE, null, 0, null, 0));
        expectError(WSAEWOULDBLOCK, ioctl(s, SIO_ADDRESS_LIST_CHANGE, null, 0, null, 0));
        Watch watch = watch(s, FD_ADDRESS_LIST_CHANGE);
        WSANETWORKEVENTS events = new WSANETWORKEVENTS();
        expectZero(WSAEnumNetworkEvents(s, watch.event(), events));
        assertThat(events.lNetworkEvents).isZero();
    }

    @Test
    @Conforms("A190")
    void blockingAddressListChangeEndsWithTheSocket() {
        SOCKET s = udp();
        Call<Integer> call = Call.of(() -> ioctl(s, SIO_ADDRESS_LIST_CHANGE, null, 0, null, 0))
                .awaitBlocked();
        expectZero(closesocket(s));
        assertThat(call.value()).isEqualTo(SOCKET_ERROR);
        assertThat(call.error()).isEqualTo(WSAEINTR);
    }

    @Test
    @Conforms("D416")
    void routingInterfaceChangeWaits() {
        SOCKET s = udp();
        Io io = new Io(1);
        expectError(WSA_IO_PENDING, ioctl(s, SIO_ROUTING_INTERFACE_CHANGE, any(0), 16, null, 0, io));
        Io other = new Io(1);
        expectError(WSA_IO_PENDING, ioctl(s, SIO_ROUTING_INTERFACE_CHANGE, loopback(0), 16, null, 0, other));
        expectError(WSAEFAULT, ioctl(s, SIO_ROUTING_INTERFACE_CHANGE, any(0), 15, null, 0, new Io(1)));
        expectRefused(WSAEFAULT, ioctl(s, SIO_ROUTING_INTERFACE_CHANGE, null, 0, null, 0));
        nonblocking(s);
        expectError(WSAEWOULDBLOCK, ioctl(s, SIO_ROUTING_INTERFACE_CHANGE, loopback(0), 16, null, 0));
        assertThat(io.signalled() || other.signalled()).isFalse();
        expectZero(closesocket(s));
        io.await();
        other.await();
    }
}
