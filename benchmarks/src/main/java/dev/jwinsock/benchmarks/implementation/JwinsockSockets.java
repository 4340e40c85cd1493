package dev.jwinsock.benchmarks.implementation;

import static dev.jwinsock.Winsock2.*;

import dev.jwinsock.IntRef;
import dev.jwinsock.SOCKET;
import dev.jwinsock.WSADATA;
import dev.jwinsock.Winsock2;
import dev.jwinsock.benchmarks.shape.Measurement;
import dev.jwinsock.benchmarks.shape.Sample;
import dev.jwinsock.linger;
import dev.jwinsock.sockaddr_in;
import java.io.IOException;

/**
 * jwinsock as a ported program uses it, over one transport; from WSAStartup to WSACleanup. Where a method of this class
 * hides the function of the same name, the call is qualified.
 */
final class JwinsockSockets implements BlockingSockets {
    private static final String TRANSPORT = "jwinsock.transport";
    private static final IntRef ON = new IntRef(1);

    /** The transport is read by the first WSAStartup, and again by the first one after the last WSACleanup. */
    JwinsockSockets(String transport) throws IOException {
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

    /** ECHO_100 without a thread for each connection. */
    Sample readinessEcho(Measurement measurement) throws Exception {
        return ReadinessEcho.measure(measurement);
    }

    /** ECHO_100 with completion ports. */
    Sample portEcho(Measurement measurement) throws Exception {
        return PortEcho.measure(measurement);
    }

    /** POLL_1000. */
    Sample pollRounds(Measurement measurement) throws Exception {
        return PollRounds.measure(measurement, () -> new WinsockPolledSet(measurement.style()));
    }

    /** Fills both arrays with the ends of connections, non-blocking ones. */
    static void connectPairs(SOCKET[][] clients, SOCKET[][] servers) throws IOException {
        SOCKET listener = listening();
        for (int g = 0; g < clients.length; g++) {
            for (int i = 0; i < clients[g].length; i++) {
                SOCKET client = created(SOCK_STREAM, IPPROTO_TCP);
                sockaddr_in address = loopback(portOf(listener));
                check("connect", Winsock2.connect(client, address, sizeof(address)));
                SOCKET server = Winsock2.accept(listener, null, null);
                if (server == INVALID_SOCKET) {
                    throw failure("accept");
                }
                for (SOCKET s : new SOCKET[] {client, server}) {
                    noDelay(s);
                    check("ioctlsocket", ioctlsocket(s, FIONBIO, new IntRef(1)));
                }
                clients[g][i] = client;
                servers[g][i] = server;
            }
        }
        check("closesocket", closesocket(listener));
    }

    /** A socket that listens on a free port. */
    static SOCKET listening() throws IOException {
        SOCKET listener = bound(SOCK_STREAM, IPPROTO_TCP);
        check("listen", Winsock2.listen(listener, 1));
        return listener;
    }

    /** A reset: a thousand ports in TIME_WAIT after each measurement are soon all there are. */
    static void abort(SOCKET s) throws IOException {
        check("setsockopt", setsockopt(s, SOL_SOCKET, SO_LINGER, new linger(1, 0), 4));
        check("closesocket", closesocket(s));
    }

    private static Connection connected(SOCKET s, int port) throws IOException {
        sockaddr_in address = loopback(port);
        check("connect", Winsock2.connect(s, address, sizeof(address)));
        return new Connected(s);
    }

    private static SOCKET created(int type, int protocol) throws IOException {
        SOCKET s = socket(AF_INET, type, protocol);
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

    private record Listening(SOCKET s) implements Listener {
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
            return new Connected(accepted);
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
