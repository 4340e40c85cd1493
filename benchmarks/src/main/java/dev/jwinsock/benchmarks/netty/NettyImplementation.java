package dev.jwinsock.benchmarks.netty;

import dev.jwinsock.benchmarks.implementation.AcceptStorm;
import dev.jwinsock.benchmarks.implementation.BlockingImplementation;
import dev.jwinsock.benchmarks.implementation.DatagramStream;
import dev.jwinsock.benchmarks.implementation.Implementation;
import dev.jwinsock.benchmarks.implementation.Loopback;
import dev.jwinsock.benchmarks.memory.IdleMemory;
import dev.jwinsock.benchmarks.remote.RemoteClients;
import dev.jwinsock.benchmarks.shape.Latencies;
import dev.jwinsock.benchmarks.shape.Measurement;
import dev.jwinsock.benchmarks.shape.Payload;
import dev.jwinsock.benchmarks.shape.Sample;
import dev.jwinsock.benchmarks.shape.Shape;
import dev.jwinsock.benchmarks.shape.Style;
import io.netty.bootstrap.Bootstrap;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.FixedRecvByteBufAllocator;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.netty.util.concurrent.Future;
import io.netty.util.concurrent.GlobalEventExecutor;
import io.netty.util.concurrent.Promise;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The shapes as Netty pipelines, with one event loop for the server sides and one for the client sides. */
public final class NettyImplementation implements Implementation {
    // More than a message, so that a read which returns less tells Netty that there is no more.
    private static final int MESSAGE_READ = 2048;
    // Netty's own mark is one block: a sender would have to wait for the kernel after each.
    private static final WriteBufferWaterMark WATER_MARK =
            new WriteBufferWaterMark(2 * Payload.BLOCK, 8 * Payload.BLOCK);

    private static final int CLOSING_SECONDS = 5;

    private final NettyTransport transport;

    public NettyImplementation(NettyTransport transport) {
        this.transport = transport;
    }

    @Override
    public String name() {
        return transport.label;
    }

    @Override
    public boolean isCompetitor() {
        return true;
    }

    @Override
    public boolean supports(Shape shape, Style style) {
        return switch (style) {
            case BLOCKING ->
                switch (shape) {
                    case POLL_1000, FILE_STREAM, HAND_OVER, IDLE -> false;
                    default -> true;
                };
            case OVERLAPPED -> shape.isRoundTrips();
            case NOTIFY -> shape.isRoundTrips() || shape == Shape.IDLE;
            case ROUTINE -> shape.isRoundTrips() || shape == Shape.HAND_OVER;
            case PORT ->
                switch (shape) {
                    case FILE_STREAM, HAND_OVER, IDLE, ACCEPT -> true;
                    default -> shape.isRoundTrips();
                };
            case RIO -> shape == Shape.UDP_RR || shape == Shape.UDP_STREAM || shape.isRoundTrips();
            case VIRTUAL, NONBLOCKING, POLL, SELECT, EVENT -> false;
        };
    }

    @Override
    public @Nullable String obstacle() {
        return transport.obstacle();
    }

    @Override
    public Sample measure(Measurement measurement) throws Exception {
        if (measurement.shape() == Shape.IDLE) {
            return IdleMemory.measure(name(), measurement).sample();
        }
        EventLoopGroup serverLoop = loop("server");
        EventLoopGroup clientLoop = loop("client");
        try {
            return switch (measurement.shape()) {
                case FILE_STREAM -> NettyFileStream.measure(measurement, transport, serverLoop);
                case HAND_OVER -> NettyHandOver.measure(measurement, serverLoop.next(), clientLoop.next());
                default -> new Run(measurement, serverLoop, clientLoop).measure();
            };
        } finally {
            Future<?> serverEnd = serverLoop.shutdownGracefully(0, 1, TimeUnit.SECONDS);
            clientLoop.shutdownGracefully(0, 1, TimeUnit.SECONDS).sync();
            serverEnd.sync();
        }
    }

    private EventLoopGroup loop(String side) {
        return new MultiThreadIoEventLoopGroup(
                1, new DefaultThreadFactory("benchmark-" + side, true), transport.ioHandlers.get());
    }

    /** One measurement. */
    private final class Run {
        private final Measurement measurement;
        private final EventLoopGroup serverLoop;
        private final EventLoopGroup clientLoop;
        /** The accepted connections. */
        private final ChannelGroup accepted = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE);
        /** Done, by the event loop that sees it, when the traffic has ended or failed. */
        private final Promise<Sample> result;

        Run(Measurement measurement, EventLoopGroup serverLoop, EventLoopGroup clientLoop) {
            this.measurement = measurement;
            this.serverLoop = serverLoop;
            this.clientLoop = clientLoop;
            // Awaited by the measuring thread, which is none of the loops'.
            result = clientLoop.next().newPromise();
        }

        Sample measure() throws Exception {
            Sample sample = traffic();
            // The loop is not to end before its connections.
            accepted.newCloseFuture().await(CLOSING_SECONDS, TimeUnit.SECONDS);
            return sample;
        }

        private Sample traffic() throws Exception {
            switch (measurement.shape()) {
                case TCP_RR, ECHO_1, ECHO_100, ECHO_1000 -> echo(listen(NettyEcho.Server::new, MESSAGE_READ));
                case ECHO_10000 -> {
                    Channel listener = listen(NettyEcho.Server::new, MESSAGE_READ);
                    return RemoteClients.connect(portOf(listener), measurement).run();
                }
                case ACCEPT -> {
                    AcceptStorm storm = new AcceptStorm(measurement.connections(), measurement.nanos());
                    Channel listener = listen(() -> new Accepted(storm), MESSAGE_READ);
                    return storm.run(portOf(listener));
                }
                case TCP_STREAM -> stream();
                case TCP_MAERTS -> maerts();
                case TCP_CRR -> connectRequestResponse(listen(NettyEcho.Server::new, MESSAGE_READ));
                case UDP_RR -> datagrams();
                case UDP_STREAM -> datagramStream();
                case POLL_1000, FILE_STREAM, HAND_OVER, IDLE ->
                    throw new IllegalArgumentException("no pipeline does this");
            }
            if (!result.await(measurement.limitNanos(), TimeUnit.NANOSECONDS)) {
                throw new TimeoutException("the traffic has not ended");
            }
            return result.get();
        }

        private void echo(Channel listener) throws InterruptedException {
            Latencies latencies = new Latencies();
            List<NettyEcho.Client> clients = new ArrayList<>();
            for (int i = 0; i < measurement.connections(); i++) {
                NettyEcho.Client client = new NettyEcho.Client(result, measurement.nanos(), latencies);
                connect(client, portOf(listener));
                clients.add(client);
            }
            int[] open = {clients.size()};
            for (NettyEcho.Client client : clients) {
                // On the client loop, all of them.
                client.ended().addListener(end -> {
                    if (--open[0] == 0) {
                        result.trySuccess(latencies.sample(measurement.shape()));
                    }
                });
            }
            clients.forEach(NettyEcho.Client::start);
        }

        private void connectRequestResponse(Channel listener) {
            Bootstrap bootstrap = clients(MESSAGE_READ);
            InetSocketAddress address = Loopback.port(portOf(listener));
            new NettyTransactions(bootstrap, address, measurement.nanos(), result).start();
        }

        private void stream() throws InterruptedException {
            Channel listener = listen(() -> new NettyStream.Receiver(result, measurement.verify()), Payload.BLOCK);
            connect(new NettyStream.Sender(result, measurement.nanos()), portOf(listener));
        }

        private void maerts() throws InterruptedException {
            Channel listener = listen(() -> new NettyStream.Sender(result, measurement.nanos()), MESSAGE_READ);
            clients(Payload.BLOCK)
                    .handler(new NettyStream.Receiver(result, measurement.verify()))
                    .connect(Loopback.port(portOf(listener)))
                    .sync();
        }

        private void datagramStream() throws InterruptedException {
            DatagramStream stream = new DatagramStream(measurement);
            Channel server = datagrams(serverLoop, new NettyDatagrams.Receiver(result, stream))
                    .bind(Loopback.port(0))
                    .sync()
                    .channel();
            datagrams(clientLoop, new NettyDatagrams.Sender(result, stream))
                    .connect(Loopback.port(portOf(server)))
                    .sync();
        }

        private void datagrams() throws InterruptedException {
            Channel server = datagrams(serverLoop, new NettyDatagrams.Server(result))
                    .bind(Loopback.port(0))
                    .sync()
                    .channel();
            Latencies latencies = new Latencies();
            NettyEcho.Client client = new NettyDatagrams.Client(result, measurement.nanos(), latencies);
            datagrams(clientLoop, client).connect(Loopback.port(portOf(server))).sync();
            client.ended().addListener(end -> result.trySuccess(latencies.sample()));
            client.start();
        }

        private Bootstrap datagrams(EventLoopGroup loop, ChannelHandler handler) {
            return new Bootstrap()
                    .group(loop)
                    .channel(transport.datagram)
                    .option(ChannelOption.RECVBUF_ALLOCATOR, new FixedRecvByteBufAllocator(MESSAGE_READ))
                    .handler(handler);
        }

        private Channel listen(Supplier<ChannelHandler> handlers, int readSize) throws InterruptedException {
            return new ServerBootstrap()
                    .group(serverLoop)
                    .channel(transport.server)
                    .option(ChannelOption.SO_BACKLOG, BlockingImplementation.BACKLOG)
                    .childOption(ChannelOption.TCP_NODELAY, true)
                    .childOption(ChannelOption.WRITE_BUFFER_WATER_MARK, WATER_MARK)
                    .childOption(ChannelOption.RECVBUF_ALLOCATOR, new FixedRecvByteBufAllocator(readSize))
                    .childHandler(new ChannelInitializer<Channel>() {
                        @Override
                        protected void initChannel(Channel channel) {
                            if (measurement.shape().isRoundTrips()) {
                                // The client closes first; the reset that answers leaves no port in TIME_WAIT.
                                channel.config().setOption(ChannelOption.SO_LINGER, 0);
                            }
                            accepted.add(channel);
                            channel.pipeline().addLast(handlers.get());
                        }
                    })
                    .bind(Loopback.port(0))
                    .sync()
                    .channel();
        }

        private Bootstrap clients(int readSize) {
            return new Bootstrap()
                    .group(clientLoop)
                    .channel(transport.socket)
                    .option(ChannelOption.TCP_NODELAY, true)
                    .option(ChannelOption.WRITE_BUFFER_WATER_MARK, WATER_MARK)
                    .option(ChannelOption.RECVBUF_ALLOCATOR, new FixedRecvByteBufAllocator(readSize));
        }

        private void connect(ChannelHandler handler, int port) throws InterruptedException {
            clients(MESSAGE_READ).handler(handler).connect(Loopback.port(port)).sync();
        }
    }

    /** Closes a connection at once. */
    private static final class Accepted extends ChannelInboundHandlerAdapter {
        private final AcceptStorm storm;

        Accepted(AcceptStorm storm) {
            this.storm = storm;
        }

        @Override
        public void channelActive(ChannelHandlerContext context) {
            context.close();
            storm.accepted();
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
            context.close();
        }
    }

    private static int portOf(Channel channel) {
        return ((InetSocketAddress) channel.localAddress()).getPort();
    }
}
