package dev.jwinsock.benchmarks.implementation;

import dev.jwinsock.benchmarks.shape.Measurement;
import dev.jwinsock.benchmarks.shape.Payload;
import dev.jwinsock.benchmarks.shape.Sample;
import dev.jwinsock.benchmarks.shape.WrongDataException;

/**
 * UDP_STREAM: what is sent next, and what has come. Datagrams may be lost, and many are where the sender is the faster
 * one; none comes twice or changed. At the end short datagrams are sent until one of them has come.
 */
public final class DatagramStream {
    private final long nanos;
    private final boolean verify;
    private volatile boolean over;
    // The sender's.
    private long number;
    private long deadline;
    // The receiver's.
    private long begin;
    private long end;
    private long count;
    private long last = -1;

    public DatagramStream(Measurement measurement) {
        nanos = measurement.nanos();
        verify = measurement.verify();
    }

    /**
     * Makes the next datagram.
     *
     * @return its length; 0 when the receiver knows that it is over
     */
    public int next(byte[] datagram) {
        if (number == 0) {
            deadline = System.nanoTime() + nanos;
        }
        if (System.nanoTime() - deadline < 0) {
            Payload.stamp(datagram, number++);
            return Payload.DATAGRAM;
        }
        Thread.yield();
        return over ? 0 : 1;
    }

    /** @return false when it was the last one */
    public boolean received(byte[] datagram, int length) {
        if (length == 1) {
            over = true;
            return false;
        }
        if (length != Payload.DATAGRAM) {
            throw wrong("a datagram of " + length + " bytes");
        }
        end = System.nanoTime();
        if (count++ == 0) {
            begin = end;
        }
        long received = Payload.number(datagram);
        if (received <= last) {
            throw wrong("datagram " + received + " after " + last);
        }
        last = received;
        if (verify) {
            Payload.checkDatagram(datagram);
        }
        return true;
    }

    private WrongDataException wrong(String message) {
        // Ends the sender too.
        over = true;
        return new WrongDataException(message);
    }

    /** The first datagram begins the time and does not count. */
    public Sample sample() {
        if (count < 2) {
            throw new WrongDataException("nothing but " + count + " datagrams has come");
        }
        return Sample.throughput((count - 1) * Payload.DATAGRAM, Math.max(1, end - begin));
    }
}
