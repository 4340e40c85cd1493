package dev.jwinsock.compat.suite;

import static dev.jwinsock.Mswsock.*;
import static dev.jwinsock.RIO_EXTENSION_FUNCTION_TABLE.*;
import static dev.jwinsock.RIO_NOTIFICATION_COMPLETION.*;
import static dev.jwinsock.Windows.*;
import static dev.jwinsock.Winsock2.*;
import static dev.jwinsock.compat.harness.Expect.*;
import static dev.jwinsock.compat.harness.Sockets.*;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import dev.jwinsock.HANDLE;
import dev.jwinsock.IntRef;
import dev.jwinsock.OVERLAPPED;
import dev.jwinsock.RIORESULT;
import dev.jwinsock.RIO_BUF;
import dev.jwinsock.RIO_BUFFERID;
import dev.jwinsock.RIO_CQ;
import dev.jwinsock.RIO_EXTENSION_FUNCTION_TABLE;
import dev.jwinsock.RIO_NOTIFICATION_COMPLETION;
import dev.jwinsock.RIO_RQ;
import dev.jwinsock.Ref;
import dev.jwinsock.SOCKET;
import dev.jwinsock.compat.Conforms;
import dev.jwinsock.compat.WinsockTest;
import dev.jwinsock.compat.harness.Deadline;
import dev.jwinsock.sockaddr_in;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Registered I/O. */
@WinsockTest
final class RegisteredIoTest extends OverlappedScene {
    private static final int REGISTERED = WSA_FLAG_OVERLAPPED | WSA_FLAG_REGISTERED_IO;
    private static final int SIZE = 4096;

    private final ByteBuffer memory = ByteBuffer.allocateDirect(SIZE);

    @SuppressWarnings("NullAway.Init") // before each test
    private RIO_EXTENSION_FUNCTION_TABLE rio;

    private RIO_BUFFERID id = RIO_INVALID_BUFFERID;
    private final List<RIO_CQ> queues = new ArrayList<>();

    private static RIO_EXTENSION_FUNCTION_TABLE table() {
        Ref<RIO_EXTENSION_FUNCTION_TABLE> table = new Ref<>();
        expectZero(WSAIoctl(
                udp(),
                SIO_GET_MULTIPLE_EXTENSION_FUNCTION_POINTER,
                WSAID_MULTIPLE_RIO,
                16,
                table,
                112,
                new IntRef(),
                null,
                null));
        return Objects.requireNonNull(table.value);
    }

    @BeforeEach
    void registerMemory() {
        rio = table();
        id = rio.RIORegisterBuffer(memory, SIZE);
    }

    @AfterEach
    void closeQueues() {
        queues.forEach(rio::RIOCloseCompletionQueue);
        rio.RIODeregisterBuffer(id);
    }

    private RIO_BUF piece(int offset, int length) {
        return new RIO_BUF(id, offset, length);
    }

    private void put(int offset, String text) {
        memory.put(offset, text.getBytes(StandardCharsets.US_ASCII));
    }

    private String text(int offset, int length) {
        byte[] bytes = new byte[length];
        memory.get(offset, bytes);
        return new String(bytes, StandardCharsets.US_ASCII);
    }

    private RIO_CQ queue(int size) {
        return queue(size, null);
    }

    private RIO_CQ queue(int size, @Nullable RIO_NOTIFICATION_COMPLETION how) {
        RIO_CQ queue = rio.RIOCreateCompletionQueue(size, how);
        assertThat(queue).isNotSameAs(RIO_INVALID_CQ);
        queues.add(queue);
        return queue;
    }

    private static SOCKET registeredUdp() {
        return bound(expectSocket(WSASocket(AF_INET, SOCK_DGRAM, IPPROTO_UDP, null, 0, REGISTERED)), loopback(0));
    }

    private static SOCKET connectedTo(SOCKET s, SOCKET peer) {
        expectZero(connect(s, localAddress(peer), 16));
        return s;
    }

    private RIO_RQ requests(SOCKET s, int receives, int sends, RIO_CQ queue) {
        RIO_RQ requests = rio.RIOCreateRequestQueue(s, receives, 1, sends, 1, queue, queue, s);
        assertThat(requests).as("last error %d", WSAGetLastError()).isNotSameAs(RIO_INVALID_RQ);
        return requests;
    }

    private RIORESULT take(RIO_CQ queue) {
        RIORESULT[] results = new RIORESULT[1];
        Deadline.require("a result comes", () -> rio.RIODequeueCompletion(queue, results, 1) == 1);
        return results[0];
    }

    private static void expectFalse(int error, boolean result) {
        assertThat(result).isFalse();
        expectLastError(error);
    }

    @Test
    @Conforms("D190")
    void checks() {
        assertThat(rio.RIORegisterBuffer(ByteBuffer.allocate(10), 10)).isSameAs(RIO_INVALID_BUFFERID);
        expectLastError(WSAEFAULT);
        assertThat(rio.RIORegisterBuffer(memory, SIZE + 1)).isSameAs(RIO_INVALID_BUFFERID);
        expectLastError(WSAEFAULT);
        assertThat(rio.RIORegisterBuffer(memory, 0)).isSameAs(RIO_INVALID_BUFFERID);
        expectLastError(WSAEINVAL);
        assertThat(rio.RIOCreateCompletionQueue(0, null)).isSameAs(RIO_INVALID_CQ);
        expectLastError(WSAEINVAL);
        assertThat(rio.RIOCreateCompletionQueue(RIO_MAX_CQ_SIZE + 1, null)).isSameAs(RIO_INVALID_CQ);
        assertThat(rio.RIOCreateCompletionQueue(1, new RIO_NOTIFICATION_COMPLETION()))
                .isSameAs(RIO_INVALID_CQ);
        RIO_CQ queue = queue(10);
        assertThat(rio.RIOCreateRequestQueue(udp(), 1, 1, 1, 1, queue, queue, null))
                .isSameAs(RIO_INVALID_RQ);
        expectLastError(WSAEOPNOTSUPP);
        assertThat(rio.RIOCreateRequestQueue(INVALID_SOCKET, 1, 1, 1, 1, queue, queue, null))
                .isSameAs(RIO_INVALID_RQ);
        expectLastError(WSAENOTSOCK);
        assertThat(rio.RIOCreateRequestQueue(registeredUdp(), 1, 1, 1, 1, RIO_INVALID_CQ, queue, null))
                .isSameAs(RIO_INVALID_RQ);
        expectLastError(WSAEINVAL);
        RIO_RQ requests = requests(registeredUdp(), 1, 1, queue);
        expectFalse(WSAEINVAL, rio.RIOReceive(requests, piece(SIZE - 1, 2), 1, 0, null));
        expectFalse(WSAEINVAL, rio.RIOReceive(requests, piece(-1, 2), 1, 0, null));
        expectFalse(WSAEINVAL, rio.RIOReceive(requests, piece(0, -1), 1, 0, null));
        expectFalse(WSAEINVAL, rio.RIOReceive(requests, new RIO_BUF(), 1, 0, null));
        expectFalse(WSAEINVAL, rio.RIOReceive(requests, null, 1, 0, null));
        expectFalse(WSAEINVAL, rio.RIOReceive(RIO_INVALID_RQ, piece(0, 1), 1, 0, null));
        expectFalse(WSAEINVAL, rio.RIOReceive(requests, piece(0, 1), 1, 0x100, null));
        expectFalse(WSAEINVAL, rio.RIOSendEx(requests, piece(0, 1), 1, null, piece(0, 27), null, null, 0, null));
        RIO_BUFFERID gone = rio.RIORegisterBuffer(memory, 10);
        rio.RIODeregisterBuffer(gone);
        expectFalse(WSAEINVAL, rio.RIOSend(requests, new RIO_BUF(gone, 0, 1), 1, 0, null));
        assertThat(rio.RIODequeueCompletion(RIO_INVALID_CQ, new RIORESULT[1], 1))
                .isEqualTo(RIO_CORRUPT_CQ);
        assertThat(rio.RIODequeueCompletion(queue, new RIORESULT[1], 1)).isZero();
        assertThat(rio.RIONotify(queue)).isEqualTo(WSAEINVAL);
    }

    @Test
    @Conforms("D191")
    void room() {
        RIO_CQ queue = queue(4);
        SOCKET s = connectedTo(registeredUdp(), boundUdp());
        RIO_RQ requests = requests(s, 2, 1, queue);
        assertThat(rio.RIOCreateRequestQueue(registeredUdp(), 1, 1, 1, 1, queue, queue, null))
                .isSameAs(RIO_INVALID_RQ);
        expectLastError(WSAENOBUFS);
        assertThat(rio.RIOReceive(requests, piece(0, 10), 1, 0, 1)).isTrue();
        assertThat(rio.RIOReceive(requests, piece(10, 10), 1, 0, 2)).isTrue();
        expectFalse(WSAENOBUFS, rio.RIOReceive(requests, piece(20, 10), 1, 0, 3));
        assertThat(rio.RIOSend(requests, piece(0, 1), 1, 0, "s")).isTrue();
        expectFalse(WSAENOBUFS, rio.RIOSend(requests, piece(0, 1), 1, 0, "t")); // not taken yet
        assertThat(take(queue).RequestContext).isEqualTo("s");
        assertThat(rio.RIOSend(requests, piece(0, 1), 1, 0, "t")).isTrue();
        assertThat(rio.RIOResizeRequestQueue(requests, 3, 1)).isTrue();
        expectFalse(WSAENOBUFS, rio.RIOResizeRequestQueue(requests, 4, 1));
        expectFalse(WSAENOBUFS, rio.RIOResizeRequestQueue(requests, 1, 1));
        expectFalse(WSAEINVAL, rio.RIOResizeCompletionQueue(queue, 3));
        assertThat(rio.RIOResizeCompletionQueue(queue, 8)).isTrue();
        assertThat(rio.RIOResizeRequestQueue(requests, 4, 4)).isTrue();
    }

    @Test
    @Conforms("D192")
    void datagramsWithAddresses() {
        RIO_CQ queue = queue(10);
        SOCKET server = registeredUdp();
        SOCKET client = registeredUdp();
        RIO_RQ atServer = requests(server, 1, 1, queue);
        RIO_RQ atClient = requests(client, 1, 1, queue);
        put(0, "hello");
        sockaddr_in to = localAddress(server);
        memory.put(100, to.toBytes());
        assertThat(rio.RIOReceiveEx(atServer, piece(1000, 100), 1, null, piece(200, 28), null, null, 0, "in"))
                .isEqualTo(1);
        assertThat(rio.RIOSendEx(atClient, piece(0, 5), 1, null, piece(100, 28), null, null, 0, "out"))
                .isTrue();
        RIORESULT sent = take(queue);
        assertThat(sent.RequestContext).isEqualTo("out");
        assertThat(sent.SocketContext).isSameAs(client);
        assertThat(sent.Status).isZero();
        assertThat(sent.BytesTransferred).isEqualTo(5);
        RIORESULT received = take(queue);
        assertThat(received.RequestContext).isEqualTo("in");
        assertThat(received.BytesTransferred).isEqualTo(5);
        assertThat(text(1000, 5)).isEqualTo("hello");
        byte[] from = new byte[16];
        memory.get(200, from);
        sockaddr_in sender = new sockaddr_in();
        sender.fromBytes(from, 0);
        assertThat(sender.sin_family).isEqualTo((short) AF_INET);
        assertThat(sender.sin_port).isEqualTo(localAddress(client).sin_port);

        assertThat(rio.RIOReceive(atServer, piece(1000, 3), 1, 0, "short")).isTrue();
        assertThat(rio.RIOSendEx(atClient, piece(0, 5), 1, null, piece(100, 28), null, null, 0, "out"))
                .isTrue();
        take(queue);
        RIORESULT cut = take(queue);
        assertThat(cut.Status).isEqualTo(WSAEMSGSIZE);
        assertThat(cut.BytesTransferred).isEqualTo(3);
    }

    @Test
    @Conforms("D193")
    void streamsInOrder() {
        SOCKET listener = listening(
                bound(expectSocket(WSASocket(AF_INET, SOCK_STREAM, IPPROTO_TCP, null, 0, REGISTERED)), loopback(0)));
        SOCKET client = expectSocket(WSASocket(AF_INET, SOCK_STREAM, IPPROTO_TCP, null, 0, REGISTERED));
        expectZero(connect(client, localAddress(listener), 16));
        SOCKET server = expectSocket(accept(listener, null, null));
        RIO_CQ receives = queue(20);
        RIO_CQ sends = queue(20);
        RIO_RQ out = rio.RIOCreateRequestQueue(client, 1, 1, 10, 1, sends, sends, null);
        RIO_RQ in = rio.RIOCreateRequestQueue(server, 10, 1, 1, 1, receives, sends, null);
        assertThat(rio.RIOReceive(in, piece(2000, 6), 1, RIO_MSG_WAITALL, 0)).isTrue();
        assertThat(rio.RIOReceive(in, piece(2006, 100), 1, 0, 1)).isTrue();
        put(0, "abcdefghi");
        assertThat(rio.RIOSend(out, piece(0, 3), 1, RIO_MSG_DEFER, 0)).isTrue();
        assertThat(rio.RIOSend(out, piece(3, 3), 1, RIO_MSG_DEFER, 1)).isTrue();
        assertThat(rio.RIODequeueCompletion(sends, new RIORESULT[1], 1)).isZero();
        assertThat(rio.RIOSend(out, null, 0, RIO_MSG_COMMIT_ONLY, null)).isTrue();
        assertThat(take(sends).RequestContext).isEqualTo(0);
        assertThat(take(sends).RequestContext).isEqualTo(1);
        RIORESULT whole = take(receives);
        assertThat(whole.RequestContext).isEqualTo(0);
        assertThat(whole.BytesTransferred).isEqualTo(6);
        assertThat(text(2000, 6)).isEqualTo("abcdef");
        assertThat(rio.RIOSend(out, piece(6, 3), 1, 0, 2)).isTrue();
        assertThat(take(receives).BytesTransferred).isEqualTo(3);
        assertThat(text(2006, 3)).isEqualTo("ghi");

        assertThat(rio.RIOReceive(in, piece(0, 6), 1, 0, "end")).isTrue();
        expectZero(closesocket(server));
        RIORESULT aborted = take(receives);
        assertThat(aborted.Status).isEqualTo(WSAECONNABORTED);
        assertThat(aborted.RequestContext).isEqualTo("end");
        assertThat(rio.RIOReceive(in, piece(0, 6), 1, 0, "late")).isTrue();
        assertThat(take(receives).Status).isEqualTo(WSA_OPERATION_ABORTED);
    }

    @Test
    @Conforms("D194")
    void notificationByEvent() {
        RIO_NOTIFICATION_COMPLETION how = new RIO_NOTIFICATION_COMPLETION();
        HANDLE event = event();
        how.Type = RIO_EVENT_COMPLETION;
        how.EventHandle = event;
        how.NotifyReset = true;
        RIO_CQ queue = queue(10, how);
        SOCKET receiver = registeredUdp();
        RIO_RQ requests = requests(receiver, 4, 4, queue);
        SOCKET sender = connectedTo(boundUdp(), receiver);
        assertThat(rio.RIOReceive(requests, piece(0, 10), 1, 0, 1)).isTrue();
        WSASetEvent(event);
        for (int round = 0; round < 50; round++) {
            assertThat(rio.RIONotify(queue)).isZero();
            assertThat(rio.RIONotify(queue)).isEqualTo(WSAEALREADY);
            assertThat(WaitForSingleObject(event, 0)).isEqualTo(WAIT_TIMEOUT);
            sendText(sender, "x");
            assertThat(WaitForSingleObject(event, LIMIT_MILLIS)).isEqualTo(WAIT_OBJECT_0);
            assertThat(take(queue).BytesTransferred).isEqualTo(1);
            assertThat(rio.RIOReceive(requests, piece(0, 10), 1, 0, 1)).isTrue();
        }
        sendText(sender, "y");
        assertThat(rio.RIONotify(queue)).isZero();
        assertThat(WaitForSingleObject(event, LIMIT_MILLIS)).isEqualTo(WAIT_OBJECT_0);
        take(queue);
    }

    @Test
    @Conforms("D195")
    void notificationByPort() {
        HANDLE port = completionPort();
        RIO_NOTIFICATION_COMPLETION how = new RIO_NOTIFICATION_COMPLETION();
        how.Type = RIO_IOCP_COMPLETION;
        how.IocpHandle = port;
        how.CompletionKey = "rio";
        how.Overlapped = new OVERLAPPED();
        RIO_CQ queue = queue(10, how);
        SOCKET receiver = registeredUdp();
        RIO_RQ requests = requests(receiver, 4, 4, queue);
        SOCKET sender = connectedTo(boundUdp(), receiver);
        IntRef count = new IntRef();
        Ref<Object> key = new Ref<>();
        Ref<OVERLAPPED> overlapped = new Ref<>();
        for (int round = 0; round < 50; round++) {
            assertThat(rio.RIOReceive(requests, piece(0, 10), 1, 0, round)).isTrue();
            assertThat(rio.RIONotify(queue)).isZero();
            sendText(sender, "x");
            assertThat(GetQueuedCompletionStatus(port, count, key, overlapped, LIMIT_MILLIS))
                    .isTrue();
            assertThat(key.value).isEqualTo("rio");
            assertThat(overlapped.value).isSameAs(how.Overlapped);
            assertThat(take(queue).RequestContext).isEqualTo(round);
        }
        assertThat(rio.RIOReceive(requests, piece(0, 10), 1, RIO_MSG_DONT_NOTIFY, "quiet"))
                .isTrue();
        assertThat(rio.RIOReceive(requests, piece(0, 10), 1, 0, "loud")).isTrue();
        assertThat(rio.RIONotify(queue)).isZero();
        sendText(sender, "x");
        assertThat(GetQueuedCompletionStatus(port, count, key, overlapped, 50)).isFalse();
        sendText(sender, "y");
        assertThat(GetQueuedCompletionStatus(port, count, key, overlapped, LIMIT_MILLIS))
                .isTrue();
        CloseHandle(port);
    }

    @Test
    @Conforms("D196")
    void manySockets() {
        int count = 40;
        RIO_CQ queue = queue(2 * count);
        List<SOCKET> senders = new ArrayList<>();
        List<RIO_RQ> all = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            SOCKET s = registeredUdp();
            RIO_RQ requests = requests(s, 1, 1, queue);
            assertThat(rio.RIOReceive(requests, piece(16 * i, 16), 1, 0, i)).isTrue();
            all.add(requests);
            senders.add(connectedTo(boundUdp(), s));
        }
        for (int round = 0; round < 20; round++) {
            senders.forEach(s -> sendText(s, "message"));
            java.util.BitSet seen = new java.util.BitSet();
            while (seen.cardinality() < count) {
                int i = (Integer) Objects.requireNonNull(take(queue).RequestContext);
                assertThat(seen.get(i)).isFalse();
                seen.set(i);
                assertThat(text(16 * i, 7)).isEqualTo("message");
                assertThat(rio.RIOReceive(all.get(i), piece(16 * i, 16), 1, 0, i))
                        .isTrue();
            }
        }
    }

    @Test
    @Conforms("D197")
    void noGarbage() {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        RIO_CQ queue = queue(10);
        SOCKET receiver = registeredUdp();
        SOCKET sender = connectedTo(registeredUdp(), receiver);
        RIO_RQ in = requests(receiver, 1, 1, queue);
        RIO_RQ out = requests(sender, 1, 1, queue);
        RIO_BUF room = piece(1000, 64);
        RIO_BUF data = piece(0, 64);
        RIO_BUF from = piece(100, 28);
        RIORESULT[] results = {new RIORESULT()};
        long made = Long.MAX_VALUE;
        for (int batch = 0; batch < 20 && made >= PortAllocationTest.mostBytes(); batch++) {
            long before = threads.getCurrentThreadAllocatedBytes();
            for (int i = 0; i < PortAllocationTest.ROUNDS; i++) {
                rio.RIOReceiveEx(in, room, 1, null, from, null, null, 0, null);
                rio.RIOSend(out, data, 1, 0, null);
                int taken = 0;
                while (taken < 2) {
                    taken += rio.RIODequeueCompletion(queue, results, 1);
                }
            }
            made = threads.getCurrentThreadAllocatedBytes() - before;
        }
        assertThat(made).isLessThan(PortAllocationTest.mostBytes());
    }
}
