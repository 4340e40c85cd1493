package dev.jwinsock.compat.suite;

import static dev.jwinsock.Winsock2.*;
import static dev.jwinsock.compat.harness.Expect.expectZero;
import static org.assertj.core.api.Assertions.assertThat;

import dev.jwinsock.HANDLE;
import dev.jwinsock.SOCKET;
import dev.jwinsock.WSANETWORKEVENTS;
import dev.jwinsock.compat.harness.Deadline;
import dev.jwinsock.compat.harness.Pair;
import dev.jwinsock.compat.harness.Pairs;
import java.util.StringJoiner;

/**
 * A socket and the event object its network events signal. Events happen some time after their cause, and not
 * necessarily all at once: {@link #expect} gathers them, {@link #expectNothing} looks after an event of another
 * connection whose cause came later.
 */
final class Watch implements AutoCloseable {
    private final SOCKET socket;
    private final HANDLE event = newEvent();

    Watch(SOCKET socket) {
        this.socket = socket;
    }

    /** Selects the events and returns this. */
    Watch select(int mask) {
        expectZero(WSAEventSelect(socket, event, mask));
        return this;
    }

    SOCKET socket() {
        return socket;
    }

    HANDLE event() {
        return event;
    }

    /** These events happen, each once and without error, and no other one before the last of them. */
    void expect(int mask) {
        int[] errors = gather(mask);
        for (int bit = 0; bit < errors.length; bit++) {
            assertThat(errors[bit]).as("error of %s", names(1 << bit)).isZero();
        }
    }

    /** These events happen; one of them with an error. */
    void expectError(int mask, int bit, int error) {
        int[] errors = gather(mask);
        for (int i = 0; i < errors.length; i++) {
            assertThat(errors[i]).as("error of %s", names(1 << i)).isEqualTo(i == bit ? error : 0);
        }
    }

    private int[] gather(int mask) {
        int[] errors = new int[FD_MAX_EVENTS];
        int missing = mask;
        long end = System.nanoTime() + Deadline.LIMIT.toNanos();
        while (missing != 0) {
            int left = (int) Math.max(0, (end - System.nanoTime()) / 1_000_000);
            int waited = WSAWaitForMultipleEvents(1, new HANDLE[] {event}, false, left, false);
            if (waited == WSA_WAIT_TIMEOUT) {
                throw new AssertionError("expected " + names(mask) + ", still missing " + names(missing));
            }
            assertThat(waited).isEqualTo(WSA_WAIT_EVENT_0);
            WSANETWORKEVENTS record = enumerate(event);
            if ((record.lNetworkEvents & ~missing) != 0) {
                throw new AssertionError("expected " + names(mask) + " with " + names(missing)
                        + " still missing, but got " + names(record.lNetworkEvents));
            }
            for (int bit = 0; bit < errors.length; bit++) {
                errors[bit] |= record.iErrorCode[bit];
            }
            missing &= ~record.lNetworkEvents;
        }
        return errors;
    }

    /**
     * Nothing has happened: the event object is not signalled and the record is empty, although another connection got
     * data in the meantime and the same wait told so.
     */
    void expectNothing() {
        Pair later = Pairs.tcp();
        try (Watch other = new Watch(later.server()).select(FD_READ)) {
            expectZero(send(later.client(), new byte[1], 1, 0) - 1);
            int waited = WSAWaitForMultipleEvents(2, new HANDLE[] {event, other.event}, false, limit(), false);
            if (waited == WSA_WAIT_EVENT_0) {
                throw new AssertionError("nothing should happen, but the event object is signalled and the record has "
                        + names(enumerate(event).lNetworkEvents));
            }
            assertThat(waited).isEqualTo(WSA_WAIT_EVENT_0 + 1);
            int recorded = enumerate(null).lNetworkEvents;
            assertThat(recorded).as("recorded: %s", names(recorded)).isZero();
        } finally {
            expectZero(closesocket(later.client()));
            expectZero(closesocket(later.server()));
        }
    }

    /** Waits for the event object, and leaves it and the record as they are. */
    void awaitSignal() {
        assertThat(WSAWaitForMultipleEvents(1, new HANDLE[] {event}, false, limit(), false))
                .as("the event object gets signalled")
                .isEqualTo(WSA_WAIT_EVENT_0);
    }

    boolean isSignalled() {
        return isSignalled(event);
    }

    static boolean isSignalled(HANDLE event) {
        int waited = WSAWaitForMultipleEvents(1, new HANDLE[] {event}, false, 0, false);
        assertThat(waited).isIn(WSA_WAIT_EVENT_0, WSA_WAIT_TIMEOUT);
        return waited == WSA_WAIT_EVENT_0;
    }

    /** WSAEnumNetworkEvents. */
    WSANETWORKEVENTS enumerate(@org.jspecify.annotations.Nullable HANDLE toReset) {
        WSANETWORKEVENTS record = new WSANETWORKEVENTS();
        expectZero(WSAEnumNetworkEvents(socket, toReset, record));
        return record;
    }

    /** The events enumerated now, with the event object reset. */
    int now() {
        return enumerate(event).lNetworkEvents;
    }

    static HANDLE newEvent() {
        HANDLE event = WSACreateEvent();
        assertThat(event).isNotEqualTo(WSA_INVALID_EVENT);
        return event;
    }

    static int limit() {
        return (int) Deadline.LIMIT.toMillis();
    }

    @Override
    public void close() {
        assertThat(WSACloseEvent(event)).isTrue();
    }

    static String names(int mask) {
        String[] names = {"READ", "WRITE", "OOB", "ACCEPT", "CONNECT", "CLOSE", "QOS", "GROUP_QOS", "ROUTING", "ADDRESS"
        };
        StringJoiner all = new StringJoiner("|", "{", "}");
        for (int bit = 0; bit < names.length; bit++) {
            if ((mask & 1 << bit) != 0) {
                all.add("FD_" + names[bit]);
            }
        }
        return all.toString();
    }
}
