package dev.jwinsock.benchmarks.implementation;

import dev.jwinsock.benchmarks.shape.Latencies;
import dev.jwinsock.benchmarks.shape.Payload;
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
