package dev.jwinsock.compat.suite;

import static dev.jwinsock.Windows.*;
import static dev.jwinsock.Winsock2.*;
import static dev.jwinsock.compat.harness.Expect.*;
import static org.assertj.core.api.Assertions.assertThat;

import dev.jwinsock.HANDLE;
import dev.jwinsock.IntRef;
import dev.jwinsock.OVERLAPPED;
import dev.jwinsock.SOCKET;
import dev.jwinsock.WSABUF;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** Overlapped operations as the tests use them. */
abstract class OverlappedScene extends EventScene {
    static final int UNTOUCHED = 0xdeadbeef;
    static final int LIMIT_MILLIS = 10_000;

    /** An operation with memory and an event of its own. */
    static class Io extends OVERLAPPED {
        final ByteBuffer memory;

        Io(int room) {
            this(ByteBuffer.allocateDirect(room));
        }

        Io(String text) {
            this(ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII)));
        }

        Io(ByteBuffer memory) {
            this.memory = memory;
            hEvent = WSACreateEvent();
            InternalHigh = UNTOUCHED;
        }

        Io withoutEvent() {
            hEvent = null;
            return this;
        }

        WSABUF[] buffers() {
            return new WSABUF[] {new WSABUF(memory)};
        }

        boolean signalled() {
            return WaitForSingleObject(hEvent, 0) == WAIT_OBJECT_0;
        }

        /** Until the event is signalled. */
        Io await() {
            assertThat(WaitForSingleObject(hEvent, LIMIT_MILLIS)).isEqualTo(WAIT_OBJECT_0);
            return this;
        }

        String text() {
            byte[] bytes = new byte[(int) InternalHigh];
            memory.get(memory.position(), bytes);
            return new String(bytes, StandardCharsets.US_ASCII);
        }
    }

    static int receive(SOCKET s, Io io) {
        return WSARecv(s, io.buffers(), 1, null, new IntRef(), io, null);
    }

    static int send(SOCKET s, Io io) {
        return WSASend(s, io.buffers(), 1, null, 0, io, null);
    }

    static Io pendingReceive(SOCKET s, int room) {
        Io io = new Io(room);
        expectError(WSA_IO_PENDING, receive(s, io));
        return io;
    }

    /** A receive of what is coming or is there already. */
    static Io startedReceive(SOCKET s, int room) {
        Io io = new Io(room);
        int result = receive(s, io);
        assertThat(result == 0 || WSAGetLastError() == WSA_IO_PENDING)
                .as("last error %d", WSAGetLastError())
                .isTrue();
        return io;
    }

    static void sendText(SOCKET s, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
        expectCount(bytes.length, dev.jwinsock.Winsock2.send(s, bytes, bytes.length, 0));
    }

    /** WSAGetOverlappedResult without waiting. */
    static void expectResult(SOCKET s, OVERLAPPED io, int bytes) {
        IntRef count = new IntRef(UNTOUCHED);
        IntRef flags = new IntRef();
        assertThat(WSAGetOverlappedResult(s, io, count, false, flags))
                .as("last error %d", WSAGetLastError())
                .isTrue();
        assertThat(count.value).isEqualTo(bytes);
    }

    /** WSAGetOverlappedResult and GetOverlappedResult of a failed operation. */
    static void expectFailure(SOCKET s, OVERLAPPED io, int winsock, int win32, int bytes) {
        IntRef count = new IntRef(UNTOUCHED);
        assertThat(WSAGetOverlappedResult(s, io, count, false, new IntRef())).isFalse();
        expectLastError(winsock);
        assertThat(count.value).isEqualTo(bytes);
        assertThat(GetOverlappedResult(s, io, count, false)).isFalse();
        expectLastError(win32);
    }

    /** Bytes by position, so that a lost or repeated piece is seen. */
    static byte patternAt(int position) {
        return (byte) (position * 31 ^ position >> 8);
    }

    static ByteBuffer pattern(int from, int length) {
        ByteBuffer bytes = ByteBuffer.allocateDirect(length);
        for (int i = 0; i < length; i++) {
            bytes.put(i, patternAt(from + i));
        }
        return bytes;
    }

    static String ascii(ByteBuffer memory, int length) {
        byte[] bytes = new byte[length];
        memory.get(0, bytes);
        return new String(bytes, StandardCharsets.US_ASCII);
    }

    /** FIONREAD. */
    static int readable(SOCKET s) {
        IntRef count = new IntRef();
        expectZero(ioctlsocket(s, FIONREAD, count));
        return count.value;
    }

    static HANDLE completionPort() {
        HANDLE port = CreateIoCompletionPort(INVALID_HANDLE_VALUE, null, null, 0);
        assertThat(port).isNotNull();
        return java.util.Objects.requireNonNull(port);
    }
}
