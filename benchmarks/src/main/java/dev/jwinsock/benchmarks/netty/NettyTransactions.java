package dev.jwinsock.benchmarks.netty;

import dev.jwinsock.benchmarks.shape.Payload;
import dev.jwinsock.benchmarks.shape.Sample;
import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.util.concurrent.Promise;
import java.io.IOException;
import java.net.InetSocketAddress;

/** The client side of TCP_CRR: each transaction, when its connection is closed, starts the next. */
final class NettyTransactions {
    private final Bootstrap bootstrap;
    private final InetSocketAddress address;
    private final long nanos;
    private final Promise<Sample> result;
    private final byte[] request = Payload.message();
    // By the event loop only, from the first connection on.
    private long begin;
    private long count;

    NettyTransactions(Bootstrap bootstrap, InetSocketAddress address, long nanos, Promise<Sample> result) {
        this.bootstrap = bootstrap.handler(new ChannelInitializer<Channel>() {
            @Override
            protected void initChannel(Channel channel) {
                channel.pipeline().addLast(new Transaction());
            }
        });
        this.address = address;
        this.nanos = nanos;
        this.result = result;
    }

    void start() {
        begin = System.nanoTime();
        next();
    }

    private void next() {
        ChannelFuture connected = bootstrap.connect(address);
        connected.addListener(future -> {
            if (!future.isSuccess()) {
                result.tryFailure(future.cause());
            }
        });
    }

    private final class Transaction extends NettyEcho.Messages {
        private boolean answered;

        @Override
        public void channelActive(ChannelHandlerContext context) {
            Payload.stamp(request, count);
            send(context, request);
        }

        @Override
        void received(ChannelHandlerContext context, byte[] reply) {
            Payload.checkEcho(request, reply);
            answered = true;
            context.close();
        }

        @Override
        public void channelInactive(ChannelHandlerContext context) {
            if (!answered) {
                result.tryFailure(new IOException("the server closed the connection"));
                return;
            }
            count++;
            long elapsed = System.nanoTime() - begin;
            if (elapsed < nanos) {
                next();
            } else {
                result.trySuccess(Sample.perSecond(count, elapsed));
            }
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
            result.tryFailure(cause);
            context.close();
        }
    }
}
