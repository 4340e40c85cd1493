package dev.jwinsock.examples.life;

import static dev.jwinsock.Winsock2.*;

import dev.jwinsock.HANDLE;
import dev.jwinsock.IntRef;
import dev.jwinsock.SOCKET;
import dev.jwinsock.WSABUF;
import dev.jwinsock.WSAOVERLAPPED;
import java.nio.ByteBuffer;

/**
 * What the documentation proposes under "Future Improvements": one connection for the whole game, a bit mask of the
 * changed cells instead of their triplets, one answer for each generation, and overlapped operations, so that the
 * network works while the next generation is computed. The server must speak {@link Updates#masks}.
 */
final class RevisionFour implements LifeClient {
    private final CountedCalls calls;
    private final SOCKET s;
    private final WSAOVERLAPPED sending = new WSAOVERLAPPED();
    private final WSAOVERLAPPED receiving = new WSAOVERLAPPED();
    private final HANDLE[] events;
    private final WSABUF[] reply = {new WSABUF(ByteBuffer.allocateDirect(1))};

    RevisionFour(CountedCalls calls) {
        this.calls = calls;
        this.s = calls.newSocket();
        calls.connectToServer(s);
        events = new HANDLE[] {WSACreateEvent(), WSACreateEvent()};
        sending.hEvent = events[0];
        receiving.hEvent = events[1];
    }

    @Override
    public Field play(Field start, int generations) {
        Field map = start;
        begin(new Field(start.rows, start.columns), map);
        for (int generation = 1; generation <= generations; generation++) {
            Field next = map.next(); // while the update before it is under way
            await();
            begin(map, next);
            map = next;
        }
        await();
        return map;
    }

    @Override
    public void update(Field old, Field map) {
        begin(old, map);
        await();
    }

    private void begin(Field old, Field map) {
        WSABUF[] mask = {new WSABUF(ByteBuffer.wrap(ChangeMask.between(old, map)))};
        begun("WSARecv", WSARecv(s, reply, 1, null, new IntRef(), receiving, null));
        begun("WSASend", WSASend(s, mask, 1, null, 0, sending, null));
    }

    private static void begun(String function, int result) {
        if (result == SOCKET_ERROR && WSAGetLastError() != WSA_IO_PENDING) {
            CountedCalls.check(function, result);
        }
    }

    /** Waits until the update has been sent and the server has answered. */
    private void await() {
        IntRef bytes = new IntRef();
        finished("WSASend", WSAGetOverlappedResult(s, sending, bytes, true, new IntRef()));
        calls.sent(bytes.value);
        finished("WSARecv", WSAGetOverlappedResult(s, receiving, bytes, true, new IntRef()));
        if (bytes.value == 0) {
            throw new IllegalStateException("the server has closed the connection");
        }
        calls.received(bytes.value);
    }

    private static void finished(String function, boolean success) {
        CountedCalls.check(function, success ? 0 : SOCKET_ERROR);
    }

    @Override
    public void close() {
        closesocket(s); // first, so that nothing is pending any more that uses the events
        WSACloseEvent(events[0]);
        WSACloseEvent(events[1]);
    }
}
