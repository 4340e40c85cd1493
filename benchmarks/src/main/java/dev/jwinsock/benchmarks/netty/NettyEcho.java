package dev.jwinsock.benchmarks.netty;

import dev.jwinsock.benchmarks.shape.Latencies;
import dev.jwinsock.benchmarks.shape.Payload;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.util.concurrent.Future;
import io.netty.util.concurrent.Promise;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** The two sides of round trips. Like the other implementations they hold their messages in byte arrays. */
final class NettyEcho {
    private NettyEcho() {}

    /** Collects whole messages. */
    abstract static class Messages extends ChannelInboundHandlerAdapter {
        private final byte[] message = new byte[Payload.MESSAGE];
        private int have;

        /** A message has come. */
        abstract void received(ChannelHandlerContext context, byte[] message);

        @Override
        public void channelRead(ChannelHandlerContext context, Object object) {
            ByteBuf buffer = (ByteBuf) object;
            try {
                while (buffer.isReadable()) {
                    int length = Math.min(buffer.readableBytes(), Payload.MESSAGE - have);
                    buffer.readBytes(message, have, length);
                    have += length;
                    if (have == Payload.MESSAGE) {
                        have = 0;
                        received(context, message);
                    }
                }
            } finally {
                buffer.release();
            }
        }

        static void send(ChannelHandlerContext context, byte[] message) {
            ByteBuf buffer = context.alloc().ioBuffer(Payload.MESSAGE).writeBytes(message);
            context.writeAndFlush(buffer, context.voidPromise());
        }
    }

    static final class Server extends Messages {
        @Override
        void received(ChannelHandlerContext context, byte[] message) {
            send(context, message);
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
            // The client sees the end of the stream, and fails.
            context.close();
        }
    }

    static class Client extends Messages {
        private final Promise<?> failure;
        private final long nanos;
        private final Latencies latencies;
        private final byte[] request = Payload.message();
        // Set when the handler is added, which the connect that precedes start() waits for.
        private @Nullable ChannelHandlerContext context;
        private @Nullable Promise<Void> end;
        // The rest by the event loop only.
        private long count;
        private long before;
        private long deadline;

        Client(Promise<?> failure, long nanos, Latencies latencies) {
            this.failure = failure;
            this.nanos = nanos;
            this.latencies = latencies;
        }

        @Override
        public void handlerAdded(ChannelHandlerContext context) {
            this.context = context;
            end = context.executor().newPromise();
        }

        /** Done, on the event loop, when the last echo has come. */
        final Future<Void> ended() {
            Promise<Void> promise = end;
            if (promise == null) {
                throw new IllegalStateException("not connected");
            }
            return promise;
        }

        final void start() {
            ChannelHandlerContext added = context;
            if (added == null) {
                throw new IllegalStateException("not connected");
            }
            added.executor().execute(() -> {
                before = System.nanoTime();
                deadline = before + nanos;
                latencies.begins(before);
                request(added);
            });
        }

        @Override
        final void received(ChannelHandlerContext context, byte[] reply) {
            Payload.checkEcho(request, reply);
            count++;
            long now = System.nanoTime();
            latencies.record(now - before);
            before = now;
            if (now - deadline < 0) {
                request(context);
            } else if (end != null) {
                latencies.ends(now);
                end.setSuccess(null);
                context.close();
            }
        }

        @Override
        public final void channelInactive(ChannelHandlerContext context) {
            if (end != null && !end.isDone()) {
                failure.tryFailure(new IOException("the server closed the connection"));
            }
        }

        @Override
        public final void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
            failure.tryFailure(cause);
            context.close();
        }

        private void request(ChannelHandlerContext context) {
            Payload.stamp(request, count);
            send(context, request);
        }
    }
}
