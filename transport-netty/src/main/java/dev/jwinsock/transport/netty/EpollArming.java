package dev.jwinsock.transport.netty;

import dev.jwinsock.transport.Interest;
import io.netty.channel.IoEvent;
import io.netty.channel.IoEventLoop;
import io.netty.channel.IoRegistration;
import io.netty.channel.epoll.EpollIoEvent;
import io.netty.channel.epoll.EpollIoHandle;
import io.netty.channel.epoll.EpollIoOps;
import io.netty.channel.unix.FileDescriptor;

/** {@link Arming} with epoll, EPOLLONESHOT. */
final class EpollArming extends Arming implements EpollIoHandle {
    static final int EPOLLIN = 1;
    static final int EPOLLOUT = 4;
    static final int EPOLLERR = 8;
    static final int EPOLLHUP = 0x10;
    static final int EPOLLRDHUP = 0x2000;
    static final int EPOLLONESHOT = 1 << 30;

    static final int EPOLLPRI = 2;

    private static final int ASKABLE = Interest.READ | Interest.WRITE | Interest.URGENT | Interest.PEER_CLOSED;

    /** By {@link Interest} bits. Raw masks: EpollIoOps.with ignores an operand that shares a bit. */
    private static final EpollIoOps[] OPS = new EpollIoOps[ASKABLE + 1];

    static {
        for (int interest = 0; interest < OPS.length; interest++) {
            OPS[interest] = EpollIoOps.valueOf(EPOLLONESHOT
                    | ((interest & Interest.READ) != 0 ? EPOLLIN | EPOLLRDHUP : 0)
                    | ((interest & Interest.WRITE) != 0 ? EPOLLOUT : 0)
                    | ((interest & Interest.URGENT) != 0 ? EPOLLPRI : 0)
                    | ((interest & Interest.PEER_CLOSED) != 0 ? EPOLLRDHUP : 0));
        }
    }

    EpollArming(Armable socket, IoEventLoop loop) {
        super(socket, loop);
    }

    @Override
    public FileDescriptor fd() {
        return socket.descriptor();
    }

    @Override
    void submit(IoRegistration to, int interest) {
        to.submit(OPS[interest & ASKABLE]);
    }

    @Override
    int decode(IoEvent event) {
        return interest(((EpollIoEvent) event).ops().value());
    }

    static int interest(int events) {
        int interest = 0;
        if ((events & (EPOLLIN | EPOLLRDHUP)) != 0) {
            interest |= Interest.READ;
        }
        if ((events & EPOLLRDHUP) != 0) {
            interest |= Interest.PEER_CLOSED;
        }
        if ((events & EPOLLPRI) != 0) {
            interest |= Interest.URGENT;
        }
        if ((events & EPOLLOUT) != 0) {
            interest |= Interest.WRITE;
        }
        if ((events & (EPOLLERR | EPOLLHUP)) != 0) {
            interest |= Interest.FAILED;
        }
        return interest;
    }
}
