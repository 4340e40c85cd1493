package dev.jwinsock.transport.netty;

import dev.jwinsock.transport.Poller;
import dev.jwinsock.transport.TransportException;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.Native;
import io.netty.channel.unix.FileDescriptor;

/** Linux. */
final class EpollTransport extends NativeTransport {
    static final String NAME = "epoll";

    EpollTransport() {
        super(NAME, Platform.LINUX, new Platform.Option(1, 17)); // SOL_SOCKET, SO_PEERCRED
    }

    @Override
    WakeDescriptor newWakeDescriptor() {
        FileDescriptor eventFd = Native.newEventFd();
        return new WakeDescriptor(eventFd, eventFd);
    }

    @Override
    public Poller poller() throws TransportException {
        return EpollPoller.open(platform());
    }

    @Override
    IoHandlerFactory ioHandlerFactory() {
        return EpollIoHandler.newFactory();
    }

    @Override
    Arming newArming(KernelSocket socket) {
        return new EpollArming(socket, nextLoop());
    }
}
