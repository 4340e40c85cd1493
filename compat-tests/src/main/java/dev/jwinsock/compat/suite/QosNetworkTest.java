package dev.jwinsock.compat.suite;

import static dev.jwinsock.Mstcpip.*;
import static dev.jwinsock.Qos.*;
import static dev.jwinsock.Winsock2.*;
import static dev.jwinsock.Ws2tcpip.*;
import static dev.jwinsock.compat.harness.Expect.*;
import static dev.jwinsock.compat.harness.Sockets.*;
import static org.assertj.core.api.Assertions.assertThat;

import dev.jwinsock.IntRef;
import dev.jwinsock.QOS;
import dev.jwinsock.SOCKET;
import dev.jwinsock.WSADATA;
import dev.jwinsock.compat.Conforms;
import dev.jwinsock.compat.Needs;
import dev.jwinsock.compat.WinsockTest;
import dev.jwinsock.compat.harness.Call;
import dev.jwinsock.compat.harness.network.Host;
import dev.jwinsock.compat.harness.network.Link;
import dev.jwinsock.compat.harness.network.Network;
import dev.jwinsock.sockaddr;
import dev.jwinsock.transport.Capability;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What quality of service does to the packets: the other host looks at their headers. */
@WinsockTest
@Needs({Capability.RAW_SOCKETS, Capability.CAPTURE})
final class QosNetworkTest extends Scene {
    private Host left;
    private Host right;
    private Link link;

    @BeforeEach
    void hosts() {
        Network network = track(Network.create());
        left = network.host("left");
        right = network.host("right");
        link = network.link(left, right);
    }

    private sockaddr address(Family family, Host host, int port) {
        return family == Family.IPV4 ? link.address(host, port) : link.address6(host, port);
    }

    /** Its lines tell of all that arrives at the right host's end of the link. */
    private BufferedReader capture(Family family) throws IOException {
        Process program = right.java(Capture.class, family.name(), Family.host(address(family, right, 0)));
        BufferedReader printed =
                new BufferedReader(new InputStreamReader(program.getInputStream(), StandardCharsets.US_ASCII));
        assertThat(printed.readLine()).isEqualTo("ready");
        return printed;
    }

    /** The traffic class (IPv4: type of service) of the next packet that comes from the port and carries this much. */
    private static int trafficClass(BufferedReader captured, int protocol, int port, int payload) throws IOException {
        String wanted = protocol + " " + port + ' ' + payload + ' ';
        while (true) {
            String packet = captured.readLine();
            assertThat(packet).as("a packet before %s", wanted).isNotNull();
            if (packet.startsWith(wanted)) {
                return Integer.parseInt(packet.substring(wanted.length()));
            }
        }
    }

    /** In a JVM of that host: on this host's threads Java does not find the IPv6 addresses there. */
    static final class Capture {
        private Capture() {}

        public static void main(String[] arguments) {
            Family family = Family.valueOf(arguments[0]);
            boolean four = family == Family.IPV4;
            expectZero(WSAStartup(MAKEWORD(2, 2), new WSADATA()));
            SOCKET s = expectSocket(socket(four ? AF_INET : AF_INET6, SOCK_RAW, four ? IPPROTO_IP : IPPROTO_IPV6));
            bound(s, Family.address(arguments[1], 0));
            expectZero(setsockopt(s, SOL_SOCKET, SO_RCVTIMEO, 10_000));
            expectZero(WSAIoctl(s, SIO_RCVALL, new IntRef(RCVALL_IPLEVEL), 4, null, 0, new IntRef(), null, null));
            System.out.println("ready");
            byte[] bytes = new byte[65536];
            for (int n = recv(s, bytes); n > 0; n = recv(s, bytes)) {
                tell(ByteBuffer.wrap(bytes, 0, n), four);
            }
            WSACleanup();
        }

        /** Protocol, source port, length of the payload, traffic class. */
        private static void tell(ByteBuffer packet, boolean four) {
            int header = four ? 20 : 40;
            int protocol = packet.get(four ? 9 : 6);
            if (protocol == IPPROTO_UDP || protocol == IPPROTO_TCP) {
                int port = Short.toUnsignedInt(packet.getShort(header));
                int length = header + (protocol == IPPROTO_UDP ? 8 : packet.get(header + 12) >> 2 & 0x3c);
                int trafficClass = (four ? packet.get(1) : packet.getShort(0) >> 4) & 0xff;
                System.out.printf("%d %d %d %d%n", protocol, port, packet.limit() - length, trafficClass);
            }
        }
    }

    private static void ask(SOCKET s, int serviceType, int tokenRate) {
        QOS quality = new QOS();
        quality.SendingFlowspec.ServiceType = serviceType;
        quality.SendingFlowspec.TokenRate = tokenRate;
        expectZero(WSAIoctl(s, SIO_SET_QOS, quality, sizeof(quality), null, 0, new IntRef(), null, null));
    }

    private static final int[][] CLASSES = {
        {SERVICETYPE_BESTEFFORT, 0},
        {SERVICETYPE_CONTROLLEDLOAD, 24},
        {SERVICETYPE_GUARANTEED, 40},
        {SERVICETYPE_NETWORK_CONTROL, 48},
        {SERVICETYPE_QUALITATIVE, 0},
    };

    @ParameterizedTest
    @EnumSource(Family.class)
    @Conforms("D502")
    void theServiceTypeOfDatagramsIsOnTheWire(Family family) throws IOException {
        BufferedReader captured = capture(family);
        SOCKET s = left.call(() -> bound(family.udp(), address(family, left, 0)));
        int payload = 1;
        for (int[] each : CLASSES) {
            ask(s, each[0], QOS_NOT_SPECIFIED);
            expectCount(payload, sendTo(s, new byte[payload], address(family, right, 9)));
            assertThat(trafficClass(captured, IPPROTO_UDP, family.port(s), payload))
                    .as("service type %d", each[0])
                    .isEqualTo(each[1] << 2);
            payload++;
        }
    }

    private SOCKET[] connection(Family family) {
        SOCKET listener = right.call(() -> {
            SOCKET s = bound(family.tcp(), address(family, right, 0));
            expectZero(listen(s, 5));
            return s;
        });
        SOCKET client = left.call(() -> {
            SOCKET s = family.tcp();
            expectZero(connectTo(s, family.local(listener)));
            return s;
        });
        return new SOCKET[] {client, expectSocket(accept(listener, null, null))};
    }

    @ParameterizedTest
    @EnumSource(Family.class)
    @Conforms("D502")
    void theServiceTypeOfAConnectionIsOnTheWire(Family family) throws IOException {
        BufferedReader captured = capture(family);
        SOCKET[] ends = connection(family);
        int payload = 1;
        for (int[] each : CLASSES) {
            ask(ends[0], each[0], QOS_NOT_SPECIFIED);
            expectCount(payload, send(ends[0], new byte[payload]));
            receive(ends[1], payload);
            assertThat(trafficClass(captured, IPPROTO_TCP, family.port(ends[0]), payload))
                    .as("service type %d", each[0])
                    .isEqualTo(each[1] << 2);
            payload++;
        }
    }

    @Test
    @Conforms("D504")
    void ipTosIsNot() throws IOException {
        BufferedReader captured = capture(Family.IPV4);
        SOCKET s = left.call(() -> bound(udp(), link.address(left, 0)));
        expectZero(setsockopt(s, IPPROTO_IP, IP_TOS, 0xb8));
        expectCount(1, sendTo(s, new byte[1], link.address(right, 9)));
        assertThat(trafficClass(captured, IPPROTO_UDP, port(s), 1)).isZero();
    }

    /** The kernel may let a burst out at first; without a limit this takes a millisecond. */
    @ParameterizedTest
    @EnumSource(Family.class)
    @Conforms("D503")
    void theTokenRateIsNotExceeded(Family family) {
        int rate = 200_000;
        int bytes = 200_000;
        SOCKET[] ends = connection(family);
        ask(ends[0], SERVICETYPE_GUARANTEED, rate);
        long start = System.nanoTime();
        Call<Integer> sending = Call.of(() -> send(ends[0], new byte[bytes]));
        receive(ends[1], bytes);
        long millis = (System.nanoTime() - start) / 1_000_000;
        assertThat(sending.value()).isEqualTo(bytes);
        assertThat(millis).isGreaterThan(1000L * bytes / rate / 3);
        assertThat(left.command("ss", "-tinH")).contains("pacing_rate").contains("/" + 8 * rate + "bps");
    }
}
