package dev.jwinsock.benchmarks.implementation;

import static dev.jwinsock.Mswsock.*;
import static dev.jwinsock.Windows.*;
import static dev.jwinsock.Winsock2.*;

import dev.jwinsock.HANDLE;
import dev.jwinsock.IntRef;
import dev.jwinsock.OVERLAPPED;
import dev.jwinsock.Ref;
import dev.jwinsock.SOCKET;
import dev.jwinsock.benchmarks.shape.Crew;
import dev.jwinsock.benchmarks.shape.Measurement;
import dev.jwinsock.benchmarks.shape.Payload;
import dev.jwinsock.benchmarks.shape.Sample;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.DefaultFileRegion;
import io.netty.channel.EventLoopGroup;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.function.IntConsumer;

/** FILE_STREAM: a file again and again to a receiver that is the same for all: a blocking channel on its own thread. */
final class FileStream {
    private static final int BLOCKS = 256;
    private static final int FILE_BYTES = BLOCKS * Payload.BLOCK;

    private FileStream() {}

    /** Sends to one connection until the deadline, then ends the stream. */
    private interface Sender {
        void serve(FileChannel file, long deadline, IntConsumer port) throws Exception;
    }

    private static Sample measure(Measurement measurement, Sender sender) throws Exception {
        Path path = Files.createTempFile("jwinsock-benchmark", ".bin");
        try {
            byte[] block = Payload.block();
            try (FileChannel file = FileChannel.open(
                    path, StandardOpenOption.READ, StandardOpenOption.WRITE, StandardOpenOption.DELETE_ON_CLOSE)) {
                for (int i = 0; i < BLOCKS; i++) {
                    file.write(ByteBuffer.wrap(block));
                }
                return run(measurement, sender, file);
            }
        } finally {
            Files.deleteIfExists(path);
        }
    }

    private static Sample run(Measurement measurement, Sender sender, FileChannel file) throws Exception {
        Crew crew = new Crew(measurement.style());
        long begin = System.nanoTime();
        long[] received = new long[1];
        crew.start(
                "sender",
                () -> sender.serve(
                        file,
                        begin + measurement.nanos(),
                        port -> crew.start("receiver", () -> received[0] = receive(port, measurement.verify()))));
        crew.await(measurement.limitNanos());
        return Sample.throughput(received[0], System.nanoTime() - begin);
    }

    private static long receive(int port, boolean verify) throws IOException {
        ByteBuffer room = ByteBuffer.allocateDirect(4 * Payload.BLOCK);
        byte[] copy = new byte[Payload.BLOCK];
        long total = 0;
        try (SocketChannel channel = SocketChannel.open(Loopback.port(port))) {
            for (int n = channel.read(room); n >= 0; n = channel.read(room)) {
                room.flip();
                while (verify && room.hasRemaining()) {
                    int length = Math.min(copy.length, room.remaining());
                    room.get(copy, 0, length);
                    Payload.checkStream(copy, length, total);
                    total += length;
                }
                total += room.remaining();
                room.clear();
            }
        }
        Payload.checkStreamLength(total);
        return total;
    }

    /** TransmitFile, each transfer begun by the completion of the one before. */
    static Sample jwinsock(Measurement measurement) throws Exception {
        return measure(measurement, (file, deadline, connect) -> {
            SOCKET listener = JwinsockSockets.listening();
            connect.accept(JwinsockSockets.portOf(listener));
            SOCKET s = accept(listener, null, null);
            closesocket(listener);
            HANDLE port = CreateIoCompletionPort(s, null, null, 1);
            OVERLAPPED transfer = new OVERLAPPED();
            IntRef transferred = new IntRef();
            Ref<Object> key = new Ref<>();
            Ref<OVERLAPPED> done = new Ref<>();
            do {
                if (TransmitFile(s, file, 0, 0, transfer, null, 0) || GetLastError() != ERROR_IO_PENDING) {
                    throw new IOException("TransmitFile: error " + GetLastError());
                }
                if (!GetQueuedCompletionStatus(port, transferred, key, done, INFINITE)
                        || transferred.value != FILE_BYTES) {
                    throw new IOException("GetQueuedCompletionStatus: error " + GetLastError());
                }
            } while (System.nanoTime() - deadline < 0);
            closesocket(s);
            CloseHandle(port);
        });
    }

    /** FileRegions, each written when the one before is through. */
    static Sample netty(Measurement measurement, NettyTransport transport, EventLoopGroup loop) throws Exception {
        return measure(measurement, (file, deadline, connect) -> {
            Channel listener = new ServerBootstrap()
                    .group(loop)
                    .channel(transport.server)
                    .childHandler(new RegionWriter(file, deadline))
                    .bind(Loopback.port(0))
                    .sync()
                    .channel();
            connect.accept(((InetSocketAddress) listener.localAddress()).getPort());
        });
    }

    private static final class RegionWriter extends ChannelInboundHandlerAdapter {
        private final FileChannel file;
        private final long deadline;

        RegionWriter(FileChannel file, long deadline) {
            this.file = file;
            this.deadline = deadline;
        }

        @Override
        public void channelActive(ChannelHandlerContext context) {
            write(context);
        }

        private void write(ChannelHandlerContext context) {
            DefaultFileRegion region = new DefaultFileRegion(file, 0, FILE_BYTES);
            region.retain(); // the end of the transfer must not close the file
            ChannelFuture written = context.writeAndFlush(region);
            written.addListener(future -> {
                if (!future.isSuccess() || System.nanoTime() - deadline >= 0) {
                    context.close();
                } else {
                    write(context);
                }
            });
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
            // The receiver sees the end of the stream, and fails.
            context.close();
        }
    }
}
