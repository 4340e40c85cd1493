package dev.jwinsock.compat;

import static dev.jwinsock.Winsock2.*;

/**
 * What the specification says about the network events of one connected socket, and nothing about how to do it.
 *
 * <p>An event is recorded when its condition holds and it is enabled. It is reported, and from then on disabled, by the
 * WSAEnumNetworkEvents of a selection that includes it (S211, S212). The calls that enable it again:
 *
 * <table>
 * <caption>Re-enabling</caption>
 * <tr><th>event</th><th>condition</th><th>enabled by</th></tr>
 * <tr><td>FD_READ</td><td>data can be read</td><td>recv</td></tr>
 * <tr><td>FD_WRITE</td><td>data can be sent</td><td>send that fails with WSAEWOULDBLOCK</td></tr>
 * <tr><td>FD_CONNECT</td><td>the socket was connected by connect</td><td>(connect)</td></tr>
 * <tr><td>FD_CLOSE</td><td>the peer has ended the stream, or reset it</td><td>nothing</td></tr>
 * </table>
 *
 * <p>A call that enables an event forgets what was recorded: only what still holds is recorded anew (S216). The event
 * object is signalled when an event that is selected is recorded, and when a selection includes a recorded one (S214);
 * only WSAResetEvent and WSAEnumNetworkEvents with its handle reset it.
 */
final class EventModel {
    /** Whether the end of the stream shows while data before it are unread; a kernel that cannot tell shows it after. */
    private final boolean endShowsBeforeData;

    private int selected;
    private int recorded;
    private int reported;
    private boolean signalled;

    private int unread;
    private boolean writable = true;
    private boolean ended;
    private boolean reset;
    /** Recorded while the event object was signalled anyway: nobody need have noticed it yet. */
    private int unnoticed;
    /** Events whose fate at a reset is not documented: nobody had selected them, or noticed them before it. */
    private int undocumented;
    /** Whether the object may be signalled as well as not: what was not noticed before WSAResetEvent may be after it. */
    private boolean signalOpen;

    EventModel(boolean connectedByUs, boolean endShowsBeforeData) {
        this.endShowsBeforeData = endShowsBeforeData;
        if (connectedByUs) {
            happen(FD_CONNECT);
        }
        lookAtConditions();
    }

    // ---------------------------------------------------------------- what can be seen

    /** Takes over what is seen where both answers are right. @return whether the answer is right */
    boolean agreesOnSignal(boolean seen) {
        if (signalOpen) {
            signalled = seen;
            signalOpen = false;
        }
        return signalled == seen;
    }

    /** @return whether lNetworkEvents may be that */
    boolean agreesOnRecord(int expected, int seen) {
        return (expected & ~undocumented) == (seen & ~undocumented) && (seen & ~expected) == 0;
    }

    int unread() {
        return unread;
    }

    boolean writable() {
        return writable;
    }

    boolean ended() {
        return ended;
    }

    boolean wasReset() {
        return reset;
    }

    /** Whether the end of the stream can be seen now. */
    boolean endShows() {
        return ended && (endShowsBeforeData || unread == 0);
    }

    /** The part of a selection whose outcome is documented. */
    int documented(int mask) {
        return mask & ~undocumented;
    }

    // ---------------------------------------------------------------- calls on the socket

    void select(int mask) {
        selected = mask;
        signalIfNews(recorded);
    }

    /** @return lNetworkEvents */
    int enumerate(boolean withReset) {
        int told = recorded & selected;
        recorded &= ~told;
        reported |= told;
        unnoticed = 0;
        if (withReset) {
            signalled = false;
        }
        return told;
    }

    int closeError() {
        return reset ? WSAECONNRESET : 0;
    }

    void resetEvent() {
        signalled = false;
        signalOpen = (unnoticed & recorded & selected) != 0;
        unnoticed = 0;
    }

    /** recv that returned so much, 0 for the end of the stream or for WSAEWOULDBLOCK. */
    void received(int count) {
        unread -= count;
        enable(FD_READ);
    }

    /** send that failed with WSAEWOULDBLOCK. */
    void sendBlocked() {
        writable = false;
        enable(FD_WRITE);
    }

    // ---------------------------------------------------------------- what the peer does

    void arrived(int count) {
        unread += count;
        lookAtConditions();
    }

    void roomAppeared() {
        writable = true;
        lookAtConditions();
    }

    void peerEnded() {
        ended = true;
        lookAtConditions();
    }

    void peerReset() {
        undocumented |= recorded & (~selected | unnoticed) & ~FD_CLOSE;
        reset = true;
        happen(FD_CLOSE);
    }

    // ---------------------------------------------------------------- rules

    private void enable(int event) {
        recorded &= ~event;
        reported &= ~event;
        lookAtConditions();
    }

    private void lookAtConditions() {
        if (reset) {
            return; // no more data, no more room: only FD_CLOSE
        }
        if (unread > 0) {
            happen(FD_READ);
        }
        if (writable) {
            happen(FD_WRITE);
        }
        if (endShows()) {
            happen(FD_CLOSE);
        }
    }

    private void happen(int event) {
        if (((recorded | reported) & event) == 0) {
            recorded |= event;
            unnoticed |= signalled ? event : 0;
            signalIfNews(event);
        }
    }

    private void signalIfNews(int events) {
        if ((events & selected) != 0) {
            signalled = true;
        }
    }

    @Override
    public String toString() {
        return String.format(
                "selected %02x, recorded %02x, reported %02x, %s, %d unread%s%s%s",
                selected,
                recorded,
                reported,
                signalled ? "signalled" : "not signalled",
                unread,
                writable ? "" : ", full",
                ended ? ", ended" : "",
                reset ? ", reset" : "");
    }
}
