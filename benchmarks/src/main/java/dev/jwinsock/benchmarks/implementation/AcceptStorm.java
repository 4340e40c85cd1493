package dev.jwinsock.benchmarks.implementation;

import dev.jwinsock.benchmarks.shape.Sample;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.nio.channels.SocketChannel;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * The client of ACCEPT, the same for all Java programs: waves of connections, the next one when the last of these has been
 * accepted. The server closes what it has accepted; the client's own closing, between the waves, is not timed.
 */
public final class AcceptStorm {
    private final AtomicLong accepted = new AtomicLong();
    private final int wave;
    private final long nanos;
    private volatile @Nullable Thread client;
    private volatile long target;
    private volatile boolean over;

    public AcceptStorm(int wave, long nanos) {
        this.wave = wave;
        this.nanos = nanos;
    }

    /**
     * The server has accepted a connection.
     *
     * @return false when it was the last one
     */
    public boolean accepted() {
        if (accepted.incrementAndGet() >= target) {
            LockSupport.unpark(client);
        }
        return !over;
    }

    /** The client's side, on its own thread. */
    public Sample run(int port) throws IOException {
        client = Thread.currentThread();
        long count = 0;
        long timed = 0;
        SocketChannel[] channels = new SocketChannel[wave];
        while (timed < nanos) {
            target = count + wave;
            long begin = System.nanoTime();
            for (int i = 0; i < wave; i++) {
                channels[i] = connect(port);
            }
            count += wave;
            while (accepted.get() < count) {
                LockSupport.park(this);
            }
            timed += System.nanoTime() - begin;
            for (SocketChannel channel : channels) {
                // A reset: thousands of ports in TIME_WAIT would be in the way of what follows.
                channel.setOption(StandardSocketOptions.SO_LINGER, 0);
                channel.close();
            }
        }
        over = true;
        connect(port).close();
        return Sample.perSecond(count, timed);
    }

    private static SocketChannel connect(int port) throws IOException {
        SocketChannel channel = SocketChannel.open(StandardProtocolFamily.INET);
        channel.connect(Loopback.port(port));
        return channel;
    }
}
