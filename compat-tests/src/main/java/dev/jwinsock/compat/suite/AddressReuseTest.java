package dev.jwinsock.compat.suite;

import static dev.jwinsock.Winsock2.*;
import static dev.jwinsock.Ws2tcpip.*;
import static dev.jwinsock.compat.harness.Expect.*;
import static dev.jwinsock.compat.harness.Sockets.*;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jwinsock.SOCKET;
import dev.jwinsock.compat.Conforms;
import dev.jwinsock.compat.Needs;
import dev.jwinsock.compat.WinsockTest;
import dev.jwinsock.compat.harness.Pair;
import dev.jwinsock.compat.harness.Transports;
import dev.jwinsock.sockaddr;
import dev.jwinsock.transport.Capability;
import java.io.IOException;
import java.net.BindException;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.StandardSocketOptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Facts D: who may bind a port that somebody else has: what the matrix of {@link BindMatrixTest} does not say. */
@WinsockTest
final class AddressReuseTest extends Scene {
    /** What a socket has set before its bind. */
    enum Mode {
        DEFAULT,
        REUSE,
        EXCLUSIVE;

        void applyTo(SOCKET s) {
            switch (this) {
                case DEFAULT -> {}
                case REUSE -> expectZero(setsockopt(s, SOL_SOCKET, SO_REUSEADDR, 1));
                case EXCLUSIVE -> expectZero(setsockopt(s, SOL_SOCKET, SO_EXCLUSIVEADDRUSE, 1));
            }
        }
    }

    private SOCKET tcpFor(sockaddr address, Mode mode, boolean dualStack) {
        SOCKET s = Family.of(address).tcp();
        if (dualStack) {
            expectZero(setsockopt(s, IPPROTO_IPV6, IPV6_V6ONLY, 0));
        }
        mode.applyTo(s);
        return s;
    }

    private SOCKET bound(sockaddr address, Mode mode, boolean dualStack) {
        SOCKET s = tcpFor(address, mode, dualStack);
        expectZero(bindTo(s, address));
        return s;
    }

    private SOCKET bound(Mode mode) {
        return bound(loopback(0), mode, false);
    }

    @ParameterizedTest
    @EnumSource(Family.class)
    @Conforms({"S039", "S055"})
    void sameAddressTwiceIsInUse(Family family) {
        SOCKET specific = bound(family.loopback(0), Mode.DEFAULT, false);
        expectError(WSAEADDRINUSE, bindTo(family.tcp(), family.loopback(family.port(specific))));

        SOCKET wildcard = bound(family.wildcard(0), Mode.DEFAULT, false);
        expectError(WSAEADDRINUSE, bindTo(family.tcp(), family.wildcard(family.port(wildcard))));
    }

    @Test
    @Conforms("S056")
    @Needs(Capability.REUSE_CONTROL)
    void specificListenerBesideAWildcardListenerGetsItsConnections() {
        SOCKET wildcard = bound(any(Ports.unused()), Mode.DEFAULT, false);
        expectZero(listen(wildcard, SOMAXCONN));
        int port = port(wildcard);
        SOCKET specific = tcp();
        expectZero(bindTo(specific, loopback(port)));
        expectZero(listen(specific, SOMAXCONN));

        // Several, so that a kernel that spreads connections over both sockets is found out
        nonblocking(wildcard);
        for (int i = 0; i < 8; i++) {
            SOCKET client = tcp();
            expectZero(connectTo(client, loopback(port)));
            SOCKET server = expectSocket(accept(specific, null, null));
            assertThat(Family.port(Family.IPV4.local(server))).isEqualTo(port);
            expectError(WSAEWOULDBLOCK, accept(wildcard, null, null));
        }
    }

    @Test
    @Conforms({"S040", "S059"})
    void secondSocketNeedsReuseItself() {
        SOCKET first = bound(Mode.REUSE);
        SOCKET second = tcp();
        expectError(WSAEADDRINUSE, bindTo(second, loopback(port(first))));
        expectZero(setsockopt(second, SOL_SOCKET, SO_REUSEADDR, 1));
        expectZero(bindTo(second, loopback(port(first))));
    }

    @ParameterizedTest
    @CsvSource({"true", "false"})
    @Conforms("S061")
    void reuseAndExclusiveExcludeEachOther(boolean reuseFirst) {
        int first = reuseFirst ? SO_REUSEADDR : SO_EXCLUSIVEADDRUSE;
        int second = reuseFirst ? SO_EXCLUSIVEADDRUSE : SO_REUSEADDR;
        SOCKET s = tcp();
        expectZero(setsockopt(s, SOL_SOCKET, first, 1));
        expectError(WSAEINVAL, setsockopt(s, SOL_SOCKET, second, 1));
        assertThat(option(s, SOL_SOCKET, second)).isZero();
        expectZero(setsockopt(s, SOL_SOCKET, first, 0));
        expectZero(setsockopt(s, SOL_SOCKET, second, 1));
        assertThat(option(s, SOL_SOCKET, second)).isNotZero();
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
            # first                          second              result
            0.0.0.0 EXCLUSIVE              | 127.0.0.1 DEFAULT   | WSAEACCES
            0.0.0.0 EXCLUSIVE              | 127.0.0.1 EXCLUSIVE | WSAEACCES
            :: EXCLUSIVE dual              | 127.0.0.1 DEFAULT   | WSAEACCES
            :: EXCLUSIVE dual              | 127.0.0.1 EXCLUSIVE | WSAEACCES
            :: EXCLUSIVE dual              | 0.0.0.0 DEFAULT     | WSAEACCES
            :: EXCLUSIVE dual              | 0.0.0.0 EXCLUSIVE   | WSAEACCES
            """)
    @Conforms("S062")
    void exclusiveWildcardDeniesTheRest(String first, String second, String result) {
        check(first, second, result);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            0.0.0.0 DEFAULT                | 0.0.0.0 EXCLUSIVE   | WSAEADDRINUSE
            127.0.0.1 DEFAULT              | 127.0.0.1 EXCLUSIVE | WSAEADDRINUSE
            127.0.0.1 EXCLUSIVE            | 127.0.0.1 DEFAULT   | WSAEADDRINUSE
            127.0.0.1 EXCLUSIVE            | 127.0.0.1 EXCLUSIVE | WSAEADDRINUSE
            """)
    @Conforms("S065")
    void identicalAddressesWithAnExclusiveOneAreInUse(String first, String second, String result) {
        check(first, second, result);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            ::1 DEFAULT                    | 127.0.0.1 DEFAULT   | success
            ::1 EXCLUSIVE                  | 127.0.0.1 DEFAULT   | success
            ::1 EXCLUSIVE                  | 127.0.0.1 EXCLUSIVE | success
            ::1 DEFAULT                    | 0.0.0.0 DEFAULT     | success
            ::1 EXCLUSIVE                  | 0.0.0.0 EXCLUSIVE   | success
            127.0.0.1 EXCLUSIVE            | ::1 EXCLUSIVE       | success
            0.0.0.0 EXCLUSIVE              | ::1 EXCLUSIVE       | success
            """)
    @Conforms("S066")
    void ipv6LoopbackNeverConflictsWithIpv4(String first, String second, String result) {
        check(first, second, result);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            ::ffff:0.0.0.0 DEFAULT dual    | 0.0.0.0 DEFAULT               | WSAEADDRINUSE
            ::ffff:127.0.0.1 DEFAULT dual  | 127.0.0.1 DEFAULT             | WSAEADDRINUSE
            ::ffff:127.0.0.1 DEFAULT dual  | 0.0.0.0 EXCLUSIVE             | WSAEADDRINUSE
            127.0.0.1 DEFAULT              | ::ffff:127.0.0.1 DEFAULT dual | WSAEADDRINUSE
            """)
    @Conforms("S068")
    void mappedAddressesConflictWithIpv4(String first, String second, String result) {
        check(first, second, result);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            0.0.0.0 REUSE                  | 0.0.0.0 REUSE       | success
            0.0.0.0 REUSE                  | 127.0.0.1 REUSE     | success
            127.0.0.1 REUSE                | 0.0.0.0 REUSE       | success
            127.0.0.1 REUSE                | 127.0.0.1 REUSE     | success
            0.0.0.0 DEFAULT                | 0.0.0.0 REUSE       | WSAEACCES
            0.0.0.0 DEFAULT                | 127.0.0.1 REUSE     | success
            0.0.0.0 EXCLUSIVE              | 127.0.0.1 DEFAULT   | WSAEACCES
            0.0.0.0 EXCLUSIVE              | 127.0.0.1 REUSE     | WSAEACCES
            0.0.0.0 EXCLUSIVE              | 127.0.0.1 EXCLUSIVE | WSAEACCES
            0.0.0.0 EXCLUSIVE              | 0.0.0.0 DEFAULT     | WSAEADDRINUSE
            0.0.0.0 EXCLUSIVE              | 0.0.0.0 EXCLUSIVE   | WSAEADDRINUSE
            0.0.0.0 EXCLUSIVE              | 0.0.0.0 REUSE       | WSAEACCES
            127.0.0.1 EXCLUSIVE            | 127.0.0.1 REUSE     | WSAEACCES
            """)
    @Conforms("S069")
    void sameUserCells(String first, String second, String result) {
        if (result.equals("success")) {
            Transports.assumeCapability(Capability.REUSE_CONTROL); // the addresses overlap in every row
        }
        check(first, second, result);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            :: DEFAULT                     | 0.0.0.0 DEFAULT     | success
            0.0.0.0 DEFAULT                | :: DEFAULT          | success
            :: EXCLUSIVE                   | 0.0.0.0 EXCLUSIVE   | success
            """)
    @Conforms("S071")
    @Needs(Capability.V6ONLY)
    void wildcardsOfBothFamilies(String first, String second, String result) {
        check(first, second, result);
    }

    @Test
    @Conforms("S071")
    void exclusiveDualStackWildcardDeniesIpv4() {
        check(":: EXCLUSIVE dual", "0.0.0.0 REUSE", "WSAEACCES");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            127.0.0.1 DEFAULT              | :: EXCLUSIVE dual   | WSAEACCES
            127.0.0.1 EXCLUSIVE            | :: EXCLUSIVE dual   | WSAEACCES
            """)
    @Conforms("D038")
    void exclusiveDualStackNeedsThePortOnBothStacks(String first, String second, String result) {
        check(first, second, result);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            127.0.0.1 EXCLUSIVE            | 127.0.0.2 DEFAULT   | success
            127.0.0.1 EXCLUSIVE            | 127.0.0.2 EXCLUSIVE | success
            127.0.0.1 EXCLUSIVE            | 127.0.0.2 REUSE     | success
            127.0.0.1 DEFAULT              | 127.0.0.2 EXCLUSIVE | success
            """)
    @Conforms("D037")
    void differentSpecificAddressesDoNotConflict(String first, String second, String result) {
        check(first, second, result);
    }

    /** Rows read "address mode [dual]". */
    private void check(String first, String second, String result) {
        SOCKET s1 = socketOf(first);
        int port = Ports.unused();
        expectZero(bindTo(s1, addressOf(first, port)));

        SOCKET s2 = socketOf(second);
        int bind = bindTo(s2, addressOf(second, port));
        switch (result) {
            case "success" -> expectZero(bind);
            case "WSAEACCES" -> expectError(WSAEACCES, bind);
            case "WSAEADDRINUSE" -> expectError(WSAEADDRINUSE, bind);
            default -> throw new IllegalArgumentException(result);
        }
    }

    private SOCKET socketOf(String row) {
        String[] words = row.split(" ");
        return tcpFor(Family.address(words[0], 0), Mode.valueOf(words[1]), words.length > 2 && words[2].equals("dual"));
    }

    private static sockaddr addressOf(String row, int port) {
        return Family.address(row.split(" ")[0], port);
    }

    @Test
    @Conforms("S070")
    void reuseSetAfterBindDoesNotCount() {
        SOCKET first = bound(Mode.DEFAULT);
        setsockopt(
                first, SOL_SOCKET, SO_REUSEADDR, 1); // whether this is refused is not known; that it has no effect is
        SOCKET second = tcp();
        Mode.REUSE.applyTo(second);
        // As for a default first socket (D010), not as for a sharing one (D022)
        expectError(WSAEACCES, bindTo(second, loopback(port(first))));
    }

    @Test
    @Conforms("S070")
    @Needs(Capability.REUSE_CONTROL)
    void exclusiveSetAfterBindDoesNotCount() {
        SOCKET wildcard = bound(any(Ports.unused()), Mode.DEFAULT, false);
        setsockopt(wildcard, SOL_SOCKET, SO_EXCLUSIVEADDRUSE, 1);
        // As for a default first socket (D002), not as for an exclusive one (D026)
        expectZero(bindTo(tcp(), loopback(port(wildcard))));
    }

    /** A port that another program has; java.net goes round jwinsock's own bookkeeping. */
    @ParameterizedTest
    @EnumSource(Mode.class)
    @Conforms("D042")
    void portOfAnotherProgramCannotBeTaken(Mode mode) throws IOException {
        ServerSocket foreign = track(new ServerSocket());
        foreign.setReuseAddress(false);
        foreign.bind(Family.IPV4.javaLoopback(0));
        SOCKET s = tcp();
        mode.applyTo(s);
        int result = bindTo(s, loopback(foreign.getLocalPort()));
        int error = WSAGetLastError();
        if (result == 0) {
            // Not every kernel tells at bind, but then it must at listen
            result = listen(s, SOMAXCONN);
            error = WSAGetLastError();
        }
        assertThat(result).isEqualTo(SOCKET_ERROR);
        assertThat(error).isIn(WSAEADDRINUSE, WSAEACCES);
    }

    @ParameterizedTest
    @EnumSource(
            value = Mode.class,
            names = {"DEFAULT", "EXCLUSIVE"})
    @Conforms("D043")
    void anotherProgramCannotTakeThePort(Mode mode) throws IOException {
        SOCKET s = bound(mode);
        expectZero(listen(s, SOMAXCONN));
        InetSocketAddress taken = Family.IPV4.javaLoopback(port(s));
        ServerSocket plain = track(new ServerSocket());
        assertThatThrownBy(() -> plain.bind(taken)).isInstanceOf(BindException.class);
        ServerSocket sharing = track(new ServerSocket());
        if (sharing.supportedOptions().contains(StandardSocketOptions.SO_REUSEPORT)) {
            sharing.setOption(StandardSocketOptions.SO_REUSEPORT, true);
            assertThatThrownBy(() -> sharing.bind(taken)).isInstanceOf(BindException.class);
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = Mode.class,
            names = {"DEFAULT", "EXCLUSIVE"})
    @Conforms("D043")
    void anotherProgramCannotTakeTheDatagramPort(Mode mode) throws IOException {
        SOCKET s = udp();
        mode.applyTo(s);
        expectZero(bindTo(s, loopback(0)));
        InetSocketAddress taken = Family.IPV4.javaLoopback(port(s));
        DatagramSocket plain = track(new DatagramSocket(null));
        assertThatThrownBy(() -> plain.bind(taken)).isInstanceOf(BindException.class);
        DatagramSocket sharing = track(new DatagramSocket(null));
        if (sharing.supportedOptions().contains(StandardSocketOptions.SO_REUSEPORT)) {
            sharing.setOption(StandardSocketOptions.SO_REUSEADDR, true);
            sharing.setOption(StandardSocketOptions.SO_REUSEPORT, true);
            assertThatThrownBy(() -> sharing.bind(taken)).isInstanceOf(BindException.class);
        }
    }

    @ParameterizedTest
    @CsvSource({"DEFAULT, DEFAULT", "DEFAULT, REUSE", "EXCLUSIVE, EXCLUSIVE", "EXCLUSIVE, REUSE"})
    @Conforms("D043")
    void anotherProgramWithJwinsockCannotTakeThePort(Mode ours, Mode theirs) throws IOException {
        int port = closedPort();
        SOCKET s = bound(loopback(port), ours, false);
        expectZero(listen(s, SOMAXCONN));
        assertThat(OtherProgram.take(port, theirs)).isIn(WSAEADDRINUSE, WSAEACCES);
        expectZero(closesocket(s));
        assertThat(OtherProgram.take(port, theirs)).as("once we have closed it").isZero();
    }

    @Test
    @Conforms("D044")
    void serverRestartsAtOnceBesideTimeWaitConnections() throws IOException {
        SOCKET first = listener();
        int port = port(first);
        try (Socket client = new Socket()) {
            client.connect(Family.IPV4.javaLoopback(port));
            SOCKET server = expectSocket(accept(first, null, null));
            // The server ends first, so TIME_WAIT is on its side, on the server's port
            expectZero(shutdown(server, SD_SEND));
            assertThat(client.getInputStream().read()).isEqualTo(-1);
            client.shutdownOutput();
            expectCount(0, recv(server, new byte[1]));
            expectZero(closesocket(server));
        }
        expectZero(closesocket(first));

        SOCKET second = tcp();
        expectZero(bindTo(second, loopback(port)));
        expectZero(listen(second, SOMAXCONN));
        SOCKET client = tcp();
        expectZero(connectTo(client, loopback(port)));
        expectSocket(accept(second, null, null));
    }

    @Test
    @Conforms("D039")
    void exclusivePortStaysTakenWhileAnAcceptedConnectionIsActive() {
        SOCKET first = bound(Mode.EXCLUSIVE);
        expectZero(listen(first, SOMAXCONN));
        int port = port(first);
        Pair active = pair(first);
        expectZero(closesocket(first));

        SOCKET second = tcp();
        Mode.EXCLUSIVE.applyTo(second);
        int result = bindTo(second, loopback(port));
        int error = WSAGetLastError();
        assertThat(result).isEqualTo(SOCKET_ERROR);
        assertThat(error).isIn(WSAEADDRINUSE, WSAEACCES);

        lingerFor(active.server(), 0);
        expectZero(closesocket(active.server()));
        expectError(WSAECONNRESET, recv(active.client(), new byte[1]));
        expectZero(bindTo(second, loopback(port)));
    }
}
