package dev.jwinsock.transport.netty;

import dev.jwinsock.transport.NetworkListener;
import dev.jwinsock.transport.NetworkWatch;
import dev.jwinsock.transport.TcpStatistics;
import dev.jwinsock.transport.TransportException;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.Native;
import io.netty.channel.unix.FileDescriptor;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** Linux. */
final class EpollTransport extends NativeTransport {
    static final String NAME = "epoll";

    private static final int TCP_CONGESTION = 13;
    private static final int SO_COOKIE = 57;
    private static final int SO_ORIGINAL_DST = 80;
    /** The kernel's congestion control that gives way to others, a module that may not be there. */
    private static final String LOW_PRIORITY = "lp";

    EpollTransport() {
        super(NAME, Platform.LINUX, new Platform.Option(1, 17)); // SOL_SOCKET, SO_PEERCRED
    }

    @Override
    WakeDescriptor newWakeDescriptor() {
        FileDescriptor eventFd = Native.newEventFd();
        return new WakeDescriptor(eventFd, eventFd);
    }

    @Override
    EpollSet newEpollSet(int wakeFd) {
        return new EpollSet(platform(), wakeFd);
    }

    @Override
    public KernelPoller poller() throws TransportException {
        return EpollPoller.open(platform());
    }

    @Override
    IoHandlerFactory ioHandlerFactory() {
        return EpollIoHandler.newFactory();
    }

    @Override
    Arming newArming(Armable socket) {
        return new EpollArming(socket, nextLoop());
    }

    @Override
    public NetworkWatch watchNetwork(NetworkListener listener) throws TransportException {
        WakeDescriptor wake = newWakeDescriptor();
        try {
            return NetlinkWatch.start(platform(), wake, listener);
        } catch (TransportException e) {
            wake.close();
            throw e;
        }
    }

    @Override
    int tcpInfo() {
        return LinuxTcpInfo.OPTION;
    }

    @Override
    void readTcpInfo(ByteBuffer from, TcpStatistics out) {
        LinuxTcpInfo.read(from, out);
    }

    @Override
    int identity() {
        return SO_COOKIE;
    }

    @Override
    int originalDestination() {
        return SO_ORIGINAL_DST;
    }

    @Override
    int background(int fd, boolean on, Scratch scratch) {
        String name = on ? LOW_PRIORITY : Settings.congestionControl();
        byte[] bytes = name.getBytes(StandardCharsets.US_ASCII);
        scratch.data(bytes.length).put(0, bytes);
        return Posix.setsockopt(fd, Platform.IPPROTO_TCP, TCP_CONGESTION, scratch.dataAddress(), bytes.length);
    }

    @Override
    public boolean spreadsReceives() {
        return Settings.spreadsReceives();
    }
}
