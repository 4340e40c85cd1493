package dev.jwinsock.benchmarks.winsock;

import static dev.jwinsock.Mswsock.AcceptEx;
import static dev.jwinsock.Mswsock.SO_UPDATE_ACCEPT_CONTEXT;
import static dev.jwinsock.Winsock2.*;

import dev.jwinsock.IntRef;
import dev.jwinsock.OVERLAPPED;
import dev.jwinsock.SOCKET;
import dev.jwinsock.WSADATA;
import dev.jwinsock.Winsock2;
import dev.jwinsock.benchmarks.implementation.BlockingImplementation;
import dev.jwinsock.benchmarks.implementation.BlockingSockets;
import dev.jwinsock.linger;
import dev.jwinsock.sockaddr_in;
import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * jwinsock as a ported program uses it, over one transport; from WSAStartup to WSACleanup. Where a method of this class
 * hides the function of the same name, the call is qualified.
 */
final class WinsockSockets implements BlockingSockets {
    private static final String TRANSPORT = "jwinsock.transport";
    private static final IntRef ON = new IntRef(1);

    private static final int ADDRESS_BLOCK = 32;

    private final boolean blocking;

    /**
     * The transport is read by the first WSAStartup, and again by the first one after the last WSACleanup.
     *
     * @param blocking false: connections are in non-blocking mode, and ask until there is something
     */
    WinsockSockets(String transport, boolean blocking) throws IOException {
        this.blocking = blocking;
        System.setProperty(TRANSPORT, transport);
        int error = WSAStartup(MAKEWORD(2, 2), new WSADATA());
        if (error != 0) {
            throw new IOException("WSAStartup: error " + error);
        }
    }

    @Override
    public Listener listen(int backlog) throws IOException {
        SOCKET s = bound(SOCK_STREAM, IPPROTO_TCP);
        check("listen", Winsock2.listen(s, backlog));
        return new Listening(s);
    }

    @Override
    public Connection connect(int port) throws IOException {
        SOCKET s = created(SOCK_STREAM, IPPROTO_TCP);
        noDelay(s);
        return connected(s, port);
    }

    @Override
    public DatagramServer serveDatagrams() throws IOException {
        return new Datagrams(bound(SOCK_DGRAM, IPPROTO_UDP));
    }

    @Override
    public Connection connectDatagrams(int port) throws IOException {
        return connected(created(SOCK_DGRAM, IPPROTO_UDP), port);
    }

    @Override
    public void close() throws IOException {
        check("WSACleanup", WSACleanup());
    }

    /** Fills both arrays with the ends of connections, whose sockets are made with the flags. */
    static void connectPairs(SOCKET[] clients, SOCKET[] servers, int flags) throws IOException {
        SOCKET listener = listening();
        for (int i = 0; i < clients.length; i++) {
            SOCKET client = created(SOCK_STREAM, IPPROTO_TCP, flags);
            sockaddr_in address = loopback(portOf(listener));
            check("connect", Winsock2.connect(client, address, sizeof(address)));
            noDelay(client);
            clients[i] = client;
            servers[i] = accepted(listener, flags);
        }
        check("closesocket", closesocket(listener));
    }

    /** The server's end of a connection; a socket with other flags than the listener's comes from AcceptEx. */
    static SOCKET accepted(SOCKET listener, int flags) throws IOException {
        SOCKET server;
        if (flags == WSA_FLAG_OVERLAPPED) {
            server = Winsock2.accept(listener, null, null);
            if (server == INVALID_SOCKET) {
                throw failure("accept");
            }
        } else {
            server = created(SOCK_STREAM, IPPROTO_TCP, flags);
            OVERLAPPED operation = new OVERLAPPED();
            ByteBuffer addresses = ByteBuffer.allocateDirect(2 * ADDRESS_BLOCK);
            if (!AcceptEx(listener, server, addresses, 0, ADDRESS_BLOCK, ADDRESS_BLOCK, null, operation)
                    && (WSAGetLastError() != WSA_IO_PENDING
                            || !WSAGetOverlappedResult(listener, operation, new IntRef(), true, new IntRef()))) {
                throw failure("AcceptEx");
            }
            check("setsockopt", setsockopt(server, SOL_SOCKET, SO_UPDATE_ACCEPT_CONTEXT, listener, 8));
        }
        noDelay(server);
        resetAtClose(server);
        return server;
    }

    static void nonBlocking(SOCKET s) throws IOException {
        check("ioctlsocket", ioctlsocket(s, FIONBIO, new IntRef(1)));
    }

    /** A socket that listens on a free port. */
    static SOCKET listening() throws IOException {
        SOCKET listener = bound(SOCK_STREAM, IPPROTO_TCP);
        check("listen", Winsock2.listen(listener, BlockingImplementation.BACKLOG));
        return listener;
    }

    /** So that no port stays in TIME_WAIT: thousands after each measurement are soon all there are. */
    static void resetAtClose(SOCKET s) throws IOException {
        check("setsockopt", setsockopt(s, SOL_SOCKET, SO_LINGER, new linger(1, 0), 4));
    }

    static void abort(SOCKET s) throws IOException {
        resetAtClose(s);
        check("closesocket", closesocket(s));
    }

    private Connection connected(SOCKET s, int port) throws IOException {
        sockaddr_in address = loopback(port);
        check("connect", Winsock2.connect(s, address, sizeof(address)));
        return connected(s);
    }

    private Connection connected(SOCKET s) throws IOException {
        if (blocking) {
            return new Connected(s);
        }
        nonBlocking(s);
        return new Spinning(s);
    }

    private static SOCKET created(int type, int protocol) throws IOException {
        return created(type, protocol, WSA_FLAG_OVERLAPPED);
    }

    private static SOCKET created(int type, int protocol, int flags) throws IOException {
        SOCKET s = WSASocket(AF_INET, type, protocol, null, 0, flags);
        if (s == INVALID_SOCKET) {
            throw failure("socket");
        }
        return s;
    }

    private static SOCKET bound(int type, int protocol) throws IOException {
        SOCKET s = created(type, protocol);
        sockaddr_in address = loopback(0);
        check("bind", bind(s, address, sizeof(address)));
        return s;
    }

    static sockaddr_in loopback(int port) {
        sockaddr_in address = new sockaddr_in();
        address.sin_family = (short) AF_INET;
        address.sin_port = htons(port);
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        return address;
    }

    static int portOf(SOCKET s) {
        sockaddr_in address = new sockaddr_in();
        return getsockname(s, address, new IntRef(sizeof(address))) == 0 ? ntohs(address.sin_port) : SOCKET_ERROR;
    }

    private static void noDelay(SOCKET s) throws IOException {
        check("setsockopt", setsockopt(s, IPPROTO_TCP, TCP_NODELAY, ON, sizeof(ON)));
    }

    private static int check(String function, int result) throws IOException {
        if (result == SOCKET_ERROR) {
            throw failure(function);
        }
        return result;
    }

    private static void sent(String function, int result, int length) throws IOException {
        if (check(function, result) != length) {
            // A blocking send takes everything.
            throw new IOException(function + " took " + result + " of " + length + " bytes");
        }
    }

    private static IOException failure(String function) {
        return new IOException(function + ": error " + WSAGetLastError());
    }

    private final class Listening implements Listener {
        private final SOCKET s;

        Listening(SOCKET s) {
            this.s = s;
        }

        @Override
        public int port() {
            return portOf(s);
        }

        @Override
        public Connection accept() throws IOException {
            SOCKET accepted = Winsock2.accept(s, null, null);
            if (accepted == INVALID_SOCKET) {
                throw failure("accept");
            }
            noDelay(accepted);
            return connected(accepted);
        }

        @Override
        public void close() throws IOException {
            check("closesocket", closesocket(s));
        }
    }

    private record Connected(SOCKET s) implements Connection {
        @Override
        public void send(byte[] from, int length) throws IOException {
            sent("send", Winsock2.send(s, from, length, 0), length);
        }

        @Override
        public int receive(byte[] to, int offset, int length) throws IOException {
            return check("recv", recv(s, to, offset, length, 0));
        }

        @Override
        public void resetAtClose() throws IOException {
            WinsockSockets.resetAtClose(s);
        }

        @Override
        public void close() throws IOException {
            check("closesocket", closesocket(s));
        }
    }

    /** In non-blocking mode: asks until there is something. */
    private record Spinning(SOCKET s) implements Connection {
        @Override
        public void send(byte[] from, int length) throws IOException {
            sent("send", Winsock2.send(s, from, length, 0), length);
        }

        @Override
        public int receive(byte[] to, int offset, int length) throws IOException {
            int count = recv(s, to, offset, length, 0);
            while (count == SOCKET_ERROR && WSAGetLastError() == WSAEWOULDBLOCK) {
                Thread.yield();
                count = recv(s, to, offset, length, 0);
            }
            return check("recv", count);
        }

        @Override
        public void resetAtClose() throws IOException {
            WinsockSockets.resetAtClose(s);
        }

        @Override
        public void close() throws IOException {
            check("closesocket", closesocket(s));
        }
    }

    private static final class Datagrams implements DatagramServer {
        private final SOCKET s;
        private final sockaddr_in sender = new sockaddr_in();
        private final IntRef senderLength = new IntRef(sizeof(sender));

        Datagrams(SOCKET s) {
            this.s = s;
        }

        @Override
        public int port() {
            return portOf(s);
        }

        @Override
        public int receive(byte[] to) throws IOException {
            senderLength.value = sizeof(sender);
            return check("recvfrom", recvfrom(s, to, to.length, 0, sender, senderLength));
        }

        @Override
        public void reply(byte[] from, int length) throws IOException {
            sent("sendto", sendto(s, from, length, 0, sender, senderLength.value), length);
        }

        @Override
        public void close() throws IOException {
            check("closesocket", closesocket(s));
        }
    }
}
