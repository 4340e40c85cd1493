package dev.jwinsock.benchmarks.winsock;

import static dev.jwinsock.Winsock2.*;

import dev.jwinsock.SOCKET;
import dev.jwinsock.benchmarks.implementation.PollRounds;
import dev.jwinsock.benchmarks.shape.Style;
import java.io.IOException;
import java.util.BitSet;

/** A thousand connections and WSAPoll, select, or one event object that all of them share. */
final class WinsockPolledSet implements PollRounds.PolledSet {
    private final SOCKET[] senders;
    private final SOCKET[] polled;
    private final BitSet ready;
    private final byte[] one = new byte[1];
    private final Readiness readiness;

    WinsockPolledSet(Style style, int connections) throws IOException {
        senders = new SOCKET[connections];
        polled = new SOCKET[connections];
        ready = new BitSet(connections);
        WinsockSockets.connectPairs(senders, polled, WSA_FLAG_OVERLAPPED);
        for (SOCKET s : polled) {
            WinsockSockets.nonBlocking(s);
        }
        readiness = Readiness.of(style, polled);
    }

    @Override
    public void send(int position, byte value) throws IOException {
        one[0] = value;
        if (dev.jwinsock.Winsock2.send(senders[position], one, 1, 0) != 1) {
            throw new IOException("send: error " + WSAGetLastError());
        }
    }

    @Override
    public void awaitAndRead(PollRounds.Round round) throws IOException {
        ready.clear();
        readiness.await(ready);
        for (int i = ready.nextSetBit(0); i >= 0; i = ready.nextSetBit(i + 1)) {
            if (recv(polled[i], one, 1, 0) != 1) {
                throw new IOException("recv: error " + WSAGetLastError());
            }
            round.received(i, one[0]);
        }
    }

    @Override
    public void close() throws IOException {
        for (int i = 0; i < polled.length; i++) {
            WinsockSockets.abort(senders[i]);
            closesocket(polled[i]);
        }
        readiness.close();
    }
}
