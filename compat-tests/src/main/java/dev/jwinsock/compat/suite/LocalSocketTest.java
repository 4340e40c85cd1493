package dev.jwinsock.compat.suite;

import static dev.jwinsock.Afunix.*;
import static dev.jwinsock.Mswsock.*;
import static dev.jwinsock.Windows.*;
import static dev.jwinsock.Winsock2.*;
import static dev.jwinsock.Ws2tcpip.*;
import static dev.jwinsock.compat.harness.Expect.*;
import static dev.jwinsock.compat.harness.Sockets.*;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.jwinsock.HANDLE;
import dev.jwinsock.IntRef;
import dev.jwinsock.SOCKET;
import dev.jwinsock.WSABUF;
import dev.jwinsock.WSANETWORKEVENTS;
import dev.jwinsock.WSAOVERLAPPED;
import dev.jwinsock.WSAPOLLFD;
import dev.jwinsock.WSAPROTOCOL_INFO;
import dev.jwinsock.compat.Conforms;
import dev.jwinsock.compat.Needs;
import dev.jwinsock.compat.WinsockTest;
import dev.jwinsock.compat.harness.Call;
import dev.jwinsock.compat.harness.Pair;
import dev.jwinsock.compat.harness.Transports;
import dev.jwinsock.sockaddr_storage;
import dev.jwinsock.sockaddr_un;
import dev.jwinsock.transport.Capability;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** AF_UNIX streams, as Windows 10 has them: what works as with TCP, what their paths add, and what there is not. */
@WinsockTest
final class LocalSocketTest extends Scene {
    @TempDir
    private Path directory;

    private static SOCKET local() {
        return expectSocket(socket(AF_UNIX, SOCK_STREAM, 0));
    }

    private sockaddr_un path(String name) {
        return new sockaddr_un(directory.resolve(name).toString());
    }

    private SOCKET listener(String name) {
        return listening(bound(local(), path(name)));
    }

    private Pair pair() {
        SOCKET listener = listener("pair");
        SOCKET client = local();
        expectZero(connectTo(client, path("pair")));
        return new Pair(client, expectSocket(accept(listener, null, null)));
    }

    private static sockaddr_un localName(SOCKET s) {
        sockaddr_un name = new sockaddr_un();
        IntRef length = new IntRef(sizeof(name));
        expectZero(getsockname(s, name, length));
        assertThat(name.sa_family()).isEqualTo(AF_UNIX);
        return name;
    }

    private static sockaddr_un peerName(SOCKET s) {
        sockaddr_un name = new sockaddr_un();
        expectZero(getpeername(s, name, new IntRef(sizeof(name))));
        assertThat(name.sa_family()).isEqualTo(AF_UNIX);
        return name;
    }

    // ---------------------------------------------------------------- creation

    @Test
    @Conforms("D455")
    void catalogListsStreamsOnly() {
        WSAPROTOCOL_INFO[] entries = new WSAPROTOCOL_INFO[32];
        IntRef length = new IntRef(entries.length * sizeof(new WSAPROTOCOL_INFO()));
        int count = WSAEnumProtocols(null, entries, length);
        assertThat(Arrays.asList(entries).subList(0, count))
                .filteredOn(e -> e.iAddressFamily == AF_UNIX)
                .singleElement()
                .satisfies(e -> {
                    assertThat(e.iSocketType).isEqualTo(SOCK_STREAM);
                    assertThat(e.iProtocol).isZero();
                    assertThat(e.iMaxSockAddr).isEqualTo(sizeof(new sockaddr_un()));
                    assertThat(e.iMinSockAddr).isEqualTo(2);
                    assertThat(e.szProtocol).isEqualTo("AF_UNIX");
                    assertThat(e.dwServiceFlags1 & (XP1_GUARANTEED_DELIVERY | XP1_GUARANTEED_ORDER))
                            .isEqualTo(XP1_GUARANTEED_DELIVERY | XP1_GUARANTEED_ORDER);
                });
        expectError(WSAESOCKTNOSUPPORT, socket(AF_UNIX, SOCK_DGRAM, 0));
        expectError(WSAESOCKTNOSUPPORT, socket(AF_UNIX, SOCK_SEQPACKET, 0));
        expectError(WSAEPROTONOSUPPORT, socket(AF_UNIX, SOCK_STREAM, IPPROTO_TCP));
    }

    @Test
    @Conforms("D455")
    void withoutLocalSocketsTheFamilyIsNotSupported() {
        if (!Transports.capabilities().contains(Capability.LOCAL_SOCKETS)) {
            expectError(WSAEAFNOSUPPORT, socket(AF_UNIX, SOCK_STREAM, 0));
        } else {
            assertThat(option(local(), SOL_SOCKET, SO_TYPE)).isEqualTo(SOCK_STREAM);
        }
    }

    // ---------------------------------------------------------------- addresses

    @Test
    @Conforms("D456")
    @Needs(Capability.LOCAL_SOCKETS)
    void bindMakesAFileThatStays() {
        SOCKET s = bound(local(), path("file"));
        assertThat(directory.resolve("file")).exists();
        assertThat(localName(s).path()).isEqualTo(path("file").path());
        expectZero(closesocket(s));
        assertThat(directory.resolve("file")).exists();
        expectError(WSAEADDRINUSE, bindTo(local(), path("file")));
        expectError(WSAECONNREFUSED, connectTo(local(), path("file")));
    }

    @Test
    @Conforms("D456")
    @Needs(Capability.LOCAL_SOCKETS)
    void everyExistingFileIsInUse() throws Exception {
        Files.createFile(directory.resolve("plain"));
        SOCKET s = local();
        expectError(WSAEADDRINUSE, bindTo(s, path("plain")));
        expectZero(bindTo(s, path("other")));
        expectError(WSAEINVAL, bindTo(s, path("third")));
    }

    @Test
    @Conforms("D456")
    @Needs(Capability.LOCAL_SOCKETS)
    void pathToNowhere() {
        SOCKET s = local();
        expectError(WSAENETDOWN, connectTo(s, path("missing")));
        expectError(WSAENETDOWN, bindTo(s, path("missing/too")));
        // The socket is usable still
        listener("there");
        expectZero(connectTo(s, path("there")));
    }

    @Test
    @Conforms("D457")
    @Needs(Capability.LOCAL_SOCKETS)
    void addressesWithoutAPathAreRefused() {
        SOCKET s = local();
        sockaddr_un address = new sockaddr_un();
        address.sun_family = AF_UNIX;
        expectError(WSAEINVAL, bind(s, address, 2)); // Linux would choose a name
        expectError(WSAEINVAL, bind(s, address, sizeof(address)));
        address.sun_path[1] = 'a'; // abstract on Linux
        expectError(WSAEINVAL, bind(s, address, sizeof(address)));
        expectError(WSAEINVAL, connect(s, address, sizeof(address)));
        expectError(WSAEFAULT, bind(s, address, 1));
        expectError(WSAEFAULT, bind(s, path("a"), sizeof(address) + 1));
        expectError(WSAEFAULT, bind(s, null, sizeof(address)));
        expectError(WSAEAFNOSUPPORT, bind(s, loopback(0), sizeof(loopback(0))));
        expectError(WSAEINVAL, getsockname(s, address, new IntRef(sizeof(address))));
        expectError(WSAEAFNOSUPPORT, bind(tcp(), path("a"), sizeof(address)));
    }

    @Test
    @Conforms("D457")
    @Needs(Capability.LOCAL_SOCKETS)
    void lengthMayEndThePath() {
        SOCKET s = local();
        sockaddr_un address = path("cut-here");
        expectZero(bind(s, address, 2 + address.path().length() - "-here".length()));
        assertThat(localName(s).path()).isEqualTo(path("cut").path());
    }

    @Test
    @Conforms("D457")
    @Needs(Capability.LOCAL_SOCKETS)
    void longestPathHasNoZeroByteAtItsEnd() throws Exception {
        Path start = Files.createDirectory(
                Path.of("/tmp").resolve("jw" + ProcessHandle.current().pid()));
        String path = start + "/" + "x".repeat(UNIX_PATH_MAX - start.toString().length() - 1);
        try {
            SOCKET s = bound(local(), new sockaddr_un(path));
            assertThat(localName(s).path()).isEqualTo(path).hasSize(UNIX_PATH_MAX);
            listening(s);
            expectZero(connectTo(local(), new sockaddr_un(path)));
        } finally {
            Files.deleteIfExists(Path.of(path));
            Files.delete(start);
        }
    }

    @Test
    @Conforms("D458")
    @Needs(Capability.LOCAL_SOCKETS)
    void namesOfBothEnds() {
        SOCKET listener = listener("server");
        SOCKET client = bound(local(), path("client"));
        expectError(WSAENOTCONN, getpeername(client, new sockaddr_un(), new IntRef(110)));
        expectZero(connectTo(client, path("server")));
        sockaddr_un from = new sockaddr_un();
        IntRef length = new IntRef(sizeof(from));
        SOCKET accepted = expectSocket(accept(listener, from, length));
        assertThat(from.path()).isEqualTo(path("client").path());
        assertThat(length.value).isEqualTo(sizeof(from));
        assertThat(peerName(accepted).path()).isEqualTo(path("client").path());
        assertThat(localName(accepted).path()).isEqualTo(path("server").path());
        assertThat(peerName(client).path()).isEqualTo(path("server").path());
        assertThat(localName(client).path()).isEqualTo(path("client").path());

        SOCKET nameless = local();
        expectZero(connectTo(nameless, path("server")));
        sockaddr_storage any = new sockaddr_storage();
        SOCKET second = expectSocket(accept(listener, any, new IntRef(sizeof(any))));
        assertThat(new sockaddr_un(any).path()).isEmpty();
        assertThat(any.sa_family()).isEqualTo(AF_UNIX);
        assertThat(localName(nameless).path()).isEmpty();
        expectError(WSAEFAULT, getpeername(second, from, new IntRef(sizeof(from) - 1)));
    }

    @Test
    @Conforms("D458")
    @Needs(Capability.LOCAL_SOCKETS)
    void peersProcess() {
        Pair pair = pair();
        IntRef process = new IntRef();
        IntRef returned = new IntRef();
        expectZero(WSAIoctl(pair.client(), SIO_AF_UNIX_GETPEERPID, null, 0, process, 4, returned, null, null));
        assertThat(process.value).isEqualTo((int) ProcessHandle.current().pid());
        assertThat(returned.value).isEqualTo(4);
        expectError(WSAENOTCONN, WSAIoctl(local(), SIO_AF_UNIX_GETPEERPID, null, 0, process, 4, returned, null, null));
        expectError(WSAEOPNOTSUPP, WSAIoctl(tcp(), SIO_AF_UNIX_GETPEERPID, null, 0, process, 4, returned, null, null));
    }

    // ---------------------------------------------------------------- data

    @Test
    @Conforms("D459")
    @Needs(Capability.LOCAL_SOCKETS)
    void dataBothWaysAndHalfClose() {
        Pair pair = pair();
        byte[] sent = data(MIB);
        Call<byte[]> received = Call.of(() -> receiveAll(pair.server()));
        expectCount(sent.length, send(pair.client(), sent));
        expectZero(shutdown(pair.client(), SD_SEND));
        assertThat(received.value()).isEqualTo(sent);
        expectError(WSAESHUTDOWN, send(pair.client(), new byte[1]));
        expectCount(5, send(pair.server(), "reply".getBytes(UTF_8)));
        await("counted", () -> readable(pair.client()) == 5);
        expectCount(3, recv(pair.client(), new byte[3], 3, MSG_PEEK));
        assertThat(receive(pair.client(), 5)).isEqualTo("reply".getBytes(UTF_8));
        expectZero(closesocket(pair.server()));
        expectCount(0, recv(pair.client(), new byte[1]));
    }

    @Test
    @Conforms("D459")
    @Needs(Capability.LOCAL_SOCKETS)
    void closeWithUnreadDataResets() {
        Pair pair = pair();
        expectCount(1, send(pair.client(), new byte[1]));
        await("arrived", () -> readable(pair.server()) == 1);
        expectZero(closesocket(pair.server()));
        expectError(WSAECONNRESET, recv(pair.client(), new byte[1]));
    }

    @Test
    @Conforms("D459")
    @Needs(Capability.LOCAL_SOCKETS)
    void noUrgentData() {
        Pair pair = pair();
        expectError(WSAEOPNOTSUPP, dev.jwinsock.Winsock2.send(pair.client(), new byte[1], 1, MSG_OOB));
        expectError(WSAEOPNOTSUPP, recv(pair.server(), new byte[1], 1, MSG_OOB));
        expectError(WSAENOPROTOOPT, setsockopt(pair.client(), IPPROTO_TCP, TCP_NODELAY, 1));
    }

    @Test
    @Conforms("D459")
    @Needs(Capability.LOCAL_SOCKETS)
    void fullQueueRefuses() {
        SOCKET listener = bound(local(), path("full"));
        expectZero(listen(listener, 1));
        int refused = 0;
        for (int i = 0; i < 10 && refused == 0; i++) {
            if (connectTo(local(), path("full")) != 0) {
                refused = WSAGetLastError();
            }
        }
        assertThat(refused).isEqualTo(WSAECONNREFUSED);
        expectSocket(accept(listener, null, null));
        expectZero(connectTo(local(), path("full")));
    }

    // ---------------------------------------------------------------- waiting

    @Test
    @Conforms("D460")
    @Needs(Capability.LOCAL_SOCKETS)
    void selectAndPoll() {
        SOCKET listener = listener("poll");
        WSAPOLLFD[] fds = {new WSAPOLLFD(), new WSAPOLLFD()};
        fds[0].fd = listener;
        fds[0].events = POLLRDNORM;
        expectCount(0, WSAPoll(fds, 1, 0));
        SOCKET client = local();
        expectZero(connectTo(client, path("poll")));
        expectCount(1, WSAPoll(fds, 1, 10_000));
        SOCKET server = expectSocket(accept(listener, null, null));
        fds[0].fd = client;
        fds[0].events = POLLRDNORM | POLLWRNORM;
        expectCount(1, WSAPoll(fds, 1, 0));
        assertThat(fds[0].revents).isEqualTo((short) POLLWRNORM);
        fds[1].fd = server;
        fds[1].events = POLLRDNORM;
        expectCount(1, send(client, new byte[1]));
        fds[0].events = POLLRDNORM;
        expectCount(1, WSAPoll(fds, 2, 10_000));
        assertThat(fds[1].revents).isEqualTo((short) POLLRDNORM);
        expectCount(1, recv(server, new byte[1]));
        expectZero(closesocket(client));
        expectCount(1, WSAPoll(new WSAPOLLFD[] {fds[1]}, 1, 10_000));
        assertThat(fds[1].revents & POLLHUP).isEqualTo(POLLHUP);
    }

    @Test
    @Conforms("D460")
    @Needs(Capability.LOCAL_SOCKETS)
    void networkEvents() {
        SOCKET listener = listener("events");
        HANDLE event = WSACreateEvent();
        expectZero(WSAEventSelect(listener, event, FD_ACCEPT));
        SOCKET client = local();
        expectZero(connectTo(client, path("events")));
        awaitEvent(event, listener, FD_ACCEPT);
        SOCKET server = expectSocket(accept(listener, null, null));
        expectZero(WSAEventSelect(server, event, FD_READ | FD_CLOSE));
        expectCount(1, send(client, new byte[1]));
        awaitEvent(event, server, FD_READ);
        expectCount(1, recv(server, new byte[1]));
        expectZero(closesocket(client));
        awaitEvent(event, server, FD_CLOSE);
        WSACloseEvent(event);
    }

    private static void awaitEvent(HANDLE event, SOCKET s, int wanted) {
        int[] seen = {0};
        await("event " + wanted, () -> {
            WSAWaitForMultipleEvents(1, new HANDLE[] {event}, false, 100, false);
            WSANETWORKEVENTS events = new WSANETWORKEVENTS();
            expectZero(WSAEnumNetworkEvents(s, event, events));
            seen[0] |= events.lNetworkEvents;
            return (seen[0] & wanted) != 0;
        });
    }

    @Test
    @Conforms("D460")
    @Needs(Capability.LOCAL_SOCKETS)
    void overlappedTransfer() {
        Pair pair = pair();
        WSAOVERLAPPED receive = new WSAOVERLAPPED();
        receive.hEvent = WSACreateEvent();
        ByteBuffer room = ByteBuffer.allocate(10);
        expectError(
                WSA_IO_PENDING,
                WSARecv(pair.server(), new WSABUF[] {new WSABUF(room)}, 1, null, new IntRef(0), receive, null));
        expectCount(3, send(pair.client(), new byte[] {1, 2, 3}));
        IntRef transferred = new IntRef();
        assertThat(WSAGetOverlappedResult(pair.server(), receive, transferred, true, new IntRef()))
                .isTrue();
        assertThat(transferred.value).isEqualTo(3);
        WSACloseEvent(receive.hEvent);
    }

    @Test
    @Conforms("D460")
    @Needs(Capability.LOCAL_SOCKETS)
    void acceptEx() {
        SOCKET listener = listener("acceptex");
        SOCKET acceptor = local();
        int block = sizeof(new sockaddr_un()) + 16;
        WSAOVERLAPPED overlapped = new WSAOVERLAPPED();
        overlapped.hEvent = WSACreateEvent();
        assertThat(AcceptEx(
                        listener, acceptor, ByteBuffer.allocate(2 * block), 0, block, block, new IntRef(), overlapped))
                .isFalse();
        expectLastError(ERROR_IO_PENDING);
        SOCKET client = local();
        expectZero(connectTo(client, path("acceptex")));
        assertThat(WSAGetOverlappedResult(listener, overlapped, new IntRef(), true, new IntRef()))
                .isTrue();
        expectCount(1, send(client, new byte[] {7}));
        assertThat(receive(acceptor, 1)).containsExactly(7);
        WSACloseEvent(overlapped.hEvent);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    @Conforms("D460")
    @Needs(Capability.LOCAL_SOCKETS)
    void closesocketEndsABlockedCall(boolean accepts) {
        SOCKET s = accepts ? listener("blocked") : pair().client();
        Call<Integer> blocked = Call.of(
                        () -> accepts ? accept(s, null, null) == INVALID_SOCKET ? 1 : 0 : recv(s, new byte[1]))
                .awaitBlocked();
        expectZero(closesocket(s));
        blocked.value();
        assertThat(blocked.error()).isIn(WSAEINTR, WSAECONNABORTED);
    }
}
