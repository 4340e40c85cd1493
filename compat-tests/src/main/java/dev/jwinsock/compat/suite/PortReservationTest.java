package dev.jwinsock.compat.suite;

import static dev.jwinsock.Mstcpip.*;
import static dev.jwinsock.Winsock2.*;
import static dev.jwinsock.compat.harness.Expect.*;
import static dev.jwinsock.compat.harness.Sockets.*;
import static org.assertj.core.api.Assertions.assertThat;

import dev.jwinsock.INET_PORT_RANGE;
import dev.jwinsock.INET_PORT_RESERVATION_INSTANCE;
import dev.jwinsock.INET_PORT_RESERVATION_TOKEN;
import dev.jwinsock.IntRef;
import dev.jwinsock.SOCKET;
import dev.jwinsock.compat.Conforms;
import dev.jwinsock.compat.WinsockTest;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Runtime reservations of blocks of ports. */
@WinsockTest
final class PortReservationTest extends IoctlScene {
    private static SOCKET open(boolean stream) {
        return stream ? tcp() : udp();
    }

    private INET_PORT_RESERVATION_INSTANCE acquire(SOCKET owner, int start, int count) {
        INET_PORT_RESERVATION_INSTANCE reservation = new INET_PORT_RESERVATION_INSTANCE();
        expectZero(acquire(owner, start, count, reservation));
        expectBytes(16);
        return reservation;
    }

    private int acquire(SOCKET owner, int start, int count, INET_PORT_RESERVATION_INSTANCE out) {
        INET_PORT_RANGE range = new INET_PORT_RANGE();
        range.StartPort = htons((short) start);
        range.NumberOfPorts = (short) count;
        return ioctl(owner, SIO_ACQUIRE_PORT_RESERVATION, range, sizeof(range), out, sizeof(out));
    }

    private SOCKET associated(boolean stream, INET_PORT_RESERVATION_TOKEN token) {
        SOCKET s = open(stream);
        expectZero(ioctl(s, SIO_ASSOCIATE_PORT_RESERVATION, token, sizeof(token), null, 0));
        return s;
    }

    private static int start(INET_PORT_RESERVATION_INSTANCE reservation) {
        return ntohs(reservation.Reservation.StartPort) & 0xffff;
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    @Conforms("D412")
    void aBlockOfPorts(boolean stream) {
        INET_PORT_RESERVATION_INSTANCE reservation = acquire(open(stream), 0, 4);
        assertThat((int) reservation.Reservation.NumberOfPorts).isEqualTo(4);
        assertThat(reservation.Token.Token).isNotEqualTo(INVALID_PORT_RESERVATION_TOKEN);
        int start = start(reservation);
        for (int port = start; port < start + 4; port++) {
            expectError(WSAEACCES, bind(open(stream), any(port), 16));
            expectError(WSAEACCES, bind(open(stream), loopback(port), 16));
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    @Conforms("D412")
    void socketsTakeTheirPortsFromIt(boolean stream) {
        INET_PORT_RESERVATION_INSTANCE reservation = acquire(open(stream), 0, 3);
        int start = start(reservation);
        Set<Integer> ports = new HashSet<>();
        for (int i = 0; i < 3; i++) {
            SOCKET s = associated(stream, reservation.Token);
            expectZero(bind(s, loopback(0), 16));
            ports.add(port(s));
        }
        assertThat(ports).containsExactlyInAnyOrder(start, start + 1, start + 2);
        expectError(WSAEADDRINUSE, bind(associated(stream, reservation.Token), loopback(0), 16));
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    @Conforms("D412")
    void aCertainPortOfIt(boolean stream) {
        INET_PORT_RESERVATION_INSTANCE reservation = acquire(open(stream), 0, 3);
        int port = start(reservation) + 1;
        SOCKET s = associated(stream, reservation.Token);
        expectZero(bind(s, loopback(port), 16));
        assertThat(port(s)).isEqualTo(port);
        expectError(WSAEADDRINUSE, bind(associated(stream, reservation.Token), loopback(port), 16));
        expectError(WSAEADDRNOTAVAIL, bind(associated(stream, reservation.Token), loopback(port + 2), 16));
        expectZero(closesocket(s));
        expectError(WSAEACCES, bind(open(stream), loopback(port), 16));
        expectZero(bind(associated(stream, reservation.Token), loopback(port), 16));
    }

    @Test
    @Conforms("D412")
    void aServerOnAReservedPort() {
        INET_PORT_RESERVATION_INSTANCE reservation = acquire(tcp(), 0, 1);
        for (int i = 0; i < 2; i++) {
            SOCKET listener = associated(true, reservation.Token);
            expectZero(bind(listener, loopback(0), 16));
            expectZero(listen(listener, 1));
            SOCKET client = tcp();
            expectZero(connect(client, localAddress(listener), 16));
            SOCKET server = expectSocket(accept(listener, null, null));
            for (SOCKET each : List.of(server, client, listener)) {
                expectZero(closesocket(each));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    @Conforms("D412")
    void theOwnerMayTakeOneItself(boolean stream) {
        SOCKET owner = open(stream);
        INET_PORT_RESERVATION_INSTANCE reservation = acquire(owner, 0, 2);
        expectZero(ioctl(owner, SIO_ASSOCIATE_PORT_RESERVATION, reservation.Token, 8, null, 0));
        expectZero(bind(owner, loopback(0), 16));
        assertThat(port(owner)).isEqualTo(start(reservation));
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    @Conforms("D412")
    void aReleasedBlockIsFree(boolean stream) {
        SOCKET owner = open(stream);
        INET_PORT_RESERVATION_INSTANCE reservation = acquire(owner, 0, 2);
        SOCKET user = associated(stream, reservation.Token);
        expectZero(bind(user, loopback(0), 16));
        SOCKET late = associated(stream, reservation.Token);
        expectZero(ioctl(owner, SIO_RELEASE_PORT_RESERVATION, reservation.Token, 8, null, 0));
        expectRefused(WSAEINVAL, ioctl(owner, SIO_RELEASE_PORT_RESERVATION, reservation.Token, 8, null, 0));
        expectRefused(WSAEINVAL, ioctl(open(stream), SIO_ASSOCIATE_PORT_RESERVATION, reservation.Token, 8, null, 0));
        expectError(WSAEINVAL, bind(late, loopback(0), 16));
        assertThat(port(user)).isEqualTo(start(reservation));
        expectZero(bind(open(stream), loopback(start(reservation) + 1), 16));
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    @Conforms("D412")
    void itLivesAsLongAsItsSocket(boolean stream) {
        SOCKET owner = open(stream);
        int port = start(acquire(owner, 0, 2));
        expectError(WSAEACCES, bind(open(stream), loopback(port), 16));
        expectZero(closesocket(owner));
        expectZero(bind(open(stream), loopback(port), 16));
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    @Conforms("D412")
    void takenPortsCannotBeReserved(boolean stream) {
        SOCKET user = open(stream);
        expectZero(bind(user, any(0), 16));
        INET_PORT_RESERVATION_INSTANCE none = new INET_PORT_RESERVATION_INSTANCE();
        expectRefused(WSAEADDRINUSE, acquire(open(stream), port(user), 1, none));
        INET_PORT_RESERVATION_INSTANCE reservation = acquire(open(stream), 0, 3);
        expectRefused(WSAEACCES, acquire(open(stream), start(reservation) + 1, 1, none));
        assertThat(none.Token.Token).isZero();
        // the other protocol's ports are others
        int status = acquire(open(!stream), start(reservation), 3, none);
        assertThat(status == 0 || WSAGetLastError() == WSAEADDRINUSE).isTrue();
    }

    @Test
    @Conforms("D412")
    void badArguments() {
        SOCKET s = udp();
        INET_PORT_RANGE range = new INET_PORT_RANGE();
        INET_PORT_RESERVATION_INSTANCE out = new INET_PORT_RESERVATION_INSTANCE();
        expectRefused(WSAEINVAL, acquire(s, 0, 0, out));
        expectRefused(WSAEINVAL, acquire(s, 65535, 2, out));
        range.NumberOfPorts = 1;
        expectRefused(WSAEFAULT, ioctl(s, SIO_ACQUIRE_PORT_RESERVATION, range, 3, out, 16));
        expectRefused(WSAEFAULT, ioctl(s, SIO_ACQUIRE_PORT_RESERVATION, null, 4, out, 16));
        expectRefused(WSAEINVAL, ioctl(s, SIO_ACQUIRE_PORT_RESERVATION, range, 4, out, 15));
        for (int code : new int[] {SIO_ASSOCIATE_PORT_RESERVATION, SIO_RELEASE_PORT_RESERVATION}) {
            expectRefused(WSAEFAULT, ioctl(s, code, new IntRef(), 4, null, 0));
            expectRefused(WSAEINVAL, ioctl(s, code, new INET_PORT_RESERVATION_TOKEN(), 8, null, 0));
        }
        INET_PORT_RESERVATION_INSTANCE reservation = acquire(s, 0, 1);
        expectRefused(WSAEINVAL, ioctl(boundUdp(), SIO_ASSOCIATE_PORT_RESERVATION, reservation.Token, 8, null, 0));
        expectRefused(WSAEINVAL, ioctl(tcp(), SIO_ASSOCIATE_PORT_RESERVATION, reservation.Token, 8, null, 0));
    }
}
