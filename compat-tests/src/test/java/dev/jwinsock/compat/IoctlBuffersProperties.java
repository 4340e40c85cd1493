package dev.jwinsock.compat;

import static dev.jwinsock.Mstcpip.SIO_ACQUIRE_PORT_RESERVATION;
import static dev.jwinsock.Winsock2.*;
import static dev.jwinsock.compat.harness.Sockets.*;
import static org.assertj.core.api.Assertions.assertThat;

import dev.jwinsock.IntRef;
import dev.jwinsock.SOCKET;
import dev.jwinsock.afd.IoctlCatalog;
import dev.jwinsock.compat.harness.Pairs;
import java.util.List;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import org.jspecify.annotations.Nullable;

/** Every control code with buffers of any length and content: a documented answer, and nothing unchecked goes further. */
abstract class IoctlBuffersProperties extends TransportProperties {
    /** For each of the 100 tries; with 10,000 it is a million. */
    private static final int BUFFERS = Integer.getInteger("conformance.ioctlsPerTry", 50);

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

    /** Without FIONBIO, after which others would block, and may; and SIO_IDEAL_SEND_BACKLOG_CHANGE, which blocks anyway. */
    private static final List<IoctlCatalog.Row> CODES = IoctlCatalog.rows().stream()
            .filter(row -> row.code() != FIONBIO && !row.name().equals("SIO_IDEAL_SEND_BACKLOG_CHANGE"))
            .toList();

    @Property(tries = 100, shrinking = ShrinkingMode.OFF)
    @Conforms("D414")
    void anyBuffersGetADocumentedAnswer(@ForAll long seed) {
        SOCKET[] sockets = {
            nonblocking(tcp()), nonblocking(boundUdp()), nonblocking(Pairs.tcp().client()),
        };
        Random random = new Random(seed);
        for (int i = 0; i < BUFFERS; i++) {
            IoctlCatalog.Row ioctl = CODES.get(random.nextInt(CODES.size()));
            byte[] in = buffer(random);
            if (in != null) {
                random.nextBytes(in);
                if (ioctl.code() == SIO_ACQUIRE_PORT_RESERVATION && in.length >= 4) {
                    in[2] &= 3;
                    in[3] = 0; // a descriptor for each port
                }
            }
            byte[] out = buffer(random);
            SOCKET s = sockets[random.nextInt(sockets.length)];
            int inLength = length(in, random);
            int outLength = length(out, random);
            IntRef bytes = new IntRef();
            int result = WSAIoctl(s, ioctl.code(), in, inLength, out, outLength, bytes, null, null);
            int error = WSAGetLastError();
            assertThat(result == 0 || DOCUMENTED.contains(error))
                    .as("call %d, %s: error %d", i, ioctl.name(), error)
                    .isTrue();
        }
    }

    private static byte @Nullable [] buffer(Random random) {
        return random.nextInt(8) == 0 ? null : new byte[random.nextInt(MOST_BYTES)];
    }

    /** The buffer's, or one more or less. */
    private static int length(byte @Nullable [] buffer, Random random) {
        return (buffer == null ? 0 : buffer.length) + random.nextInt(3) - 1;
    }
}
