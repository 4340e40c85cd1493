package dev.jwinsock.examples;

import static dev.jwinsock.Winsock2.*;
import static org.assertj.core.api.Assertions.assertThat;

import dev.jwinsock.IntRef;
import dev.jwinsock.SOCKET;
import dev.jwinsock.WSADATA;
import dev.jwinsock.sockaddr_in;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A port that nobody has, and one that another socket of the process has. */
@Timeout(60)
final class ExclusiveAddressTest {
    private static String output(String... argv) {
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        ExclusiveAddress.run(argv, new PrintStream(printed, true, StandardCharsets.UTF_8));
        return printed.toString(StandardCharsets.UTF_8).strip();
    }

    private static String udp(int port) {
        return output("2", "2", "17", String.valueOf(port));
    }

    @Test
    void theUsage() {
        assertThat(output()).startsWith("usage:");
        assertThat(output("23", "2", "17", "1")).isEqualTo("Address family must be AF_INET (2)");
        assertThat(udp(0)).isEqualTo("Port specified must be greater than 0 and less than 65535");
    }

    @Test
    void aFreePortAndOneThatIsTaken() {
        assertThat(WSAStartup(MAKEWORD(2, 2), new WSADATA())).isZero();
        SOCKET taken = socket(AF_INET, SOCK_DGRAM, IPPROTO_UDP);
        sockaddr_in any = new sockaddr_in();
        any.sin_family = AF_INET;
        assertThat(bind(taken, any, sizeof(any))).isZero();
        assertThat(getsockname(taken, any, new IntRef(sizeof(any)))).isZero();
        int port = ntohs(any.sin_port);
        assertThat(udp(port)).isEqualTo("bind failed with error: 10048");
        assertThat(closesocket(taken)).isZero();
        assertThat(udp(port)).isEqualTo("bind on socket with SO_EXCLUSIVEADDRUSE succeeded to port: " + port);
        assertThat(WSACleanup()).isZero();
    }
}
