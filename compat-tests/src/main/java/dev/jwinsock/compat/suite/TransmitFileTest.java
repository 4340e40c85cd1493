package dev.jwinsock.compat.suite;

import static dev.jwinsock.Mswsock.*;
import static dev.jwinsock.Windows.*;
import static dev.jwinsock.Winsock2.*;
import static dev.jwinsock.compat.harness.Expect.*;
import static dev.jwinsock.compat.harness.Sockets.*;
import static org.assertj.core.api.Assertions.assertThat;

import dev.jwinsock.HANDLE;
import dev.jwinsock.IntRef;
import dev.jwinsock.OVERLAPPED;
import dev.jwinsock.Ref;
import dev.jwinsock.SOCKET;
import dev.jwinsock.TRANSMIT_FILE_BUFFERS;
import dev.jwinsock.TRANSMIT_PACKETS_ELEMENT;
import dev.jwinsock.compat.Conforms;
import dev.jwinsock.compat.WinsockTest;
import dev.jwinsock.compat.harness.Call;
import dev.jwinsock.compat.harness.Pair;
import dev.jwinsock.compat.harness.Pairs;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** async.md, section 10: TransmitFile and TransmitPackets. */
@WinsockTest
final class TransmitFileTest extends OverlappedScene {
    private static final int MEGABYTES = 5 << 20;

    @TempDir
    private Path directory;

    private FileChannel file(int length) throws IOException {
        Path path = directory.resolve("file" + length);
        byte[] bytes = new byte[length];
        pattern(0, length).get(0, bytes);
        Files.write(path, bytes);
        return FileChannel.open(path, StandardOpenOption.READ);
    }

    private static ByteBuffer bytes(String text) {
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII));
    }

    private static void expectFalse(int error, boolean result) {
        assertThat(result).isFalse();
        expectLastError(error);
    }

    /** Receives to the end of the stream. */
    private static Call<byte[]> receiver(SOCKET s) {
        return Call.of(() -> {
            java.io.ByteArrayOutputStream all = new java.io.ByteArrayOutputStream();
            byte[] room = new byte[65536];
            for (int n = recv(s, room, room.length, 0); n > 0; n = recv(s, room, room.length, 0)) {
                all.write(room, 0, n);
            }
            return all.toByteArray();
        });
    }

    private static void expectPattern(byte[] bytes, int from, int at, int length) {
        for (int i = 0; i < length; i++) {
            if (bytes[from + i] != patternAt(at + i)) {
                throw new AssertionError("byte " + i + " is wrong");
            }
        }
    }

    @Test
    @Conforms({"A145", "A150"})
    void checks() throws Exception {
        try (FileChannel file = file(10)) {
            expectFalse(WSAENOTSOCK, TransmitFile(INVALID_SOCKET, file, 0, 0, null, null, 0));
            expectFalse(WSAENOTCONN, TransmitFile(tcp(), file, 0, 0, null, null, 0));
            expectFalse(WSAENOTCONN, TransmitFile(tcp(), file, 0, 0, null, null, TF_DISCONNECT | TF_REUSE_SOCKET));
            expectFalse(WSAENOTCONN, TransmitFile(udp(), file, 0, 0, null, null, 0));
            expectFalse(WSAENOTCONN, TransmitFile(tcp(), file, 0, 0, new OVERLAPPED(), null, 0));
            Pair pair = Pairs.tcp();
            expectFalse(WSAEINVAL, TransmitFile(pair.client(), file, 0, 0, null, null, 0x100));
            TRANSMIT_FILE_BUFFERS buffers = new TRANSMIT_FILE_BUFFERS();
            buffers.Head = bytes("ab");
            buffers.HeadLength = 3;
            expectFalse(WSAEFAULT, TransmitFile(pair.client(), file, 0, 0, null, buffers, 0));
        }
    }

    @Test
    @Conforms("D289")
    void aClosedFile() throws Exception {
        Pair pair = Pairs.tcp();
        FileChannel file = file(10);
        file.close();
        expectFalse(WSA_INVALID_HANDLE, TransmitFile(pair.client(), file, 0, 0, null, null, 0));
        Io io = new Io(1);
        io.Offset = 0;
        expectFalse(ERROR_IO_PENDING, TransmitFile(pair.client(), file, 0, 0, io, null, 0));
        io.await();
        assertThat(GetOverlappedResult(pair.client(), io, new IntRef(), false)).isFalse();
        expectLastError(ERROR_INVALID_HANDLE);
    }

    @Test
    @Conforms({"A146", "A148"})
    void blocking() throws Exception {
        Pair pair = Pairs.tcp();
        assertThat(TransmitFile(pair.client(), null, 0, 0, null, null, 0)).isTrue();
        Call<byte[]> receiver = receiver(pair.server());
        try (FileChannel file = file(MEGABYTES)) {
            file.position(1000);
            TRANSMIT_FILE_BUFFERS buffers = new TRANSMIT_FILE_BUFFERS();
            buffers.Head = bytes("-head");
            buffers.Head.position(1);
            buffers.HeadLength = 4;
            buffers.Tail = bytes("tail");
            buffers.TailLength = 4;
            assertThat(TransmitFile(pair.client(), file, 0, 0, null, buffers, 0))
                    .isTrue();
            assertThat(file.position()).isEqualTo(MEGABYTES);
            file.position(0);
            assertThat(TransmitFile(pair.client(), file, 7, 0, null, null, TF_USE_KERNEL_APC))
                    .isTrue();
            assertThat(file.position()).isEqualTo(7);
            assertThat(buffers.Head.position()).isEqualTo(1);
        }
        expectZero(shutdown(pair.client(), SD_SEND));
        byte[] all = receiver.value();
        assertThat(all).hasSize(4 + MEGABYTES - 1000 + 4 + 7);
        assertThat(new String(all, 0, 4, StandardCharsets.US_ASCII)).isEqualTo("head");
        expectPattern(all, 4, 1000, MEGABYTES - 1000);
        assertThat(new String(all, 4 + MEGABYTES - 1000, 4, StandardCharsets.US_ASCII))
                .isEqualTo("tail");
        expectPattern(all, all.length - 7, 0, 7);
    }

    @Test
    @Conforms({"A146", "A148", "A150"})
    void overlapped() throws Exception {
        Pair pair = Pairs.tcp();
        HANDLE port = completionPort();
        CreateIoCompletionPort(pair.client(), port, "key", 0);
        try (FileChannel file = file(MEGABYTES)) {
            Io before = new Io("before");
            assertThat(send(pair.client(), before)).isZero();
            Io io = new Io(1);
            io.Offset = 100;
            expectFalse(ERROR_IO_PENDING, TransmitFile(pair.client(), file, 0, 0, io, null, TF_DISCONNECT));
            assertThat(file.position()).isZero();
            Call<byte[]> receiver = receiver(pair.server());
            IntRef count = new IntRef();
            Ref<OVERLAPPED> overlapped = new Ref<>();
            assertThat(GetQueuedCompletionStatus(port, count, new Ref<>(), overlapped, LIMIT_MILLIS))
                    .isTrue();
            assertThat(overlapped.value).isSameAs(before);
            assertThat(GetQueuedCompletionStatus(port, count, new Ref<>(), overlapped, LIMIT_MILLIS))
                    .isTrue();
            assertThat(overlapped.value).isSameAs(io);
            assertThat(count.value).isEqualTo(MEGABYTES - 100);
            byte[] all = receiver.value(); // the end has come
            assertThat(all).hasSize(6 + MEGABYTES - 100);
            expectPattern(all, 6, 100, MEGABYTES - 100);
            expectError(WSAESHUTDOWN, send(pair.client(), new Io("x")));
        }
        CloseHandle(port);
    }

    @Test
    @Conforms("A150")
    void reuse() throws Exception {
        SOCKET listener = listener();
        SOCKET acceptor = tcp();
        try (FileChannel file = file(1000)) {
            for (int round = 0; round < 3; round++) {
                Io accept = new Io(64);
                expectFalse(ERROR_IO_PENDING, AcceptEx(listener, acceptor, accept.memory, 0, 32, 32, null, accept));
                SOCKET client = tcp();
                expectZero(connect(client, localAddress(listener), 16));
                accept.await();
                file.position(0);
                assertThat(TransmitFile(acceptor, file, 0, 0, null, null, TF_DISCONNECT | TF_REUSE_SOCKET))
                        .isTrue();
                byte[] all = receiver(client).value();
                assertThat(all).hasSize(1000);
                expectPattern(all, 0, 0, 1000);
            }
        }
    }

    @Test
    @Conforms("A150")
    void packets() throws Exception {
        Pair pair = Pairs.tcp();
        try (FileChannel file = file(1000)) {
            TRANSMIT_PACKETS_ELEMENT[] elements = new TRANSMIT_PACKETS_ELEMENT[4];
            for (int i = 0; i < elements.length; i++) {
                elements[i] = new TRANSMIT_PACKETS_ELEMENT();
            }
            elements[0].dwElFlags = TP_ELEMENT_MEMORY | TP_ELEMENT_EOP;
            elements[0].pBuffer = bytes("one");
            elements[0].cLength = 3;
            elements[1].dwElFlags = TP_ELEMENT_FILE;
            elements[1].hFile = file;
            elements[1].nFileOffset = 500;
            elements[1].cLength = 10;
            elements[2].dwElFlags = TP_ELEMENT_FILE;
            elements[2].hFile = file;
            elements[2].nFileOffset = -1;
            elements[3].dwElFlags = TP_ELEMENT_MEMORY;
            elements[3].pBuffer = bytes("two");
            elements[3].cLength = 3;
            file.position(990);
            Io io = new Io(1);
            expectFalse(ERROR_IO_PENDING, TransmitPackets(pair.client(), elements, 4, 0, io, TP_DISCONNECT));
            byte[] all = receiver(pair.server()).value();
            io.await();
            expectResult(pair.client(), io, 26);
            assertThat(all).hasSize(26);
            assertThat(new String(all, 0, 3, StandardCharsets.US_ASCII)).isEqualTo("one");
            expectPattern(all, 3, 500, 10);
            expectPattern(all, 13, 990, 10);
            assertThat(new String(all, 23, 3, StandardCharsets.US_ASCII)).isEqualTo("two");
            assertThat(file.position()).isEqualTo(1000);
            Pair second = Pairs.tcp();
            expectFalse(WSAEFAULT, TransmitPackets(second.client(), elements, 5, 0, null, 0));
            elements[1].dwElFlags = 0;
            expectFalse(WSAEINVAL, TransmitPackets(second.client(), elements, 4, 0, null, 0));
            elements[0].cLength = 4;
            expectFalse(WSAEFAULT, TransmitPackets(second.client(), elements, 1, 0, null, 0));
            assertThat(TransmitPackets(second.client(), null, 0, 0, null, 0)).isTrue();
        }
    }

    @Test
    @Conforms("A150")
    void cancelledAndReset() throws Exception {
        Pair pair = Pairs.tcp();
        try (FileChannel file = file(MEGABYTES)) {
            with(pair.client(), SOL_SOCKET, SO_SNDBUF, 0);
            Io io = new Io(1);
            expectFalse(ERROR_IO_PENDING, TransmitFile(pair.client(), file, 0, 0, io, null, 0));
            assertThat(CancelIoEx(pair.client(), io)).isTrue();
            assertThat(io.Internal).isEqualTo(0xC0000120L);
            Io second = new Io(1);
            expectFalse(ERROR_IO_PENDING, TransmitFile(pair.client(), file, 0, 0, second, null, 0));
            reset(pair.server());
            second.await();
            assertThat(GetOverlappedResult(pair.client(), second, new IntRef(), false))
                    .isFalse();
            expectLastError(ERROR_NETNAME_DELETED);
        }
    }
}
