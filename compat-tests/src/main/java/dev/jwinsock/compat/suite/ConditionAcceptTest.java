package dev.jwinsock.compat.suite;

import static dev.jwinsock.Winsock2.*;
import static dev.jwinsock.compat.harness.Expect.*;
import static dev.jwinsock.compat.harness.Sockets.*;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jwinsock.IntRef;
import dev.jwinsock.LPCONDITIONPROC;
import dev.jwinsock.SOCKET;
import dev.jwinsock.WSABUF;
import dev.jwinsock.compat.Conforms;
import dev.jwinsock.compat.WinsockTest;
import dev.jwinsock.sockaddr_in;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** async.md, section 11: WSAAccept with a condition function. */
@WinsockTest
final class ConditionAcceptTest extends EventScene {
    private SOCKET listener = INVALID_SOCKET;
    private final List<Object> asked = new ArrayList<>();

    @BeforeEach
    void listen() {
        listener = listener();
    }

    private SOCKET connected() {
        SOCKET client = tcp();
        expectZero(connect(client, localAddress(listener), 16));
        return client;
    }

    private LPCONDITIONPROC saying(int verdict) {
        return (callerId, callerData, sqos, gqos, calleeId, calleeData, g, data) -> {
            asked.add(data == null ? "null" : data);
            return verdict;
        };
    }

    private static int portOf(WSABUF address) {
        sockaddr_in in = new sockaddr_in();
        byte[] bytes = new byte[16];
        ByteBuffer buffer = address.buf;
        assertThat(address.len).isEqualTo(16);
        if (buffer != null) {
            buffer.get(buffer.position(), bytes);
        }
        in.fromBytes(bytes, 0);
        return ntohs(in.sin_port) & 0xffff;
    }

    @Test
    @Conforms("A153")
    void whatItIsGiven() {
        SOCKET client = connected();
        sockaddr_in name = new sockaddr_in();
        IntRef length = new IntRef(16);
        Object data = new Object();
        SOCKET s = expectSocket(WSAAccept(
                listener,
                name,
                length,
                (callerId, callerData, sqos, gqos, calleeId, calleeData, g, callbackData) -> {
                    assertThat(portOf(callerId)).isEqualTo(port(client));
                    assertThat(portOf(calleeId)).isEqualTo(port(listener));
                    assertThat(callerData == null ? -1 : callerData.len).isZero();
                    assertThat(sqos).isNull();
                    assertThat(gqos).isNull();
                    assertThat(callbackData).isSameAs(data);
                    return CF_ACCEPT;
                },
                data));
        assertThat(name.sin_port).isEqualTo(localAddress(client).sin_port);
        expectZero(closesocket(s));
    }

    @Test
    @Conforms({"A152", "S086"})
    void rejected() {
        SOCKET client = connected();
        expectError(WSAECONNREFUSED, WSAAccept(listener, null, null, saying(CF_REJECT), null));
        expectError(WSAECONNRESET, recv(client, new byte[1], 1, 0));
        assertThat(asked).hasSize(1);
    }

    @Test
    @Conforms("A154")
    void notAskedForNothing() {
        nonblocking(listener);
        expectError(WSAEWOULDBLOCK, WSAAccept(listener, null, null, saying(CF_ACCEPT), null));
        assertThat(asked).isEmpty();
    }

    @Test
    @Conforms({"D150", "S086"})
    void deferredIsOfferedAgain() {
        SOCKET first = connected();
        SOCKET second = connected();
        nonblocking(listener);
        expectError(WSATRY_AGAIN, WSAAccept(listener, null, null, saying(CF_DEFER), 1));
        expectError(WSATRY_AGAIN, WSAAccept(listener, null, null, saying(CF_DEFER), 2));
        assertThat(asked).containsExactly(1, 2);
        dev.jwinsock.fd_set readable = new dev.jwinsock.fd_set();
        FD_SET(listener, readable);
        assertThat(select(0, readable, null, null, new dev.jwinsock.timeval(0, 0)))
                .isEqualTo(1);
        sockaddr_in name = new sockaddr_in();
        expectSocket(WSAAccept(listener, name, new IntRef(16), saying(CF_ACCEPT), 3));
        assertThat(name.sin_port).isEqualTo(localAddress(first).sin_port);
        expectSocket(accept(listener, name, new IntRef(16)));
        assertThat(name.sin_port).isEqualTo(localAddress(second).sin_port);
        expectError(WSAEWOULDBLOCK, accept(listener, null, null));
    }

    @Test
    @Conforms("D151")
    void whatItThrowsIsThrown() {
        SOCKET client = connected();
        assertThatThrownBy(() -> WSAAccept(
                        listener,
                        null,
                        null,
                        (callerId, callerData, sqos, gqos, calleeId, calleeData, g, data) -> {
                            throw new IllegalStateException("the program's");
                        },
                        null))
                .hasMessage("the program's");
        SOCKET s = expectSocket(accept(listener, null, null));
        assertThat(port(client)).isNotZero();
        expectZero(closesocket(s));
    }

    /** An accept whose predecessors found nothing may wait before it looks, which no deferred connection would end. */
    @Test
    @Conforms("D513")
    void deferredIsTakenByAnAcceptThatExpectsToWait() {
        nonblocking(listener);
        expectError(WSAEWOULDBLOCK, accept(listener, null, null));
        expectZero(ioctlsocket(listener, FIONBIO, new IntRef(0)));
        SOCKET first = connected();
        expectError(WSATRY_AGAIN, WSAAccept(listener, null, null, saying(CF_DEFER), null));
        sockaddr_in name = new sockaddr_in();
        expectSocket(accept(listener, name, new IntRef(16)));
        assertThat(name.sin_port).isEqualTo(localAddress(first).sin_port);
    }

    @Test
    @Conforms("D150")
    void theDeferredEndWithTheListener() {
        SOCKET client = connected();
        expectError(WSATRY_AGAIN, WSAAccept(listener, null, null, saying(CF_DEFER), null));
        expectZero(closesocket(listener));
        expectError(WSAECONNRESET, recv(client, new byte[1], 1, 0));
    }

    @Test
    @Conforms("A156")
    void conditionalAcceptIsSetBeforeListen() {
        SOCKET s = boundTcp();
        expectZero(setsockopt(s, SOL_SOCKET, SO_CONDITIONAL_ACCEPT, 1));
        assertThat(option(s, SOL_SOCKET, SO_CONDITIONAL_ACCEPT)).isEqualTo(1);
        expectZero(dev.jwinsock.Winsock2.listen(s, 1));
        expectError(WSAEINVAL, setsockopt(s, SOL_SOCKET, SO_CONDITIONAL_ACCEPT, 0));
        SOCKET client = tcp();
        expectZero(connect(client, localAddress(s), 16));
        expectSocket(WSAAccept(s, null, null, saying(CF_ACCEPT), null));
    }
}
