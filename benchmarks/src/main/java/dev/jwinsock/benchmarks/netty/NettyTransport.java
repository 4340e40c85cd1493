package dev.jwinsock.benchmarks.netty;

import io.netty.channel.IoHandlerFactory;
import io.netty.channel.ServerChannel;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollDatagramChannel;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.DatagramChannel;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioDatagramChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.channel.uring.IoUring;
import io.netty.channel.uring.IoUringDatagramChannel;
import io.netty.channel.uring.IoUringIoHandler;
import io.netty.channel.uring.IoUringServerSocketChannel;
import io.netty.channel.uring.IoUringSocketChannel;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Netty's transports. */
public enum NettyTransport {
    EPOLL(
            "netty-epoll",
            EpollIoHandler::newFactory,
            EpollServerSocketChannel.class,
            EpollSocketChannel.class,
            EpollDatagramChannel.class) {
        @Override
        @Nullable
        String obstacle() {
            Throwable cause = Epoll.unavailabilityCause();
            return cause == null ? null : String.valueOf(cause.getMessage());
        }
    },
    IO_URING(
            "netty-io_uring",
            IoUringIoHandler::newFactory,
            IoUringServerSocketChannel.class,
            IoUringSocketChannel.class,
            IoUringDatagramChannel.class) {
        @Override
        @Nullable
        String obstacle() {
            Throwable cause = IoUring.unavailabilityCause();
            return cause == null ? null : "no io_uring: " + cause.getMessage();
        }
    },
    NIO(
            "netty-nio",
            NioIoHandler::newFactory,
            NioServerSocketChannel.class,
            NioSocketChannel.class,
            NioDatagramChannel.class) {
        @Override
        @Nullable
        String obstacle() {
            return null;
        }
    };

    public final String label;
    public final Supplier<IoHandlerFactory> ioHandlers;
    public final Class<? extends ServerChannel> server;
    final Class<? extends SocketChannel> socket;
    final Class<? extends DatagramChannel> datagram;

    NettyTransport(
            String label,
            Supplier<IoHandlerFactory> ioHandlers,
            Class<? extends ServerChannel> server,
            Class<? extends SocketChannel> socket,
            Class<? extends DatagramChannel> datagram) {
        this.label = label;
        this.ioHandlers = ioHandlers;
        this.server = server;
        this.socket = socket;
        this.datagram = datagram;
    }

    abstract @Nullable String obstacle();
}
