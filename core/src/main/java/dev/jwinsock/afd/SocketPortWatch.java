package dev.jwinsock.afd;

import dev.jwinsock.spi.PortWatch;
import dev.jwinsock.transport.Poller;
import dev.jwinsock.transport.ReadyListener;
import dev.jwinsock.transport.Status;
import dev.jwinsock.transport.Threads;
import dev.jwinsock.transport.TransportSocket;

/**
 * Sockets behind one poller, those of a completion port for instance: the threads that wait for the port do the I/O
 * themselves.
 */
class SocketPortWatch implements PortWatch {
    final Session session;
    private final Poller poller;
    private volatile boolean closed;

    SocketPortWatch(Session session, Poller poller) {
        this.session = session;
        this.poller = poller;
    }

    /** @return false when this cannot watch it */
    final boolean arm(TransportSocket kernel, int interest, ReadyListener listener) {
        return !closed && poller.arm(kernel, interest, listener) == Status.OK;
    }

    final boolean edgeTriggered() {
        return poller.edgeTriggered();
    }

    final void remove(TransportSocket kernel) {
        if (!closed) {
            poller.remove(kernel);
        }
    }

    @Override
    public final void await(long nanos) {
        poller.poll(nanos);
    }

    @Override
    public final boolean mayBlock() {
        return !Threads.currentIsVirtual();
    }

    @Override
    public final void wake() {
        poller.wake();
    }

    @Override
    public final boolean closed() {
        return closed;
    }

    @Override
    public final void close() {
        if (!closed) {
            abandon();
            closed = true;
            poller.close();
        }
    }

    /** The sockets go on by the I/O thread. */
    void abandon() {
        session.unwatch(this);
    }
}
