package dev.jwinsock.compat.suite;

import static dev.jwinsock.Mswsock.*;
import static dev.jwinsock.Windows.*;
import static dev.jwinsock.Winsock2.*;
import static dev.jwinsock.compat.harness.Expect.*;
import static dev.jwinsock.compat.harness.Sockets.*;
import static org.assertj.core.api.Assertions.assertThat;

import dev.jwinsock.IntRef;
import dev.jwinsock.SOCKET;
import dev.jwinsock.WSABUF;
import dev.jwinsock.compat.Conforms;
import dev.jwinsock.compat.Needs;
import dev.jwinsock.compat.WinsockTest;
import dev.jwinsock.compat.harness.Deadline;
import dev.jwinsock.compat.harness.Pair;
import dev.jwinsock.compat.harness.Pairs;
import dev.jwinsock.sockaddr_in;
import dev.jwinsock.transport.Capability;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** async.md, section 2: sends and receives with an OVERLAPPED. */
@WinsockTest
final class OverlappedTest extends OverlappedScene {
    @Test
    @Conforms({"A001", "A002", "A007", "A008", "A009"})
    void constants() {
        assertThat(new int[] {WSA_IO_INCOMPLETE, WSA_IO_PENDING, WSA_OPERATION_ABORTED, WSA_INVALID_HANDLE})
                .containsExactly(996, 997, 995, 6);
        assertThat(new int[] {WSA_NOT_ENOUGH_MEMORY, WSA_INVALID_PARAMETER}).containsExactly(8, 87);
        assertThat(new int[] {WSA_WAIT_EVENT_0, WSA_WAIT_IO_COMPLETION, WSA_WAIT_TIMEOUT, WSA_WAIT_FAILED})
                .containsExactly(0, 0xC0, 0x102, 0xFFFFFFFF);
        assertThat(WSA_MAXIMUM_WAIT_EVENTS).isEqualTo(64);
        assertThat(new int[] {FIONREAD, FIONBIO, SIOCATMARK, SIO_GET_EXTENSION_FUNCTION_POINTER, SIO_FLUSH})
                .containsExactly(0x4004667F, 0x8004667E, 0x40047307, 0xC8000006, 0x28000004);
        assertThat(new int[] {SIO_ADDRESS_LIST_QUERY, SIO_ADDRESS_LIST_CHANGE, SIO_ADDRESS_LIST_SORT})
                .containsExactly(0x48000016, 0x28000017, 0xC8000019);
        assertThat(new int[] {SIO_ROUTING_INTERFACE_QUERY, SIO_MULTICAST_SCOPE, SIO_MULTIPOINT_LOOPBACK})
                .containsExactly(0xC8000014, 0x8800000A, 0x88000009);
        assertThat(SIO_ENABLE_CIRCULAR_QUEUEING).isEqualTo(0x28000002);
        assertThat(new int[] {SO_UPDATE_ACCEPT_CONTEXT, SO_CONNECT_TIME, SO_UPDATE_CONNECT_CONTEXT})
                .containsExactly(0x700B, 0x700C, 0x7010);
        assertThat(new int[] {SO_CONDITIONAL_ACCEPT, SO_PROTOCOL_INFOA, SO_PROTOCOL_INFOW})
                .containsExactly(0x3002, 0x2004, 0x2005);
        assertThat(new int[] {CF_ACCEPT, CF_REJECT, CF_DEFER}).containsExactly(0, 1, 2);
        assertThat(new int[] {MSG_OOB, MSG_PEEK, MSG_WAITALL, MSG_TRUNC, MSG_CTRUNC, MSG_BCAST, MSG_MCAST, MSG_PARTIAL})
                .containsExactly(1, 2, 8, 0x100, 0x200, 0x400, 0x800, 0x8000);
    }

    @Test
    @Conforms({"A014", "A015", "A016", "A017", "A022"})
    void receivePendsUntilDataComes() {
        Pair pair = Pairs.tcp();
        Io io = new Io(64);
        IntRef count = new IntRef(UNTOUCHED);
        expectError(WSA_IO_PENDING, WSARecv(pair.client(), io.buffers(), 1, count, new IntRef(), io, null));
        assertThat(count.value).isEqualTo(UNTOUCHED);
        assertThat(io.Internal).isEqualTo(STATUS_PENDING);
        assertThat(io.InternalHigh).isEqualTo(UNTOUCHED);
        assertThat(io.signalled()).isFalse();
        sendText(pair.server(), "hello");
        io.await();
        assertThat(io.Internal).isZero();
        assertThat(io.text()).isEqualTo("hello");
        expectResult(pair.client(), io, 5);

        sendText(pair.server(), "more");
        Deadline.require("the data have come", () -> readable(pair.client()) == 4);
        Io second = new Io(64);
        expectZero(WSARecv(pair.client(), second.buffers(), 1, count, new IntRef(), second, null));
        assertThat(count.value).isEqualTo(4);
        assertThat(second.signalled()).isTrue();
        expectResult(pair.client(), second, 4);
    }

    @Test
    @Conforms({"A022", "S028", "S112"})
    void withoutTheFlagTheCallWaits() throws Exception {
        SOCKET s = expectSocket(WSASocket(AF_INET, SOCK_DGRAM, IPPROTO_UDP, null, 0, 0));
        bound(s, loopback(0));
        expectZero(connect(s, localAddress(s), 16));
        nonblocking(s); // means nothing to a call with OVERLAPPED
        Io io = new Io(16);
        IntRef count = new IntRef();
        var blocked = dev.jwinsock.compat.harness.Call.of(
                        () -> WSARecv(s, io.buffers(), 1, count, new IntRef(), io, null))
                .awaitBlocked();
        expectZero(send(s, new Io("self")));
        assertThat(blocked.value()).isEqualTo(0);
        assertThat(count.value).isEqualTo(4);
        expectResult(s, io, 4);
    }

    @Test
    @Conforms({"A018", "A019", "A039"})
    void beginningResetsTheEvent() {
        Pair pair = Pairs.tcp();
        Io io = new Io(16);
        WSASetEvent(io.hEvent);
        expectError(WSA_IO_PENDING, receive(pair.client(), io));
        assertThat(io.signalled()).isFalse();

        Io failing = new Io(16);
        WSASetEvent(failing.hEvent);
        IntRef count = new IntRef(UNTOUCHED);
        expectError(WSAENOTCONN, WSARecv(tcp(), failing.buffers(), 1, count, new IntRef(), failing, null));
        assertThat(count.value).isEqualTo(UNTOUCHED);
        assertThat(failing.signalled()).isFalse();
        assertThat(failing.Internal).isEqualTo(STATUS_PENDING);
        assertThat(failing.InternalHigh).isEqualTo(UNTOUCHED);
    }

    @Test
    @Conforms({"A020", "A050", "S112"})
    void nonBlockingModeMeansNothing() {
        Pair pair = Pairs.tcp();
        nonblocking(pair.client());
        Io io = pendingReceive(pair.client(), 16);
        Io untouched = new Io(16);
        expectError(
                WSAEWOULDBLOCK, WSARecv(pair.client(), untouched.buffers(), 1, new IntRef(), new IntRef(), null, null));
        assertThat(untouched.Internal).isZero();
        byte[] room = new byte[8];
        expectError(WSAEWOULDBLOCK, recv(pair.client(), room, room.length, 0));
        sendText(pair.server(), "mine");
        assertThat(io.await().text()).isEqualTo("mine");
        expectError(WSAEWOULDBLOCK, recv(pair.client(), room, room.length, 0));
    }

    @Test
    @Conforms("A023")
    void theHandleStandsForTheEvent() {
        Pair pair = Pairs.tcp();
        Io io = new Io(16).withoutEvent();
        expectError(WSA_IO_PENDING, receive(pair.client(), io));
        assertThat(WaitForSingleObject(pair.client(), 0)).isEqualTo(WAIT_TIMEOUT);
        sendText(pair.server(), "x");
        assertThat(WaitForSingleObject(pair.client(), LIMIT_MILLIS)).isEqualTo(WAIT_OBJECT_0);
        expectResult(pair.client(), io, 1);
        expectError(WSA_IO_PENDING, receive(pair.client(), io));
        sendText(pair.server(), "yz");
        IntRef count = new IntRef();
        assertThat(GetOverlappedResult(pair.client(), io, count, true)).isTrue();
        assertThat(count.value).isEqualTo(2);
    }

    @Test
    @Conforms({"A024", "A025"})
    void receivesCompleteInOrder() {
        Pair pair = Pairs.tcp();
        Io first = pendingReceive(pair.client(), 16);
        Io second = pendingReceive(pair.client(), 16);
        Io third = pendingReceive(pair.client(), 16);
        sendText(pair.server(), "0123456789abcdef0123456789ABCDE");
        second.await();
        assertThat(first.signalled()).isTrue();
        assertThat(first.text()).isEqualTo("0123456789abcdef");
        assertThat(second.text()).isEqualTo("0123456789ABCDE");
        assertThat(third.signalled()).isFalse();
    }

    @Test
    @Conforms({"A027", "A028"})
    void scatteredAndCaptured() {
        Pair pair = Pairs.tcp();
        Io io = new Io(1);
        ByteBuffer first = ByteBuffer.allocate(4);
        ByteBuffer second = ByteBuffer.allocateDirect(5);
        WSABUF[] buffers = {new WSABUF(first), new WSABUF(second)};
        expectError(WSA_IO_PENDING, WSARecv(pair.client(), buffers, 2, null, new IntRef(), io, null));
        buffers[0].buf = null;
        buffers[0].len = 0;
        buffers[1] = new WSABUF(ByteBuffer.allocate(1));
        sendText(pair.server(), "deadbeefs");
        io.await();
        expectResult(pair.client(), io, 9);
        assertThat(ascii(first, 4)).isEqualTo("dead");
        assertThat(ascii(second, 5)).isEqualTo("beefs");
    }

    @Test
    @Conforms("A029")
    void noBuffers() {
        Pair pair = Pairs.tcp();
        Io io = new Io(4);
        expectError(WSAEINVAL, WSARecv(pair.client(), io.buffers(), 0, null, new IntRef(), io, null));
        expectError(WSAEINVAL, WSARecv(pair.client(), null, 0, null, new IntRef(), io, null));
        expectError(WSAEFAULT, WSARecv(pair.client(), null, 1, null, new IntRef(), io, null));
        expectError(WSAEFAULT, WSARecv(pair.client(), io.buffers(), 1, null, null, io, null));
        expectError(WSAENOTSOCK, WSARecv(INVALID_SOCKET, io.buffers(), 1, null, new IntRef(), io, null));
    }

    @Test
    @Conforms({"A031", "A032", "A033"})
    void theEndCompletesAll() {
        Pair pair = Pairs.tcp();
        Io first = pendingReceive(pair.client(), 16);
        Io second = pendingReceive(pair.client(), 16);
        Io third = pendingReceive(pair.client(), 16);
        sendText(pair.server(), "ab");
        expectZero(shutdown(pair.server(), SD_SEND));
        third.await();
        assertThat(first.text()).isEqualTo("ab");
        expectResult(pair.client(), second, 0);
        expectResult(pair.client(), third, 0);
        Io after = new Io(16);
        IntRef count = new IntRef(UNTOUCHED);
        expectZero(WSARecv(pair.client(), after.buffers(), 1, count, new IntRef(), after, null));
        assertThat(count.value).isZero();
        assertThat(after.signalled()).isTrue();
    }

    @Test
    @Conforms({"A034", "A035", "A037", "A038"})
    void resetFailsAllReceives() {
        Pair pair = Pairs.tcp();
        Io first = pendingReceive(pair.client(), 16);
        Io second = pendingReceive(pair.client(), 16);
        reset(pair.server());
        first.await();
        second.await();
        assertThat(first.Internal).isEqualTo(0xC000020DL);
        expectFailure(pair.client(), first, WSAECONNRESET, ERROR_NETNAME_DELETED, 0);
        expectFailure(pair.client(), second, WSAECONNRESET, ERROR_NETNAME_DELETED, 0);
        assertThat(option(pair.client(), SOL_SOCKET, SO_ERROR)).isZero();
        IntRef count = new IntRef(UNTOUCHED);
        Io io = new Io(4);
        expectError(WSAECONNRESET, WSASend(pair.client(), io.buffers(), 1, count, 0, io, null));
        expectError(WSAECONNRESET, WSARecv(pair.client(), io.buffers(), 1, count, new IntRef(), io, null));
        assertThat(count.value).isEqualTo(UNTOUCHED);
        assertThat(io.signalled()).isFalse();
    }

    private static final int MEGABYTE = 1 << 20;

    /** Takes as many bytes of the pattern as there are. */
    private static void drain(SOCKET s, int expected) {
        byte[] room = new byte[65536];
        int at = 0;
        while (at < expected) {
            int n = recv(s, room, room.length, 0);
            assertThat(n).as("recv, last error %d", WSAGetLastError()).isPositive();
            for (int i = 0; i < n; i++) {
                assertThat(room[i]).isEqualTo(patternAt(at + i));
            }
            at += n;
        }
    }

    @Test
    @Conforms({"A043", "A044", "S123"})
    void largeSendsAndTheirEnd() {
        Pair pair = Pairs.tcp();
        with(pair.client(), SOL_SOCKET, SO_SNDBUF, 0);
        Io first = new Io(pattern(0, MEGABYTE));
        Io second = new Io(pattern(MEGABYTE, MEGABYTE));
        expectError(WSA_IO_PENDING, send(pair.client(), first));
        expectError(WSA_IO_PENDING, send(pair.client(), second));
        expectZero(shutdown(pair.client(), SD_SEND));
        expectError(WSAESHUTDOWN, send(pair.client(), new Io("late")));
        assertThat(second.signalled()).isFalse();
        drain(pair.server(), 2 * MEGABYTE);
        first.await();
        second.await();
        expectResult(pair.client(), first, MEGABYTE);
        expectResult(pair.client(), second, MEGABYTE);
        expectCount(0, recv(pair.server(), new byte[1], 1, 0));
    }

    @Test
    @Conforms("A044")
    void aBlockingSendQueuesBehind() throws Exception {
        Pair pair = Pairs.tcp();
        with(pair.client(), SOL_SOCKET, SO_SNDBUF, 0);
        Io first = new Io(pattern(0, 4 * MEGABYTE));
        expectError(WSA_IO_PENDING, send(pair.client(), first));
        byte[] rest = new byte[1000];
        for (int i = 0; i < rest.length; i++) {
            rest[i] = patternAt(4 * MEGABYTE + i);
        }
        var blocked = dev.jwinsock.compat.harness.Call.of(
                () -> dev.jwinsock.Winsock2.send(pair.client(), rest, rest.length, 0));
        drain(pair.server(), 4 * MEGABYTE + rest.length);
        assertThat(blocked.value()).isEqualTo(rest.length);
        first.await();
    }

    @Test
    @Conforms("A045")
    void countIsNeededWithoutOverlapped() {
        Pair pair = Pairs.tcp();
        expectError(WSAEFAULT, WSASend(pair.client(), new Io("x").buffers(), 1, null, 0, null, null));
    }

    @Test
    @Conforms({"A046", "A049"})
    void datagrams() {
        SOCKET receiver = boundUdp();
        SOCKET sender = udp();
        sockaddr_in to = localAddress(receiver);
        sockaddr_in from = new sockaddr_in();
        IntRef fromlen = new IntRef(sizeof(from));
        Io io = new Io(16);
        expectError(
                WSA_IO_PENDING, WSARecvFrom(receiver, io.buffers(), 1, null, new IntRef(), from, fromlen, io, null));
        WSASetLastError(12345);
        Io sent = new Io("");
        expectZero(WSASendTo(sender, sent.buffers(), 1, null, 0, to, sizeof(to), sent, null));
        expectLastError(0);
        assertThat(port(sender)).isNotZero();
        io.await();
        expectResult(receiver, io, 0);
        assertThat(ntohs(from.sin_port) & 0xffff).isEqualTo(port(sender));
        assertThat(fromlen.value).isEqualTo(16);
    }

    @Test
    @Conforms({"A047", "A071", "A072"})
    void aLongDatagram() {
        Pair pair = Pairs.connectedUdp();
        Io io = pendingReceive(pair.client(), 6);
        sendText(pair.server(), "datagrams");
        io.await();
        assertThat(io.Internal).isEqualTo(0x80000005L);
        IntRef flags = new IntRef(UNTOUCHED);
        IntRef count = new IntRef();
        assertThat(WSAGetOverlappedResult(pair.client(), io, count, false, flags))
                .isFalse();
        expectLastError(WSAEMSGSIZE);
        assertThat(count.value).isEqualTo(6);
        assertThat(flags.value).isEqualTo(UNTOUCHED);
        assertThat(GetOverlappedResult(pair.client(), io, count, false)).isFalse();
        expectLastError(ERROR_MORE_DATA);
        assertThat(io.text()).isEqualTo("datagr");
        Io next = pendingReceive(pair.client(), 6);
        sendText(pair.server(), "next");
        assertThat(next.await().text()).isEqualTo("next");
    }

    @Test
    @Conforms({"A051", "S235"})
    void noReadEventForWhatIsTaken() {
        Pair pair = Pairs.tcp();
        Watch watch = watch(pair.client(), FD_READ);
        Io io = pendingReceive(pair.client(), 16);
        sendText(pair.server(), "taken");
        assertThat(io.await().text()).isEqualTo("taken");
        watch.expectNothing();
        sendText(pair.server(), "told");
        watch.expect(FD_READ);
    }

    @Test
    @Conforms("S204")
    void noPollForWhatIsTaken() throws Exception {
        Pair pair = Pairs.tcp();
        Io io = pendingReceive(pair.client(), 16);
        dev.jwinsock.WSAPOLLFD[] fds = {new dev.jwinsock.WSAPOLLFD(pair.client(), POLLRDNORM)};
        sendText(pair.server(), "taken");
        assertThat(WSAPoll(fds, 1, 0)).isZero();
        assertThat(io.await().text()).isEqualTo("taken");
        assertThat(WSAPoll(fds, 1, 0)).isZero();
        sendText(pair.server(), "next");
        assertThat(WSAPoll(fds, 1, LIMIT_MILLIS)).isEqualTo(1);
    }

    @Test
    @Conforms("A066")
    void theIssuingThreadMayEnd() throws Exception {
        Pair pair = Pairs.tcp();
        Io io = new Io(16);
        Thread issuer = new Thread(() -> receive(pair.client(), io));
        issuer.start();
        issuer.join();
        sendText(pair.server(), "still there!");
        assertThat(io.await().text()).isEqualTo("still there!");
    }

    @Test
    @Conforms("A024")
    @Needs(Capability.PEEK)
    void peekAndWaitForAll() {
        Pair pair = Pairs.tcp();
        Io peek = new Io(16);
        expectError(WSA_IO_PENDING, WSARecv(pair.client(), peek.buffers(), 1, null, new IntRef(MSG_PEEK), peek, null));
        sendText(pair.server(), "abc");
        assertThat(peek.await().text()).isEqualTo("abc");
        Io all = new Io(6);
        expectError(WSA_IO_PENDING, WSARecv(pair.client(), all.buffers(), 1, null, new IntRef(MSG_WAITALL), all, null));
        sendText(pair.server(), "def");
        assertThat(all.await().text()).isEqualTo("abcdef");
    }

    @Test
    @Conforms("A024")
    void manyAtOnce() {
        Pair pair = Pairs.tcp();
        List<Io> receives = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            receives.add(pendingReceive(pair.server(), 7));
        }
        List<Io> sends = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            Io io = new Io(pattern(7 * i, 7));
            int result = send(pair.client(), io);
            assertThat(result == 0 || WSAGetLastError() == WSA_IO_PENDING).isTrue();
            sends.add(io);
        }
        sends.forEach(Io::await);
        int at = 0;
        for (Io io : receives) {
            if (at == 1400) {
                break; // pieces may have come short, so that some receives are left
            }
            io.await();
            for (int i = 0; i < io.InternalHigh; i++) {
                assertThat(io.memory.get(i)).isEqualTo(patternAt(at + i));
            }
            at += (int) io.InternalHigh;
        }
        assertThat(at).isEqualTo(1400);
    }
}
