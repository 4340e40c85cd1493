package dev.jwinsock.examples.life;

import static dev.jwinsock.Winsock2.*;

import dev.jwinsock.SOCKET;

/** Cleaning up the obvious: the send buffer is back, and a cell is one send. There is still a connection for each. */
final class RevisionOne implements LifeClient {
    private final CountedCalls calls;

    RevisionOne(CountedCalls calls) {
        this.calls = calls;
    }

    @Override
    public void update(Field old, Field map) {
        byte[] reply = new byte[1];
        for (int row = 0; row < map.rows; row++) {
            for (int column = 0; column < map.columns; column++) {
                SOCKET s = calls.newSocket();
                calls.connectToServer(s);
                calls.sendAll(s, Triplet.of(map, row, column), Triplet.SIZE);
                calls.receiveSome(s, reply, 0, 1);
                closesocket(s);
            }
        }
    }
}
