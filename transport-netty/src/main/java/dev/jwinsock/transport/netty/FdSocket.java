package dev.jwinsock.transport.netty;

import dev.jwinsock.transport.Status;
import dev.jwinsock.transport.Transport;
import dev.jwinsock.transport.TransportException;
import io.netty.channel.ChannelException;
import io.netty.channel.unix.Errors;
import io.netty.channel.unix.FileDescriptor;
import io.netty.channel.unix.Socket;
import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.NotYetConnectedException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Netty's kernel socket. It asks the kernel for its family when it is made: where that would be one system call more for
 * each connection, sockets are plain descriptors.
 */
final class FdSocket extends Socket {
    private static final Logger LOG = LoggerFactory.getLogger(FdSocket.class);

    FdSocket(int fd) {
        super(fd);
    }

    /** A non-blocking socket that no child process inherits; an IPv6 one is dual-stack. */
    static int open(Platform platform, boolean ipv6, Transport.Kind kind) throws TransportException {
        try {
            return kind == Transport.Kind.STREAM ? newSocketStream0(ipv6) : newSocketDgram0(ipv6);
        } catch (ChannelException e) {
            Throwable cause = e.getCause() != null ? e.getCause() : e;
            throw new TransportException(status(platform, cause), "socket: " + cause.getMessage());
        }
    }

    static FdSocket openDomain() {
        return new FdSocket(newSocketDomain0());
    }

    /** A raw socket; for protocol 0, which Linux does not have, one that only sends with headers. */
    static int openRaw(Platform platform, boolean ipv6, int protocol) throws TransportException {
        int family = ipv6 ? platform.inet6() : Platform.AF_INET;
        int fd = Posix.socket(family, platform.rawType(), protocol == 0 ? Platform.IPPROTO_RAW : protocol);
        if (fd < 0) {
            throw new TransportException(platform.status(Posix.errno()), "raw socket: errno " + Posix.errno());
        }
        return fd;
    }

    /** What one of Netty's exceptions means. None of them is made with a stack trace on the hot paths. */
    static int status(Platform platform, Throwable failure) {
        if (failure instanceof Errors.NativeIoException e) {
            return platform.status(-e.expectedErr());
        }
        if (failure instanceof NotYetConnectedException) {
            return Status.NOT_CONNECTED;
        }
        if (failure instanceof ClosedChannelException) {
            return Status.NOT_SOCKET;
        }
        return Status.SYSTEM_CALL_FAILURE;
    }

    /** close(2): there is nobody to tell of its failure, and the descriptor is gone in any case. */
    static void closeQuietly(@Nullable FileDescriptor descriptor) {
        if (descriptor == null) {
            return;
        }
        try {
            descriptor.close();
        } catch (IOException e) {
            LOG.debug("close of {} failed", descriptor, e);
        }
    }
}
