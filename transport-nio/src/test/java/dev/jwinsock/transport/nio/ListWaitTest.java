package dev.jwinsock.transport.nio;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.jwinsock.transport.Accepted;
import dev.jwinsock.transport.Interest;
import dev.jwinsock.transport.PollList;
import dev.jwinsock.transport.Status;
import dev.jwinsock.transport.TransportOption;
import dev.jwinsock.transport.TransportSocket;
import dev.jwinsock.transport.Waiter;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Waiting for a list of sockets, looking at one, and urgent data. */
@Timeout(60)
class ListWaitTest extends Sockets {
    private static PollList list(int interest, TransportSocket... sockets) {
        PollList list = new PollList();
        for (TransportSocket socket : sockets) {
            list.add(socket, interest);
        }
        return list;
    }

    private int await(PollList list) {
        long deadline = System.nanoTime() + 10 * SECOND;
        int count = waiter().await(list, 10 * SECOND);
        while (count == 0) {
            assertThat(System.nanoTime()).isLessThan(deadline);
            count = waiter().await(list, 10 * SECOND);
        }
        return count;
    }

    @Test
    void tellsEachSocketsOwnReadiness() {
        TransportSocket listener = listening(v4(0));
        TransportSocket datagram = bound(datagram(false), v4(0));
        Pair pair = pair(false);
        PollList list = list(Interest.READ, listener, datagram, pair.server());
        list.add(pair.client(), Interest.READ | Interest.WRITE);
        assertThat(await(list)).isEqualTo(1);
        assertThat(list.ready(3)).isEqualTo(Interest.WRITE);

        connected(local(listener));
        assertThat(datagram.sendTo(text("d"), local(datagram))).isOne();
        awaitReadable(listener);
        awaitReadable(datagram);
        assertThat(waiter().await(list, -1)).isEqualTo(3);
        assertThat(list.ready(0)).isEqualTo(Interest.READ);
        assertThat(list.ready(1)).isEqualTo(Interest.READ);
        assertThat(list.ready(2)).isZero();
        accept(listener, new Accepted());
    }

    @Test
    void tenOfAThousandAreReadyEachTime() {
        PollList list = new PollList();
        for (int i = 0; i < 1000; i++) {
            list.add(bound(datagram(false), v4(0)), Interest.READ);
        }
        for (int i = 50; i < 1000; i += 100) {
            TransportSocket socket = list.socket(i);
            assertThat(socket.sendTo(text("x"), local(socket))).isOne();
            awaitReadable(socket);
        }
        for (int round = 0; round < 2; round++) {
            assertThat(waiter().await(list, -1)).isEqualTo(10);
            for (int i = 0; i < 1000; i++) {
                assertThat(list.ready(i)).isEqualTo(i % 100 == 50 ? Interest.READ : 0);
            }
        }
    }

    @Test
    void followsOtherMembersAndInterests() {
        Pair pair = pair(false);
        TransportSocket idle = bound(datagram(false), v4(0));
        PollList list = list(Interest.WRITE, pair.client(), idle);
        assertThat(waiter().await(list, 0)).isEqualTo(2);
        list.clear();
        list.add(pair.client(), Interest.READ);
        assertThat(waiter().await(list, 0)).isZero();
        assertThat(list.ready(0)).isZero();
        assertThat(pair.server().send(text("x"))).isOne();
        assertThat(await(list)).isEqualTo(1);
        assertThat(list.ready(0)).isEqualTo(Interest.READ);
    }

    @Test
    void timesOut() {
        PollList list = list(Interest.READ, bound(datagram(false), v4(0)));
        long start = System.nanoTime();
        assertThat(waiter().await(list, 20_000_001)).isZero();
        assertThat(System.nanoTime() - start).isGreaterThanOrEqualTo(20_000_001);
    }

    @Test
    void wakesBeforeAndDuring() throws Exception {
        waiter().wake();
        assertThat(waiter().await(new PollList(), -1)).isZero();
        BlockingQueue<Waiter> waiting = new LinkedBlockingQueue<>();
        Thread sleeper = new Thread(() -> {
            waiting.add(waiter());
            waiter().await(new PollList(), -1);
        });
        sleeper.start();
        Waiter theirs = waiting.poll(10, TimeUnit.SECONDS);
        assertThat(theirs).isNotNull();
        theirs.wake();
        sleeper.join(10_000);
        assertThat(sleeper.isAlive()).isFalse();
    }

    @Test
    void closeReallyClosesASocketWhoseKeyIsKept() {
        Pair pair = pair(false);
        assertThat(waiter().await(list(Interest.READ, pair.server()), 0)).isZero();
        pair.server().close();
        // the peer sees the end: the descriptor is gone although nobody selects again
        assertThat(receive(pair.client(), ByteBuffer.allocate(1))).isZero();
    }

    private TransportSocket[] datagrams(int count) {
        TransportSocket[] sockets = new TransportSocket[count];
        for (int i = 0; i < count; i++) {
            sockets[i] = bound(datagram(false), v4(0));
        }
        return sockets;
    }

    private void makeReadable(TransportSocket socket) {
        assertThat(socket.sendTo(text("x"), local(socket))).isOne();
        awaitReadable(socket);
    }

    private NioListWait lists() {
        return requireNonNull(((NioWaiter) waiter()).lists());
    }

    private int listKeys() {
        return lists().selector.keys().size();
    }

    @Test
    void keysStayForTheListsToCome() {
        TransportSocket[] all = datagrams(100);
        assertThat(waiter().await(list(Interest.READ, all), 0)).isZero();
        for (int part = 0; part < 100; part += 10) {
            assertThat(waiter().await(list(Interest.READ, Arrays.copyOfRange(all, part, part + 10)), 0))
                    .isZero();
            assertThat(listKeys()).isEqualTo(100);
        }
    }

    @Test
    void socketsThatDoNotComeBackAreDropped() {
        for (TransportSocket each : datagrams(600)) {
            assertThat(waiter().await(list(Interest.READ, each), 0)).isZero();
        }
        assertThat(listKeys()).isLessThan(300);
    }

    @Test
    void aSocketOfAnotherListDoesNotEndTheWait() {
        TransportSocket[] sockets = datagrams(2);
        PollList both = list(Interest.READ, sockets);
        assertThat(waiter().await(both, 0)).isZero();
        makeReadable(sockets[0]);
        long start = System.nanoTime();
        assertThat(waiter().await(list(Interest.READ, sockets[1]), 20_000_001)).isZero();
        assertThat(System.nanoTime() - start).isGreaterThanOrEqualTo(20_000_001);
        assertThat(waiter().await(both, 0)).isOne();
        assertThat(both.ready(0)).isEqualTo(Interest.READ);
    }

    @Test
    void moreSocketsOfAnotherListThanASelectTellsHideNone() {
        TransportSocket[] many = datagrams(1100);
        PollList all = list(Interest.READ, many);
        assertThat(waiter().await(all, 0)).isZero();
        for (TransportSocket each : many) {
            makeReadable(each);
        }
        TransportSocket last = datagrams(1)[0];
        makeReadable(last);
        assertThat(waiter().await(list(Interest.READ, last), 0)).isOne();
        int told = 0;
        while (told < many.length) {
            assertThat(waiter().await(all, 0)).isPositive();
            for (int i = 0; i < many.length; i++) {
                if (all.ready(i) != 0) {
                    assertThat(many[i].receiveFrom(ByteBuffer.allocate(1), false, null))
                            .isOne();
                    told++;
                }
            }
        }
        assertThat(waiter().await(all, 0)).isZero();
    }

    @Test
    void aCloseInBetweenHidesNoneThatIsReady() {
        TransportSocket[] sockets = datagrams(3);
        PollList two = list(Interest.READ, sockets[0], sockets[1]);
        assertThat(waiter().await(list(Interest.READ, sockets), 0)).isZero();
        makeReadable(sockets[1]);
        assertThat(waiter().await(two, 0)).isOne();
        sockets[2].close();
        assertThat(waiter().await(two, 0)).isOne();
        assertThat(two.ready(1)).isEqualTo(Interest.READ);
    }

    @Test
    void aConnectOfAnotherListDoesNotKeepTheWaitBusy() {
        TransportSocket client = stream(false);
        assertThat(client.connect(local(listening(v4(0))))).isEqualTo(Status.WOULD_BLOCK);
        assertThat(await(list(Interest.WRITE, client))).isOne();
        PollList idle = list(Interest.READ, datagrams(1));
        assertThat(waiter().await(idle, 0)).isZero();
        assertThat(client.finishConnect()).isEqualTo(Status.OK);
        long before = lists().selects();
        assertThat(waiter().await(idle, 20_000_001)).isZero();
        assertThat(lists().selects() - before).isLessThan(4);
    }

    @Test
    void looksAtOneWithoutAWaiter() {
        Pair pair = pair(false);
        int both = Interest.READ | Interest.WRITE;
        assertThat(pair.server().readiness(both)).isEqualTo(Interest.WRITE);
        assertThat(pair.client().send(text("x"))).isOne();
        awaitReadable(pair.server());
        assertThat(pair.server().readiness(both)).isEqualTo(both);
        assertThat(pair.server().readiness(Interest.URGENT)).isZero();
    }

    @Test
    void sendsUrgentDataAndReceivesThemInLineOnly() {
        Pair pair = pair(false);
        assertThat(pair.server().receiveUrgent(ByteBuffer.allocate(1), false))
                .isEqualTo(Status.OPERATION_NOT_SUPPORTED);
        assertThat(pair.server().atMark()).isEqualTo(Status.OPERATION_NOT_SUPPORTED);
        assertThat(pair.server().setOption(TransportOption.OOB_INLINE, 1)).isEqualTo(Status.OK);
        assertThat(pair.client().sendUrgent(text("abU"))).isEqualTo(3);
        ByteBuffer to = ByteBuffer.allocate(9);
        while (to.position() < 3) {
            assertThat(receive(pair.server(), to)).isPositive();
        }
        assertThat(text(to)).isEqualTo("abU");
    }
}
