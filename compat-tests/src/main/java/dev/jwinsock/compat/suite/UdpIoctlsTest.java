package dev.jwinsock.compat.suite;

import static dev.jwinsock.Mstcpip.*;
import static dev.jwinsock.Mswsock.*;
import static dev.jwinsock.Winsock2.*;
import static dev.jwinsock.compat.harness.Expect.*;
import static dev.jwinsock.compat.harness.Sockets.*;
import static org.assertj.core.api.Assertions.assertThat;

import dev.jwinsock.IntRef;
import dev.jwinsock.RSS_SCALABILITY_INFO;
import dev.jwinsock.Ref;
import dev.jwinsock.SOCKET;
import dev.jwinsock.SOCKET_PROCESSOR_AFFINITY;
import dev.jwinsock.compat.Conforms;
import dev.jwinsock.compat.Needs;
import dev.jwinsock.compat.WinsockTest;
import dev.jwinsock.compat.harness.Pair;
import dev.jwinsock.compat.harness.Pairs;
import dev.jwinsock.sockaddr_in;
import dev.jwinsock.transport.Capability;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The ioctls of datagram sockets, and those about processors. */
@WinsockTest
final class UdpIoctlsTest extends IoctlScene {
    private static final int ERROR_INSUFFICIENT_BUFFER = 122;

    @Test
    @Conforms("A180")
    void unreachableTakesABool() {
        expectZero(ioctl(udp(), SIO_UDP_CONNRESET, 0));
        expectZero(ioctl(udp(), SIO_UDP_CONNRESET, 1));
        expectRefused(WSAEFAULT, ioctl(udp(), SIO_UDP_CONNRESET, new IntRef(0), 3, null, 0));
        expectRefused(WSAEFAULT, ioctl(udp(), SIO_UDP_CONNRESET, null, 4, null, 0));
        expectRefused(WSAEINVAL, ioctl(tcp(), SIO_UDP_CONNRESET, 0));
    }

    @Test
    @Needs(Capability.ICMP_ERRORS)
    @Conforms("A180")
    void unreachableIsToldUnlessItIsSwitchedOff() {
        sockaddr_in nobody = loopback(closedUdpPort());
        SOCKET s = nonblocking(boundUdp());
        expectCount(1, sendto(s, data(1), 1, 0, nobody, sizeof(nobody)));
        await("WSAECONNRESET", () -> recv(s, new byte[1]) == SOCKET_ERROR && WSAGetLastError() == WSAECONNRESET);

        expectZero(ioctl(s, SIO_UDP_CONNRESET, 0));
        expectCount(1, sendto(s, data(1), 1, 0, nobody, sizeof(nobody)));
        expectCount(1, sendto(s, data(1), 1, 0, nobody, sizeof(nobody)));
        sockaddr_in self = localAddress(s);
        expectCount(2, sendto(s, data(2), 2, 0, self, sizeof(self)));
        expectCount(2, awaitResult("the datagram, and no error before it", () -> recv(s, new byte[4])));

        expectZero(ioctl(s, SIO_UDP_CONNRESET, 1));
        expectCount(1, sendto(s, data(1), 1, 0, nobody, sizeof(nobody)));
        await("WSAECONNRESET", () -> recv(s, new byte[1]) == SOCKET_ERROR && WSAGetLastError() == WSAECONNRESET);
    }

    @Test
    @Conforms("A180")
    void aConnectedSocketIsNotToldWhenItIsSwitchedOff() {
        sockaddr_in nobody = loopback(closedUdpPort());
        SOCKET s = nonblocking(boundUdp());
        expectZero(connect(s, nobody, sizeof(nobody)));
        expectZero(ioctl(s, SIO_UDP_CONNRESET, 0));
        for (int i = 0; i < 3; i++) {
            expectCount(1, dev.jwinsock.Winsock2.send(s, data(1), 1, 0));
            expectError(WSAEWOULDBLOCK, recv(s, new byte[1]));
        }
    }

    @Test
    @Conforms("A179")
    void circularQueueing() {
        expectZero(ioctl(udp(), SIO_ENABLE_CIRCULAR_QUEUEING, null, 0, null, 0));
        expectZero(ioctl(boundUdp(), SIO_ENABLE_CIRCULAR_QUEUEING, null, 0, null, 0));
        expectRefused(WSAENOPROTOOPT, ioctl(tcp(), SIO_ENABLE_CIRCULAR_QUEUEING, null, 0, null, 0));
    }

    // ---------------------------------------------------------------- processors

    @Test
    @Conforms("D406")
    void affinityIsForDatagrams() {
        expectRefused(WSAEOPNOTSUPP, ioctl(tcp(), SIO_CPU_AFFINITY, new IntRef(0), 2, null, 0));
        expectRefused(WSAEFAULT, ioctl(udp(), SIO_CPU_AFFINITY, new IntRef(0), 1, null, 0));
    }

    @Test
    @Needs(Capability.PROCESSOR_AFFINITY)
    @Conforms("D406")
    void affinityComesBeforeBind() {
        expectRefused(WSAEINVAL, ioctl(boundUdp(), SIO_CPU_AFFINITY, new IntRef(0), 2, null, 0));
        expectRefused(WSAEINVAL, ioctl(udp(), SIO_CPU_AFFINITY, new IntRef(0xffff), 2, null, 0));
        SOCKET shares = with(udp(), SOL_SOCKET, SO_REUSEADDR, 1);
        expectRefused(WSAEINVAL, ioctl(shares, SIO_CPU_AFFINITY, new IntRef(0), 2, null, 0));
    }

    @Test
    @Needs(Capability.PROCESSOR_AFFINITY)
    @Conforms("D406")
    void socketsOfSeveralProcessorsShareAnAddress() {
        int processors = Math.min(2, Runtime.getRuntime().availableProcessors());
        SOCKET[] servers = new SOCKET[2];
        sockaddr_in address = loopback(0);
        for (int i = 0; i < servers.length; i++) {
            servers[i] = udp();
            expectZero(ioctl(servers[i], SIO_CPU_AFFINITY, new IntRef(i % processors), 2, null, 0));
            bound(servers[i], address);
            address = localAddress(servers[i]);
            nonblocking(servers[i]);
        }
        SOCKET without = udp();
        expectError(WSAEADDRINUSE, bind(without, address, sizeof(address)));
        SOCKET client = boundUdp();
        expectCount(1, sendto(client, data(1), 1, 0, address, sizeof(address)));
        await("one of them gets it", () -> recv(servers[0], new byte[1]) == 1 || recv(servers[1], new byte[1]) == 1);
    }

    @Test
    @Needs(Capability.PROCESSOR_AFFINITY)
    @Conforms("D407")
    void processorOfASocket() {
        SOCKET_PROCESSOR_AFFINITY answer = new SOCKET_PROCESSOR_AFFINITY();
        SOCKET udp = boundUdp();
        expectError(WSAENOTCONN, ioctl(udp, SIO_QUERY_RSS_PROCESSOR_INFO, null, 0, answer, sizeof(answer)));
        Pair pair = Pairs.connectedUdp();
        expectError(ERROR_INSUFFICIENT_BUFFER, ioctl(pair.client(), SIO_QUERY_RSS_PROCESSOR_INFO, null, 0, answer, 7));
        expectBytes(8);
        for (SOCKET s : new SOCKET[] {pair.client(), Pairs.tcp().server()}) {
            expectZero(ioctl(s, SIO_QUERY_RSS_PROCESSOR_INFO, null, 0, answer, sizeof(answer)));
            expectBytes(8);
            assertThat(answer.Processor.Group * 64 + answer.Processor.Number).isBetween(0, 4096);
        }
    }

    @Test
    @Conforms("D407")
    void scalability() {
        RSS_SCALABILITY_INFO info = new RSS_SCALABILITY_INFO();
        info.RssEnabled = 7;
        for (SOCKET s : oneOfEach()) {
            expectZero(ioctl(s, SIO_QUERY_RSS_SCALABILITY_INFO, null, 0, info, 1));
            expectBytes(1);
            assertThat((int) info.RssEnabled).isBetween(0, 1);
            expectRefused(WSAEINVAL, ioctl(s, SIO_QUERY_RSS_SCALABILITY_INFO, null, 0, info, 0));
            expectRefused(WSAEINVAL, ioctl(s, SIO_QUERY_RSS_SCALABILITY_INFO, null, 0, null, 1));
        }
    }

    @Test
    @Needs(Capability.PROCESSOR_AFFINITY)
    @Conforms("D413")
    void everySocketHasAnEndpointOfItsOwn() {
        Set<Long> seen = new HashSet<>();
        for (SOCKET s : oneOfEach()) {
            Ref<Long> handle = new Ref<>();
            expectZero(ioctl(s, SIO_QUERY_WFP_ALE_ENDPOINT_HANDLE, null, 0, handle, 8));
            assertThat(seen.add(handle.value)).isTrue();
        }
        expectRefused(WSAEINVAL, ioctl(udp(), SIO_QUERY_WFP_ALE_ENDPOINT_HANDLE, null, 0, new Ref<>(), 7));
    }
}
