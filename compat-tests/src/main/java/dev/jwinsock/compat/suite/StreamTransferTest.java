package dev.jwinsock.compat.suite;

import static dev.jwinsock.Winsock2.*;
import static dev.jwinsock.Ws2tcpip.*;
import static dev.jwinsock.compat.harness.Expect.*;
import static dev.jwinsock.compat.harness.Sockets.*;
import static org.assertj.core.api.Assertions.assertThat;

import dev.jwinsock.IntRef;
import dev.jwinsock.SOCKET;
import dev.jwinsock.WSABUF;
import dev.jwinsock.compat.Conforms;
import dev.jwinsock.compat.Needs;
import dev.jwinsock.compat.WinsockTest;
import dev.jwinsock.compat.harness.Call;
import dev.jwinsock.compat.harness.Pair;
import dev.jwinsock.compat.harness.Pairs;
import dev.jwinsock.sockaddr_in;
import dev.jwinsock.transport.Capability;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Facts H: data on stream sockets. */
@WinsockTest
final class StreamTransferTest extends Scene {
    @Test
    @Conforms("S107")
    void recvfromOnAStreamLeavesTheAddressAlone() {
        Pair pair = Pairs.tcp();
        expectCount(5, send(pair.client(), data(5)));
        sockaddr_in from = new sockaddr_in();
        from.fromBytes(data(16), 0);
        byte[] buffer = new byte[5];
        expectCount(5, recvfrom(pair.server(), buffer, 5, 0, from, new IntRef(16)));
        assertThat(buffer).isEqualTo(data(5));
        assertThat(from.toBytes()).isEqualTo(data(16));
        expectCount(1, send(pair.client(), data(1)));
        expectCount(1, recvfrom(pair.server(), buffer, 5, 0, null, null));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1000, 1 << 24}) // SO_SNDBUF; 0 leaves the default
    @Conforms("S108")
    void blockingSendSendsEverything(int sendBuffer) {
        Pair pair = Pairs.tcp();
        if (sendBuffer != 0) {
            expectZero(setsockopt(pair.client(), SOL_SOCKET, SO_SNDBUF, sendBuffer));
        }
        byte[] sent = data(MIB);
        Call<Integer> call = Call.of(() -> send(pair.client(), sent));
        assertThat(receive(pair.server(), MIB)).isEqualTo(sent);
        assertThat(call.value()).isEqualTo(MIB);
    }

    @Test
    @Conforms("S109")
    void nonblockingSendTakesAllOrNothingAndDeliversEverything() {
        Pair pair = Pairs.tcp();
        nonblocking(pair.client());
        byte[] chunk = data(MIB);
        int chunks = 0;
        // Windows takes any number of bytes as long as something is free; how much that is, is not promised
        while (true) {
            int n = send(pair.client(), chunk);
            int error = WSAGetLastError();
            if (n == SOCKET_ERROR) {
                assertThat(error).isEqualTo(WSAEWOULDBLOCK);
                break;
            }
            assertThat(n).isEqualTo(MIB);
            assertThat(++chunks).as("chunks taken while the peer reads nothing").isLessThan(1000);
        }
        assertThat(chunks).isPositive();
        expectZero(shutdown(pair.client(), SD_SEND));

        for (int i = 0; i < chunks; i++) {
            assertThat(receive(pair.server(), MIB)).as("chunk %d", i).isEqualTo(chunk);
        }
        expectCount(0, recv(pair.server(), new byte[1]));
        expectCount(0, recv(pair.server(), new byte[1]));
        // The other direction is still open
        expectCount(1, send(pair.server(), data(1)));
        expectCount(1, awaitResult("the answer arrives", () -> recv(pair.client(), new byte[1])));
    }

    @Test
    @Conforms("S109")
    void fullSocketTakesDataAgainAfterThePeerReads() {
        Pair pair = Pairs.tcp();
        nonblocking(pair.client());
        byte[] chunk = data(MIB);
        int sent = fill(pair.client(), chunk);
        Call<byte[]> reader = Call.of(() -> receiveAll(pair.server()));
        expectCount(10, awaitResult("there is room again", () -> send(pair.client(), data(10))));
        expectZero(shutdown(pair.client(), SD_SEND));
        byte[] all = reader.value();
        assertThat(all).hasSize(sent * MIB + 10);
        assertThat(Arrays.copyOfRange(all, sent * MIB, all.length)).isEqualTo(data(10));
    }

    /** Sends until the socket would block; the number of chunks. */
    private static int fill(SOCKET s, byte[] chunk) {
        int sent = 0;
        while (send(s, chunk) == chunk.length) {
            sent++;
        }
        assertThat(WSAGetLastError()).isEqualTo(WSAEWOULDBLOCK);
        return sent;
    }

    @Test
    @Conforms("S110")
    void negativeLengthIsABadPointerAndConsumesNothing() {
        Pair pair = Pairs.tcp();
        expectCount(3, send(pair.client(), data(3)));
        expectError(WSAEFAULT, recv(pair.server(), new byte[10], -1, 0));
        assertThat(receive(pair.server(), 3)).isEqualTo(data(3));
    }

    @Test
    @Conforms("S111")
    void nonblockingRecvWithNothingQueuedWouldBlock() {
        Pair pair = Pairs.tcp();
        nonblocking(pair.server());
        expectError(WSAEWOULDBLOCK, recv(pair.server(), new byte[1]));
        IntRef count = new IntRef(77);
        WSABUF[] buffers = {new WSABUF(ByteBuffer.allocate(1))};
        expectError(WSAEWOULDBLOCK, WSARecv(pair.server(), buffers, 1, count, new IntRef(0)));
        assertThat(count.value).isEqualTo(77);
    }

    @Test
    @Conforms("S114")
    void wsaRecvNeedsABuffer() {
        Pair pair = Pairs.tcp();
        expectCount(1, send(pair.client(), data(1)));
        WSABUF[] buffers = {new WSABUF(ByteBuffer.allocate(1))};
        expectError(WSAEINVAL, WSARecv(pair.server(), buffers, 0, new IntRef(), new IntRef(0)));
        expectError(WSAEINVAL, WSARecv(pair.server(), null, 0, new IntRef(), new IntRef(0)));
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    @Conforms("S115")
    void buffersAreFilledInOrder(boolean direct) {
        Pair pair = Pairs.tcp();
        byte[] sent = data(10);
        WSABUF[] out = {buffer(sent, 0, 3), buffer(sent, 3, 0), buffer(sent, 3, 7)};
        IntRef count = new IntRef();
        expectZero(WSASend(pair.client(), out, 3, count, 0));
        assertThat(count.value).isEqualTo(10);
        await("all has arrived", () -> readable(pair.server()) == 10);

        ByteBuffer first = direct ? ByteBuffer.allocateDirect(4) : ByteBuffer.allocate(4);
        ByteBuffer second = direct ? ByteBuffer.allocateDirect(20) : ByteBuffer.allocate(20);
        WSABUF[] in = {new WSABUF(first), new WSABUF(second)};
        IntRef flags = new IntRef(0);
        expectZero(WSARecv(pair.server(), in, 2, count, flags));
        assertThat(count.value).isEqualTo(10);
        assertThat(bytes(first, 4)).isEqualTo(Arrays.copyOf(sent, 4));
        assertThat(bytes(second, 6)).isEqualTo(Arrays.copyOfRange(sent, 4, 10));
    }

    private static WSABUF buffer(byte[] bytes, int offset, int length) {
        return new WSABUF(ByteBuffer.wrap(bytes, offset, length));
    }

    private static byte[] bytes(ByteBuffer buffer, int length) {
        byte[] bytes = new byte[length];
        for (int i = 0; i < length; i++) {
            bytes[i] = buffer.get(i);
        }
        return bytes;
    }

    @Test
    @Conforms("S116")
    @Needs(Capability.PEEK)
    void peekDoesNotConsume() {
        Pair pair = Pairs.tcp();
        byte[] sent = data(6);
        expectCount(6, send(pair.client(), sent));
        await("all has arrived", () -> readable(pair.server()) == 6);
        byte[] got = new byte[10];
        for (int i = 0; i < 3; i++) {
            Arrays.fill(got, (byte) 0);
            expectCount(6, recv(pair.server(), got, 10, MSG_PEEK));
            assertThat(got).startsWith(sent);
        }
        ByteBuffer first = ByteBuffer.allocate(2);
        ByteBuffer second = ByteBuffer.allocate(3);
        WSABUF[] in = {new WSABUF(first), new WSABUF(second)};
        IntRef count = new IntRef();
        expectZero(WSARecv(pair.server(), in, 2, count, new IntRef(MSG_PEEK)));
        assertThat(count.value).isEqualTo(5);
        assertThat(first.array()).isEqualTo(Arrays.copyOf(sent, 2));
        assertThat(second.array()).isEqualTo(Arrays.copyOfRange(sent, 2, 5));
        assertThat(readable(pair.server())).isEqualTo(6);
        assertThat(receive(pair.server(), 6)).isEqualTo(sent);
    }

    @Test
    @Conforms("D046")
    void waitallWaitsForTheWholeBuffer() {
        Pair pair = Pairs.tcp();
        byte[] got = new byte[10];
        expectCount(4, send(pair.client(), Arrays.copyOf(data(10), 4)));
        Call<Integer> call =
                Call.of(() -> recv(pair.server(), got, 10, MSG_WAITALL)).awaitBlocked();
        expectCount(6, send(pair.client(), Arrays.copyOfRange(data(10), 4, 10)));
        assertThat(call.value()).isEqualTo(10);
        assertThat(got).isEqualTo(data(10));
    }

    @Test
    @Conforms("D046")
    void waitallEndsWithWhatThereIsWhenTheStreamEnds() {
        Pair pair = Pairs.tcp();
        byte[] got = new byte[10];
        expectCount(4, send(pair.client(), data(4)));
        Call<Integer> call =
                Call.of(() -> recv(pair.server(), got, 10, MSG_WAITALL)).awaitBlocked();
        expectZero(shutdown(pair.client(), SD_SEND));
        assertThat(call.value()).isEqualTo(4);
        assertThat(got).startsWith(data(4));
        expectCount(0, recv(pair.server(), got, 10, MSG_WAITALL));
    }

    @Test
    @Conforms("S118")
    void noSocketAndNoCount() {
        WSABUF[] buffers = {new WSABUF(ByteBuffer.allocate(1))};
        expectError(WSAENOTSOCK, WSASend(INVALID_SOCKET, buffers, 1, new IntRef(), 0));
        expectError(WSAENOTSOCK, WSARecv(INVALID_SOCKET, buffers, 1, new IntRef(), new IntRef()));
        expectError(WSAENOTSOCK, WSASendTo(INVALID_SOCKET, buffers, 1, new IntRef(), 0, null, 0));
        expectError(WSAEFAULT, WSASendTo(udp(), buffers, 1, null, 0, loopback(9), 16));
    }

    @Test
    @Conforms("S119")
    void unconnectedStreamTransfersNothing() {
        SOCKET s = tcp();
        expectError(WSAENOTCONN, send(s, data(1)));
        expectError(WSAENOTCONN, recv(s, new byte[1]));
        expectZero(bindTo(s, loopback(0)));
        expectError(WSAENOTCONN, send(s, data(1)));
        expectError(WSAENOTCONN, recv(s, new byte[1]));
    }

    @Test
    @Conforms("S120")
    void endOfStreamIsToldEveryTime() {
        Pair pair = Pairs.tcp();
        expectCount(2, send(pair.client(), data(2)));
        expectZero(closesocket(pair.client()));
        assertThat(receive(pair.server(), 2)).isEqualTo(data(2));
        for (int i = 0; i < 3; i++) {
            expectCount(0, recv(pair.server(), new byte[1]));
        }
        nonblocking(pair.server());
        expectCount(0, recv(pair.server(), new byte[1]));
    }

    @Test
    @Conforms("S121")
    void receiveTimeout() {
        Pair pair = Pairs.tcp();
        expectZero(setsockopt(pair.server(), SOL_SOCKET, SO_RCVTIMEO, 100));
        long start = System.nanoTime();
        expectError(WSAETIMEDOUT, recv(pair.server(), new byte[1]));
        assertThat(elapsedMillis(start)).isGreaterThanOrEqualTo(100);

        IntRef count = new IntRef(77);
        WSABUF[] buffers = {new WSABUF(ByteBuffer.allocate(1))};
        start = System.nanoTime();
        expectError(WSAETIMEDOUT, WSARecv(pair.server(), buffers, 1, count, new IntRef(0)));
        assertThat(elapsedMillis(start)).isGreaterThanOrEqualTo(100);
        assertThat(count.value).isEqualTo(77);

        // The connection is none the worse
        expectCount(1, send(pair.client(), data(1)));
        assertThat(receive(pair.server(), 1)).isEqualTo(data(1));
    }

    @Test
    @Conforms("D047")
    void sendTimeout() {
        Pair pair = Pairs.tcp();
        expectZero(setsockopt(pair.client(), SOL_SOCKET, SO_SNDTIMEO, 100));
        byte[] chunk = data(MIB);
        int sent = 0;
        long start;
        do {
            start = System.nanoTime();
            assertThat(++sent).isLessThan(1000);
        } while (send(pair.client(), chunk) == MIB);
        assertThat(WSAGetLastError()).isEqualTo(WSAETIMEDOUT);
        assertThat(elapsedMillis(start)).isGreaterThanOrEqualTo(100);
    }

    @Test
    @Conforms("S122")
    void timeoutsDoNothingWithoutTheOverlappedAttribute() {
        SOCKET listener = listener();
        SOCKET client = expectSocket(WSASocket(AF_INET, SOCK_STREAM, IPPROTO_TCP, null, 0, 0));
        expectZero(connectTo(client, loopback(port(listener))));
        SOCKET server = expectSocket(accept(listener, null, null));
        expectZero(setsockopt(client, SOL_SOCKET, SO_RCVTIMEO, 50));
        byte[] got = new byte[1];
        long start = System.nanoTime();
        Call<Integer> call = Call.of(() -> recv(client, got)).awaitBlocked();
        await("four times the timeout passes", () -> elapsedMillis(start) >= 200 || call.isDone());
        assertThat(call.isDone()).isFalse();
        expectCount(1, send(server, data(1)));
        assertThat(call.value()).isEqualTo(1);
    }

    private static long elapsedMillis(long start) {
        return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
    }

    @Test
    @Conforms("D048")
    void resetIsToldEveryTime() {
        Pair pair = Pairs.tcp();
        expectZero(lingerFor(pair.client(), 0));
        expectZero(closesocket(pair.client()));
        for (int i = 0; i < 3; i++) {
            expectError(WSAECONNRESET, recv(pair.server(), new byte[1]));
        }
        nonblocking(pair.server());
        expectError(WSAECONNRESET, recv(pair.server(), new byte[1]));
    }

    @Test
    @Conforms("D048")
    void sendAfterResetFailsEveryTime() {
        Pair pair = Pairs.tcp();
        expectZero(lingerFor(pair.client(), 0));
        expectZero(closesocket(pair.client()));
        expectError(WSAECONNRESET, recv(pair.server(), new byte[1]));
        for (int i = 0; i < 3; i++) {
            int result = send(pair.server(), data(1));
            int error = WSAGetLastError();
            assertThat(result).isEqualTo(SOCKET_ERROR);
            // The documentation has both for send on a reset connection
            assertThat(error).isIn(WSAECONNRESET, WSAECONNABORTED);
        }
        expectError(WSAECONNRESET, recv(pair.server(), new byte[1]));
    }

    @Test
    @Conforms("D048")
    void blockedReceiveEndsWithTheReset() {
        Pair pair = Pairs.tcp();
        Call<Integer> call = Call.of(() -> recv(pair.server(), new byte[1])).awaitBlocked();
        expectZero(lingerFor(pair.client(), 0));
        expectZero(closesocket(pair.client()));
        assertThat(call.value()).isEqualTo(SOCKET_ERROR);
        assertThat(call.error()).isEqualTo(WSAECONNRESET);
    }

    @Test
    @Conforms("D049")
    void concurrentBlockingSendsDoNotInterleave() {
        Pair pair = Pairs.tcp();
        expectZero(setsockopt(
                pair.client(), SOL_SOCKET, SO_SNDBUF, 16 * 1024)); // so that a MiB does not fit into the kernel
        byte[] ones = new byte[MIB];
        byte[] twos = new byte[MIB];
        Arrays.fill(ones, (byte) 1);
        Arrays.fill(twos, (byte) 2);
        Call<Integer> first = Call.of(() -> send(pair.client(), ones)).awaitBlocked();
        Call<Integer> second = Call.of(() -> send(pair.client(), twos)).awaitBlocked();
        byte[] all = receive(pair.server(), 2 * MIB);
        assertThat(first.value()).isEqualTo(MIB);
        assertThat(second.value()).isEqualTo(MIB);
        assertThat(Arrays.copyOf(all, MIB)).isEqualTo(ones);
        assertThat(Arrays.copyOfRange(all, MIB, 2 * MIB)).isEqualTo(twos);
    }
}
