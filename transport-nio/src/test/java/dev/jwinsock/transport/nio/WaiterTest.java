package dev.jwinsock.transport.nio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.jwinsock.transport.Accepted;
import dev.jwinsock.transport.Interest;
import dev.jwinsock.transport.Status;
import dev.jwinsock.transport.TransportSocket;
import dev.jwinsock.transport.Waiter;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class WaiterTest extends Sockets {
    /** A thread of its own that waits once. */
    private final class Waiting {
        final AtomicReference<Waiter> waiter = new AtomicReference<>();
        final CompletableFuture<Integer> ready = new CompletableFuture<>();
        final CompletableFuture<Boolean> interrupted = new CompletableFuture<>();
        final Thread thread;

        Waiting(TransportSocket socket, long nanos) {
            thread = new Thread(() -> {
                waiter.set(waiter());
                ready.complete(waiter.get().await(socket, Interest.READ, nanos));
                interrupted.complete(Thread.currentThread().isInterrupted());
            });
            thread.start();
            await().atMost(LIMIT).until(this::inSelect);
        }

        boolean inSelect() {
            for (StackTraceElement frame : thread.getStackTrace()) {
                // EPoll.wait, WEPoll.wait, KQueue.poll
                if (frame.isNativeMethod() && frame.getClassName().startsWith("sun.nio.ch.")) {
                    return true;
                }
            }
            return false;
        }

        int result() throws Exception {
            int result = ready.get(10, TimeUnit.SECONDS);
            thread.join(10_000);
            assertThat(thread.isAlive()).isFalse();
            return result;
        }
    }

    private NioWaiter mine() {
        return (NioWaiter) waiter();
    }

    @Test
    void eachThreadHasItsOwn() throws Exception {
        Waiter mine = waiter();
        assertThat(waiter()).isSameAs(mine);
        AtomicReference<Waiter> other = new AtomicReference<>();
        Thread thread = new Thread(() -> other.set(waiter()));
        thread.start();
        thread.join(10_000);
        assertThat(other.get()).isNotNull().isNotSameAs(mine);
    }

    @Test
    void timeIsKept() {
        Pair pair = pair(false);
        long start = System.nanoTime();
        assertThat(mine().await(pair.client(), Interest.READ, 30_000_001)).isZero();
        assertThat(System.nanoTime() - start).isGreaterThanOrEqualTo(30_000_000);
        assertThat(mine().await(pair.client(), Interest.READ, 0)).isZero();
    }

    @Test
    void onlyTheAskedInterestIsTold() {
        Pair pair = pair(false);
        pair.client().send(text("x"));
        assertThat(mine().await(pair.server(), Interest.READ, 10 * SECOND)).isEqualTo(Interest.READ);
        assertThat(mine().await(pair.server(), Interest.WRITE, 10 * SECOND)).isEqualTo(Interest.WRITE);
        assertThat(mine().await(pair.server(), Interest.READ | Interest.WRITE, 10 * SECOND))
                .isEqualTo(Interest.READ | Interest.WRITE);
    }

    @Test
    void readinessOfASocketWaitedForEarlierDoesNotEndTheWait() {
        Pair pair = pair(false);
        pair.client().send(text("x"));
        awaitReadable(pair.server());
        assertThat(mine().await(pair.client(), Interest.READ, 20_000_000)).isZero();
    }

    @Test
    void dataEndsTheWait() throws Exception {
        Pair pair = pair(false);
        Waiting waiting = new Waiting(pair.server(), -1);
        pair.client().send(text("x"));
        assertThat(waiting.result()).isEqualTo(Interest.READ);
    }

    @Test
    void wakeEndsTheWait() throws Exception {
        Pair pair = pair(false);
        Waiting waiting = new Waiting(pair.server(), -1);
        waiting.waiter.get().wake();
        assertThat(waiting.result()).isZero();
    }

    @Test
    void wakeBeforeTheWaitIsKeptForItAndCountsOnce() {
        Pair pair = pair(false);
        mine().wake();
        mine().wake();
        assertThat(mine().await(pair.server(), Interest.READ, -1)).isZero();
        long start = System.nanoTime();
        assertThat(mine().await(pair.server(), Interest.READ, 20_000_000)).isZero();
        assertThat(System.nanoTime() - start).isGreaterThanOrEqualTo(20_000_000);
    }

    @Test
    void closingAnotherSocketDoesNotEatAWake() {
        Pair pair = pair(false);
        assertThat(mine().await(pair.client(), Interest.READ, 0)).isZero();
        mine().wake();
        // selects on this thread's selector
        pair.client().close();
        assertThat(mine().await(pair.server(), Interest.WRITE, -1)).isEqualTo(Interest.WRITE);
        mine().wake();
        TransportSocket idle = listening(v4(0));
        assertThat(mine().await(idle, Interest.READ, -1)).isZero();
    }

    @Test
    void interruptionNeitherEndsTheWaitNorIsLost() throws Exception {
        Pair pair = pair(false);
        Waiting waiting = new Waiting(pair.server(), -1);
        waiting.thread.interrupt();
        // cleared for the wait, which goes on
        await().atMost(LIMIT).until(() -> !waiting.thread.isInterrupted() && waiting.inSelect());
        assertThat(waiting.ready).isNotDone();
        pair.client().send(text("x"));
        assertThat(waiting.result()).isEqualTo(Interest.READ);
        assertThat(waiting.interrupted.get(10, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void interruptedBeforeTheWaitWaitsItsWholeTime() {
        Pair pair = pair(false);
        Thread.currentThread().interrupt();
        long start = System.nanoTime();
        int ready = mine().await(pair.server(), Interest.READ, 20_000_000);
        long took = System.nanoTime() - start;
        assertThat(Thread.interrupted()).isTrue();
        assertThat(ready).isZero();
        assertThat(took).isGreaterThanOrEqualTo(20_000_000);
    }

    /** Java holds a registered channel's descriptor until its selector selects again; here nothing must wait for that. */
    @Test
    void closeIsRealWhileAnIdleThreadHasTheKey() throws Exception {
        TransportSocket listener = listening(v4(0));
        Pair pair = pair(false);
        CountDownLatch cached = new CountDownLatch(1);
        CountDownLatch done = new CountDownLatch(1);
        Thread idle = new Thread(() -> {
            waiter().await(listener, Interest.READ, 0);
            waiter().await(pair.server(), Interest.READ, 0);
            cached.countDown();
            try {
                done.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        idle.start();
        try {
            cached.await();
            assertClosesAtOnce(listener, pair);
        } finally {
            done.countDown();
            idle.join();
        }
    }

    @Test
    void closeIsRealWhileAThreadThatWaitsForAnotherSocketHasTheKey() throws Exception {
        TransportSocket listener = listening(v4(0));
        Pair pair = pair(false);
        TransportSocket other = listening(v4(0));
        CompletableFuture<Integer> result = new CompletableFuture<>();
        AtomicReference<NioWaiter> waiter = new AtomicReference<>();
        Thread busy = new Thread(() -> {
            waiter.set(mine());
            waiter.get().await(listener, Interest.READ, 0);
            waiter.get().await(pair.server(), Interest.READ, 0);
            result.complete(waiter.get().await(other, Interest.READ, -1));
        });
        busy.start();
        await().atMost(LIMIT).until(() -> waiter.get() != null && waiter.get().cachedKeys() == 3);
        assertClosesAtOnce(listener, pair);
        assertThat(result).isNotDone();
        waiter.get().wake();
        assertThat(result.get(10, TimeUnit.SECONDS)).isZero();
        busy.join();
    }

    private void assertClosesAtOnce(TransportSocket listener, Pair pair) {
        int port = port(listener);
        listener.close();
        assertThat(stream(false).bind(v4(port))).isEqualTo(Status.OK);
        // unread data: a reset, and no FIN before it
        pair.client().send(text("unread"));
        await().atMost(LIMIT).until(() -> pair.server().available() == 6);
        pair.server().close();
        assertThat(receive(pair.client(), ByteBuffer.allocate(1))).isEqualTo(Status.CONNECTION_RESET);
    }

    @Test
    void keysOfManySocketsAreNotKept() {
        TransportSocket listener = listening(v4(0));
        List<Pair> pairs = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            TransportSocket client = connected(local(listener));
            pairs.add(new Pair(client, accept(listener, new Accepted()), v4(0)));
        }
        for (int round = 0; round < 2; round++) {
            for (Pair pair : pairs) {
                pair.client().send(text("x"));
                assertThat(receive(pair.server(), ByteBuffer.allocate(1))).isOne();
                assertThat(mine().cachedKeys()).isLessThanOrEqualTo(8);
            }
        }
        pairs.forEach(pair -> {
            pair.client().close();
            pair.server().close();
        });
        listener.close();
        assertThat(mine().cachedKeys()).isZero();
    }

    @Test
    void deadThreadsLeaveNoSelector() throws Exception {
        waiter();
        for (int i = 0; i < 5; i++) {
            Thread thread = new Thread(() -> waiter());
            thread.start();
            thread.join();
        }
        Thread last = new Thread(() -> waiter());
        last.start();
        last.join();
        assertThat(transport.waiterCount()).isEqualTo(2);
        for (int i = 0; i < 64; i++) {
            stream(false).close();
        }
        assertThat(transport.waiterCount()).isEqualTo(1);
    }
}
