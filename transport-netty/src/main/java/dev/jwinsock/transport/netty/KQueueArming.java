package dev.jwinsock.transport.netty;

import dev.jwinsock.transport.Interest;
import io.netty.channel.IoEvent;
import io.netty.channel.IoEventLoop;
import io.netty.channel.IoRegistration;
import io.netty.channel.kqueue.KQueueIoEvent;
import io.netty.channel.kqueue.KQueueIoHandle;
import io.netty.channel.kqueue.KQueueIoOps;

/** {@link Arming} with kqueue, EV_ONESHOT: one filter for each direction. Closing the descriptor removes both. */
final class KQueueArming extends Arming implements KQueueIoHandle {
    static final short EVFILT_READ = -1;
    static final short EVFILT_WRITE = -2;
    static final short EV_ADD = 1;
    static final short EV_ENABLE = 4;
    static final short EV_ONESHOT = 0x10;
    static final short EV_ERROR = 0x4000;
    static final short EV_EOF = (short) 0x8000;

    private static final short ONCE = EV_ADD | EV_ENABLE | EV_ONESHOT;
    private static final KQueueIoOps READ_ONCE = KQueueIoOps.newOps(EVFILT_READ, ONCE, 0);
    private static final KQueueIoOps WRITE_ONCE = KQueueIoOps.newOps(EVFILT_WRITE, ONCE, 0);

    KQueueArming(Armable socket, IoEventLoop loop) {
        super(socket, loop);
    }

    @Override
    public int ident() {
        return socket.descriptor().intValue();
    }

    @Override
    void submit(IoRegistration to, int interest) {
        if ((interest & Interest.READ) != 0) {
            to.submit(READ_ONCE);
        }
        if ((interest & Interest.WRITE) != 0) {
            to.submit(WRITE_ONCE);
        }
    }

    @Override
    int decode(IoEvent event) {
        KQueueIoEvent e = (KQueueIoEvent) event;
        return interest(e.filter(), e.flags(), e.fflags());
    }

    static int interest(short filter, short flags, int fflags) {
        int interest = 0;
        if (filter == EVFILT_READ) {
            interest = Interest.READ;
        } else if (filter == EVFILT_WRITE) {
            interest = Interest.WRITE;
        }
        boolean end = (flags & EV_EOF) != 0;
        // The end of what the peer sends is no failure; that nothing can be sent any more is, and so is an error.
        if ((flags & EV_ERROR) != 0 || end && (fflags != 0 || filter == EVFILT_WRITE)) {
            interest |= Interest.FAILED;
        }
        return interest;
    }
}
