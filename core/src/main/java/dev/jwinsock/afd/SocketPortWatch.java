package dev.jwinsock.afd;

import dev.jwinsock.spi.PortWatch;
import dev.jwinsock.transport.Poller;
import dev.jwinsock.transport.ReadyListener;
import dev.jwinsock.transport.Status;
import dev.jwinsock.transport.Threads;
import dev.jwinsock.transport.TransportSocket;

/** The sockets of one completion port, behind one poller: the threads that wait for the port do the I/O themselves. */
final class SocketPortWatch implements PortWatch {
    private final Session session;
    private final Poller poller;
    private volatile boolean closed;

    SocketPortWatch(Session session, Poller poller) {
        this.session = session;
        this.poller = poller;
    }

    /** @return false when this cannot watch it */
    boolean arm(TransportSocket kernel, int interest, ReadyListener listener) {
        return !closed && poller.arm(kernel, interest, listener) == Status.OK;
    }

    boolean edgeTriggered() {
        return poller.edgeTriggered();
    }

    void remove(TransportSocket kernel) {
        if (!closed) {
            poller.remove(kernel);
        }
    }

    @Override
    public void await(long nanos) {
        poller.poll(nanos);
    }

    @Override
    public boolean mayBlock() {
        return !Threads.currentIsVirtual();
    }

    @Override
    public void wake() {
        poller.wake();
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
            poller.close();
        }
    }
}
