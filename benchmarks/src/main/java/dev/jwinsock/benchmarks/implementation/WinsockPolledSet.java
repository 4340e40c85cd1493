package dev.jwinsock.benchmarks.implementation;

import static dev.jwinsock.Winsock2.*;

import dev.jwinsock.SOCKET;
import dev.jwinsock.benchmarks.shape.Shape;
import dev.jwinsock.benchmarks.shape.Style;
import java.io.IOException;
import java.util.BitSet;

/** A thousand connections and WSAPoll, select, or one event object that all of them share. */
final class WinsockPolledSet implements PollRounds.PolledSet {
    private final SOCKET[] senders = new SOCKET[Shape.POLLED];
    private final SOCKET[] polled = new SOCKET[Shape.POLLED];
    private final BitSet ready = new BitSet(Shape.POLLED);
    private final byte[] one = new byte[1];
    private final Readiness readiness;

    WinsockPolledSet(Style style) throws IOException {
        JwinsockSockets.connectPairs(new SOCKET[][] {senders}, new SOCKET[][] {polled});
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
        for (int i = 0; i < Shape.POLLED; i++) {
            JwinsockSockets.abort(senders[i]);
            closesocket(polled[i]);
        }
        readiness.close();
    }
}
