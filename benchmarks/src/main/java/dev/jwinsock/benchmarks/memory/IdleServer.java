package dev.jwinsock.benchmarks.memory;

import static dev.jwinsock.Windows.*;
import static dev.jwinsock.Winsock2.*;
import static dev.jwinsock.Ws2tcpip.*;

import dev.jwinsock.HANDLE;
import dev.jwinsock.IntRef;
import dev.jwinsock.OVERLAPPED;
import dev.jwinsock.Ref;
import dev.jwinsock.SOCKET;
import dev.jwinsock.WSABUF;
import dev.jwinsock.WSADATA;
import dev.jwinsock.benchmarks.netty.NettyTransport;
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

/**
 * A server whose connections all wait for their first byte. Prints its port; then for each line of input, "N" connections
 * being there, the bytes of heap in use and of resident memory.
 */
final class IdleServer {
    private static final int BACKLOG = 1024;
    private static final int PAGE = 4096;
    private static final int COLLECTIONS = 4;
    private static final int RECEIVE_BYTES = 64;

    private IdleServer() {}

    public static void main(String[] args) throws IOException, InterruptedException {
        int most = Integer.parseInt(args[1]);
        AtomicInteger accepted = new AtomicInteger();
        int port = start(args[0], most, accepted);
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

    private static int start(String implementation, int most, AtomicInteger accepted)
            throws IOException, InterruptedException {
        if (implementation.startsWith("jwinsock-")) {
            System.setProperty("jwinsock.transport", implementation.substring("jwinsock-".length()));
            return jwinsock(most, accepted);
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

    // ---------------------------------------------------------------- jwinsock: a receive pends on each, one port

    private static final class Receive extends OVERLAPPED {
        private final SOCKET socket;
        private final WSABUF[] buffers;

        Receive(SOCKET socket, ByteBuffer memory) {
            this.socket = socket;
            buffers = new WSABUF[] {new WSABUF(memory)};
        }
    }

    private static int jwinsock(int most, AtomicInteger accepted) {
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
        // One piece of memory, as a server has it that knows how many connections it may get
        ByteBuffer memory = ByteBuffer.allocateDirect(most * RECEIVE_BYTES);
        start("accept", () -> {
            while (true) {
                SOCKET s = accept(listener, null, null);
                int n = accepted.get();
                Receive receive = new Receive(s, memory.slice(n * RECEIVE_BYTES, RECEIVE_BYTES));
                if (CreateIoCompletionPort(s, port, receive, 0) == null) {
                    throw new IllegalStateException("CreateIoCompletionPort: error " + GetLastError());
                }
                int result = WSARecv(receive.socket, receive.buffers, 1, null, new IntRef(), receive, null);
                if (result != SOCKET_ERROR || WSAGetLastError() != WSA_IO_PENDING) {
                    throw new IllegalStateException("WSARecv: error " + WSAGetLastError());
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

    // ---------------------------------------------------------------- NIO: an object with a buffer on each, one
    // selector

    private static int nio(AtomicInteger accepted) throws IOException {
        ServerSocketChannel listener = ServerSocketChannel.open();
        listener.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), BACKLOG);
        Selector selector = Selector.open();
        start("accept", () -> {
            try {
                while (true) {
                    SocketChannel channel = listener.accept();
                    channel.configureBlocking(false);
                    channel.register(selector, SelectionKey.OP_READ, ByteBuffer.allocate(RECEIVE_BYTES));
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
