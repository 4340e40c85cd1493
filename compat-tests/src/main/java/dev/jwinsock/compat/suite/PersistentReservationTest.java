package dev.jwinsock.compat.suite;

import static dev.jwinsock.Iphlpapi.*;
import static dev.jwinsock.Mstcpip.*;
import static dev.jwinsock.Windows.*;
import static dev.jwinsock.Winsock2.*;
import static dev.jwinsock.compat.harness.Expect.*;
import static dev.jwinsock.compat.harness.Sockets.*;
import static org.assertj.core.api.Assertions.assertThat;

import dev.jwinsock.INET_PORT_RANGE;
import dev.jwinsock.INET_PORT_RESERVATION_INSTANCE;
import dev.jwinsock.INET_PORT_RESERVATION_TOKEN;
import dev.jwinsock.Ref;
import dev.jwinsock.SOCKET;
import dev.jwinsock.WSADATA;
import dev.jwinsock.compat.Conforms;
import dev.jwinsock.compat.WinsockTest;
import dev.jwinsock.compat.harness.JavaProgram;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Reservations of blocks of ports that outlive the process, in a store of the test's own. */
@WinsockTest
final class PersistentReservationTest extends IoctlScene {
    private static final String PLACE = "jwinsock.portReservations";

    @TempDir
    private Path directory;

    private @Nullable String before;

    @BeforeEach
    void useOwnStore() {
        before = System.setProperty(PLACE, store().toString());
    }

    @AfterEach
    void useTheOldStore() {
        String old = before;
        if (old == null) {
            System.clearProperty(PLACE);
        } else {
            System.setProperty(PLACE, old);
        }
    }

    private Path store() {
        return directory.resolve("deep/inside/reservations");
    }

    private static SOCKET open(boolean stream) {
        return stream ? tcp() : udp();
    }

    private static int create(boolean stream, int start, int count, @Nullable Ref<Long> token) {
        return stream
                ? CreatePersistentTcpPortReservation(htons(start), (short) count, token)
                : CreatePersistentUdpPortReservation(htons(start), (short) count, token);
    }

    private static int lookup(boolean stream, int start, int count, @Nullable Ref<Long> token) {
        return stream
                ? LookupPersistentTcpPortReservation(htons(start), (short) count, token)
                : LookupPersistentUdpPortReservation(htons(start), (short) count, token);
    }

    private static int delete(boolean stream, int start, int count) {
        return stream
                ? DeletePersistentTcpPortReservation(htons(start), (short) count)
                : DeletePersistentUdpPortReservation(htons(start), (short) count);
    }

    /** A block of ports that were free a moment ago. @return its first port */
    private static int reserved(boolean stream, int count, Ref<Long> token) {
        int[] start = {0};
        await("a free block", () -> {
            SOCKET probe = bound(open(stream), any(0));
            start[0] = Math.min(port(probe), 65_000);
            expectZero(closesocket(probe));
            int error = create(stream, start[0], count, token);
            assertThat(error).isIn(NO_ERROR, ERROR_SHARING_VIOLATION);
            return error == NO_ERROR;
        });
        return start[0];
    }

    private SOCKET associated(boolean stream, Ref<Long> token) {
        SOCKET s = open(stream);
        expectZero(associate(s, token));
        return s;
    }

    private int associate(SOCKET s, Ref<Long> token) {
        INET_PORT_RESERVATION_TOKEN associated = new INET_PORT_RESERVATION_TOKEN();
        Long value = token.value;
        associated.Token = value == null ? 0 : value;
        return ioctl(s, SIO_ASSOCIATE_PORT_RESERVATION, associated, sizeof(associated), null, 0);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    @Conforms("D488")
    void socketsTakeTheirPortsFromIt(boolean stream) {
        Ref<Long> token = new Ref<>();
        int start = reserved(stream, 3, token);
        Ref<Long> found = new Ref<>();
        assertThat(lookup(stream, start, 3, found)).isEqualTo(NO_ERROR);
        assertThat(found.value).isEqualTo(token.value).isNotEqualTo(0L);
        for (int port = start; port < start + 3; port++) {
            expectError(WSAEACCES, bind(open(stream), any(port), 16));
        }
        Set<Integer> ports = new HashSet<>();
        for (int i = 0; i < 3; i++) {
            ports.add(port(bound(associated(stream, found), loopback(0))));
        }
        assertThat(ports).containsExactlyInAnyOrder(start, start + 1, start + 2);
        expectError(WSAEADDRINUSE, bind(associated(stream, found), loopback(0), 16));
        expectError(WSAEADDRINUSE, bind(associated(stream, found), loopback(start), 16));
        expectError(WSAEADDRNOTAVAIL, bind(associated(stream, found), loopback(start + 3), 16));
        expectError(WSAEINVAL, associate(open(!stream), found));
        expectError(WSAEINVAL, associate(bound(open(stream), loopback(0)), found));
        // The other protocol's port is another one
        SOCKET other = open(!stream);
        assertThat(bind(other, loopback(start), 16) == 0 || WSAGetLastError() == WSAEADDRINUSE)
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    @Conforms("D488")
    void itOutlivesTheLastCleanup(boolean stream) {
        Ref<Long> token = new Ref<>();
        int start = reserved(stream, 2, token);
        expectZero(WSACleanup());
        assertThat(lookup(stream, start, 2, token)).isEqualTo(NO_ERROR);
        expectZero(WSAStartup(MAKEWORD(2, 2), new WSADATA()));
        expectError(WSAEACCES, bind(open(stream), loopback(start), 16));
        assertThat(port(bound(associated(stream, token), loopback(0)))).isEqualTo(start);
        assertThat(delete(stream, start, 2)).isEqualTo(NO_ERROR);
        bound(open(stream), loopback(start + 1));
    }

    @Test
    @Conforms("D488")
    void anotherProcessTakesAPort() throws IOException, InterruptedException {
        int start = reserved(true, 2, new Ref<>());
        Process other = new ProcessBuilder(
                        JavaProgram.command(ReservedPortProgram.class, store().toString(), String.valueOf(start), "2"))
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        String line = new String(other.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        assertThat(other.waitFor(20, TimeUnit.SECONDS)).isTrue();
        assertThat(line).isEqualTo(NO_ERROR + " " + WSAEACCES + " " + start);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    @Conforms("D489")
    void whatIsRefused(boolean stream) {
        Ref<Long> token = new Ref<>(5L);
        assertThat(create(stream, 0, 1, token)).isEqualTo(ERROR_INVALID_PARAMETER);
        assertThat(create(stream, 5000, 0, token)).isEqualTo(ERROR_INVALID_PARAMETER);
        assertThat(create(stream, 65_535, 2, token)).isEqualTo(ERROR_INVALID_PARAMETER);
        assertThat(create(stream, 5000, 1, null)).isEqualTo(ERROR_INVALID_PARAMETER);
        assertThat(lookup(stream, 0, 1, token)).isEqualTo(ERROR_INVALID_PARAMETER);
        assertThat(lookup(stream, 5000, 1, null)).isEqualTo(ERROR_INVALID_PARAMETER);
        assertThat(lookup(stream, 5000, 1, token)).isEqualTo(ERROR_NOT_FOUND);
        assertThat(delete(stream, 5000, 0)).isEqualTo(ERROR_INVALID_PARAMETER);
        assertThat(delete(stream, 5000, 1)).isEqualTo(ERROR_NOT_FOUND);
        assertThat(store()).doesNotExist();
        int taken = port(bound(open(stream), loopback(0)));
        assertThat(create(stream, taken, 1, token)).isEqualTo(ERROR_SHARING_VIOLATION);
        assertThat(token.value).isEqualTo(5L);
        int start = reserved(stream, 4, new Ref<>());
        assertThat(create(stream, start, 4, token)).isEqualTo(ERROR_SHARING_VIOLATION);
        assertThat(create(stream, start + 3, 1, token)).isEqualTo(ERROR_SHARING_VIOLATION);
        assertThat(lookup(stream, start, 3, token)).isEqualTo(ERROR_NOT_FOUND);
        assertThat(lookup(!stream, start, 4, token)).isEqualTo(ERROR_NOT_FOUND);
        assertThat(delete(stream, start, 3)).isEqualTo(ERROR_NOT_FOUND);
        assertThat(delete(stream, start, 4)).isEqualTo(NO_ERROR);
        assertThat(delete(stream, start, 4)).isEqualTo(ERROR_NOT_FOUND);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    @Conforms("D489")
    void aDeletedBlockIsFree(boolean stream) {
        Ref<Long> token = new Ref<>();
        int start = reserved(stream, 2, token);
        SOCKET user = bound(associated(stream, token), loopback(0));
        SOCKET late = associated(stream, token);
        assertThat(delete(stream, start, 2)).isEqualTo(NO_ERROR);
        assertThat(port(user)).isEqualTo(start);
        expectError(WSAEINVAL, bind(late, loopback(0), 16));
        expectError(WSAEINVAL, associate(open(stream), token));
        bound(open(stream), loopback(start + 1));
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    @Conforms("D489")
    void besideRuntimeReservations(boolean stream) {
        int start = reserved(stream, 2, new Ref<>());
        INET_PORT_RANGE range = new INET_PORT_RANGE();
        range.StartPort = htons(start);
        range.NumberOfPorts = 1;
        INET_PORT_RESERVATION_INSTANCE made = new INET_PORT_RESERVATION_INSTANCE();
        SOCKET owner = open(stream);
        expectError(WSAEACCES, ioctl(owner, SIO_ACQUIRE_PORT_RESERVATION, range, sizeof(range), made, sizeof(made)));
        range.StartPort = 0;
        expectZero(ioctl(owner, SIO_ACQUIRE_PORT_RESERVATION, range, sizeof(range), made, sizeof(made)));
        int runtime = ntohs(made.Reservation.StartPort) & 0xffff;
        assertThat(runtime).isNotIn(start, start + 1);
        assertThat(create(stream, runtime, 1, new Ref<>())).isEqualTo(ERROR_SHARING_VIOLATION);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    @Conforms("D489")
    void bindToAnyPortChoosesNoneOfIt(boolean stream) throws IOException {
        // All but every second port: what the system would choose is mostly reserved
        StringBuilder blocks = new StringBuilder();
        for (int port = 32_768; port < 65_535; port += 2) {
            blocks.append(stream ? "tcp " : "udp ").append(port).append(" 1\n");
        }
        write(blocks.toString());
        for (int i = 0; i < 20; i++) {
            SOCKET s = bound(open(stream), loopback(0));
            assertThat(port(s) < 32_768 || port(s) % 2 == 1).as("%d", port(s)).isTrue();
        }
    }

    private void write(String text) throws IOException {
        Files.createDirectories(store().getParent());
        Files.writeString(store(), text, StandardCharsets.ISO_8859_1);
    }

    @Test
    @Conforms("D490")
    void aBrokenStoreIsNoHindrance() throws IOException {
        String foreign = "# mine\nnonsense\ntcp 99999 1\ntcp 0 5\nudp 7 x\n\u00ff\u0001\n";
        write(foreign);
        assertThat(lookup(true, 7, 1, new Ref<>())).isEqualTo(ERROR_NOT_FOUND);
        int start = reserved(true, 2, new Ref<>());
        assertThat(Files.readString(store(), StandardCharsets.ISO_8859_1)).isEqualTo(foreign + "tcp " + start + " 2\n");
        assertThat(delete(true, start, 2)).isEqualTo(NO_ERROR);
        assertThat(Files.readString(store(), StandardCharsets.ISO_8859_1)).isEqualTo(foreign);
        try (Stream<Path> files = Files.list(store().getParent())) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .containsExactlyInAnyOrder("reservations", "reservations.lock");
        }
    }

    @Test
    @Conforms("D490")
    void aStoreThatCannotBe() throws IOException {
        Files.writeString(directory.resolve("deep"), "a file where the directory should be");
        int free = closedPort();
        assertThat(create(true, free, 1, new Ref<>())).isEqualTo(ERROR_ACCESS_DENIED);
        assertThat(lookup(true, free, 1, new Ref<>())).isEqualTo(ERROR_NOT_FOUND);
        bound(tcp(), loopback(free));
    }

    @Test
    @Conforms("D490")
    void changesOfOthersAreSeen() throws IOException {
        int port = closedPort();
        assertThat(lookup(true, port, 1, new Ref<>())).isEqualTo(ERROR_NOT_FOUND);
        write("tcp " + port + " 1\n");
        assertThat(lookup(true, port, 1, new Ref<>())).isEqualTo(NO_ERROR);
        expectError(WSAEACCES, bind(tcp(), loopback(port), 16));
        Files.delete(store());
        assertThat(lookup(true, port, 1, new Ref<>())).isEqualTo(ERROR_NOT_FOUND);
        assertThat(List.of(store())).allMatch(Files::notExists);
    }
}
