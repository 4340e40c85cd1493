package dev.jwinsock.examples.life;

import static dev.jwinsock.Winsock2.*;

import dev.jwinsock.SOCKET;

/** Fewer connects: one for each generation. The cells still go one by one, each after the answer to the one before. */
final class RevisionTwo implements LifeClient {
    private final CountedCalls calls;

    RevisionTwo(CountedCalls calls) {
        this.calls = calls;
    }

    @Override
    public void update(Field old, Field map) {
        byte[] reply = new byte[1];
        SOCKET s = calls.newSocket();
        calls.connectToServer(s);
        for (int row = 0; row < map.rows; row++) {
            for (int column = 0; column < map.columns; column++) {
                calls.sendAll(s, Triplet.of(map, row, column), Triplet.SIZE);
                calls.receiveSome(s, reply, 0, 1);
            }
        }
        closesocket(s);
    }
}
