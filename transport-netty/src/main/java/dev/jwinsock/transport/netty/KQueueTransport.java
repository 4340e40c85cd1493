package dev.jwinsock.transport.netty;

import dev.jwinsock.transport.Poller;
import dev.jwinsock.transport.TransportException;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.kqueue.KQueueIoHandler;
import io.netty.channel.unix.FileDescriptor;
import java.io.IOException;

/** macOS. */
final class KQueueTransport extends NativeTransport {
    static final String NAME = "kqueue";

    KQueueTransport() {
        super(NAME, Platform.MACOS, new Platform.Option(0, 2)); // SOL_LOCAL, LOCAL_PEERPID
    }

    @Override
    WakeDescriptor newWakeDescriptor() throws IOException {
        FileDescriptor[] ends = FileDescriptor.pipe();
        return new WakeDescriptor(ends[0], ends[1]);
    }

    @Override
    public Poller poller() throws TransportException {
        return KQueuePoller.open(platform());
    }

    @Override
    IoHandlerFactory ioHandlerFactory() {
        return KQueueIoHandler.newFactory();
    }

    @Override
    Arming newArming(KernelSocket socket) {
        return new KQueueArming(socket, nextLoop());
    }
}
