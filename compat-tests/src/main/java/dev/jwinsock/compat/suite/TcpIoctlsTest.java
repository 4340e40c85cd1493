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
import dev.jwinsock.SOCKET;
import dev.jwinsock.TCP_INFO_v0;
import dev.jwinsock.TCP_INFO_v1;
import dev.jwinsock.TCP_INITIAL_RTO_PARAMETERS;
import dev.jwinsock.WSA_COMPATIBILITY_MODE;
import dev.jwinsock.compat.Conforms;
import dev.jwinsock.compat.Needs;
import dev.jwinsock.compat.WinsockTest;
import dev.jwinsock.compat.harness.Pair;
import dev.jwinsock.compat.harness.Pairs;
import dev.jwinsock.tcp_keepalive;
import dev.jwinsock.transport.Capability;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** The ioctls of TCP sockets. */
@WinsockTest
final class TcpIoctlsTest extends IoctlScene {
    private static final List<tcp_keepalive> VALUES = List.of(
            new tcp_keepalive(1, 0, 0),
            new tcp_keepalive(1, 1000, 1000),
            new tcp_keepalive(1, 10_000, 10_000),
            new tcp_keepalive(1, 100, 100),
            new tcp_keepalive(0, 100, 100),
            new tcp_keepalive(0, 0, 0),
            new tcp_keepalive(1, -1, -1));

    @Test
    @Conforms({"S255", "A172"})
    void keepAliveNeedsItsStructure() {
        for (SOCKET s : List.of(tcp(), Pairs.tcp().client())) {
            expectRefused(WSAEFAULT, ioctl(s, SIO_KEEPALIVE_VALS, new tcp_keepalive(1, 1, 1), 0, null, 0));
            expectRefused(WSAEFAULT, ioctl(s, SIO_KEEPALIVE_VALS, new tcp_keepalive(1, 1, 1), 11, null, 0));
            expectRefused(WSAEFAULT, ioctl(s, SIO_KEEPALIVE_VALS, null, 12, null, 0));
            assertThat(option(s, SOL_SOCKET, SO_KEEPALIVE)).isZero();
        }
    }

    @Test
    @Conforms({"S255", "A172", "A173"})
    void keepAliveTakesAnyTimes() {
        for (SOCKET s : List.of(tcp(), Pairs.tcp().client(), listener())) {
            for (tcp_keepalive each : VALUES) {
                expectZero(ioctl(s, SIO_KEEPALIVE_VALS, each, sizeof(each), null, 0));
                expectBytes(0);
                assertThat(option(s, SOL_SOCKET, SO_KEEPALIVE)).isEqualTo(each.onoff);
            }
        }
    }

    @Test
    @Conforms("A173")
    void keepAliveTimesAreTheOptionsTimesRoundedUp() {
        SOCKET s = tcp();
        expectZero(ioctl(s, SIO_KEEPALIVE_VALS, new tcp_keepalive(1, 10_001, 2_000), 12, null, 0));
        assertThat(option(s, IPPROTO_TCP, TCP_KEEPIDLE)).isEqualTo(11);
        assertThat(option(s, IPPROTO_TCP, TCP_KEEPINTVL)).isEqualTo(2);
        assertThat(option(s, IPPROTO_TCP, TCP_KEEPCNT)).isEqualTo(10);
    }

    @Test
    @Conforms("A172")
    void keepAliveWithOverlapped() {
        SOCKET s = tcp();
        Io io = new Io(1);
        expectError(WSAEFAULT, ioctl(s, SIO_KEEPALIVE_VALS, new tcp_keepalive(1, 1, 1), 11, null, 0, io));
        expectBytes(BEFORE);
        assertThat((int) io.Internal).isEqualTo(STATUS_PENDING);
        expectZero(ioctl(s, SIO_KEEPALIVE_VALS, new tcp_keepalive(1, 1000, 1000), 12, null, 0, io));
        expectBytes(BEFORE);
        expectResult(s, io.await(), 0);
        AtomicInteger called = new AtomicInteger(-1);
        bytes.value = BEFORE;
        expectZero(WSAIoctl(
                s,
                SIO_KEEPALIVE_VALS,
                new tcp_keepalive(1, 1000, 1000),
                12,
                null,
                0,
                bytes,
                new Io(1).withoutEvent(),
                (error, count, ov, flags) -> called.set(error * 1000 + count)));
        expectBytes(0);
        assertThat(SleepEx(0, true)).isEqualTo(WAIT_IO_COMPLETION);
        assertThat(called).hasValue(0);
    }

    @Test
    @Conforms("A174")
    void datagramsHaveNoKeepAlive() {
        expectRefused(WSAENOPROTOOPT, ioctl(udp(), SIO_KEEPALIVE_VALS, new tcp_keepalive(1, 1, 1), 12, null, 0));
    }

    // ---------------------------------------------------------------- statistics

    @Test
    @Conforms("A192")
    void statisticsNeedTheirVersionAndRoom() {
        SOCKET s = Pairs.tcp().client();
        TCP_INFO_v1 info = new TCP_INFO_v1();
        expectRefused(WSAEMSGSIZE, ioctl(s, SIO_TCP_INFO, null, 4, info, 136));
        expectRefused(WSAEMSGSIZE, ioctl(s, SIO_TCP_INFO, new IntRef(0), 3, info, 136));
        expectRefused(WSAEMSGSIZE, ioctl(s, SIO_TCP_INFO, new byte[5], 5, info, 136));
        expectRefused(WSAEINVAL, ioctl(s, SIO_TCP_INFO, new IntRef(0), 4, info, 87));
        expectRefused(WSAEINVAL, ioctl(s, SIO_TCP_INFO, new IntRef(1), 4, info, 135));
        expectRefused(WSAEINVAL, ioctl(s, SIO_TCP_INFO, new IntRef(2), 4, info, 136));
        expectRefused(WSAEINVAL, ioctl(udp(), SIO_TCP_INFO, new IntRef(0), 4, info, 136));
    }

    @Test
    @Needs(Capability.TCP_STATISTICS)
    @Conforms({"A192", "D400"})
    void statisticsOfAConnection() {
        Pair pair = Pairs.tcp();
        expectCount(5000, dev.jwinsock.Winsock2.send(pair.client(), data(5000), 5000, 0));
        receive(pair.server(), 5000);
        TCP_INFO_v0 sent = new TCP_INFO_v0();
        await("the acknowledgement", () -> {
            expectZero(ioctl(pair.client(), SIO_TCP_INFO, new IntRef(0), 4, sent, sizeof(sent)));
            return sent.BytesInFlight == 0;
        });
        expectBytes(88);
        assertThat(sent.State).isEqualTo(4);
        assertThat(sent.BytesOut).isGreaterThanOrEqualTo(5000).isLessThan(5010);
        assertThat(sent.Mss).isPositive();
        assertThat(sent.Cwnd).isGreaterThanOrEqualTo(sent.Mss);
        assertThat(sent.ConnectionTimeMs).isBetween(0L, 60_000L);
        TCP_INFO_v1 received = new TCP_INFO_v1();
        expectZero(ioctl(pair.server(), SIO_TCP_INFO, new IntRef(1), 4, received, sizeof(received)));
        expectBytes(136);
        assertThat(received.State).isEqualTo(4);
        assertThat(received.BytesIn).isGreaterThanOrEqualTo(5000).isLessThan(5010);
        assertThat(received.RcvBuf).isEqualTo(option(pair.server(), SOL_SOCKET, SO_RCVBUF));
    }

    @Test
    @Needs(Capability.TCP_STATISTICS)
    @Conforms("D400")
    void statisticsTellTheState() {
        assertThat(state(tcp())).isZero();
        assertThat(state(listener())).isEqualTo(1);
        Pair pair = Pairs.tcp();
        expectZero(shutdown(pair.client(), SD_SEND));
        await("FIN_WAIT_2", () -> state(pair.client()) == 6);
        assertThat(state(pair.server())).isEqualTo(7);
    }

    private int state(SOCKET s) {
        TCP_INFO_v0 info = new TCP_INFO_v0();
        expectZero(ioctl(s, SIO_TCP_INFO, new IntRef(0), 4, info, sizeof(info)));
        return info.State;
    }

    // ---------------------------------------------------------------- settings

    @Test
    @Needs(Capability.SYN_RETRIES)
    @Conforms("D401")
    void initialTimeout() {
        SOCKET listener = listener();
        SOCKET s = tcp();
        for (int retries : new int[] {0, 1, 2, 127, 200, 254, 255}) {
            TCP_INITIAL_RTO_PARAMETERS parameters = new TCP_INITIAL_RTO_PARAMETERS();
            parameters.Rtt = 300;
            parameters.MaxSynRetransmissions = (byte) retries;
            expectZero(ioctl(s, SIO_TCP_INITIAL_RTO, parameters, sizeof(parameters), null, 0));
        }
        expectZero(connect(s, localAddress(listener), 16));
        TCP_INITIAL_RTO_PARAMETERS late = new TCP_INITIAL_RTO_PARAMETERS();
        expectRefused(WSAEINVAL, ioctl(s, SIO_TCP_INITIAL_RTO, late, sizeof(late), null, 0));
    }

    @Test
    @Conforms("D401")
    void initialTimeoutIsRefused() {
        TCP_INITIAL_RTO_PARAMETERS parameters = new TCP_INITIAL_RTO_PARAMETERS();
        expectRefused(WSAEFAULT, ioctl(tcp(), SIO_TCP_INITIAL_RTO, parameters, 3, null, 0));
        expectRefused(WSAEFAULT, ioctl(tcp(), SIO_TCP_INITIAL_RTO, null, 4, null, 0));
        expectRefused(WSAEOPNOTSUPP, ioctl(udp(), SIO_TCP_INITIAL_RTO, parameters, 4, null, 0));
    }

    @Test
    @Conforms("D402")
    void fastPath() {
        SOCKET listener = boundTcp();
        SOCKET client = tcp();
        expectZero(ioctl(listener, SIO_LOOPBACK_FAST_PATH, 1));
        expectZero(ioctl(client, SIO_LOOPBACK_FAST_PATH, 1));
        expectZero(listen(listener, 1));
        Pair pair = Pairs.connected(listener, localAddress(listener), client);
        expectCount(3, dev.jwinsock.Winsock2.send(pair.client(), data(3), 3, 0));
        receive(pair.server(), 3);
        expectRefused(WSAEFAULT, ioctl(tcp(), SIO_LOOPBACK_FAST_PATH, new IntRef(1), 3, null, 0));
        expectRefused(WSAEOPNOTSUPP, ioctl(udp(), SIO_LOOPBACK_FAST_PATH, 1));
    }

    @Test
    @Conforms("D403")
    void compatibilityMode() {
        WSA_COMPATIBILITY_MODE mode = new WSA_COMPATIBILITY_MODE();
        for (int behavior : new int[] {WsaBehaviorAll, WsaBehaviorReceiveBuffering, WsaBehaviorAutoTuning}) {
            for (int version : new int[] {NTDDI_WIN2K, NTDDI_LONGHORN}) {
                mode.BehaviorId = behavior;
                mode.TargetOsVersion = version;
                expectZero(ioctl(tcp(), SIO_SET_COMPATIBILITY_MODE, mode, sizeof(mode), null, 0));
            }
        }
        expectRefused(WSAEINVAL, ioctl(tcp(), SIO_SET_COMPATIBILITY_MODE, mode, 7, null, 0));
        expectRefused(WSAEINVAL, ioctl(tcp(), SIO_SET_COMPATIBILITY_MODE, null, 8, null, 0));
        expectRefused(WSAEOPNOTSUPP, ioctl(udp(), SIO_SET_COMPATIBILITY_MODE, mode, 8, null, 0));
        mode.BehaviorId = 3;
        expectRefused(WSAEINVAL, ioctl(tcp(), SIO_SET_COMPATIBILITY_MODE, mode, 8, null, 0));
    }

    @Test
    @Needs(Capability.TCP_STATISTICS)
    @Conforms("D403")
    void withoutAutoTuningTheWindowStaysSmall() {
        SOCKET listener = listener();
        SOCKET s = tcp();
        WSA_COMPATIBILITY_MODE mode = new WSA_COMPATIBILITY_MODE();
        mode.BehaviorId = WsaBehaviorAutoTuning;
        mode.TargetOsVersion = NTDDI_WINXP;
        expectZero(ioctl(s, SIO_SET_COMPATIBILITY_MODE, mode, sizeof(mode), null, 0));
        Pair pair = Pairs.connected(listener, localAddress(listener), s);
        TCP_INFO_v0 info = new TCP_INFO_v0();
        for (int i = 0; i < 20; i++) {
            expectCount(60_000, dev.jwinsock.Winsock2.send(pair.server(), data(60_000), 60_000, 0));
            receive(pair.client(), 60_000);
            expectZero(ioctl(pair.client(), SIO_TCP_INFO, new IntRef(0), 4, info, sizeof(info)));
            assertThat(info.RcvWnd).isLessThanOrEqualTo(65_535);
        }
    }

    @Test
    @Conforms("D404")
    void priorityHint() {
        SOCKET s = Pairs.tcp().client();
        for (int hint : new int[] {IoPriorityHintVeryLow, IoPriorityHintLow, IoPriorityHintNormal}) {
            expectZero(ioctl(s, SIO_SET_PRIORITY_HINT, hint));
        }
        expectRefused(WSAEINVAL, ioctl(s, SIO_SET_PRIORITY_HINT, 3));
        expectRefused(WSAEINVAL, ioctl(s, SIO_SET_PRIORITY_HINT, new IntRef(0), 4, new byte[4], 4));
        expectRefused(WSAEFAULT, ioctl(s, SIO_SET_PRIORITY_HINT, new IntRef(0), 3, null, 0));
        expectRefused(WSAEOPNOTSUPP, ioctl(udp(), SIO_SET_PRIORITY_HINT, 0));
    }

    // ---------------------------------------------------------------- ideal send backlog

    @Test
    @Conforms("A178")
    void backlogQuery() {
        IntRef backlog = new IntRef(7);
        expectError(WSAENOTCONN, idealsendbacklogquery(tcp(), backlog));
        expectError(WSAENOTCONN, idealsendbacklogquery(listener(), backlog));
        expectError(WSAEOPNOTSUPP, idealsendbacklogquery(udp(), backlog));
        SOCKET s = Pairs.tcp().client();
        expectRefused(WSAEINVAL, ioctl(s, SIO_IDEAL_SEND_BACKLOG_QUERY, null, 0, backlog, 3));
        expectRefused(WSAEINVAL, ioctl(s, SIO_IDEAL_SEND_BACKLOG_QUERY, null, 0, null, 4));
        assertThat(backlog.value).isEqualTo(7);
        expectZero(idealsendbacklogquery(s, backlog));
        assertThat(backlog.value).isEqualTo(0x10000);
    }

    @Test
    @Conforms("D405")
    void backlogChangeIsForConnections() {
        expectError(WSAENOTCONN, idealsendbacklognotify(tcp(), new Io(1), null));
        expectError(WSAEOPNOTSUPP, ioctl(udp(), SIO_IDEAL_SEND_BACKLOG_CHANGE, null, 0, null, 0));
        SOCKET s = Pairs.tcp().client();
        expectError(WSAEINVAL, ioctl(s, SIO_IDEAL_SEND_BACKLOG_CHANGE, null, 0, new byte[1], 1, new Io(1)));
    }

    @Test
    @Conforms("D405")
    void onlyOneBacklogChangePends() {
        SOCKET s = Pairs.tcp().client();
        Io first = new Io(1);
        expectError(WSA_IO_PENDING, idealsendbacklognotify(s, first, null));
        expectError(WSA_OPERATION_ABORTED, idealsendbacklognotify(s, new Io(1), null));
        assertThat(CancelIoEx(s, first)).isTrue();
        expectFailure(s, first.await(), WSA_OPERATION_ABORTED, ERROR_OPERATION_ABORTED, 0);
        Io again = new Io(1);
        expectError(WSA_IO_PENDING, idealsendbacklognotify(s, again, null));
        expectZero(closesocket(s));
        again.await();
        assertThat((int) again.Internal).isNegative();
    }

    @Test
    @Needs(Capability.TCP_STATISTICS)
    @Conforms("D405")
    void theBacklogChangesWithTheCongestionWindow() {
        Pair pair = Pairs.tcp();
        Io change = new Io(1);
        expectError(WSA_IO_PENDING, idealsendbacklognotify(pair.client(), change, null));
        IntRef backlog = new IntRef();
        byte[] chunk = data(64 * 1024);
        await("a larger window", () -> {
            for (int i = 0; i < 16; i++) {
                expectCount(chunk.length, dev.jwinsock.Winsock2.send(pair.client(), chunk, chunk.length, 0));
                receive(pair.server(), chunk.length);
            }
            expectZero(idealsendbacklogquery(pair.client(), backlog));
            return backlog.value > 0x10000;
        });
        expectResult(pair.client(), change.await(), 0);
        assertThat(backlog.value).isLessThanOrEqualTo(16 << 20);
    }

    @Test
    @Needs(Capability.TCP_STATISTICS)
    @Conforms("D405")
    void theEndOfSendingEndsTheWait() {
        SOCKET s = Pairs.tcp().client();
        Io change = new Io(1);
        expectError(WSA_IO_PENDING, idealsendbacklognotify(s, change, null));
        expectZero(shutdown(s, SD_SEND));
        expectFailure(s, change.await(), WSA_OPERATION_ABORTED, ERROR_OPERATION_ABORTED, 0);
        expectError(WSAENOTCONN, idealsendbacklognotify(s, new Io(1), null));
    }
}
