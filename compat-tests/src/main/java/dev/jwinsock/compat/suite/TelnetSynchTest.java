package dev.jwinsock.compat.suite;

import static dev.jwinsock.Winsock2.*;
import static dev.jwinsock.compat.harness.Expect.*;
import static dev.jwinsock.compat.harness.Sockets.*;
import static org.assertj.core.api.Assertions.assertThat;

import dev.jwinsock.IntRef;
import dev.jwinsock.SOCKET;
import dev.jwinsock.compat.Conforms;
import dev.jwinsock.compat.Needs;
import dev.jwinsock.compat.WinsockTest;
import dev.jwinsock.compat.harness.Pair;
import dev.jwinsock.compat.harness.Pairs;
import dev.jwinsock.compat.harness.RawPeer;
import dev.jwinsock.transport.Capability;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/**
 * What urgent data were made for, RFC 854's Synch: the client sends IAC DM, the DM as urgent data; the server throws
 * away what it has not processed yet, up to the mark, and goes on behind it.
 */
@WinsockTest
@Needs(Capability.OOB_RECEIVE)
final class TelnetSynchTest extends EventScene {
    private static final int DATA = FD_READ | FD_OOB | FD_CLOSE;
    private static final int IAC = 255;
    private static final int DM = 242;

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private static void send(SOCKET s, String text) {
        expectCount(text.length(), send(s, ascii(text)));
    }

    private static void sendSynch(SOCKET s) {
        expectCount(2, dev.jwinsock.Winsock2.send(s, new byte[] {(byte) IAC, (byte) DM}, 2, MSG_OOB));
    }

    /** SIOCATMARK in Windows's sense: FALSE while urgent data wait. */
    private static boolean urgentWaits(SOCKET s) {
        IntRef noneLeft = new IntRef(-1);
        expectZero(ioctlsocket(s, SIOCATMARK, noneLeft));
        return noneLeft.value == 0;
    }

    private static int readUrgent(SOCKET s) {
        byte[] one = new byte[1];
        expectCount(1, recv(s, one, 1, MSG_OOB));
        return one[0] & 0xff;
    }

    private static String recvText(SOCKET s) {
        byte[] room = new byte[100];
        int n = recv(s, room);
        assertThat(n).as("recv, last error %d", WSAGetLastError()).isPositive();
        return new String(room, 0, n, StandardCharsets.ISO_8859_1);
    }

    @Test
    @Conforms({"D136", "D103", "D105", "D120"})
    void serverDiscardsUpToTheMark() {
        Pair pair = Pairs.tcp();
        Watch watch = watch(pair.server(), DATA);
        send(pair.client(), "abandoned");
        sendSynch(pair.client());
        watch.expect(FD_READ | FD_OOB);
        send(pair.client(), "kept");
        assertThat(urgentWaits(pair.server())).isTrue();
        assertThat(recvText(pair.server())).isEqualTo("abandoned" + (char) IAC);
        assertThat(urgentWaits(pair.server())).isTrue();
        assertThat(readUrgent(pair.server())).isEqualTo(DM);
        assertThat(urgentWaits(pair.server())).isFalse();
        watch.expect(FD_READ);
        assertThat(recvText(pair.server())).isEqualTo("kept");
        watch.expectNothing();
    }

    @Test
    @Conforms("D136")
    void foreignClient() {
        try (var accepted = RawPeer.acceptedBy(listener())) {
            SOCKET s = accepted.socket();
            Watch watch = watch(s, DATA);
            accepted.peer().send(ascii("abandoned"));
            accepted.peer().send(new byte[] {(byte) IAC});
            accepted.peer().sendUrgent(DM);
            accepted.peer().send(ascii("kept"));
            watch.expect(FD_READ | FD_OOB);
            StringBuilder discarded = new StringBuilder();
            while (discarded.indexOf(String.valueOf((char) IAC)) < 0) {
                discarded.append(recvText(s));
            }
            assertThat(discarded).asString().isEqualTo("abandoned" + (char) IAC);
            assertThat(readUrgent(s)).isEqualTo(DM);
            assertThat(urgentWaits(s)).isFalse();
            byte[] room = new byte[100];
            expectCount(4, awaitResult("what is behind the mark", () -> recv(s, room)));
        }
    }

    /** A user who is impatient: what is between the two is abandoned as well. */
    @Test
    @Conforms({"D136", "S139", "S238"})
    @Needs(Capability.OOB_QUEUE)
    void twoInARow() {
        Pair pair = Pairs.tcp();
        Watch watch = watch(pair.server(), DATA);
        send(pair.client(), "first");
        sendSynch(pair.client());
        watch.expect(FD_READ | FD_OOB);
        send(pair.client(), "second");
        sendSynch(pair.client());
        watch.expect(FD_OOB);
        send(pair.client(), "kept");
        StringBuilder discarded = new StringBuilder();
        while (urgentWaits(pair.server())) {
            discarded.append(recvText(pair.server())).append('|');
            assertThat(readUrgent(pair.server())).isEqualTo(DM);
        }
        assertThat(discarded).asString().isEqualTo("first" + (char) IAC + "|second" + (char) IAC + '|');
        watch.expect(FD_READ);
        assertThat(recvText(pair.server())).isEqualTo("kept");
    }
}
