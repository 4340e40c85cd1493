package dev.jwinsock.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.jwinsock.IntRef;
import dev.jwinsock.SOCKET;
import dev.jwinsock.Winsock2;
import dev.jwinsock.Ws2tcpip;
import dev.jwinsock.sockaddr_storage;
import dev.jwinsock.transport.TransportProvider;
import dev.jwinsock.transport.Transports;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.ServiceLoader;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The IPv6-enabled server and client against each other, over each transport, family and protocol. */
@Timeout(60)
final class Ipv6ProgramsTest {
    private static final Pattern RECEIVED = Pattern.compile("Received (\\d+) bytes from server: .*");

    private final @Nullable String chosen = System.getProperty(Transports.CHOICE);

    @AfterEach
    void chooseAsBefore() {
        if (chosen == null) {
            System.clearProperty(Transports.CHOICE);
        } else {
            System.setProperty(Transports.CHOICE, chosen);
        }
    }

    /** The first WSAStartup takes it. */
    private static void use(String transport) {
        System.setProperty(Transports.CHOICE, transport);
    }

    static Stream<String> transports() {
        return ServiceLoader.load(TransportProvider.class).stream()
                .map(ServiceLoader.Provider::get)
                .filter(transport -> transport.unavailable() == null)
                .map(TransportProvider::name);
    }

    static Stream<Arguments> transportsAndFamilies() {
        return transports()
                .flatMap(transport -> Stream.of("PF_INET", "PF_INET6").map(family -> Arguments.of(transport, family)));
    }

    /** The server on a thread of its own, until one of its sockets is closed. */
    private static final class RunningServer {
        private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
        private final CompletableFuture<List<SOCKET>> sockets = new CompletableFuture<>();
        private final FutureTask<Integer> code;

        RunningServer(String... argv) {
            PrintStream out = new PrintStream(printed, true, StandardCharsets.UTF_8);
            code = new FutureTask<>(() -> Ipv6Server.run(argv, out, sockets::complete));
            Thread thread = new Thread(code, "server");
            thread.setDaemon(true);
            thread.start();
        }

        List<SOCKET> sockets() throws Exception {
            return sockets.get(30, TimeUnit.SECONDS);
        }

        int port(int socket) throws Exception {
            sockaddr_storage bound = new sockaddr_storage();
            assertThat(Winsock2.getsockname(sockets().get(socket), bound, new IntRef(bound.sizeof())))
                    .isZero();
            return Winsock2.ntohs(Ws2tcpip.SS_PORT(bound)) & 0xffff;
        }

        int code() throws Exception {
            return code.get(30, TimeUnit.SECONDS);
        }

        /** Ends it, and checks that it was this that ended it. @return what it printed before */
        List<String> stop() throws Exception {
            assertThat(Winsock2.closesocket(sockets().get(0))).isZero();
            assertThat(code()).isEqualTo(-1);
            List<String> lines = lines();
            assertThat(lines).last().asString().startsWith("select() failed with error 10038 (WSAENOTSOCK");
            return lines.subList(0, lines.size() - 1);
        }

        List<String> lines() {
            return printed.toString(StandardCharsets.UTF_8).lines().toList();
        }
    }

    private static List<String> client(int expectedCode, String... argv) {
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        int code = Ipv6Client.run(argv, new PrintStream(printed, true, StandardCharsets.UTF_8));
        List<String> lines = printed.toString(StandardCharsets.UTF_8).lines().toList();
        assertThat(code).as("%s", lines).isEqualTo(expectedCode);
        return lines;
    }

    private static String loopback(String family) {
        return family.equals("PF_INET") ? "127.0.0.1" : "::1";
    }

    private static void assumeFamily(String family) throws IOException {
        assumeThat(NetworkInterface.getByInetAddress(InetAddress.getByName(loopback(family))))
                .as("the loopback address of %s", family)
                .isNotNull();
    }

    private static int localPort(List<String> client) {
        String line = client.stream()
                .filter(l -> l.startsWith("Using local address"))
                .findFirst()
                .orElseThrow();
        return Integer.parseInt(line.substring(line.lastIndexOf(' ') + 1));
    }

    @ParameterizedTest
    @MethodSource("transportsAndFamilies")
    void tcp(String transport, String family) throws Exception {
        assumeFamily(family);
        use(transport);
        String address = loopback(family);
        RunningServer server = new RunningServer("-f", family, "-p", "0", "-a", address);
        int port = server.port(0);
        List<String> client = client(0, "-s", address, "-f", family, "-p", Integer.toString(port), "-n", "2");
        assertThat(client)
                .containsExactly(
                        "Attempting to connect to: " + address,
                        "Connected to " + address + ", port " + port + ", protocol TCP, protocol family " + family,
                        "Using local address " + address + ", port " + localPort(client),
                        "Sent 10 bytes (out of 10 bytes) of data: [Message #1]",
                        "Received 10 bytes from server: [Message #1]",
                        "Sent 10 bytes (out of 10 bytes) of data: [Message #2]",
                        "Received 10 bytes from server: [Message #2]",
                        "Done sending",
                        "Server closed connection");
        assertThat(server.stop())
                .containsExactly(
                        "'Listening' on port " + port + ", protocol TCP, protocol family " + family,
                        "Accepted connection from " + address,
                        "Received 10 bytes from client: [Message #1]",
                        "Echoing same data back to client",
                        "Received 10 bytes from client: [Message #2]",
                        "Echoing same data back to client",
                        "Client closed connection");
    }

    @ParameterizedTest
    @MethodSource("transportsAndFamilies")
    void udp(String transport, String family) throws Exception {
        assumeFamily(family);
        use(transport);
        String address = loopback(family);
        RunningServer server = new RunningServer("-f", family, "-t", "UDP", "-p", "0", "-a", address);
        int port = server.port(0);
        List<String> client =
                client(0, "-s", address, "-f", family, "-t", "udp", "-p", Integer.toString(port), "-b", "3");
        assertThat(client)
                .containsExactly(
                        "Attempting to connect to: " + address,
                        "Connected to " + address + ", port " + port + ", protocol UDP, protocol family " + family,
                        "Using local address " + address + ", port " + localPort(client),
                        "Sent 13 bytes (out of 13 bytes) of data: [Message #1 !\"]",
                        "Received 13 bytes from server: [Message #1 !\"]",
                        "Done sending");
        assertThat(server.stop())
                .containsExactly(
                        "'Listening' on port " + port + ", protocol UDP, protocol family " + family,
                        "Received a 13 byte datagram from " + address + ": [Message #1 !\"]",
                        "Echoing same data back to client");
    }

    /** The server's buffer is small: the reply comes in pieces, and all of it. */
    @ParameterizedTest
    @MethodSource("transports")
    void aLongMessageOverTcp(String transport) throws Exception {
        use(transport);
        RunningServer server = new RunningServer("-f", "PF_INET", "-p", "0", "-a", "127.0.0.1");
        List<String> client = client(0, "-f", "PF_INET", "-p", Integer.toString(server.port(0)), "-b", "1000");
        assertThat(client)
                .anyMatch(line -> line.startsWith("Sent 1010 bytes (out of 1010 bytes) of data: [Message #1"));
        assertThat(client.stream()
                        .map(RECEIVED::matcher)
                        .filter(Matcher::matches)
                        .mapToInt(m -> Integer.parseInt(m.group(1)))
                        .sum())
                .isEqualTo(1010);
        assertThat(server.stop()).last().isEqualTo("Client closed connection");
    }

    /** A datagram longer than the buffer: Windows fails the call, and so the sample ends. */
    @ParameterizedTest
    @MethodSource("transports")
    void aLongDatagramEndsTheServer(String transport) throws Exception {
        use(transport);
        RunningServer server = new RunningServer("-f", "PF_INET", "-t", "UDP", "-p", "0", "-a", "127.0.0.1");
        InetAddress loopback = InetAddress.getByName("127.0.0.1");
        int port = server.port(0);
        try (DatagramSocket sender = new DatagramSocket(0, loopback)) {
            sender.send(new DatagramPacket(new byte[65], 65, loopback, port));
            assertThat(server.code()).isZero();
        }
        assertThat(server.lines()).last().asString().startsWith("recvfrom() failed with error 10040 (WSAEMSGSIZE");
    }

    /** One select over the sockets of both families. */
    @ParameterizedTest
    @MethodSource("transports")
    void bothFamiliesAtOnce(String transport) throws Exception {
        assumeFamily("PF_INET6");
        use(transport);
        for (String protocol : List.of("TCP", "UDP")) {
            RunningServer server = new RunningServer("-t", protocol, "-p", "0");
            assertThat(server.sockets()).hasSize(2);
            for (int round = 0; round < 3; round++) {
                for (int i = 0; i < 2; i++) {
                    String port = Integer.toString(server.port(i));
                    String family = server.lines().get(i).replaceFirst(".* ", "");
                    assertThat(client(0, "-t", protocol, "-s", loopback(family), "-p", port))
                            .contains("Received 10 bytes from server: [Message #1]");
                }
            }
            assertThat(server.stop())
                    .filteredOn(line -> line.equals("Echoing same data back to client"))
                    .hasSize(6);
        }
    }

    /** Without a family the client takes the first address that answers. */
    @ParameterizedTest
    @MethodSource("transports")
    void theClientTriesOneAddressAfterTheOther(String transport) throws Exception {
        assumeFamily("PF_INET6");
        use(transport);
        RunningServer server = new RunningServer("-p", "0", "-a", "127.0.0.1");
        int port = server.port(0);
        List<String> client = client(0, "-p", Integer.toString(port));
        assertThat(client)
                .startsWith("Attempting to connect to: localhost")
                .contains("Connected to 127.0.0.1, port " + port + ", protocol TCP, protocol family PF_INET")
                .anyMatch(line -> line.startsWith("connect() to ::1 failed with error 10061 (WSAECONNREFUSED"));
        server.stop();
        assertThat(client(-1, "-p", Integer.toString(port)))
                .last()
                .isEqualTo("Fatal error: unable to connect to the server.");
    }

    @Test
    void helpIsNoErrorAndAnythingElseUnknownIs() {
        assertThat(client(0, "--help")).anyMatch(line -> line.startsWith("usage: Ipv6Client"));
        assertThat(client(1, "-f", "PF_UNIX")).anyMatch(line -> line.startsWith("usage: Ipv6Client"));
        assertThat(client(1, "-b", "70000")).anyMatch(line -> line.startsWith("usage: Ipv6Client"));
        assertThat(client(1, "-a", "127.0.0.1")).as("the server's").anyMatch(line -> line.startsWith("usage"));
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        PrintStream out = new PrintStream(printed, true, StandardCharsets.UTF_8);
        assertThat(Ipv6Server.run(new String[] {"--help"}, out, sockets -> {})).isZero();
        assertThat(Ipv6Server.run(new String[] {"-t", "SCTP"}, out, sockets -> {}))
                .isEqualTo(1);
        assertThat(printed.toString(StandardCharsets.UTF_8)).contains("usage: Ipv6Server [-f family]");
    }

    @Test
    void anAddressThatIsNoneIsSaidInWords() throws Exception {
        RunningServer server = new RunningServer("-p", "0", "-a", "nonsense.invalid");
        assertThat(server.code()).isEqualTo(-1);
        assertThat(server.lines()).singleElement().asString().startsWith("getaddrinfo failed with error 11001: ");
    }
}
