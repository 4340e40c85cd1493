package dev.jwinsock.transport.netty;

import dev.jwinsock.transport.NetworkListener;
import dev.jwinsock.transport.NetworkWatch;
import dev.jwinsock.transport.TcpStatistics;
import dev.jwinsock.transport.TransportException;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.kqueue.KQueueIoHandler;
import io.netty.channel.unix.FileDescriptor;
import java.io.IOException;
import java.nio.ByteBuffer;

/** macOS. */
final class KQueueTransport extends NativeTransport {
    static final String NAME = "kqueue";

    private static final int SO_TRAFFIC_CLASS = 0x1086;
    /** SO_TC_BK_SYS. */
    private static final int BACKGROUND = 100;

    KQueueTransport() {
        super(NAME, Platform.MACOS, new Platform.Option(0, 2)); // SOL_LOCAL, LOCAL_PEERPID
    }

    @Override
    WakeDescriptor newWakeDescriptor() throws IOException {
        FileDescriptor[] ends = FileDescriptor.pipe();
        return new WakeDescriptor(ends[0], ends[1]);
    }

    @Override
    public KernelPoller poller() throws TransportException {
        return KQueuePoller.open(platform());
    }

    @Override
    IoHandlerFactory ioHandlerFactory() {
        return KQueueIoHandler.newFactory();
    }

    @Override
    Arming newArming(Armable socket) {
        return new KQueueArming(socket, nextLoop());
    }

    @Override
    public NetworkWatch watchNetwork(NetworkListener listener) throws TransportException {
        WakeDescriptor wake;
        try {
            wake = newWakeDescriptor();
        } catch (IOException e) {
            throw new TransportException(FdSocket.status(platform(), e), "network watch: " + e.getMessage());
        }
        try {
            return RouteSocketWatch.start(platform(), wake, listener);
        } catch (TransportException e) {
            wake.close();
            throw e;
        }
    }

    @Override
    int tcpInfo() {
        return MacTcpInfo.OPTION;
    }

    @Override
    void readTcpInfo(ByteBuffer from, TcpStatistics out) {
        MacTcpInfo.read(from, out);
    }

    @Override
    int background(int fd, boolean on, Scratch scratch) {
        int service = on ? BACKGROUND : 0;
        return Posix.setsockopt(fd, platform().socketLevel(), SO_TRAFFIC_CLASS, scratch.value(service, 0), 4);
    }
}
