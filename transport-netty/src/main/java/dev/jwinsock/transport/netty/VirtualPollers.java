package dev.jwinsock.transport.netty;

import dev.jwinsock.transport.TransportException;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A transport's {@link VirtualPoller}s, each made when the first virtual thread waits for one of its sockets. */
final class VirtualPollers {
    private static final Logger LOG = LoggerFactory.getLogger(VirtualPollers.class);

    /** So many that every carrier can poll; a power of two. */
    private static final int COUNT =
            Math.min(32, Integer.highestOneBit(Runtime.getRuntime().availableProcessors()));

    /** Every so many yields somebody polls for a poller that does not come to it; a power of two. */
    private static final int HELPED = 16;

    private final NativeTransport transport;
    /** By the last bits of the descriptor's number. Written under "this". */
    private final AtomicReferenceArray<@Nullable VirtualPoller> pollers = new AtomicReferenceArray<>(COUNT);

    private int yields; // not guarded: a lost one does no harm
    private boolean closed; // guarded by "this"

    VirtualPollers(NativeTransport transport) {
        this.transport = transport;
    }

    /** Where to wait for the socket. @return null when the system has no means left to watch it, or all is over */
    @Nullable
    Edges edges(KernelSocket socket, int interest) {
        Edges known = socket.edges(interest);
        if (known != null) {
            return known;
        }
        VirtualPoller poller = of(socket.fd());
        return poller == null ? null : socket.watchEdges(poller.poller(), interest);
    }

    private @Nullable VirtualPoller of(int fd) {
        int index = fd & COUNT - 1;
        VirtualPoller poller = pollers.get(index);
        return poller != null ? poller : start(index);
    }

    private synchronized @Nullable VirtualPoller start(int index) {
        VirtualPoller poller = pollers.get(index);
        if (poller == null && !closed) {
            try {
                poller = VirtualPoller.start(transport, index);
                pollers.set(index, poller);
            } catch (TransportException e) {
                LOG.debug("virtual threads have to look again and again", e);
            }
        }
        return poller;
    }

    /**
     * By a virtual thread that is about to yield. While such threads keep the carriers busy, a poller that was woken by
     * the event loop does not come to run, for the carriers look at their own queues first.
     */
    void yielding() {
        int now = yields + 1;
        yields = now;
        if ((now & HELPED - 1) == 0) {
            for (int i = 0; i < COUNT; i++) {
                VirtualPoller poller = pollers.get(i);
                if (poller != null) {
                    poller.help();
                }
            }
        }
    }

    void close() {
        synchronized (this) {
            closed = true;
        }
        for (int i = 0; i < COUNT; i++) {
            VirtualPoller poller = pollers.get(i);
            if (poller != null) {
                poller.close();
            }
        }
    }
}
