package dev.jwinsock.afd;

import dev.jwinsock.spi.PortWatch;
import dev.jwinsock.transport.Poller;
import dev.jwinsock.transport.ReadyListener;
import dev.jwinsock.transport.Status;
import dev.jwinsock.transport.Threads;
import dev.jwinsock.transport.TransportSocket;
import java.util.concurrent.locks.ReentrantLock;

/** The sockets of one completion port, behind one poller: the threads that wait for the port do the I/O themselves. */
final class SocketPortWatch implements PortWatch {
    private final Session session;
    private final Poller poller;
    /** Held by the thread in the poller. */
    private final ReentrantLock turn = new ReentrantLock();

    private volatile boolean closed;
    /** Guarded by turn. */
    private boolean freed;

    SocketPortWatch(Session session, Poller poller) {
        this.session = session;
        this.poller = poller;
    }

    /** @return false when this cannot watch it */
    boolean arm(TransportSocket kernel, int interest, ReadyListener listener) {
        return !closed && poller.arm(kernel, interest, listener) == Status.OK;
    }

    void remove(TransportSocket kernel) {
        if (!closed) {
            poller.remove(kernel);
        }
    }

    @Override
    public void await(long nanos) {
        turn.lock();
        try {
            if (!closed) {
                poller.poll(nanos);
            }
        } finally {
            turn.unlock();
        }
        if (closed) {
            free();
        }
    }

    @Override
    public boolean mayBlock() {
        return !Threads.currentIsVirtual();
    }

    @Override
    public void wake() {
        if (!closed) {
            poller.wake();
        }
    }

    @Override
    public boolean closed() {
        return closed;
    }

    @Override
    public void close() {
        if (!closed) {
            session.unwatch(this);
            closed = true;
            poller.wake();
        }
        free();
    }

    /** Whoever is in the poller, which may be the caller, frees it when it leaves. */
    private void free() {
        if (turn.isHeldByCurrentThread() || !turn.tryLock()) {
            return;
        }
        try {
            if (!freed) {
                freed = true;
                poller.close();
            }
        } finally {
            turn.unlock();
        }
    }
}
