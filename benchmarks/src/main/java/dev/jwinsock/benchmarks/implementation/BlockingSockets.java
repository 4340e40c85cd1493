package dev.jwinsock.benchmarks.implementation;

import java.io.Closeable;
import java.io.IOException;

/**
 * What the shapes need of an API with blocking calls, in byte arrays, on the IPv4 loopback. Connections have
 * TCP_NODELAY. The interface costs a few nanoseconds a call, the same for each API, against microseconds of kernel.
 */
public interface BlockingSockets extends Closeable {
    Listener listen(int backlog) throws IOException;

    Connection connect(int port) throws IOException;

    DatagramServer serveDatagrams() throws IOException;

    /** A connected datagram socket. */
    Connection connectDatagrams(int port) throws IOException;

    interface Listener extends Closeable {
        int port();

        Connection accept() throws IOException;
    }

    interface Connection extends Closeable {
        /** Sends the first {@code length} bytes, all of them. */
        void send(byte[] from, int length) throws IOException;

        /** @return how many bytes came, 0 or less at the end of the stream */
        int receive(byte[] to, int offset, int length) throws IOException;

        /** From now on {@link #close} sends a reset. */
        void resetAtClose() throws IOException;
    }

    interface DatagramServer extends Closeable {
        int port();

        /** @return the length of the datagram */
        int receive(byte[] to) throws IOException;

        /** Answers the sender of the last datagram. */
        void reply(byte[] from, int length) throws IOException;
    }
}
