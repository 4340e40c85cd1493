package dev.jwinsock.benchmarks.shape;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * One side of one connection of the echo shapes: what to say next. Knows no socket API; the programs that wait for many
 * sockets at once move its bytes. Used by one thread at a time.
 */
public abstract sealed class Dialogue {
    private final byte[] incoming = new byte[Payload.MESSAGE];
    private int have;
    private boolean over;

    private Dialogue() {}

    /** The side that answers. */
    public static Dialogue server() {
        return new Server();
    }

    /**
     * The side that asks.
     *
     * @param nanos for so long, from its first message on
     */
    public static Dialogue client(long nanos, Latencies latencies) {
        return new Client(nanos, latencies);
    }

    /** As many of them as there are connections. */
    public static Dialogue[] servers(int count) {
        Dialogue[] dialogues = new Dialogue[count];
        for (int i = 0; i < count; i++) {
            dialogues[i] = server();
        }
        return dialogues;
    }

    /** As many of them as there are connections. */
    public static Dialogue[] clients(int count, long nanos, Latencies latencies) {
        Dialogue[] dialogues = new Dialogue[count];
        for (int i = 0; i < count; i++) {
            dialogues[i] = client(nanos, latencies);
        }
        return dialogues;
    }

    /** What to send before anything has come, null when the other side speaks first. */
    public abstract byte @Nullable [] opening();

    /** Where the next bytes go: from {@link #position} on, {@link #room} of them. */
    public final byte[] incoming() {
        return incoming;
    }

    public final int position() {
        return have;
    }

    public final int room() {
        return Payload.MESSAGE - have;
    }

    /**
     * So many bytes have come.
     *
     * @return the message to send now, which stays as it is until the next bytes have come; null when more bytes are
     *     awaited, or when the dialogue {@link #isOver}
     */
    public final byte @Nullable [] received(int count) {
        have += count;
        if (have < Payload.MESSAGE) {
            return null;
        }
        have = 0;
        byte[] answer = answer(incoming);
        over = answer == null;
        return answer;
    }

    /** Whether all has been said: close the connection. */
    public final boolean isOver() {
        return over;
    }

    /** The other side has closed the connection. */
    public final void ended() throws IOException {
        if (this instanceof Client || have > 0) {
            throw new IOException("the other side closed the connection");
        }
        over = true;
    }

    /** @return null at the end */
    abstract byte @Nullable [] answer(byte[] message);

    private static final class Server extends Dialogue {
        @Override
        public byte @Nullable [] opening() {
            return null;
        }

        @Override
        byte[] answer(byte[] message) {
            return message;
        }
    }

    private static final class Client extends Dialogue {
        private final long nanos;
        private final Latencies latencies;
        private final byte[] request = Payload.message();
        private long count;
        private long before;
        private long deadline;

        Client(long nanos, Latencies latencies) {
            this.nanos = nanos;
            this.latencies = latencies;
        }

        @Override
        public byte[] opening() {
            long now = System.nanoTime();
            deadline = now + nanos;
            latencies.begins(now);
            return request(now);
        }

        @Override
        byte @Nullable [] answer(byte[] message) {
            Payload.checkEcho(request, message);
            long now = System.nanoTime();
            latencies.record(now - before);
            if (now - deadline < 0) {
                return request(now);
            }
            latencies.ends(now);
            return null;
        }

        private byte[] request(long now) {
            before = now;
            Payload.stamp(request, count++);
            return request;
        }
    }
}
