package dev.jwinsock.examples.life;

import static dev.jwinsock.Winsock2.*;

import dev.jwinsock.SOCKET;

/**
 * Compressed block send: only the cells that have changed, all in one send. What is left is the risk that the
 * documentation names: the client does not receive while it sends, so that with a board large enough both sides could
 * be stuck, the server because its answers fill the buffers, the client because the server takes no more.
 */
final class RevisionThree implements LifeClient {
    private final CountedCalls calls;

    RevisionThree(CountedCalls calls) {
        this.calls = calls;
    }

    @Override
    public void update(Field old, Field map) {
        byte[] changes = new byte[Triplet.SIZE * map.cells()];
        int length = compact(old, map, changes);
        if (length == 0) {
            return;
        }
        SOCKET s = calls.newSocket();
        calls.connectToServer(s);
        calls.sendAll(s, changes, length);
        byte[] replies = new byte[length / Triplet.SIZE];
        int received = 0;
        while (received < replies.length) { // a stream has no messages: one recv may get a part of the answers
            received += calls.receiveSome(s, replies, received, replies.length - received);
        }
        closesocket(s);
    }

    private static int compact(Field old, Field map, byte[] changes) {
        int length = 0;
        for (int row = 0; row < map.rows; row++) {
            for (int column = 0; column < map.columns; column++) {
                if (map.alive(row, column) != old.alive(row, column)) {
                    length = Triplet.put(map, row, column, changes, length);
                }
            }
        }
        return length;
    }
}
