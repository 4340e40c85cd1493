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

    /** By {@link Interest} bits. Raw masks: EpollIoOps.with ignores an operand that shares a bit. */
    private static final EpollIoOps[] OPS = {
        EpollIoOps.valueOf(EPOLLONESHOT),
        EpollIoOps.valueOf(EPOLLONESHOT | EPOLLIN | EPOLLRDHUP),
        EpollIoOps.valueOf(EPOLLONESHOT | EPOLLOUT),
        EpollIoOps.valueOf(EPOLLONESHOT | EPOLLIN | EPOLLRDHUP | EPOLLOUT),
    };

    EpollArming(KernelSocket socket, IoEventLoop loop) {
        super(socket, loop);
    }

    @Override
    public FileDescriptor fd() {
        return socket.descriptor();
    }

    @Override
    void submit(IoRegistration to, int interest) {
        to.submit(OPS[interest & 3]);
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
        if ((events & EPOLLOUT) != 0) {
            interest |= Interest.WRITE;
        }
        if ((events & (EPOLLERR | EPOLLHUP)) != 0) {
            interest |= Interest.FAILED;
        }
        return interest;
    }
}
