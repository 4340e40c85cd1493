package dev.jwinsock.compat.suite;

import static dev.jwinsock.Mstcpip.*;
import static dev.jwinsock.Mswsock.*;
import static dev.jwinsock.Windows.*;
import static dev.jwinsock.Winsock2.*;
import static dev.jwinsock.Ws2tcpip.*;
import static dev.jwinsock.compat.harness.Expect.*;
import static dev.jwinsock.compat.harness.Sockets.*;
import static org.assertj.core.api.Assertions.assertThat;

import dev.jwinsock.IntRef;
import dev.jwinsock.LARGE_INTEGER;
import dev.jwinsock.Ref;
import dev.jwinsock.SOCKET;
import dev.jwinsock.TIMESTAMPING_CONFIG;
import dev.jwinsock.WSAMSG;
import dev.jwinsock.compat.Conforms;
import dev.jwinsock.compat.Needs;
import dev.jwinsock.compat.WinsockTest;
import dev.jwinsock.compat.harness.Pair;
import dev.jwinsock.compat.harness.Pairs;
import dev.jwinsock.ip_mreq;
import dev.jwinsock.transport.Capability;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** "Winsock timestamping". */
@WinsockTest
@Needs(Capability.CONTROL_MESSAGES)
final class TimestampTest extends MessageScene {
    private static int configure(SOCKET s, int flags, int room) {
        TIMESTAMPING_CONFIG config = new TIMESTAMPING_CONFIG();
        config.Flags = flags;
        config.TxTimestampsBuffered = (short) room;
        return WSAIoctl(s, SIO_TIMESTAMPING, config, sizeof(config), null, 0, new IntRef(), null, null);
    }

    private static long now() {
        LARGE_INTEGER counter = new LARGE_INTEGER();
        assertThat(QueryPerformanceCounter(counter)).isTrue();
        return counter.QuadPart;
    }

    private static int ask(SOCKET s, int id, Ref<Long> stamp) {
        IntRef count = new IntRef();
        int result = WSAIoctl(s, SIO_GET_TX_TIMESTAMP, new IntRef(id), 4, stamp, Long.BYTES, count, null, null);
        assertThat(count.value).isEqualTo(result == 0 ? 8 : 0);
        return result;
    }

    private static long await(SOCKET s, int id) {
        Ref<Long> stamp = new Ref<>();
        Awaitility.await()
                .atMost(Duration.ofSeconds(10))
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(1))
                .until(() -> ask(s, id, stamp) == 0);
        return there(stamp.value);
    }

    private static void sendWithId(Pair pair, int id) {
        expectZero(send(
                pair.client(), sending("x", localAddress(pair.server()), SOL_SOCKET, SO_TIMESTAMP_ID, number(id))));
    }

    @Test
    @Conforms("D348")
    void whenADatagramCameIn() {
        Pair pair = Pairs.udp();
        expectZero(configure(pair.server(), TIMESTAMPING_FLAG_RX, 0));
        long last = 0;
        for (int i = 0; i < 3; i++) {
            long before = now();
            sendText(connected(pair), "hello");
            WSAMSG message = received(pair.server(), 5);
            long stamp = data(message, SOL_SOCKET, SO_TIMESTAMP, 8).getLong(0);
            // The clocks are compared by looking at one after the other
            assertThat(stamp).isBetween(before - 10_000, now()).isGreaterThanOrEqualTo(last);
            last = stamp;
        }
        expectZero(configure(pair.server(), 0, 0));
        sendText(pair.client(), "hello");
        assertThat(controlLength(received(pair.server(), 5))).isZero();
    }

    private static SOCKET connected(Pair pair) {
        expectZero(connect(pair.client(), localAddress(pair.server()), 16));
        return pair.client();
    }

    @Test
    @Conforms("D349")
    void whenDatagramsHaveLeft() {
        Pair pair = Pairs.udp();
        expectZero(configure(pair.client(), TIMESTAMPING_FLAG_TX, 10));
        expectError(WSAEWOULDBLOCK, ask(pair.client(), 1, new Ref<>()));
        long before = now();
        sendWithId(pair, 123);
        sendWithId(pair, -7);
        sendText(connected(pair), "no id");
        sendWithId(pair, 5);
        long third = await(pair.client(), 5);
        long first = await(pair.client(), 123);
        long second = await(pair.client(), -7);
        assertThat(first).isBetween(before - 10_000, now());
        // One clock reading after the other makes a difference of some units
        assertThat(second).isGreaterThan(first - 1000);
        assertThat(third).isGreaterThan(second - 1000);
        expectError(WSAEWOULDBLOCK, ask(pair.client(), 123, new Ref<>())); // it was removed
        expectError(WSAEWOULDBLOCK, ask(pair.client(), 0, new Ref<>()));
        // They are no errors of the socket: it goes on receiving and sending
        for (int i = 0; i < 4; i++) {
            received(pair.server(), i == 2 ? 5 : 1);
        }
        sendWithId(pair, 9);
        sendText(pair.client(), "after");
        assertThat(WSAPollReadable(pair.client())).isFalse();
        await(pair.client(), 9);
    }

    private static boolean WSAPollReadable(SOCKET s) {
        dev.jwinsock.WSAPOLLFD fd = new dev.jwinsock.WSAPOLLFD();
        fd.fd = s;
        fd.events = POLLRDNORM;
        return WSAPoll(new dev.jwinsock.WSAPOLLFD[] {fd}, 1, 0) != 0;
    }

    @Test
    @Conforms("D362")
    void aFullBufferLosesTheNewest() {
        Pair pair = Pairs.udp();
        expectZero(configure(pair.client(), TIMESTAMPING_FLAG_TX, 1));
        sendWithId(pair, 1);
        sendWithId(pair, 2);
        await(pair.client(), 1);
        expectError(WSAEWOULDBLOCK, ask(pair.client(), 2, new Ref<>()));
        sendWithId(pair, 3);
        await(pair.client(), 3);
        // A send that fails in between does not mix the numbers up
        expectError(
                WSAEADDRNOTAVAIL,
                send(pair.client(), sending("x", address(INADDR_LOOPBACK, 0), SOL_SOCKET, SO_TIMESTAMP_ID, number(4))));
        WSAMSG tooLong = sending("x", localAddress(pair.server()), SOL_SOCKET, SO_TIMESTAMP_ID, number(4));
        tooLong.lpBuffers = new dev.jwinsock.WSABUF[] {new dev.jwinsock.WSABUF(java.nio.ByteBuffer.allocate(66_000))};
        expectError(WSAEMSGSIZE, send(pair.client(), tooLong));
        sendWithId(pair, 5);
        await(pair.client(), 5);
    }

    @Test
    @Conforms("D522")
    @Needs(Capability.GROUPS_WHEN_BOUND)
    void joiningDoesNotMixThemUp() {
        SOCKET s = boundUdp();
        expectZero(configure(s, TIMESTAMPING_FLAG_TX, 10));
        sendWithId(s, 1);
        sendWithId(s, 2);
        await(s, 2);
        ip_mreq group = new ip_mreq();
        group.imr_multiaddr.s_addr = htonl(0xEFFF2A02);
        group.imr_interface.s_addr = htonl(INADDR_LOOPBACK);
        expectZero(setsockopt(s, IPPROTO_IP, IP_ADD_MEMBERSHIP, group, sizeof(group)));
        sendWithId(s, 3);
        await(s, 3);
    }

    /** To itself. */
    private static void sendWithId(SOCKET s, int id) {
        expectZero(send(s, sending("x", localAddress(s), SOL_SOCKET, SO_TIMESTAMP_ID, number(id))));
    }

    @Test
    @Conforms({"D350", "A193"})
    void arguments() {
        SOCKET s = boundUdp();
        expectError(WSAEFAULT, WSAIoctl(s, SIO_TIMESTAMPING, new byte[7], 7, null, 0, new IntRef(), null, null));
        expectError(WSAEINVAL, configure(s, 4, 0));
        expectError(WSAEOPNOTSUPP, configure(tcp(), TIMESTAMPING_FLAG_RX, 0));
        expectError(
                WSAEFAULT, WSAIoctl(s, SIO_GET_TX_TIMESTAMP, new byte[3], 3, new byte[8], 8, new IntRef(), null, null));
        expectError(
                WSAEFAULT, WSAIoctl(s, SIO_GET_TX_TIMESTAMP, new byte[4], 4, new byte[7], 7, new IntRef(), null, null));
        expectZero(configure(s, TIMESTAMPING_FLAG_TX, 1));
        // A193: it never pends
        Io io = new Io(1);
        expectError(
                WSAEWOULDBLOCK,
                WSAIoctl(s, SIO_GET_TX_TIMESTAMP, new byte[4], 4, new byte[8], 8, new IntRef(), io, null));
        LARGE_INTEGER frequency = new LARGE_INTEGER();
        assertThat(QueryPerformanceFrequency(frequency)).isTrue();
        assertThat(frequency.QuadPart).isEqualTo(10_000_000);
    }
}
