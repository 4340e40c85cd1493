package dev.jwinsock.compat.suite;

import static dev.jwinsock.Mswsock.*;
import static dev.jwinsock.Winsock2.*;
import static dev.jwinsock.compat.harness.Expect.*;
import static dev.jwinsock.compat.harness.Sockets.*;
import static org.assertj.core.api.Assertions.assertThat;

import dev.jwinsock.IntRef;
import dev.jwinsock.SOCKET;
import dev.jwinsock.WSABUF;
import dev.jwinsock.WSAMSG;
import dev.jwinsock.compat.Conforms;
import dev.jwinsock.compat.WinsockTest;
import dev.jwinsock.compat.harness.Pair;
import dev.jwinsock.compat.harness.Pairs;
import dev.jwinsock.sockaddr_in;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** async.md, section 14: WSASendMsg and WSARecvMsg, without control data; and WSARecvEx. */
@WinsockTest
final class MessageCallsTest extends OverlappedScene {
    private static WSAMSG message(ByteBuffer memory) {
        WSAMSG message = new WSAMSG();
        message.lpBuffers = new WSABUF[] {new WSABUF(memory)};
        message.dwBufferCount = 1;
        return message;
    }

    private static ByteBuffer bytes(String text) {
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII));
    }

    @Test
    @Conforms({"A195", "A211", "A213", "S159"})
    void checks() {
        IntRef count = new IntRef();
        WSAMSG message = message(bytes("x"));
        expectError(WSAENOTSOCK, WSASendMsg(INVALID_SOCKET, message, 0, count, null, null));
        expectError(WSAEFAULT, WSASendMsg(udp(), null, 0, count, null, null));
        expectError(WSAEFAULT, WSASendMsg(udp(), message, 0, null, null, null));
        expectError(WSAEINVAL, WSASendMsg(tcp(), message, 0, count, null, null));
        expectError(WSAEFAULT, WSARecvMsg(boundUdp(), null, count, null, null));
        expectError(WSAENOTSOCK, WSARecvMsg(INVALID_SOCKET, message, count, null, null));
    }

    @Test
    @Conforms("S159")
    void severalBuffersAreOneDatagram() {
        Pair pair = Pairs.udp();
        WSAMSG sent = new WSAMSG();
        sent.lpBuffers =
                new WSABUF[] {new WSABUF(bytes("one ")), new WSABUF(bytes("two ")), new WSABUF(bytes("three"))};
        sent.dwBufferCount = 3;
        sent.name = localAddress(pair.server());
        sent.namelen.value = 16;
        IntRef count = new IntRef();
        expectZero(WSASendMsg(pair.client(), sent, 0, count, null, null));
        assertThat(count.value).isEqualTo(13);
        byte[] got = new byte[64];
        assertThat(recv(pair.server(), got, got.length, 0)).isEqualTo(13);
        assertThat(new String(got, 0, 13, StandardCharsets.US_ASCII)).isEqualTo("one two three");
    }

    @Test
    @Conforms({"A195", "A196", "A199"})
    void datagrams() {
        Pair pair = Pairs.udp();
        WSAMSG sent = message(bytes("hello"));
        sent.name = localAddress(pair.server());
        sent.namelen.value = 16;
        IntRef count = new IntRef();
        WSAMSG received = message(ByteBuffer.allocate(16));
        sockaddr_in from = new sockaddr_in();
        received.name = from;
        received.namelen.value = 16;
        received.Control = new WSABUF();
        Io io = new Io(1);
        expectError(WSA_IO_PENDING, WSARecvMsg(pair.server(), received, null, io, null));
        expectZero(WSASendMsg(pair.client(), sent, 0, count, null, null));
        assertThat(count.value).isEqualTo(5);
        io.await();
        expectResult(pair.server(), io, 5);
        assertThat(from.sin_port).isEqualTo(localAddress(pair.client()).sin_port);

        WSAMSG small = message(ByteBuffer.allocate(3));
        Io end = new Io(1);
        expectZero(WSASendMsg(pair.client(), sent, 0, null, end, null));
        assertThat(end.signalled()).isTrue();
        expectError(WSAEMSGSIZE, WSARecvMsg(pair.server(), small, count, null, null));
        assertThat(small.dwFlags.value).isEqualTo(MSG_TRUNC);
    }

    @Test
    @Conforms("D155")
    void recvEx() {
        Pair pair = Pairs.connectedUdp();
        sendText(pair.client(), "datagram");
        ByteBuffer room = ByteBuffer.allocate(5);
        IntRef flags = new IntRef();
        expectCount(5, WSARecvEx(pair.server(), room, flags));
        assertThat(flags.value).isEqualTo(MSG_PARTIAL);
        assertThat(room.position()).isEqualTo(5);
        sendText(pair.client(), "whole");
        flags.value = 0;
        expectCount(5, WSARecvEx(pair.server(), room.clear(), flags));
        assertThat(flags.value).isZero();
        assertThat(ascii(room, 5)).isEqualTo("whole");
        SOCKET unconnected = tcp();
        expectError(WSAENOTCONN, WSARecvEx(unconnected, room.clear(), flags));
        expectError(WSAEFAULT, WSARecvEx(pair.server(), null, flags));
    }
}
