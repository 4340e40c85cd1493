package dev.jwinsock.benchmarks.netty;

import dev.jwinsock.benchmarks.shape.Payload;
import dev.jwinsock.benchmarks.shape.Sample;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.util.concurrent.Promise;

/** The two sides of TCP_STREAM. */
final class NettyStream {
    private NettyStream() {}

    /** Writes whenever Netty says that it may. */
    static final class Sender extends ChannelInboundHandlerAdapter {
        private final Promise<?> failure;
        private final long nanos;
        private final byte[] block = Payload.block();
        private long deadline;
        private boolean writing;
        private boolean ended;

        Sender(Promise<?> failure, long nanos) {
            this.failure = failure;
            this.nanos = nanos;
        }

        @Override
        public void channelActive(ChannelHandlerContext context) {
            deadline = System.nanoTime() + nanos;
            write(context);
        }

        @Override
        public void channelWritabilityChanged(ChannelHandlerContext context) {
            // Also told of while write() is at work, which looks by itself.
            if (!writing) {
                write(context);
            }
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
            failure.tryFailure(cause);
            context.close();
        }

        private void write(ChannelHandlerContext context) {
            writing = true;
            while (!ended && context.channel().isWritable()) {
                ByteBuf buffer = context.alloc().ioBuffer(Payload.BLOCK).writeBytes(block);
                if (System.nanoTime() - deadline < 0) {
                    context.writeAndFlush(buffer, context.voidPromise());
                } else {
                    ended = true;
                    context.writeAndFlush(buffer).addListener(ChannelFutureListener.CLOSE);
                }
            }
            writing = false;
        }
    }

    static final class Receiver extends ChannelInboundHandlerAdapter {
        private final Promise<Sample> result;
        private final boolean verify;
        private final byte[] block = new byte[Payload.BLOCK];
        private long begin;
        private long total;

        Receiver(Promise<Sample> result, boolean verify) {
            this.result = result;
            this.verify = verify;
        }

        @Override
        public void channelActive(ChannelHandlerContext context) {
            begin = System.nanoTime();
        }

        @Override
        public void channelRead(ChannelHandlerContext context, Object object) {
            ByteBuf buffer = (ByteBuf) object;
            try {
                int length = buffer.readableBytes();
                buffer.readBytes(block, 0, length);
                if (verify) {
                    Payload.checkStream(block, length, total);
                }
                total += length;
            } finally {
                buffer.release();
            }
        }

        @Override
        public void channelInactive(ChannelHandlerContext context) {
            long nanos = System.nanoTime() - begin;
            Payload.checkStreamLength(total);
            result.trySuccess(Sample.throughput(total, nanos));
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
            result.tryFailure(cause);
            context.close();
        }
    }
}
