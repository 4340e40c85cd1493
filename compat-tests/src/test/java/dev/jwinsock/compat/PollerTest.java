package dev.jwinsock.compat;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jwinsock.transport.Accepted;
import dev.jwinsock.transport.Endpoint;
import dev.jwinsock.transport.Interest;
import dev.jwinsock.transport.Poller;
import dev.jwinsock.transport.Status;
import dev.jwinsock.transport.Transport;
import dev.jwinsock.transport.TransportProvider;
import dev.jwinsock.transport.TransportSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.ServiceLoader;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What {@link Poller} promises, on each transport that works here. */
@Timeout(60)
final class PollerTest {
    private static final long LIMIT = TimeUnit.SECONDS.toNanos(10);

    static Stream<TransportProvider> transports() {
        return ServiceLoader.load(TransportProvider.class).stream()
                .map(ServiceLoader.Provider::get)
                .filter(provider -> provider.unavailable() == null);
    }

    /** A transport with connections that the test closes at its end. */
    private static final class Scene implements AutoCloseable {
        private final Transport transport;
        private final List<TransportSocket> sockets = new ArrayList<>();
        private final List<Poller> pollers = new ArrayList<>();

        Scene(TransportProvider provider) throws Exception {
            transport = provider.open();
        }

        Poller poller() throws Exception {
            Poller made = transport.poller();
            pollers.add(made);
            return made;
        }

        private TransportSocket open(Transport.Kind kind) throws Exception {
            TransportSocket made = transport.open(false, kind);
            made.listener(ready -> {});
            sockets.add(made);
            return made;
        }

        private static Endpoint address(TransportSocket s) {
            Endpoint local = new Endpoint();
            assertThat(s.localAddress(local)).isZero();
            return local;
        }

        private static Endpoint anyPort() {
            Endpoint loopback = new Endpoint();
            loopback.set(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), false);
            return loopback;
        }

        /** Two datagram sockets: what the first sends comes to the second. */
        TransportSocket[] datagrams() throws Exception {
            TransportSocket to = open(Transport.Kind.DATAGRAM);
            assertThat(to.bind(anyPort())).isZero();
            TransportSocket from = open(Transport.Kind.DATAGRAM);
            assertThat(from.bind(anyPort())).isZero();
            assertThat(from.connect(address(to))).isZero();
            return new TransportSocket[] {from, to};
        }

        TransportSocket[] stream() throws Exception {
            TransportSocket listener = open(Transport.Kind.STREAM);
            assertThat(listener.bind(anyPort())).isZero();
            assertThat(listener.listen(1)).isZero();
            TransportSocket client = open(Transport.Kind.STREAM);
            int status = client.connect(address(listener));
            assertThat(status == 0 || status == Status.WOULD_BLOCK).isTrue();
            Accepted accepted = new Accepted();
            long end = System.nanoTime() + LIMIT;
            while (listener.accept(accepted) != 0 || client.finishConnect() != 0 && status != 0) {
                assertThat(System.nanoTime()).isLessThan(end);
            }
            TransportSocket server = accepted.socket;
            assertThat(server).isNotNull();
            if (server == null) {
                throw new AssertionError();
            }
            server.listener(ready -> {});
            sockets.add(server);
            return new TransportSocket[] {client, server};
        }

        @Override
        public void close() {
            pollers.forEach(Poller::close);
            sockets.forEach(TransportSocket::close);
            transport.close();
        }
    }

    private static void send(TransportSocket from) {
        assertThat(from.sendTo(ByteBuffer.wrap(new byte[] {1}), null)).isEqualTo(1);
    }

    private static int receive(TransportSocket to) {
        return to.receiveFrom(ByteBuffer.allocateDirect(8), false, null);
    }

    @ParameterizedTest
    @MethodSource("transports")
    void tellsWhatWasThereAndWhatComes(TransportProvider provider) throws Exception {
        try (Scene scene = new Scene(provider)) {
            Poller poller = scene.poller();
            TransportSocket[] pair = scene.datagrams();
            AtomicInteger told = new AtomicInteger();
            send(pair[0]);
            assertThat(poller.arm(pair[1], Interest.READ, ready -> told.accumulateAndGet(ready, (a, b) -> a | b)))
                    .isZero();
            for (int i = 0; i < 50; i++) {
                assertThat(poller.poll(LIMIT)).isPositive();
                assertThat(told.getAndSet(0) & Interest.READ).isNotZero();
                assertThat(receive(pair[1])).isEqualTo(1);
                assertThat(receive(pair[1])).isEqualTo(Status.WOULD_BLOCK);
                assertThat(poller.arm(pair[1], Interest.READ, ready -> {})).isZero();
                send(pair[0]);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("transports")
    void addsInterest(TransportProvider provider) throws Exception {
        try (Scene scene = new Scene(provider)) {
            Poller poller = scene.poller();
            TransportSocket[] pair = scene.stream();
            AtomicInteger told = new AtomicInteger();
            dev.jwinsock.transport.ReadyListener listener = ready -> told.accumulateAndGet(ready, (a, b) -> a | b);
            assertThat(poller.arm(pair[1], Interest.READ, listener)).isZero();
            assertThat(poller.poll(0)).isZero();
            assertThat(poller.arm(pair[1], Interest.WRITE, listener)).isZero();
            assertThat(poller.poll(LIMIT)).isPositive();
            assertThat(told.getAndSet(0) & Interest.WRITE).isNotZero();
            assertThat(pair[0].shutdownSend()).isZero();
            while ((told.get() & (Interest.READ | Interest.PEER_CLOSED)) == 0) {
                poller.poll(LIMIT);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("transports")
    void endsAtItsTimeAndByAWake(TransportProvider provider) throws Exception {
        try (Scene scene = new Scene(provider)) {
            Poller poller = scene.poller();
            long begin = System.nanoTime();
            assertThat(poller.poll(20_000_000)).isZero();
            assertThat(System.nanoTime() - begin).isGreaterThanOrEqualTo(20_000_000);
            poller.wake();
            poller.wake();
            assertThat(poller.poll(-1)).isZero(); // the next one
            AtomicInteger polls = new AtomicInteger();
            int wakes = 20_000;
            Thread waiting = new Thread(() -> {
                while (polls.get() < wakes) {
                    poller.poll(-1);
                    polls.incrementAndGet();
                }
            });
            waiting.start();
            for (int i = 0; i < wakes; i++) { // none is lost, or this never ends
                int before = polls.get();
                poller.wake();
                while (polls.get() == before && waiting.isAlive()) {
                    Thread.onSpinWait();
                }
            }
            poller.wake();
            waiting.join();
        }
    }

    @ParameterizedTest
    @MethodSource("transports")
    void keepsTheInterruptStatus(TransportProvider provider) throws Exception {
        try (Scene scene = new Scene(provider)) {
            Thread.currentThread().interrupt();
            long begin = System.nanoTime();
            assertThat(scene.poller().poll(20_000_000)).isZero();
            assertThat(System.nanoTime() - begin).isGreaterThanOrEqualTo(20_000_000);
            assertThat(Thread.interrupted()).isTrue();
        }
    }

    @ParameterizedTest
    @MethodSource("transports")
    void forgetsWhatIsRemovedAndClosed(TransportProvider provider) throws Exception {
        try (Scene scene = new Scene(provider)) {
            Poller poller = scene.poller();
            for (int i = 0; i < 50; i++) { // descriptors are used again
                TransportSocket[] pair = scene.datagrams();
                AtomicInteger told = new AtomicInteger();
                assertThat(poller.arm(pair[1], Interest.READ, ready -> told.incrementAndGet()))
                        .isZero();
                send(pair[0]);
                poller.remove(pair[1]);
                poller.remove(pair[1]);
                pair[1].close();
                assertThat(poller.poll(0)).isZero();
                assertThat(told.get()).isZero();
            }
            TransportSocket[] pair = scene.datagrams();
            assertThat(poller.arm(pair[1], Interest.READ, ready -> {})).isZero();
            Thread waiting = new Thread(() -> poller.poll(-1));
            waiting.start();
            poller.close();
            waiting.join();
            poller.close();
            poller.wake();
            poller.remove(pair[1]);
            assertThat(poller.arm(pair[1], Interest.READ, ready -> {})).isEqualTo(Status.NOT_SOCKET);
            assertThat(poller.poll(-1)).isZero();
            assertThat(scene.poller().arm(pair[1], Interest.READ, ready -> {})).isZero();
        }
    }

    @ParameterizedTest
    @MethodSource("transports")
    void inTwoPollersAndNotInThree(TransportProvider provider) throws Exception {
        try (Scene scene = new Scene(provider)) {
            TransportSocket[] pair = scene.datagrams();
            AtomicInteger first = new AtomicInteger();
            AtomicInteger second = new AtomicInteger();
            Poller one = scene.poller();
            Poller two = scene.poller();
            assertThat(one.arm(pair[1], Interest.READ, ready -> first.incrementAndGet()))
                    .isZero();
            assertThat(two.arm(pair[1], Interest.READ, ready -> second.incrementAndGet()))
                    .isZero();
            assertThat(scene.poller().arm(pair[1], Interest.READ, ready -> {})).isEqualTo(Status.INVALID);
            send(pair[0]);
            assertThat(one.poll(LIMIT)).isPositive();
            assertThat(two.poll(LIMIT)).isPositive();
            assertThat(first.get()).isPositive();
            assertThat(second.get()).isPositive();
        }
    }

    @ParameterizedTest
    @MethodSource("transports")
    void tellsEachOfMany(TransportProvider provider) throws Exception {
        int count = 600; // more than one wait of the kernel tells
        try (Scene scene = new Scene(provider)) {
            Poller poller = scene.poller();
            List<TransportSocket[]> pairs = new ArrayList<>();
            BitSet told = new BitSet();
            for (int i = 0; i < count; i++) {
                int number = i;
                TransportSocket[] pair = scene.datagrams();
                pairs.add(pair);
                assertThat(poller.arm(pair[1], Interest.READ, ready -> {
                            told.set(number);
                            while (receive(pair[1]) > 0) {
                                // until it would block
                            }
                        }))
                        .isZero();
            }
            pairs.forEach(pair -> send(pair[0]));
            while (told.cardinality() < count) {
                assertThat(poller.poll(LIMIT)).isPositive();
            }
        }
    }
}
