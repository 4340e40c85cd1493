package dev.jwinsock.compat.suite;

import static dev.jwinsock.Winsock2.*;
import static dev.jwinsock.compat.harness.Expect.*;
import static dev.jwinsock.compat.harness.Sockets.*;
import static org.assertj.core.api.Assertions.assertThat;

import dev.jwinsock.SOCKET;
import dev.jwinsock.WSAPOLLFD;
import dev.jwinsock.compat.Conforms;
import dev.jwinsock.compat.WinsockTest;
import dev.jwinsock.fd_set;
import dev.jwinsock.timeval;
import java.util.BitSet;
import java.util.Random;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/**
 * A large set that is polled again and again while little of it changes, as servers do: a transport may keep it in the kernel,
 * which must show in nothing but speed. Datagram sockets, of which it is known at any time how much each has to receive.
 */
@WinsockTest
final class RepeatedPollTest extends Scene {
    private static final int SOCKETS = 150;
    private static final int ROUNDS = 400;
    private static final byte[] ONE = new byte[1];

    private final Random random = new Random(20261130);
    private final SOCKET[] sockets = new SOCKET[SOCKETS];
    private final int[] queued = new int[SOCKETS];
    /** What each is asked for; 0 leaves it out of a set of select. */
    private final int[] asked = new int[SOCKETS];

    private SOCKET sender = INVALID_SOCKET;

    private void openAll() {
        sender = udp();
        for (int i = 0; i < SOCKETS; i++) {
            sockets[i] = nonblocking(boundUdp());
            asked[i] = POLLRDNORM;
        }
    }

    private void changeALittle() {
        for (int changes = random.nextInt(5); changes > 0; changes--) {
            int i = random.nextInt(SOCKETS);
            switch (random.nextInt(8)) {
                case 0 -> asked[i] = 0;
                case 1 -> asked[i] = POLLWRNORM;
                case 2 -> asked[i] = POLLRDNORM | POLLWRNORM;
                case 3 -> asked[i] = POLLRDNORM;
                case 4 -> {
                    // The system gives its number to the next
                    expectZero(closesocket(sockets[i]));
                    sockets[i] = nonblocking(boundUdp());
                    queued[i] = 0;
                }
                case 5 -> swap(i, random.nextInt(SOCKETS));
                default -> {
                    if (queued[i] == 0) {
                        expectCount(1, sendTo(sender, ONE, localAddress(sockets[i])));
                        queued[i]++;
                    } else {
                        await("the datagram is there", () -> recv(sockets[i], new byte[1]) == 1);
                        queued[i]--;
                    }
                }
            }
        }
    }

    private void swap(int a, int b) {
        SOCKET socket = sockets[a];
        int count = queued[a];
        sockets[a] = sockets[b];
        queued[a] = queued[b];
        sockets[b] = socket;
        queued[b] = count;
    }

    private BitSet readyFor(int event) {
        BitSet ready = new BitSet(SOCKETS);
        for (int i = 0; i < SOCKETS; i++) {
            ready.set(i, (asked[i] & event) != 0 && (event == POLLWRNORM || queued[i] > 0));
        }
        return ready;
    }

    /** Nothing more than is expected, at any time; and that, as soon as the datagrams are through. */
    private static void expectReady(int round, BitSet expected, Supplier<BitSet> look) {
        await("round " + round + ": " + expected, () -> {
            BitSet ready = look.get();
            BitSet more = (BitSet) ready.clone();
            more.andNot(expected);
            assertThat(more).as("ready for no reason in round %s", round).isEqualTo(new BitSet());
            return ready.equals(expected);
        });
    }

    @Test
    @Conforms("D330")
    void wsaPollOverASetThatChangesALittle() {
        openAll();
        WSAPOLLFD[] fds = new WSAPOLLFD[SOCKETS];
        for (int round = 0; round < ROUNDS; round++) {
            changeALittle();
            for (int i = 0; i < SOCKETS; i++) {
                fds[i] = new WSAPOLLFD(sockets[i], asked[i]);
            }
            for (int event : new int[] {POLLRDNORM, POLLWRNORM}) {
                expectReady(round, readyFor(event), () -> poll(fds, event));
            }
        }
    }

    private static BitSet poll(WSAPOLLFD[] fds, int event) {
        int count = WSAPoll(fds, fds.length, 0);
        BitSet any = new BitSet();
        BitSet ready = new BitSet();
        for (int i = 0; i < fds.length; i++) {
            assertThat(fds[i].revents & ~fds[i].events).isZero();
            any.set(i, fds[i].revents != 0);
            ready.set(i, (fds[i].revents & event) != 0);
        }
        expectCount(any.cardinality(), count);
        return ready;
    }

    @Test
    @Conforms("D331")
    void selectOverASetThatChangesALittle() {
        openAll();
        for (int round = 0; round < ROUNDS; round++) {
            changeALittle();
            BitSet readable = readyFor(POLLRDNORM);
            BitSet writable = readyFor(POLLWRNORM);
            writable.stream().forEach(i -> readable.set(SOCKETS + i));
            expectReady(round, readable, this::selected);
        }
    }

    /** The readable ones, and after them the writable ones. */
    private BitSet selected() {
        fd_set read = set(POLLRDNORM);
        fd_set write = set(POLLWRNORM);
        int count = select(0, read, write, null, new timeval(0, 0));
        BitSet ready = new BitSet();
        for (int i = 0; i < SOCKETS; i++) {
            ready.set(i, FD_ISSET(sockets[i], read));
            ready.set(SOCKETS + i, FD_ISSET(sockets[i], write));
        }
        expectCount(ready.cardinality(), count);
        return ready;
    }

    private fd_set set(int event) {
        fd_set set = new fd_set(SOCKETS);
        for (int i = 0; i < SOCKETS; i++) {
            if ((asked[i] & event) != 0) {
                FD_SET(sockets[i], set);
            }
        }
        return set;
    }
}
