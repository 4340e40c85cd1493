package dev.jwinsock.examples.life;

import static dev.jwinsock.Winsock2.*;

import dev.jwinsock.SOCKET;
import dev.jwinsock.examples.Errors;
import dev.jwinsock.sockaddr_in;

/**
 * The client's half of the overhead meter: Winsock's functions with a counter each, and with the error handling that
 * the documentation's fragments leave out. Counts what the program asked for, which is not what the network carried:
 * see {@link NetworkStatistics} for that.
 */
final class CountedCalls {
    private final sockaddr_in server;
    private int connections;
    private int sends;
    private int receives;
    private long sentBytes;
    private long receivedBytes;

    CountedCalls(sockaddr_in server) {
        this.server = server;
    }

    SOCKET newSocket() {
        SOCKET s = socket(AF_INET, SOCK_STREAM, IPPROTO_TCP);
        check("socket", s == INVALID_SOCKET ? SOCKET_ERROR : 0);
        return s;
    }

    /** Binds to any port and connects to the server. */
    void connectToServer(SOCKET s) {
        sockaddr_in local = LoopbackServer.loopback();
        check("bind", bind(s, local, sizeof(local)));
        check("connect", connect(s, server, sizeof(server)));
        connections++;
    }

    /** A blocking send takes all bytes. */
    void sendAll(SOCKET s, byte[] bytes, int length) {
        sent(check("send", send(s, bytes, length, 0)));
    }

    /** One recv. @return the number of bytes, at least 1 */
    int receiveSome(SOCKET s, byte[] bytes, int offset, int length) {
        int received = check("recv", recv(s, bytes, offset, length, 0));
        if (received == 0) {
            throw new IllegalStateException("the server has closed the connection");
        }
        received(received);
        return received;
    }

    /** A call of another form than {@link #sendAll} has sent so much. */
    void sent(int bytes) {
        sends++;
        sentBytes += bytes;
    }

    /** A call of another form than {@link #receiveSome} has received so much. */
    void received(int bytes) {
        receives++;
        receivedBytes += bytes;
    }

    static int check(String function, int result) {
        if (result == SOCKET_ERROR) {
            throw new IllegalStateException(function + " failed with error: " + Errors.last());
        }
        return result;
    }

    int connections() {
        return connections;
    }

    int sends() {
        return sends;
    }

    int receives() {
        return receives;
    }

    /** What the program wanted to transfer, in both directions. */
    long userBytes() {
        return sentBytes + receivedBytes;
    }
}
