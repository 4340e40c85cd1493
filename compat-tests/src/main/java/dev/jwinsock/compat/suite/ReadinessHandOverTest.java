package dev.jwinsock.compat.suite;

import static dev.jwinsock.Winsock2.*;
import static dev.jwinsock.compat.harness.Expect.*;
import static dev.jwinsock.compat.harness.Sockets.*;
import static org.assertj.core.api.Assertions.assertThat;

import dev.jwinsock.HANDLE;
import dev.jwinsock.SOCKET;
import dev.jwinsock.WSANETWORKEVENTS;
import dev.jwinsock.WSAPOLLFD;
import dev.jwinsock.compat.Conforms;
import dev.jwinsock.compat.WinsockTest;
import dev.jwinsock.compat.harness.Call;
import dev.jwinsock.compat.harness.Deadline;
import dev.jwinsock.compat.harness.Pair;
import dev.jwinsock.fd_set;
import dev.jwinsock.timeval;
import java.time.Duration;
import java.util.SplittableRandom;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Two threads that hand a token to and fro through sockets, and wait for it in every way there is. */
@WinsockTest
final class ReadinessHandOverTest extends Scene {
    /** How many, on each transport; a million takes about a minute. */
    private static final int HAND_OVERS = Integer.getInteger("conformance.handOvers", 20_000);

    private static final int ROUNDS = HAND_OVERS / 2;
    private static final int SOCKETS = 3;
    private static final int MOST_LOOKS = 20;
    private static final int LOST_AFTER_SECONDS = 10;

    @Test
    @Conforms("D135")
    @Timeout(value = 900, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void noHandOverIsLost() {
        Ends ends = new Ends();
        Call<Integer> other = Call.of(() -> new Side(ends.there, 1).play(ROUNDS, false));
        assertThat(new Side(ends.here, 2).play(ROUNDS, true)).isEqualTo(ROUNDS);
        assertThat(Deadline.await(other::isDone, Duration.ofSeconds(2 * LOST_AFTER_SECONDS)))
                .isTrue();
        assertThat(other.value()).isEqualTo(ROUNDS);
    }

    @Test
    @Conforms("D322")
    @Timeout(value = 900, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void noHandOverOfVirtualThreadsIsLost() {
        VirtualThreads.assumeSupported();
        Ends ends = new Ends();
        FutureTask<Integer> one = VirtualThreads.call(() -> new Side(ends.here, 3).play(ROUNDS, true));
        FutureTask<Integer> other = VirtualThreads.call(() -> new Side(ends.there, 4).play(ROUNDS, false));
        assertThat(VirtualThreads.value(one)).isEqualTo(ROUNDS);
        assertThat(VirtualThreads.value(other)).isEqualTo(ROUNDS);
    }

    /** The ends of the connections. */
    private static final class Ends {
        final SOCKET[] here = new SOCKET[SOCKETS];
        final SOCKET[] there = new SOCKET[SOCKETS];

        Ends() {
            SOCKET listener = listener();
            for (int i = 0; i < SOCKETS; i++) {
                Pair pair = pair(listener);
                here[i] = pair.client();
                there[i] = pair.server();
                // Each token is to go out at once
                with(here[i], IPPROTO_TCP, TCP_NODELAY, 1);
                with(there[i], IPPROTO_TCP, TCP_NODELAY, 1);
            }
        }
    }

    /** One of the two threads: its ends of the connections, and an event object for each. */
    private static final class Side {
        private final SOCKET[] sockets;
        private final HANDLE[] events = new HANDLE[SOCKETS];
        private final WSAPOLLFD[] fds = new WSAPOLLFD[SOCKETS];
        private final SplittableRandom random;
        private final byte[] token = new byte[1];
        private final WSANETWORKEVENTS happened = new WSANETWORKEVENTS();

        Side(SOCKET[] sockets, long seed) {
            this.sockets = sockets;
            random = new SplittableRandom(seed);
            for (int i = 0; i < SOCKETS; i++) {
                events[i] = WSACreateEvent();
                fds[i] = new WSAPOLLFD(sockets[i], POLLRDNORM);
                expectZero(WSAEventSelect(sockets[i], events[i], FD_READ));
            }
        }

        /** @return how many tokens were taken, each of them the right one */
        int play(int rounds, boolean begins) {
            int taken = 0;
            for (int round = 0; round < rounds; round++) {
                if (begins) {
                    give(round);
                }
                take();
                assertThat(token[0]).isEqualTo((byte) round);
                taken++;
                if (!begins) {
                    give(round);
                }
            }
            for (HANDLE event : events) {
                assertThat(WSACloseEvent(event)).isTrue();
            }
            return taken;
        }

        private void give(int round) {
            token[0] = (byte) round;
            expectCount(1, send(sockets[random.nextInt(SOCKETS)], token));
        }

        /** Looks for a while, or not at all, so that the token meets every step on the way into a wait. */
        private void take() {
            for (int looks = random.nextInt(MOST_LOOKS); looks > 0; looks--) {
                if (taken()) {
                    return;
                }
            }
            while (!taken()) {
                await(random.nextInt(3));
            }
        }

        private boolean taken() {
            for (SOCKET s : sockets) {
                if (recv(s, token) == 1) {
                    return true;
                }
                assertThat(WSAGetLastError()).isEqualTo(WSAEWOULDBLOCK);
            }
            return false;
        }

        /** A hand-over that is lost is a wait to its end. */
        private void await(int way) {
            switch (way) {
                case 0 -> {
                    fd_set set = new fd_set();
                    for (SOCKET s : sockets) {
                        FD_SET(s, set);
                    }
                    expectCount(1, select(0, set, null, null, new timeval(LOST_AFTER_SECONDS, 0)));
                }
                case 1 -> expectCount(1, WSAPoll(fds, SOCKETS, LOST_AFTER_SECONDS * 1000));
                default -> {
                    // May be one that a token set which select or WSAPoll told before: then taken() says so
                    int i = WSAWaitForMultipleEvents(SOCKETS, events, false, LOST_AFTER_SECONDS * 1000, false);
                    assertThat(i).as("the event that is signalled").isBetween(0, SOCKETS - 1);
                    expectZero(WSAEnumNetworkEvents(sockets[i], events[i], happened));
                }
            }
        }
    }
}
