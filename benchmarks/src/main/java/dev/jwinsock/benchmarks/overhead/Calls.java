package dev.jwinsock.benchmarks.overhead;

import java.io.IOException;

/**
 * A connection whose near end is measured. The far end sends and takes many bytes at a time, so rarely that it does not
 * show.
 */
abstract class Calls {
    /** Before there is a connection. */
    static final Calls NONE = new None();

    /** How many bytes the far end sends at once, which any receive buffer has room for. */
    static final int REFILL = 32768;
    /** After how many bytes it takes them: small ones, each of which may occupy a kernel buffer of its own. */
    static final int DRAIN = 64;

    private int there;
    private int sent;

    /** @return whether the call said that there is nothing: 0, or throws */
    abstract int receiveNothing();

    /** One call. */
    abstract int receive();

    /** One call. */
    abstract int send();

    /** The far end sends. */
    abstract void refill(int bytes) throws IOException;

    /** The far end takes, until it has so many. */
    abstract void drain(int bytes) throws IOException;

    abstract void close() throws IOException;

    final int receiveOne() throws IOException {
        if (there == 0) {
            refill(REFILL);
            there = REFILL;
        }
        there--;
        return one(receive());
    }

    final int sendOne() throws IOException {
        if (sent == DRAIN) {
            drain(DRAIN);
            sent = 0;
        }
        sent++;
        return one(send());
    }

    private static int one(int count) throws IOException {
        if (count != 1) {
            throw new IOException("not one byte but " + count);
        }
        return count;
    }

    private static final class None extends Calls {
        @Override
        int receiveNothing() {
            throw new IllegalStateException("not connected");
        }

        @Override
        int receive() {
            throw new IllegalStateException("not connected");
        }

        @Override
        int send() {
            throw new IllegalStateException("not connected");
        }

        @Override
        void refill(int bytes) {
            throw new IllegalStateException("not connected");
        }

        @Override
        void drain(int bytes) {
            throw new IllegalStateException("not connected");
        }

        @Override
        void close() {
            // nothing to close
        }
    }
}
