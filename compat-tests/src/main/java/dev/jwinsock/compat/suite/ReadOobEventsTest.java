package dev.jwinsock.compat.suite;

import static dev.jwinsock.Winsock2.*;
import static dev.jwinsock.compat.harness.Expect.*;
import static dev.jwinsock.compat.harness.Sockets.*;
import static org.assertj.core.api.Assertions.assertThat;

import dev.jwinsock.SOCKET;
import dev.jwinsock.compat.Conforms;
import dev.jwinsock.compat.Needs;
import dev.jwinsock.compat.WinsockTest;
import dev.jwinsock.compat.harness.Pair;
import dev.jwinsock.compat.harness.Pairs;
import dev.jwinsock.transport.Capability;
import org.junit.jupiter.api.Test;

/** Facts R in event mode: FD_READ and FD_OOB. */
@WinsockTest
final class ReadOobEventsTest extends EventScene {
    private static final int DATA = FD_READ | FD_OOB | FD_CLOSE;

    private static void awaitReadable(SOCKET s, int count) {
        await(count + " bytes arrive", () -> readable(s) == count);
    }

    @Test
    @Conforms("S232")
    void onceForAnArrivalAndAgainForWhatIsLeft() {
        Pair pair = Pairs.tcp();
        Watch watch = watch(pair.server(), DATA);
        watch.expectNothing();
        expectCount(5, send(pair.client(), data(5)));
        watch.expect(FD_READ);
        watch.expectNothing();
        expectCount(2, recv(pair.server(), new byte[2]));
        watch.expect(FD_READ);
        watch.expectNothing();
        expectCount(3, recv(pair.server(), new byte[9]));
        watch.expectNothing();
        expectCount(1, send(pair.client(), data(1)));
        watch.expect(FD_READ);
    }

    @Test
    @Conforms("S232")
    void dataBeforeTheSelectionCounts() {
        Pair pair = Pairs.tcp();
        expectCount(5, send(pair.client(), data(5)));
        awaitReadable(pair.server(), 5);
        watch(pair.server(), DATA).expect(FD_READ);
    }

    @Test
    @Conforms("S232")
    void recvThatWouldBlockEnables() {
        Pair pair = Pairs.tcp();
        Watch watch = watch(pair.server(), DATA);
        expectCount(1, send(pair.client(), data(1)));
        watch.expect(FD_READ);
        expectCount(1, recv(pair.server(), new byte[1]));
        expectError(WSAEWOULDBLOCK, recv(pair.server(), new byte[1]));
        watch.expectNothing();
        expectCount(1, send(pair.client(), data(1)));
        watch.expect(FD_READ);
    }

    @Test
    @Conforms("S234")
    void failedRecvChangesNothingInEventMode() {
        Pair pair = Pairs.tcp();
        Watch watch = watch(pair.server(), DATA);
        expectCount(5, send(pair.client(), data(5)));
        watch.expect(FD_READ);
        expectError(WSAEFAULT, recv(pair.server(), new byte[1], -1, 0));
        watch.expectNothing();
        expectCount(1, recv(pair.server(), new byte[1]));
        watch.expect(FD_READ);
    }

    @Test
    @Conforms("S236")
    @Needs(Capability.PEEK)
    void peekEnables() {
        Pair pair = Pairs.tcp();
        Watch watch = watch(pair.server(), DATA);
        expectCount(5, send(pair.client(), data(5)));
        watch.expect(FD_READ);
        expectCount(5, recv(pair.server(), new byte[9], 9, MSG_PEEK));
        watch.expect(FD_READ);
        expectCount(5, recv(pair.server(), new byte[9]));
        watch.expectNothing();
    }

    @Test
    @Conforms({"S237", "D103"})
    @Needs(Capability.OOB_RECEIVE)
    void urgentByte() {
        Pair pair = Pairs.tcp();
        Watch watch = watch(pair.server(), DATA);
        expectCount(1, sendUrgent(pair.client(), 7));
        watch.expect(FD_OOB);
        watch.expectNothing();
        byte[] got = new byte[2];
        expectCount(1, recv(pair.server(), got, 2, MSG_OOB));
        assertThat(got[0]).isEqualTo((byte) 7);
        watch.expectNothing();
        expectCount(1, sendUrgent(pair.client(), 8));
        watch.expect(FD_OOB);
    }

    @Test
    @Conforms("S237")
    @Needs(Capability.OOB_RECEIVE)
    void urgentByteBeforeTheSelection() {
        Pair pair = Pairs.tcp();
        expectCount(1, sendUrgent(pair.client(), 7));
        await("the byte arrives", () -> exceptional(pair.server()));
        Watch watch = watch(pair.server(), FD_READ);
        watch.expectNothing();
        watch.select(DATA).expect(FD_OOB);
    }

    @Test
    @Conforms("S237")
    @Needs(Capability.OOB_RECEIVE)
    void dataAndAnUrgentByte() {
        Pair pair = Pairs.tcp();
        Watch watch = watch(pair.server(), DATA);
        expectCount(3, send(pair.client(), data(3)));
        watch.expect(FD_READ);
        expectCount(1, sendUrgent(pair.client(), 7));
        watch.expect(FD_OOB);
        expectCount(1, recv(pair.server(), new byte[2], 2, MSG_OOB));
        watch.expectNothing();
        expectCount(3, recv(pair.server(), new byte[9]));
        watch.expectNothing();
    }

    @Test
    @Conforms("S238")
    @Needs(Capability.OOB_QUEUE)
    void secondUrgentByteIsToldToo() {
        Pair pair = Pairs.tcp();
        Watch watch = watch(pair.server(), DATA);
        expectCount(1, sendUrgent(pair.client(), 1));
        watch.expect(FD_OOB);
        expectCount(1, sendUrgent(pair.client(), 2));
        watch.expect(FD_OOB);
    }

    @Test
    @Conforms({"S238", "D103"})
    @Needs(Capability.OOB_QUEUE)
    void oneLeftAfterReadingIsToldOnceMore() {
        Pair pair = Pairs.tcp();
        Watch watch = watch(pair.server(), DATA);
        expectCount(1, sendUrgent(pair.client(), 1));
        watch.expect(FD_OOB);
        expectCount(1, sendUrgent(pair.client(), 2));
        watch.expect(FD_OOB);
        expectCount(1, recv(pair.server(), new byte[1], 1, MSG_OOB));
        watch.expect(FD_OOB);
        expectCount(1, recv(pair.server(), new byte[1], 1, MSG_OOB));
        watch.expectNothing();
    }

    @Test
    @Conforms({"S238", "D103"})
    @Needs(Capability.OOB_RECEIVE)
    void readingTheLastOneRecordsNothing() {
        Pair pair = Pairs.tcp();
        Watch watch = watch(pair.server(), DATA);
        for (int i = 0; i < 3; i++) {
            expectCount(1, sendUrgent(pair.client(), i));
            watch.expect(FD_OOB);
            expectCount(1, recv(pair.server(), new byte[1], 1, MSG_OOB));
            watch.expectNothing();
        }
    }

    /** "If OOB data remains after any call to recv, Windows Sockets notifies the application with FD_OOB". */
    @Test
    @Conforms("D122")
    @Needs(Capability.OOB_RECEIVE)
    void ordinaryRecvThatLeavesAnUrgentByteEnables() {
        Pair pair = Pairs.tcp();
        Watch watch = watch(pair.server(), DATA);
        expectCount(4, dev.jwinsock.Winsock2.send(pair.client(), data(4), 4, MSG_OOB));
        watch.expect(FD_OOB | FD_READ);
        expectCount(1, recv(pair.server(), new byte[1]));
        watch.expect(FD_OOB | FD_READ);
        expectCount(2, recv(pair.server(), new byte[9]));
        watch.expect(FD_OOB);
        expectCount(1, recv(pair.server(), new byte[9], 9, MSG_OOB));
        watch.expectNothing();
    }

    @Test
    @Conforms("D121")
    void inLine() {
        Pair pair = Pairs.tcp();
        with(pair.server(), SOL_SOCKET, SO_OOBINLINE, 1);
        Watch watch = watch(pair.server(), DATA);
        expectCount(1, sendUrgent(pair.client(), 7));
        watch.expect(FD_READ);
        byte[] got = new byte[2];
        expectCount(1, recv(pair.server(), got));
        assertThat(got[0]).isEqualTo((byte) 7);
        watch.expectNothing();
    }
}
