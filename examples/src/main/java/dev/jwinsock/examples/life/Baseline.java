package dev.jwinsock.examples.life;

import static dev.jwinsock.Winsock2.*;

import dev.jwinsock.SOCKET;

/**
 * The documentation's baseline: everything is done in the worst way. A connection for each cell, without a send buffer,
 * whether the cell has changed or not; three sends of one byte each, and then a wait for the answer.
 */
final class Baseline implements LifeClient {
    private final CountedCalls calls;

    Baseline(CountedCalls calls) {
        this.calls = calls;
    }

    @Override
    public void update(Field old, Field map) {
        for (int row = 0; row < map.rows; row++) { // one after the other
            for (int column = 0; column < map.columns; column++) {
                set(row, column, map.alive(row, column)); // chatty
            }
        }
    }

    private void set(int row, int column, boolean alive) {
        SOCKET s = calls.newSocket();
        CountedCalls.check("setsockopt", setsockopt(s, SOL_SOCKET, SO_SNDBUF, 0));
        calls.connectToServer(s);
        byte[] one = {(byte) row};
        calls.sendAll(s, one, 1);
        one[0] = (byte) column;
        calls.sendAll(s, one, 1);
        one[0] = (byte) (alive ? 1 : 0);
        calls.sendAll(s, one, 1);
        calls.receiveSome(s, one, 0, 1);
        closesocket(s);
    }
}
