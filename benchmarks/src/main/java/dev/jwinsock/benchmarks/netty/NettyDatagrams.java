package dev.jwinsock.benchmarks.netty;

import dev.jwinsock.benchmarks.implementation.DatagramStream;
import dev.jwinsock.benchmarks.shape.Latencies;
import dev.jwinsock.benchmarks.shape.Payload;
import dev.jwinsock.benchmarks.shape.Sample;
import dev.jwinsock.benchmarks.shape.WrongDataException;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.DatagramPacket;
import io.netty.util.concurrent.Promise;

/** The two sides of UDP_RR: a server that answers whoever asks, and a connected client. */
final class NettyDatagrams {
    private NettyDatagrams() {}

    static final class Server extends ChannelInboundHandlerAdapter {
        private final Promise<?> failure;
        private final byte[] message = new byte[Payload.MESSAGE];

        Server(Promise<?> failure) {
            this.failure = failure;
        }

        @Override
        public void channelRead(ChannelHandlerContext context, Object object) {
            DatagramPacket packet = (DatagramPacket) object;
            try {
                packet.content().readBytes(message);
                ByteBuf reply = context.alloc().ioBuffer(Payload.MESSAGE).writeBytes(message);
                context.writeAndFlush(new DatagramPacket(reply, packet.sender()), context.voidPromise());
            } finally {
                packet.release();
            }
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
            failure.tryFailure(cause);
        }
    }

    /** Counts what comes. */
    static final class Receiver extends ChannelInboundHandlerAdapter {
        private final Promise<Sample> result;
        private final DatagramStream stream;
        private final byte[] datagram = new byte[Payload.DATAGRAM];

        Receiver(Promise<Sample> result, DatagramStream stream) {
            this.result = result;
            this.stream = stream;
        }

        @Override
        public void channelRead(ChannelHandlerContext context, Object object) {
            ByteBuf content = ((DatagramPacket) object).content();
            try {
                int length = content.readableBytes();
                content.readBytes(datagram, 0, length);
                if (!stream.received(datagram, length)) {
                    result.trySuccess(stream.sample());
                }
            } finally {
                content.release();
            }
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
            result.tryFailure(cause);
        }
    }

    /** Sends some at a time, so that the loop has its turns. */
    static final class Sender extends ChannelInboundHandlerAdapter {
        private static final int AT_A_TIME = 16;

        private final Promise<Sample> failure;
        private final DatagramStream stream;
        private final byte[] datagram = Payload.datagram();

        Sender(Promise<Sample> failure, DatagramStream stream) {
            this.failure = failure;
            this.stream = stream;
        }

        @Override
        public void channelActive(ChannelHandlerContext context) {
            send(context);
        }

        private void send(ChannelHandlerContext context) {
            for (int i = 0; i < AT_A_TIME && context.channel().isWritable(); i++) {
                int length = stream.next(datagram);
                if (length == 0) {
                    return;
                }
                ByteBuf buffer = context.alloc().ioBuffer(length).writeBytes(datagram, 0, length);
                context.write(buffer, context.voidPromise());
            }
            context.flush();
            if (!failure.isDone()) {
                context.executor().execute(() -> send(context));
            }
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
            failure.tryFailure(cause);
        }
    }

    static final class Client extends NettyEcho.Client {
        Client(Promise<?> failure, long nanos, Latencies latencies) {
            super(failure, nanos, latencies);
        }

        @Override
        public void channelRead(ChannelHandlerContext context, Object object) {
            ByteBuf content = ((DatagramPacket) object).content();
            if (content.readableBytes() != Payload.MESSAGE) {
                int length = content.readableBytes();
                content.release();
                throw new WrongDataException("a datagram of " + length + " bytes");
            }
            super.channelRead(context, content);
        }
    }
}
