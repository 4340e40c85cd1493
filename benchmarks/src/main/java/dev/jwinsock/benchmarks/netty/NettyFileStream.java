package dev.jwinsock.benchmarks.netty;

import dev.jwinsock.benchmarks.implementation.FileStream;
import dev.jwinsock.benchmarks.implementation.Loopback;
import dev.jwinsock.benchmarks.shape.Measurement;
import dev.jwinsock.benchmarks.shape.Sample;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.DefaultFileRegion;
import io.netty.channel.EventLoopGroup;
import java.net.InetSocketAddress;
import java.nio.channels.FileChannel;

/** FILE_STREAM by FileRegion. */
final class NettyFileStream {
    private NettyFileStream() {}

    /** FileRegions, each written when the one before is through. */
    static Sample measure(Measurement measurement, NettyTransport transport, EventLoopGroup loop) throws Exception {
        return FileStream.measure(measurement, (file, deadline, connect) -> {
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
            DefaultFileRegion region = new DefaultFileRegion(file, 0, FileStream.FILE_BYTES);
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
