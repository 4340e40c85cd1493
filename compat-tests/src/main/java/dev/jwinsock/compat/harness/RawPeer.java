package dev.jwinsock.compat.harness;

import static dev.jwinsock.Winsock2.*;
import static dev.jwinsock.compat.harness.Expect.expectSocket;
import static dev.jwinsock.compat.harness.Expect.expectZero;

import dev.jwinsock.SOCKET;
import dev.jwinsock.sockaddr_in;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;

/** The other end of a TCP connection as foreign code: a plain java.net socket, to be closed by the test. */
public final class RawPeer implements AutoCloseable {
    private final Socket socket;

    private RawPeer(Socket socket) {
        this.socket = socket;
    }

    /** Connects to a listener of ours on 127.0.0.1. */
    public static RawPeer connectTo(SOCKET listener) {
        try {
            return new RawPeer(new Socket(InetAddress.getLoopbackAddress(), Sockets.port(listener)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Lets a socket of ours connect to a foreign listener. */
    public static RawPeer acceptFrom(SOCKET client) {
        try (ServerSocket listener = listen()) {
            sockaddr_in address = Sockets.loopback(listener.getLocalPort());
            expectZero(connect(client, address, sizeof(address)));
            return new RawPeer(listener.accept());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Connects to a listener of ours and accepts. */
    public static Accepted acceptedBy(SOCKET listener) {
        RawPeer peer = connectTo(listener);
        return new Accepted(expectSocket(accept(listener, null, null)), peer);
    }

    /**
     * A connection from foreign code to us.
     *
     * @param socket our end
     * @param peer the foreign end; closed with this record
     */
    public record Accepted(SOCKET socket, RawPeer peer) implements AutoCloseable {
        @Override
        public void close() {
            peer.close();
        }
    }

    /** A foreign listener on 127.0.0.1 and an ephemeral port. */
    public static ServerSocket listen() {
        try {
            ServerSocket listener = new ServerSocket();
            listener.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 8);
            return listener;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Sends all bytes. */
    public void send(byte[] bytes) {
        run(() -> socket.getOutputStream().write(bytes));
    }

    /** Sends one urgent byte. */
    public void sendUrgent(int data) {
        run(() -> socket.sendUrgentData(data));
    }

    /** Reads up to {@code count} bytes; fewer at the end of the stream. */
    public byte[] receive(int count) {
        try {
            socket.setSoTimeout((int) Deadline.LIMIT.toMillis());
            return socket.getInputStream().readNBytes(count);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Reads everything up to the end of the stream. */
    public byte[] receiveAll() {
        return receive(Integer.MAX_VALUE);
    }

    /** Whether the stream ends with a reset, rather than with an end of stream, after whatever data there is. */
    public boolean sawReset() {
        try {
            socket.setSoTimeout((int) Deadline.LIMIT.toMillis());
            byte[] buffer = new byte[8192];
            while (socket.getInputStream().read(buffer) >= 0) {
                continue; // data before the end does not matter
            }
            return false;
        } catch (java.net.SocketTimeoutException e) {
            throw new AssertionError("neither an end nor a reset came", e);
        } catch (IOException e) {
            return true;
        }
    }

    /** Ends the outgoing stream. */
    public void shutdownOutput() {
        run(socket::shutdownOutput);
    }

    /** Aborts the connection with a reset. */
    public void reset() {
        run(() -> socket.setSoLinger(true, 0));
        close();
    }

    /** The java.net socket, for what this class does not cover. */
    public Socket socket() {
        return socket;
    }

    @Override
    public void close() {
        run(socket::close);
    }

    private interface Action {
        void run() throws IOException;
    }

    private static void run(Action action) {
        try {
            action.run();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
