package dev.jwinsock.compat.suite;

import static dev.jwinsock.Mstcpip.*;
import static dev.jwinsock.Mswsock.*;
import static dev.jwinsock.Qossp.SIO_CHK_QOS;
import static dev.jwinsock.Windows.*;
import static dev.jwinsock.Winsock2.*;
import static dev.jwinsock.Ws2tcpip.*;
import static dev.jwinsock.compat.harness.Expect.*;
import static dev.jwinsock.compat.harness.Sockets.*;
import static org.assertj.core.api.Assertions.assertThat;

import dev.jwinsock.IntRef;
import dev.jwinsock.Ref;
import dev.jwinsock.SOCKET;
import dev.jwinsock.compat.Conforms;
import dev.jwinsock.compat.WinsockTest;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Ioctls that answer with a socket, and those that are always refused. */
@WinsockTest
final class HandleIoctlsTest extends IoctlScene {
    private static final int ERROR_NOT_SUPPORTED = 50;

    @ParameterizedTest
    @ValueSource(
            ints = {
                SIO_BASE_HANDLE,
                SIO_BSP_HANDLE,
                SIO_BSP_HANDLE_SELECT,
                SIO_BSP_HANDLE_POLL,
                SIO_QUERY_TARGET_PNP_HANDLE
            })
    @Conforms({"S257", "A177", "D408"})
    void theSocketItself(int code) {
        for (SOCKET s : oneOfEach()) {
            Ref<SOCKET> base = new Ref<>();
            expectZero(ioctl(s, code, null, 0, base, 8));
            expectBytes(8);
            assertThat(base.value).isSameAs(s);
            byte[] raw = new byte[8];
            expectZero(ioctl(s, code, null, 0, raw, 8));
            assertThat(ByteBuffer.wrap(raw).order(ByteOrder.LITTLE_ENDIAN).getLong())
                    .isEqualTo(s.value());
            expectRefused(WSAEFAULT, ioctl(s, code, null, 0, raw, 7));
            expectRefused(WSAEFAULT, ioctl(s, code, null, 0, null, 8));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {SIO_BASE_HANDLE, SIO_BSP_HANDLE, SIO_BSP_HANDLE_SELECT})
    @Conforms({"S257", "A177", "A163"})
    void notWithOverlapped(int code) {
        SOCKET s = tcp();
        byte[] out = new byte[8];
        Io io = new Io(1);
        expectError(WSA_IO_PENDING, ioctl(s, code, null, 0, out, 8, io));
        io.await();
        assertThat(GetOverlappedResult(s, io, new IntRef(), false)).isFalse();
        expectLastError(ERROR_NOT_SUPPORTED);
        assertThat(WSAGetOverlappedResult(s, io, new IntRef(), false, new IntRef()))
                .isFalse();
        expectLastError(WSAEOPNOTSUPP);
        assertThat(out).containsOnly(0);
    }

    @Test
    @Conforms("D408")
    void thePollHandleTakesNoOverlapped() {
        expectError(WSAEFAULT, ioctl(tcp(), SIO_BSP_HANDLE_POLL, null, 0, new byte[8], 8, new Io(1)));
    }

    @Test
    @Conforms("D410")
    void refusedByWindows() {
        for (SOCKET s : oneOfEach()) {
            byte[] room = new byte[1024];
            for (int code : new int[] {
                SIO_ASSOCIATE_HANDLE, SIO_TRANSLATE_HANDLE, SIO_GET_GROUP_QOS, SIO_SET_GROUP_QOS, SIO_CHK_QOS
            }) {
                expectRefused(WSAENOPROTOOPT, ioctl(s, code, room, 64, room, 64));
                expectRefused(WSAENOPROTOOPT, ioctl(s, code, null, 0, null, 0));
            }
            for (int code : new int[] {
                SIO_GET_INTERFACE_LIST_EX,
                SIO_APPLY_TRANSPORT_SETTING,
                SIO_QUERY_TRANSPORT_SETTING,
                SIO_NSP_NOTIFY_CHANGE
            }) {
                expectRefused(WSAEOPNOTSUPP, ioctl(s, code, room, 64, room, 1024));
                expectRefused(WSAEOPNOTSUPP, ioctl(s, code, null, 0, null, 0));
            }
        }
    }

    @Test
    @Conforms("S254")
    void flushIsNotSupported() {
        for (SOCKET s : oneOfEach()) {
            expectRefused(WSAEOPNOTSUPP, ioctl(s, SIO_FLUSH, null, 0, null, 0));
        }
        Io io = new Io(1);
        SOCKET s = tcp();
        expectError(WSA_IO_PENDING, ioctl(s, SIO_FLUSH, null, 0, null, 0, io));
        io.await();
        assertThat(WSAGetOverlappedResult(s, io, new IntRef(), false, new IntRef()))
                .isFalse();
        expectLastError(WSAEOPNOTSUPP);
    }

    @Test
    @Conforms("S250")
    void withoutACount() {
        for (int code : new int[] {SIO_BASE_HANDLE, SIO_KEEPALIVE_VALS, SIO_ADDRESS_LIST_CHANGE, SIO_FLUSH}) {
            expectError(WSAEFAULT, WSAIoctl(tcp(), code, null, 0, new byte[8], 8, null, null, null));
            expectError(WSAEFAULT, WSAIoctl(tcp(), code, null, 0, new byte[8], 8, null, new Io(1), null));
        }
    }

    @Test
    @Conforms("D410")
    void objectsThatAreNoMemory() {
        SOCKET s = tcp();
        expectError(WSAEFAULT, ioctl(s, SIO_LOOPBACK_FAST_PATH, "text", 4, null, 0));
        expectError(WSAEFAULT, ioctl(s, SIO_BASE_HANDLE, null, 0, "text", 8));
        expectError(WSAEFAULT, ioctl(s, SIO_LOOPBACK_FAST_PATH, new IntRef(), 5, null, 0));
        expectError(WSAEFAULT, ioctl(s, SIO_LOOPBACK_FAST_PATH, new IntRef(), -1, null, 0));
    }
}
