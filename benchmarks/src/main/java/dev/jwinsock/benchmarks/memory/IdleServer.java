package dev.jwinsock.benchmarks.memory;

import static dev.jwinsock.Windows.*;
import static dev.jwinsock.Winsock2.*;
import static dev.jwinsock.Ws2tcpip.*;

import dev.jwinsock.HANDLE;
import dev.jwinsock.IntRef;
import dev.jwinsock.OVERLAPPED;
import dev.jwinsock.Ref;
import dev.jwinsock.SOCKET;
import dev.jwinsock.SOCK_NOTIFY_REGISTRATION;
import dev.jwinsock.WSABUF;
import dev.jwinsock.WSADATA;
import dev.jwinsock.benchmarks.netty.NettyTransport;
import dev.jwinsock.benchmarks.shape.Style;
import dev.jwinsock.sockaddr_in;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * A server whose connections all wait for their first byte. Prints its port; then for each line of input, "N" connections
 * being there, the bytes of heap in use and of resident memory.
 */
final class IdleServer {
    private static final int BACKLOG = 1024;
    private static final int PAGE = 4096;
    private static final int COLLECTIONS = 4;
    private static final WSABUF[] NO_MEMORY = {new WSABUF(ByteBuffer.allocate(0))};

    private IdleServer() {}

    public static void main(String[] args) throws IOException, InterruptedException {
        AtomicInteger accepted = new AtomicInteger();
        int port = start(args[0], Style.valueOf(args[1]), accepted);
        System.out.println(port);
        StringBuilder line = new StringBuilder();
        for (int c = System.in.read(); c >= 0; c = System.in.read()) {
            if (c != '\n') {
                line.append((char) c);
                continue;
            }
            int expected = Integer.parseInt(line.toString());
            line.setLength(0);
            while (accepted.get() < expected) {
                Thread.onSpinWait();
            }
            System.out.println(heap() + " " + resident());
        }
        Runtime.getRuntime().halt(0);
    }

    private static int start(String implementation, Style style, AtomicInteger accepted)
            throws IOException, InterruptedException {
        if (implementation.startsWith("jwinsock-")) {
            System.setProperty("jwinsock.transport", implementation.substring("jwinsock-".length()));
            return jwinsock(style, accepted);
        }
        for (NettyTransport transport : NettyTransport.values()) {
            if (transport.label.equals(implementation)) {
                return netty(transport, accepted);
            }
        }
        return nio(accepted);
    }

    /** What is in use after full collections, each of which may make something else unreachable. */
    private static long heap() {
        for (int i = 0; i < COLLECTIONS; i++) {
            System.gc();
        }
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }

    private static long resident() throws IOException {
        String[] pages = Files.readString(Path.of("/proc/self/statm")).split(" ", -1);
        return Long.parseLong(pages[1]) * PAGE;
    }

    // ---------------------------------------------------------------- jwinsock: one port

    private static int jwinsock(Style style, AtomicInteger accepted) {
        check(WSAStartup(MAKEWORD(2, 2), new WSADATA()));
        SOCKET listener = socket(AF_INET, SOCK_STREAM, IPPROTO_TCP);
        sockaddr_in address = new sockaddr_in();
        address.sin_family = AF_INET;
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        check(bind(listener, address, sizeof(address)));
        check(listen(listener, BACKLOG));
        IntRef length = new IntRef(sizeof(address));
        check(getsockname(listener, address, length));
        HANDLE port = CreateIoCompletionPort(INVALID_HANDLE_VALUE, null, null, 1);
        start("accept", () -> {
            while (true) {
                SOCKET s = accept(listener, null, null);
                if (style == Style.PORT) {
                    receive(s, port);
                } else {
                    register(s, port);
                }
                accepted.incrementAndGet();
            }
        });
        start("port", () -> {
            Ref<OVERLAPPED> overlapped = new Ref<>();
            GetQueuedCompletionStatus(port, new IntRef(), new Ref<>(), overlapped, INFINITE);
        });
        return ntohs(address.sin_port) & 0xffff;
    }

    /** A receive of 0 bytes pends, which holds no memory until there are data; as Netty takes a buffer only then. */
    private static void receive(SOCKET s, @Nullable HANDLE port) {
        if (CreateIoCompletionPort(s, port, s, 0) == null) {
            throw new IllegalStateException("CreateIoCompletionPort: error " + GetLastError());
        }
        int result = WSARecv(s, NO_MEMORY, 1, null, new IntRef(), new OVERLAPPED(), null);
        if (result != SOCKET_ERROR || WSAGetLastError() != WSA_IO_PENDING) {
            throw new IllegalStateException("WSARecv: error " + WSAGetLastError());
        }
    }

    private static void register(SOCKET s, @Nullable HANDLE port) {
        SOCK_NOTIFY_REGISTRATION registration = new SOCK_NOTIFY_REGISTRATION();
        registration.socket = s;
        registration.completionKey = s;
        registration.eventFilter = SOCK_NOTIFY_REGISTER_EVENT_IN | SOCK_NOTIFY_REGISTER_EVENT_HANGUP;
        registration.operation = SOCK_NOTIFY_OP_ENABLE;
        registration.triggerFlags = SOCK_NOTIFY_TRIGGER_PERSISTENT | SOCK_NOTIFY_TRIGGER_LEVEL;
        check(ProcessSocketNotifications(port, 1, new SOCK_NOTIFY_REGISTRATION[] {registration}, 0, 0, null, null));
        check(registration.registrationResult);
    }

    private static void start(String name, Runnable work) {
        Thread thread = new Thread(work, name);
        thread.setDaemon(true);
        thread.start();
    }

    private static void check(int result) {
        if (result != 0) {
            throw new IllegalStateException("error " + WSAGetLastError());
        }
    }

    // ---------------------------------------------------------------- Netty: a handler on each, one event loop

    private static final class Receiver extends ChannelInboundHandlerAdapter {
        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
            context.close();
        }
    }

    private static int netty(NettyTransport transport, AtomicInteger accepted) throws InterruptedException {
        EventLoopGroup loop = new MultiThreadIoEventLoopGroup(1, transport.ioHandlers.get());
        Channel listener = new ServerBootstrap()
                .group(loop)
                .channel(transport.server)
                .option(ChannelOption.SO_BACKLOG, BACKLOG)
                .childHandler(new ChannelInitializer<Channel>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        channel.pipeline().addLast(new Receiver());
                        accepted.incrementAndGet();
                    }
                })
                .bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                .sync()
                .channel();
        return ((InetSocketAddress) listener.localAddress()).getPort();
    }

    // ---------------------------------------------------------------- NIO: one selector

    private static int nio(AtomicInteger accepted) throws IOException {
        ServerSocketChannel listener = ServerSocketChannel.open();
        listener.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), BACKLOG);
        Selector selector = Selector.open();
        start("accept", () -> {
            try {
                while (true) {
                    SocketChannel channel = listener.accept();
                    channel.configureBlocking(false);
                    channel.register(selector, SelectionKey.OP_READ);
                    accepted.incrementAndGet();
                    selector.wakeup();
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
        start("selector", () -> {
            try {
                while (true) {
                    selector.select();
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
        return listener.socket().getLocalPort();
    }
}
