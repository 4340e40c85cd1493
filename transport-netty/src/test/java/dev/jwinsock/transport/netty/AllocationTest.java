package dev.jwinsock.transport.netty;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import dev.jwinsock.transport.Accepted;
import dev.jwinsock.transport.ControlData;
import dev.jwinsock.transport.Endpoint;
import dev.jwinsock.transport.Interest;
import dev.jwinsock.transport.Status;
import dev.jwinsock.transport.Transport;
import dev.jwinsock.transport.Transport.Kind;
import dev.jwinsock.transport.TransportSocket;
import dev.jwinsock.transport.Waiter;
import java.io.BufferedReader;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;

/**
 * Sends and receives make no object. They are measured in a JVM whose compiler takes no object away: in a program's own
 * calls it may not see through what it does in those of a test.
 */
@EnabledIf("dev.jwinsock.transport.netty.EpollTransportTest#isAvailable")
class AllocationTest {
    private static final int ROUNDS = 300;

    @Test
    void sendsAndReceivesAllocateNothing() throws Exception {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:-DoEscapeAnalysis",
                        "-cp",
                        System.getProperty("java.class.path"),
                        AllocationTest.class.getName())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        List<String> told;
        try (BufferedReader out = process.inputReader(StandardCharsets.UTF_8)) {
            told = out.lines().toList();
        } finally {
            process.destroyForcibly();
        }
        assertThat(told)
                .containsExactly(
                        "0 bytes: stream, direct, MSG_DONTWAIT",
                        "0 bytes: stream, direct, O_NONBLOCK",
                        "0 bytes: stream, direct, blocking",
                        "0 bytes: datagrams, direct",
                        "0 bytes: stream, heap, MSG_DONTWAIT",
                        "0 bytes: stream, heap, O_NONBLOCK",
                        "0 bytes: stream, heap, blocking",
                        "0 bytes: datagrams, heap");
    }

    /** The measuring JVM. */
    public static void main(String[] arguments) throws Exception {
        try (Transport transport = new EpollTransportProvider().open()) {
            for (boolean direct : new boolean[] {true, false}) {
                String buffers = direct ? "direct" : "heap";
                measure("stream, " + buffers + ", MSG_DONTWAIT", new Stream(transport, direct, false));
                measure("stream, " + buffers + ", O_NONBLOCK", new Stream(transport, direct, true));
                measure("stream, " + buffers + ", blocking", new BlockingStream(transport, direct));
                measure("datagrams, " + buffers, new Datagrams(transport, direct));
            }
        }
    }

    private static void measure(String name, Calls calls) {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long id = Thread.currentThread().getId();
        long least = Long.MAX_VALUE;
        // The first turns load classes.
        for (int turn = 0; turn < 5; turn++) {
            long start = threads.getThreadAllocatedBytes(id);
            for (int i = 0; i < ROUNDS; i++) {
                calls.round();
            }
            least = Math.min(least, threads.getThreadAllocatedBytes(id) - start);
        }
        calls.close();
        System.out.println(least / ROUNDS + " bytes: " + name);
    }

    /** An assertion that makes no object. */
    private static void require(boolean condition) {
        if (!condition) {
            throw new AssertionError();
        }
    }

    /** A round of calls; each transfers seven bytes, or sixteen in two buffers. */
    private abstract static class Calls {
        private final Waiter waiter;
        TransportSocket sender;
        TransportSocket receiver;
        final ByteBuffer from;
        final ByteBuffer to;
        private final ByteBuffer[] fromParts;
        private final ByteBuffer[] toParts;

        Calls(Transport transport, boolean direct, Kind kind) throws Exception {
            waiter = transport.waiter();
            from = buffer(direct);
            to = buffer(direct);
            fromParts = new ByteBuffer[] {from, buffer(direct)};
            toParts = new ByteBuffer[] {to, buffer(direct)};
            sender = transport.open(false, kind);
            receiver = transport.open(false, kind);
            require(receiver.bind(new Endpoint().setIpv4(0x7f000001, 0)) == Status.OK);
        }

        private static ByteBuffer buffer(boolean direct) {
            return direct ? ByteBuffer.allocateDirect(8) : ByteBuffer.allocate(8);
        }

        abstract void round();

        final ByteBuffer[] fromParts() {
            return cleared(fromParts);
        }

        final ByteBuffer[] toParts() {
            return cleared(toParts);
        }

        private static ByteBuffer[] cleared(ByteBuffer[] buffers) {
            buffers[0].clear();
            buffers[1].clear();
            return buffers;
        }

        final void await(TransportSocket socket, int interest) {
            require(waiter.await(socket, interest, 10_000_000_000L) != 0);
        }

        final Endpoint address() {
            Endpoint address = new Endpoint();
            require(receiver.localAddress(address) == Status.OK);
            return address;
        }

        final void close() {
            sender.close();
            receiver.close();
        }
    }

    private static class Stream extends Calls {
        Stream(Transport transport, boolean direct, boolean nonBlocking) throws Exception {
            super(transport, direct, Kind.STREAM);
            TransportSocket listener = receiver;
            require(listener.listen(1) == Status.OK);
            if (sender.connect(address()) != Status.OK) {
                await(sender, Interest.WRITE);
                require(sender.finishConnect() == Status.OK);
            }
            await(listener, Interest.READ);
            Accepted accepted = new Accepted();
            require(listener.accept(accepted) == Status.OK);
            receiver = accepted.socket;
            listener.close();
            sender.nonBlockingMode(nonBlocking);
            receiver.nonBlockingMode(nonBlocking);
        }

        @Override
        void round() {
            require(receiver.receive(to, false) == Status.WOULD_BLOCK);
            require(sender.send(from.position(1)) == 7);
            await(receiver, Interest.READ);
            require(receiver.receive(to.position(1), true) == 7);
            require(receiver.receive(to.position(1), false) == 7);
            require(sender.send(fromParts(), 0, 2) == 16);
            await(receiver, Interest.READ);
            require(receiver.receive(toParts(), 0, 2, false) == 16);
            to.clear();
        }
    }

    private static final class BlockingStream extends Stream {
        BlockingStream(Transport transport, boolean direct) throws Exception {
            super(transport, direct, false);
        }

        @Override
        void round() {
            require(sender.sendBlocking(from.position(1)) == 7);
            require(receiver.receiveBlocking(to.position(1)) == 7);
        }
    }

    private static final class Datagrams extends Calls {
        private final Endpoint peer;
        private final Endpoint source = new Endpoint();
        private final ControlData control = new ControlData();

        Datagrams(Transport transport, boolean direct) throws Exception {
            super(transport, direct, Kind.DATAGRAM);
            peer = address();
            require(receiver.receiveFields(ControlData.PACKET_INFO) == Status.OK);
        }

        @Override
        void round() {
            require(receiver.receiveFrom(to, false, source) == Status.WOULD_BLOCK);
            require(sender.sendTo(from.position(1), peer) == 7);
            await(receiver, Interest.READ);
            require(receiver.receiveFrom(to.position(1), true, source) == 7);
            require(receiver.receiveFrom(to.position(1), false, source) == 7);
            require(sender.sendTo(fromParts(), 0, 2, peer) == 16);
            await(receiver, Interest.READ);
            require(receiver.receiveFrom(toParts(), 0, 2, false, source) == 16);
            control.clear();
            require(sender.sendTo(fromParts(), 0, 1, peer, control) == 8);
            await(receiver, Interest.READ);
            require(receiver.receiveFrom(toParts(), 0, 1, false, source, control) == 8);
            to.clear();
        }
    }
}
