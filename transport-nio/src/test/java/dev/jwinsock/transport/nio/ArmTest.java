package dev.jwinsock.transport.nio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.jwinsock.transport.Accepted;
import dev.jwinsock.transport.Interest;
import dev.jwinsock.transport.Status;
import dev.jwinsock.transport.TransportSocket;
import java.nio.ByteBuffer;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ArmTest extends Sockets {
    private final BlockingQueue<Integer> told = new LinkedBlockingQueue<>();

    private TransportSocket listened(TransportSocket socket) {
        socket.listener(told::add);
        return socket;
    }

    private int next() throws InterruptedException {
        Integer ready = told.poll(10, TimeUnit.SECONDS);
        assertThat(ready).as("told in time").isNotNull();
        return ready;
    }

    /** Everything armed before has been looked at once the I/O thread has told of a socket that was ready all along. */
    private void settle() throws InterruptedException {
        BlockingQueue<Integer> other = new LinkedBlockingQueue<>();
        TransportSocket writable = bound(datagram(false), v4(0));
        writable.listener(other::add);
        for (int i = 0; i < 2; i++) {
            writable.arm(Interest.WRITE);
            assertThat(other.poll(10, TimeUnit.SECONDS)).isEqualTo(Interest.WRITE);
        }
        writable.close();
    }

    @Test
    void readyAlreadyIsToldAtOnceOnTheIoThread() throws Exception {
        Pair pair = pair(false);
        BlockingQueue<String> thread = new LinkedBlockingQueue<>();
        pair.client()
                .listener(
                        ready -> thread.add(ready + " " + Thread.currentThread().getName()));
        pair.client().arm(Interest.WRITE);
        assertThat(thread.poll(10, TimeUnit.SECONDS)).isEqualTo(Interest.WRITE + " jwinsock-nio-io-0");
    }

    @Test
    void readyLaterIsToldOnceUntilArmedAgain() throws Exception {
        Pair pair = pair(true);
        listened(pair.server()).arm(Interest.READ);
        settle();
        assertThat(told).isEmpty();
        pair.client().send(text("x"));
        assertThat(next()).isEqualTo(Interest.READ);
        pair.client().send(text("y"));
        settle();
        assertThat(told).isEmpty();
        // level: what was not read is told again
        pair.server().arm(Interest.READ);
        assertThat(next()).isEqualTo(Interest.READ);
    }

    @Test
    void armingAgainAdds() throws Exception {
        Pair pair = pair(false);
        listened(pair.server()).arm(Interest.READ);
        settle();
        pair.server().arm(Interest.WRITE);
        assertThat(next()).isEqualTo(Interest.WRITE);
        pair.server().arm(Interest.READ);
        settle();
        pair.client().send(text("x"));
        assertThat(next()).isEqualTo(Interest.READ);
    }

    @Test
    void acceptConnectAndEndAreTold() throws Exception {
        TransportSocket listener = listened(listening(v4(0)));
        listener.arm(Interest.READ);
        TransportSocket client = stream(false);
        BlockingQueue<Integer> clientTold = new LinkedBlockingQueue<>();
        client.listener(clientTold::add);
        int status = client.connect(local(listener));
        if (status == Status.WOULD_BLOCK) {
            client.arm(Interest.WRITE);
            assertThat(clientTold.poll(10, TimeUnit.SECONDS)).isEqualTo(Interest.WRITE);
            status = client.finishConnect();
        }
        assertThat(status).isEqualTo(Status.OK);
        assertThat(next()).isEqualTo(Interest.READ);
        TransportSocket server = accept(listener, new Accepted());
        client.arm(Interest.READ);
        settle();
        assertThat(clientTold).isEmpty();
        server.close();
        assertThat(clientTold.poll(10, TimeUnit.SECONDS)).isEqualTo(Interest.READ);
        assertThat(client.receive(ByteBuffer.allocate(1), false)).isZero();
    }

    @Test
    void refusedConnectIsTold() throws Exception {
        TransportSocket nobody = bound(stream(false), v4(0));
        TransportSocket client = listened(stream(false));
        int status = client.connect(local(nobody));
        if (status == Status.WOULD_BLOCK) {
            client.arm(Interest.WRITE);
            assertThat(next() & Interest.WRITE).isEqualTo(Interest.WRITE);
            status = client.finishConnect();
        }
        assertThat(status).isEqualTo(Status.CONNECTION_REFUSED);
        // the kernel socket is gone; who arms it must not wait for ever
        client.arm(Interest.READ);
        assertThat(next()).isEqualTo(Interest.READ | Interest.FAILED);
    }

    @Test
    void armedSocketThatStartsToListenStaysArmed() throws Exception {
        TransportSocket socket = bound(stream(false), v4(0));
        socket.listener(told::add);
        socket.arm(Interest.READ);
        socket.listen(1);
        settle();
        // an unconnected socket may have been told as ready, as kernels do
        told.clear();
        socket.arm(Interest.READ);
        settle();
        assertThat(told).isEmpty();
        connected(local(socket));
        assertThat(next()).isEqualTo(Interest.READ);
    }

    @Test
    void closedSocketIsNotTold() throws Exception {
        Pair pair = pair(false);
        TransportSocket server = listened(pair.server());
        server.arm(Interest.READ);
        settle();
        server.close();
        server.arm(Interest.READ);
        settle();
        assertThat(told).isEmpty();
        // and really closed
        assertThat(receive(pair.client(), ByteBuffer.allocate(1))).isZero();
    }

    @Test
    void closeOfAnArmedListenerFreesThePortAtOnce() throws Exception {
        TransportSocket listener = listened(listening(v4(0)));
        listener.arm(Interest.READ);
        settle();
        int port = port(listener);
        listener.close();
        assertThat(stream(false).bind(v4(port))).isEqualTo(Status.OK);
    }

    @Test
    void listenersMayCloseAndArm() throws Exception {
        Pair pair = pair(false);
        AtomicBoolean first = new AtomicBoolean(true);
        pair.server().listener(ready -> {
            if (first.getAndSet(false)) {
                pair.server().arm(Interest.WRITE);
            } else {
                pair.server().close();
                told.add(ready);
            }
        });
        pair.server().arm(Interest.WRITE);
        assertThat(next()).isEqualTo(Interest.WRITE);
        assertThat(receive(pair.client(), ByteBuffer.allocate(1))).isZero();
    }

    @Test
    void failingListenerHarmsNobody() throws Exception {
        Pair pair = pair(false);
        BlockingQueue<Integer> failed = new LinkedBlockingQueue<>();
        pair.client().listener(ready -> {
            failed.add(ready);
            throw new IllegalStateException("thrown by the test's listener");
        });
        pair.client().arm(Interest.WRITE);
        assertThat(failed.poll(10, TimeUnit.SECONDS)).isEqualTo(Interest.WRITE);
        listened(pair.server()).arm(Interest.WRITE);
        assertThat(next()).isEqualTo(Interest.WRITE);
        pair.client().arm(Interest.WRITE);
        assertThat(failed.poll(10, TimeUnit.SECONDS)).isEqualTo(Interest.WRITE);
    }

    @Test
    void armingAndWaitingForOneSocketWorkSideBySide() throws Exception {
        Pair pair = pair(false);
        listened(pair.server()).arm(Interest.READ);
        assertThat(waiter().await(pair.server(), Interest.READ, 0)).isZero();
        pair.client().send(text("x"));
        assertThat(next()).isEqualTo(Interest.READ);
        awaitReadable(pair.server());
        pair.server().close();
        await().atMost(LIMIT).until(() -> pair.client().receive(ByteBuffer.allocate(1), false) <= 0);
        assertThat(receive(pair.client(), ByteBuffer.allocate(1))).isEqualTo(Status.CONNECTION_RESET);
    }

    @Test
    void interruptedIoThreadKeepsTelling() throws Exception {
        Pair pair = pair(false);
        pair.server().listener(ready -> {
            Thread.currentThread().interrupt();
            told.add(ready);
        });
        for (int i = 0; i < 3; i++) {
            pair.server().arm(Interest.WRITE);
            assertThat(next()).isEqualTo(Interest.WRITE);
        }
    }
}
