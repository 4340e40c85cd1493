package dev.jwinsock.compat.suite;

import static dev.jwinsock.Mstcpip.SIO_ACQUIRE_PORT_RESERVATION;
import static dev.jwinsock.Winsock2.*;
import static dev.jwinsock.Ws2tcpip.SIO_IDEAL_SEND_BACKLOG_CHANGE;
import static dev.jwinsock.compat.harness.Sockets.*;
import static org.assertj.core.api.Assertions.assertThat;

import dev.jwinsock.Mstcpip;
import dev.jwinsock.Mswsock;
import dev.jwinsock.Qossp;
import dev.jwinsock.SOCKET;
import dev.jwinsock.Winsock2;
import dev.jwinsock.Ws2tcpip;
import dev.jwinsock.compat.Conforms;
import dev.jwinsock.compat.WinsockTest;
import dev.jwinsock.compat.harness.Pairs;
import java.lang.reflect.Field;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Every code with buffers of any length and content; {@code -Dconformance.ioctls=1000000} for more of them. */
@WinsockTest
final class RandomIoctlsTest extends IoctlScene {
    private static final int COUNT = Integer.getInteger("conformance.ioctls", 5000);
    private static final int ERROR_INSUFFICIENT_BUFFER = 122;
    private static final int MOST_BYTES = 200;

    private static final Set<Integer> DOCUMENTED = Set.of(
            WSAEFAULT,
            WSAEINVAL,
            WSAEOPNOTSUPP,
            WSAENOPROTOOPT,
            WSAEMSGSIZE,
            WSAENOTCONN,
            WSAEWOULDBLOCK,
            WSAEAFNOSUPPORT,
            WSAENETUNREACH,
            WSAENETDOWN,
            WSAEADDRNOTAVAIL,
            WSAEADDRINUSE,
            WSAEACCES,
            WSAENOBUFS,
            ERROR_INSUFFICIENT_BUFFER);

    private static List<Integer> codes() throws IllegalAccessException {
        List<Integer> codes = new ArrayList<>();
        for (Class<?> header : List.of(Winsock2.class, Ws2tcpip.class, Mswsock.class, Mstcpip.class, Qossp.class)) {
            for (Field field : header.getFields()) {
                boolean control =
                        field.getName().startsWith("SIO") || field.getName().startsWith("FIO");
                if (control && field.getType() == int.class) {
                    codes.add(field.getInt(null));
                }
            }
        }
        codes.remove((Integer) SIO_IDEAL_SEND_BACKLOG_CHANGE); // blocks, and may
        codes.remove((Integer) FIONBIO); // others would then block, and may
        return codes;
    }

    @Test
    @Timeout(value = 30, unit = java.util.concurrent.TimeUnit.MINUTES)
    @Conforms("D414")
    void anyBuffersGetADocumentedAnswer() throws IllegalAccessException {
        List<Integer> codes = codes();
        assertThat(codes).hasSizeGreaterThan(60);
        SOCKET[] sockets = {
            nonblocking(tcp()), nonblocking(boundUdp()), nonblocking(Pairs.tcp().client()),
        };
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int i = 0; i < COUNT; i++) {
            int code = codes.get(random.nextInt(codes.size()));
            byte[] in = random.nextInt(8) == 0 ? null : new byte[random.nextInt(MOST_BYTES)];
            if (in != null) {
                random.nextBytes(in);
                if (code == SIO_ACQUIRE_PORT_RESERVATION && in.length >= 4) {
                    in[2] &= 3;
                    in[3] = 0; // a descriptor for each port
                }
            }
            byte[] out = random.nextInt(8) == 0 ? null : new byte[random.nextInt(MOST_BYTES)];
            int inLength = in == null ? random.nextInt(3) - 1 : in.length + random.nextInt(3) - 1;
            int outLength = out == null ? random.nextInt(3) - 1 : out.length + random.nextInt(3) - 1;
            SOCKET s = sockets[random.nextInt(sockets.length)];
            int result = ioctl(s, code, in, inLength, out, outLength);
            int error = WSAGetLastError();
            assertThat(result == 0 || DOCUMENTED.contains(error))
                    .as("seed %d, call %d, code 0x%x: error %d", seed, i, code, error)
                    .isTrue();
        }
    }
}
