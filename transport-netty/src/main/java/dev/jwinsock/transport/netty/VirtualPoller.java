package dev.jwinsock.transport.netty;

import dev.jwinsock.transport.Interest;
import dev.jwinsock.transport.ReadyListener;
import dev.jwinsock.transport.Threads;
import dev.jwinsock.transport.TransportException;
import io.netty.channel.unix.FileDescriptor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;

/**
 * A virtual thread that asks a kernel event queue for the others. Who is ready goes into the queue of the carrier that
 * this thread runs on, without a hand-over between platform threads, which would cost more than all else together.
 * Between two questions it lets them run; when there is nothing, it parks until the transport's event loop sees that
 * the event queue has something, for that has a descriptor, and can be waited for as a socket can.
 */
final class VirtualPoller implements Armable, ReadyListener {
    private static final long END_MILLIS = TimeUnit.SECONDS.toMillis(5);

    private final KernelPoller poller;
    private final FileDescriptor queue;
    private final Arming arming;
    private final Thread thread;
    /** One thread at a time polls. */
    private final AtomicBoolean polling = new AtomicBoolean();

    private volatile boolean parked;
    private volatile boolean closed;

    private VirtualPoller(NativeTransport transport, KernelPoller poller, String name) {
        this.poller = poller;
        queue = new FileDescriptor(poller.fd());
        arming = transport.newArming(this);
        thread = Threads.virtual(name, this::run);
    }

    static VirtualPoller start(NativeTransport transport, int index) throws TransportException {
        VirtualPoller made = new VirtualPoller(transport, transport.poller(), "jwinsock-virtual-" + index);
        made.thread.start();
        return made;
    }

    KernelPoller poller() {
        return poller;
    }

    private void run() {
        while (!closed) {
            if (poll()) {
                Thread.yield();
            } else {
                parked = true;
                arming.arm(Interest.READ); // told at once when something has come meanwhile
                LockSupport.park(this);
                parked = false;
                Thread.interrupted(); // or the next park would return at once
            }
        }
    }

    /** @return whether there may be more */
    private boolean poll() {
        if (!polling.compareAndSet(false, true)) {
            return true;
        }
        try {
            return poller.poll(0) > 0;
        } finally {
            polling.set(false);
        }
    }

    /** By another virtual thread: polls in this one's place while it is parked, or has been woken and not come to run. */
    void help() {
        if (parked) {
            poll();
        }
    }

    @Override
    public FileDescriptor descriptor() {
        return queue;
    }

    @Override
    public ReadyListener listener() {
        return this;
    }

    /** Told by the event loop. */
    @Override
    public void ready(int interest) {
        LockSupport.unpark(thread);
    }

    @Override
    public boolean failed() {
        return true;
    }

    /** Ends the thread. Not for ever: it needs a carrier to end on, and a program can hold all of them. */
    void close() {
        closed = true;
        LockSupport.unpark(thread);
        boolean interrupted = false;
        try {
            thread.join(END_MILLIS);
        } catch (InterruptedException e) {
            interrupted = true;
        }
        arming.close();
        poller.close();
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
