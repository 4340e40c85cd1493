package dev.jwinsock.compat.suite;

import static dev.jwinsock.Windows.*;
import static dev.jwinsock.Winsock2.*;
import static dev.jwinsock.compat.harness.Sockets.*;
import static org.assertj.core.api.Assertions.assertThat;

import dev.jwinsock.HANDLE;
import dev.jwinsock.IntRef;
import dev.jwinsock.OVERLAPPED;
import dev.jwinsock.Ref;
import dev.jwinsock.SOCKET;
import dev.jwinsock.WSABUF;
import dev.jwinsock.compat.Conforms;
import dev.jwinsock.compat.WinsockTest;
import dev.jwinsock.compat.harness.Call;
import dev.jwinsock.compat.harness.Deadline;
import dev.jwinsock.compat.harness.Pair;
import dev.jwinsock.compat.harness.Pairs;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Random operations on fifty connections, told by port, event or routine, with random cancellations, shutdowns, closes and
 * resets. Each operation that has begun is told exactly once, and what is received is what was sent, in order.
 *
 * <p>{@code -Dconformance.scheduleSeconds} says how long, {@code -Dconformance.scheduleSeed} repeats a run's choices (not
 * its timing).
 */
@WinsockTest
final class RandomScheduleTest extends OverlappedScene {
    private static final int CONNECTIONS = 50;
    private static final int WORKERS = 3;
    private static final int MOST_PENDING = 8;
    private static final long SECONDS = Long.getLong("conformance.scheduleSeconds", 5);

    private final HANDLE port = completionPort();
    private final AtomicInteger told = new AtomicInteger();
    private int begun;

    /** How a side of a connection is told. */
    private enum Way {
        PORT,
        EVENT,
        ROUTINE
    }

    /** One operation. */
    private static final class Op extends OVERLAPPED {
        private final Side side;
        private final ByteBuffer memory;
        private final AtomicInteger completions = new AtomicInteger();
        private final AtomicInteger indications = new AtomicInteger();
        private boolean cancelled;

        Op(Side side, ByteBuffer memory) {
            this.side = side;
            this.memory = memory;
        }

        @Override
        protected void completed() {
            completions.incrementAndGet();
        }

        boolean pends() {
            return completions.get() == 0;
        }

        boolean succeeded() {
            return Internal == 0;
        }

        /** Told in its way. */
        boolean indicated() {
            return side.way == Way.EVENT ? WaitForSingleObject(hEvent, 0) == WAIT_OBJECT_0 : indications.get() == 1;
        }
    }

    /** One end of a connection. */
    private final class Side {
        private final SOCKET socket;
        private final Way way;
        private final List<Op> receives = new ArrayList<>();
        private final List<Op> sends = new ArrayList<>();
        private int sent;
        private boolean shut;
        private boolean closed;
        /** From here on the stream is anything: a send was cancelled that may have been sent in part. */
        private int sureUntil = Integer.MAX_VALUE;

        Side(SOCKET socket, Way way) {
            this.socket = socket;
            this.way = way;
            if (way == Way.PORT) {
                assertThat(CreateIoCompletionPort(socket, port, this, 0)).isSameAs(port);
            }
        }

        void receive(int room) {
            begin(new Op(this, ByteBuffer.allocateDirect(room)), receives);
        }

        void send(int length) {
            Op op = new Op(this, pattern(sent, length));
            if (begin(op, sends)) {
                sent += length;
            } else {
                shut = true;
            }
        }

        private boolean begin(Op op, List<Op> list) {
            if (way == Way.EVENT) {
                op.hEvent = WSACreateEvent();
            }
            WSABUF[] buffers = {new WSABUF(op.memory)};
            dev.jwinsock.LPWSAOVERLAPPED_COMPLETION_ROUTINE routine =
                    way == Way.ROUTINE ? (error, bytes, ov, flags) -> indicate((Op) ov) : null;
            int result = list == sends
                    ? WSASend(socket, buffers, 1, null, 0, op, routine)
                    : WSARecv(socket, buffers, 1, null, new IntRef(), op, routine);
            if (result == SOCKET_ERROR && WSAGetLastError() != WSA_IO_PENDING) {
                assertThat(WSAGetLastError()).isIn(WSAECONNRESET, WSAECONNABORTED, WSAESHUTDOWN, WSAENOTSOCK);
                assertThat(op.completions.get()).isZero();
                return false;
            }
            begun++;
            list.add(op);
            return true;
        }

        long pending(List<Op> list) {
            return list.stream().filter(Op::pends).count();
        }

        void cancel(Op op) {
            boolean isSend = sends.contains(op);
            int start = isSend ? startOf(op) : 0;
            if (CancelIoEx(socket, op)) {
                op.cancelled = true;
                if (isSend) {
                    sureUntil = Math.min(sureUntil, start);
                }
            } else {
                assertThat(GetLastError()).isEqualTo(ERROR_NOT_FOUND);
            }
        }

        private int startOf(Op op) {
            int at = 0;
            for (Op each : sends) {
                if (each == op) {
                    return at;
                }
                at += each.memory.remaining();
            }
            throw new AssertionError();
        }

        void close(boolean reset) {
            closed = true;
            if (reset) {
                RandomScheduleTest.reset(socket);
            } else {
                assertThat(closesocket(socket)).isZero();
            }
        }

        /** What has been received is a beginning of what the peer has sent. @return its length */
        int check(Side peer) {
            int at = 0;
            for (Op op : receives) {
                if (!op.succeeded()) {
                    continue;
                }
                for (int i = 0; i < op.InternalHigh; i++, at++) {
                    if (at < peer.sureUntil && op.memory.get(i) != patternAt(at)) {
                        throw new AssertionError("byte " + at + " of " + peer.sent + " is wrong");
                    }
                }
            }
            return at;
        }

        void checkTold() {
            for (List<Op> list : List.of(receives, sends)) {
                for (Op op : list) {
                    Deadline.require("an operation is told", () -> op.completions.get() == 1 && op.indicated());
                    if (op.hEvent != null) {
                        WSACloseEvent(op.hEvent);
                    }
                }
            }
        }
    }

    private void indicate(Op op) {
        op.indications.incrementAndGet();
        told.incrementAndGet();
        if (op.pends() || op.Internal == STATUS_PENDING) {
            throw new AssertionError("told before it was completed");
        }
    }

    /** A connection. */
    private final class Link {
        private final Side[] sides = new Side[2];

        Link(Random random) {
            Pair pair = Pairs.tcp();
            Way[] ways = Way.values();
            sides[0] = new Side(pair.client(), ways[random.nextInt(ways.length)]);
            sides[1] = new Side(pair.server(), ways[random.nextInt(ways.length)]);
        }

        /** @return false when it has ended */
        boolean step(Random random) {
            int which = random.nextInt(2);
            Side side = sides[which];
            Side peer = sides[1 - which];
            int choice = random.nextInt(1000);
            if (choice < 450) {
                if (side.pending(side.receives) < MOST_PENDING) {
                    side.receive(1 + random.nextInt(4096));
                }
            } else if (choice < 900) {
                if (!side.shut && side.pending(side.sends) < MOST_PENDING) {
                    side.send(1 + random.nextInt(random.nextInt(20) == 0 ? 300_000 : 3000));
                }
            } else if (choice < 960) {
                List<Op> list = random.nextInt(3) == 0 ? side.sends : side.receives;
                if (!list.isEmpty()) {
                    side.cancel(list.get(list.size() - 1 - random.nextInt(Math.min(4, list.size()))));
                }
            } else if (choice < 970) {
                side.shut = true;
                shutdown(side.socket, SD_SEND);
            } else if (choice < 990) {
                side.close(random.nextBoolean());
                finish();
                return false;
            } else {
                endGracefully(side, peer);
                endGracefully(peer, side);
                finish();
                return false;
            }
            return true;
        }

        /** All that the side sends arrives. */
        private void endGracefully(Side side, Side peer) {
            side.shut = true;
            boolean whole = shutdown(side.socket, SD_SEND) == 0;
            long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
            while (peer.receives.stream().noneMatch(op -> !op.pends() && (op.InternalHigh == 0 && !op.cancelled))) {
                if (peer.pending(peer.receives) == 0) {
                    int before = begun;
                    peer.receive(65536);
                    if (begun == before) {
                        whole = false; // reset
                        break;
                    }
                }
                SleepEx(1, true);
                assertThat(System.nanoTime() - deadline)
                        .as("the end of a stream")
                        .isNegative();
            }
            Deadline.require("pending receives end", () -> {
                SleepEx(0, true);
                return peer.pending(peer.receives) == 0;
            });
            if (whole
                    && side.sureUntil == Integer.MAX_VALUE
                    && side.sends.stream().allMatch(Op::succeeded)
                    && peer.receives.stream().allMatch(op -> op.succeeded() || op.cancelled)) {
                assertThat(peer.check(side)).isEqualTo(side.sent);
            }
        }

        void finish() {
            for (Side side : sides) {
                if (!side.closed) {
                    side.close(false);
                }
            }
            SleepEx(0, true);
            for (Side side : sides) {
                Deadline.require("all operations end", () -> {
                    SleepEx(0, true);
                    return side.pending(side.sends) == 0 && side.pending(side.receives) == 0;
                });
            }
            while (SleepEx(0, true) == WAIT_IO_COMPLETION) {
                // until all routines have run
            }
            sides[0].checkTold();
            sides[1].checkTold();
            sides[0].check(sides[1]);
            sides[1].check(sides[0]);
        }
    }

    @Test
    @Conforms("D288")
    @Timeout(900)
    void everyOperationIsToldOnceAndEveryByteComes() throws Exception {
        long seed = Long.getLong("conformance.scheduleSeed", System.nanoTime());
        Random random = new Random(seed);
        List<Call<Integer>> workers = new ArrayList<>();
        for (int i = 0; i < WORKERS; i++) {
            workers.add(Call.of(this::work));
        }
        long end = System.nanoTime() + Duration.ofSeconds(SECONDS).toNanos();
        List<Link> links = new ArrayList<>();
        for (int i = 0; i < CONNECTIONS; i++) {
            links.add(new Link(random));
        }
        int connections = CONNECTIONS;
        try {
            while (System.nanoTime() < end) {
                int which = random.nextInt(CONNECTIONS);
                if (!links.get(which).step(random)) {
                    links.set(which, new Link(random));
                    connections++;
                }
                SleepEx(0, true);
            }
            links.forEach(Link::finish);
        } catch (AssertionError e) {
            throw new AssertionError("with -Dconformance.scheduleSeed=" + seed + ": " + e.getMessage(), e);
        }
        CloseHandle(port);
        for (Call<Integer> worker : workers) {
            assertThat(worker.value()).isEqualTo(ERROR_ABANDONED_WAIT_0);
        }
        assertThat(begun).as("operations on %d connections", connections).isGreaterThan(1000);
    }

    private int work() {
        IntRef bytes = new IntRef();
        Ref<Object> key = new Ref<>();
        Ref<OVERLAPPED> overlapped = new Ref<>();
        while (true) {
            boolean success = GetQueuedCompletionStatus(port, bytes, key, overlapped, INFINITE);
            int error = GetLastError();
            if (!(overlapped.value instanceof Op op)) {
                return error;
            }
            if (key.value != op.side || success != op.succeeded() || bytes.value != (int) op.InternalHigh) {
                throw new AssertionError("a wrong packet");
            }
            indicate(op);
        }
    }
}
