package dev.jwinsock.afd;

import dev.jwinsock.HANDLE;
import dev.jwinsock.SOCKET;
import dev.jwinsock.WSANETWORKEVENTS;
import dev.jwinsock.spi.EventSource;
import dev.jwinsock.spi.TransportServiceProvider;
import dev.jwinsock.spi.Upcalls;
import dev.jwinsock.transport.Interest;
import org.jspecify.annotations.Nullable;

/**
 * The network events of one socket: what WSAEventSelect and WSAAsyncSelect have selected, what has happened, and what
 * the program has been told.
 *
 * <pre>
 *             condition true                 enumerated (event mode) or posted (message mode)
 *   enabled ─────────────────▶ recorded ─────────────────────────────▶ reported
 *      ▲                          │                                        │
 *      └──────── re-enabling call (recv, send that would block, accept, connect) ◀┘
 * </pre>
 *
 * Nobody watches the socket: whoever waits for the event object or the message queue, or enumerates, asks the kernel
 * itself. What nobody asked about cannot be seen from outside, and a call that consumes what happened (recv, accept)
 * takes the record away on Windows too (S216, S230).
 *
 * <p>All fields are guarded by the socket's lock.
 */
final class NetworkEvents implements EventSource {
    static final int READ = 1;
    static final int WRITE = 1 << 1;
    static final int OOB = 1 << 2;
    static final int ACCEPT = 1 << 3;
    static final int CONNECT = 1 << 4;
    static final int CLOSE = 1 << 5;
    static final int QOS = 1 << 6;
    static final int ROUTING_INTERFACE_CHANGE = 1 << 8;
    static final int ADDRESS_LIST_CHANGE = 1 << 9;
    private static final int ALL = 0x3ff;

    /** Beside {@link Interest} bits, none of which it is. */
    static final int NEWS = 1 << 30;

    private final AfdSocket socket;
    private final SOCKET handle;

    private int selected;
    private int recorded;
    private int reported;
    private final int[] errors = new int[10];
    /** A wait has asked the kernel, and what it found is neither enumerated nor consumed yet. */
    private boolean asked;

    /** Event mode: the event object. */
    private @Nullable HANDLE event;
    /** Message mode: the window. */
    private @Nullable HANDLE window;

    private int message;

    NetworkEvents(AfdSocket socket, SOCKET handle) {
        this.socket = socket;
        this.handle = handle;
    }

    AfdSocket socket() {
        return socket;
    }

    @Override
    public TransportServiceProvider provider() {
        return socket.session.provider();
    }

    // ---------------------------------------------------------------- selection

    boolean active() {
        return selected != 0;
    }

    /** With the socket's lock held. @return false when the handle is no open event object */
    boolean selectEvent(@Nullable HANDLE newEvent, int mask) {
        cancel();
        if (mask == 0 || newEvent == null) {
            return true;
        }
        if (!upcalls().attach(newEvent, this)) {
            return false;
        }
        event = newEvent;
        selected = mask & ALL;
        socket.kernel.stayNonBlocking(); // S207
        look();
        // S214, S216: what is recorded and not yet told counts as news for the new selection
        if ((recorded & selected) != 0) {
            upcalls().WPUSetEvent(newEvent);
        }
        return true;
    }

    /** With the socket's lock held. @return false when the handle is no window */
    boolean selectMessages(@Nullable HANDLE newWindow, int newMessage, int mask) {
        cancel();
        if (mask == 0 || newWindow == null) {
            return true;
        }
        if (!upcalls().attachWindow(newWindow, this)) {
            return false;
        }
        window = newWindow;
        message = newMessage;
        selected = mask & ALL;
        socket.kernel.stayNonBlocking(); // S207
        reported &= CONNECT; // S213: every other condition that holds is posted anew
        look();
        post();
        return true;
    }

    /** Ends the selection; the record stays. With the socket's lock held. */
    void cancel() {
        asked = false;
        HANDLE oldEvent = event;
        if (oldEvent != null) {
            upcalls().detach(oldEvent, this);
        }
        HANDLE oldWindow = window;
        if (oldWindow != null) {
            upcalls().detachWindow(oldWindow, this);
        }
        event = null;
        window = null;
        selected = 0;
    }

    /** An accepted socket has the listener's selection (S087 and "the same attributes and event registrations"). */
    void inherit(NetworkEvents listener) {
        if (listener.event != null) {
            selectEvent(listener.event, listener.selected);
        } else if (listener.window != null) {
            selectMessages(listener.window, listener.message, listener.selected);
        }
    }

    // ---------------------------------------------------------------- what happens

    /** With the socket's lock held: something happened; told at once when it is selected. */
    void happened(int bit, int error) {
        if (((recorded | reported) & bit) != 0) {
            return;
        }
        recorded |= bit;
        errors[Integer.numberOfTrailingZeros(bit)] = error;
        if ((selected & bit) == 0) {
            return;
        }
        HANDLE target = event;
        if (target != null) {
            upcalls().WPUSetEvent(target);
        } else {
            post();
        }
    }

    /**
     * With the socket's lock held, on any thread: one more urgent byte is queued, and recorded when someone asks. Event
     * mode tells each of them (S238), message mode the first ("arrives with no OOB data previously queued").
     */
    void urgentArrived() {
        if (event != null) {
            reported &= ~OOB;
        }
    }

    /** With the socket's lock held: a re-enabling call was made; the condition is looked at anew when someone asks. */
    void enable(int bits) {
        asked = false;
        recorded &= ~bits;
        reported &= ~bits;
    }

    /** S234: a failed receive posts FD_READ again in message mode and does nothing in event mode. */
    void receiveFailed() {
        if (window != null) {
            enable(READ);
        }
    }

    private void post() {
        HANDLE target = window;
        int news = recorded & selected;
        if (target == null || news == 0) {
            return;
        }
        // S215: one message an event, FD_CONNECT before FD_WRITE
        postIf(target, news & CONNECT);
        for (int bit = 1; bit <= news; bit <<= 1) {
            if (bit != CONNECT) {
                postIf(target, news & bit);
            }
        }
        recorded &= ~news;
        reported |= news;
    }

    private void postIf(HANDLE target, int bit) {
        if (bit != 0) {
            upcalls().WPUPostMessage(target, message, handle, bit | errors[Integer.numberOfTrailingZeros(bit)] << 16);
        }
    }

    // ---------------------------------------------------------------- looking

    /**
     * Before a wait: records what can be known without the kernel.
     *
     * @return what the kernel must be asked for the selected events that are neither recorded nor reported; with
     *     {@link #NEWS} when a selected event is recorded
     */
    int prepare() {
        socket.lock.lock();
        try {
            int interest = unasked();
            return (recorded & selected) != 0 ? interest | NEWS : interest;
        } finally {
            socket.lock.unlock();
        }
    }

    /** With the socket's lock held: records what is known, and tells what is left to be asked. */
    private int unasked() {
        int known = recorded | reported;
        socket.recordWithoutKernel(this, selected & ~known, known);
        known = recorded | reported;
        return socket.eventInterest(selected & ~known, known);
    }

    /** Records what the kernel told. */
    void kernelReady(int ready) {
        socket.lock.lock();
        try {
            socket.record(this, ready);
            asked = true;
        } finally {
            socket.lock.unlock();
        }
    }

    /** With the socket's lock held: asks the kernel now. */
    private void look() {
        ask(unasked());
    }

    private void ask(int interest) {
        if (interest != 0) {
            int ready = socket.kernel.readiness(interest);
            if (ready != 0) {
                socket.record(this, ready);
            }
        }
    }

    /**
     * WSAEnumNetworkEvents: with the socket's lock held. After a wait that has just found something the kernel is not
     * asked a second time whether the peer has ended, too: such an end arrives a moment after this call, and the next
     * wait tells it.
     */
    void enumerate(@Nullable HANDLE toReset, WSANETWORKEVENTS out) {
        int interest = unasked();
        if (!asked || (interest & ~Interest.PEER_CLOSED) != 0) {
            ask(interest);
        }
        asked = false;
        int told = recorded & selected; // S211
        out.lNetworkEvents = told;
        for (int bit = 0; bit < errors.length; bit++) {
            out.iErrorCode[bit] = (told & 1 << bit) != 0 ? errors[bit] : 0;
        }
        recorded &= ~told;
        reported |= told;
        if (toReset != null) {
            upcalls().WPUResetEvent(toReset); // S210
        }
    }

    /** Bits of {@link Interest} to which a kernel's answer can be put for these events on a data socket. */
    static int dataInterest(int events) {
        return ((events & READ) != 0 ? Interest.READ : 0)
                | ((events & WRITE) != 0 ? Interest.WRITE : 0)
                | ((events & OOB) != 0 ? Interest.URGENT : 0)
                | ((events & CLOSE) != 0 ? Interest.PEER_CLOSED : 0);
    }

    private Upcalls upcalls() {
        return socket.session.upcalls();
    }
}
