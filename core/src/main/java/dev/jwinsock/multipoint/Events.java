package dev.jwinsock.multipoint;

import dev.jwinsock.HANDLE;
import dev.jwinsock.SOCKET;
import dev.jwinsock.WSANETWORKEVENTS;
import dev.jwinsock.spi.Upcalls;
import dev.jwinsock.transport.Status;
import org.jspecify.annotations.Nullable;

/**
 * The network events of a socket that is not a connection of the base provider's: what is selected, what has happened,
 * and what the program has been told. Guarded by the session's lock.
 */
final class Events {
    static final int READ = 1;
    static final int WRITE = 1 << 1;
    static final int ACCEPT = 1 << 3;
    static final int CONNECT = 1 << 4;
    static final int CLOSE = 1 << 5;

    private static final int COUNT = 10;

    private final Upcalls upcalls;
    private final SOCKET handle;
    private final int[] errors = new int[COUNT];
    private int selected;
    private int recorded;
    private int reported;
    private @Nullable HANDLE event;
    private @Nullable HANDLE window;
    private int message;

    Events(Upcalls upcalls, SOCKET handle) {
        this.upcalls = upcalls;
        this.handle = handle;
    }

    /** WSAEventSelect. @return OK, or INVALID when the handle is no event object */
    int selectEvent(@Nullable HANDLE newEvent, int mask) {
        if (mask != 0 && (newEvent == null || !upcalls.WPUIsEvent(newEvent))) {
            return Status.INVALID; // S206
        }
        cancel();
        event = mask == 0 ? null : newEvent;
        selected = mask;
        tell(recorded & selected); // S214
        return Status.OK;
    }

    /** WSAAsyncSelect. @return OK, or INVALID when the handle is no window */
    int selectMessages(@Nullable HANDLE newWindow, int newMessage, int mask) {
        if (mask != 0 && (newWindow == null || !upcalls.WPUIsWindow(newWindow))) {
            return Status.INVALID; // S206
        }
        cancel();
        window = mask == 0 ? null : newWindow;
        message = newMessage;
        selected = mask;
        recorded |= reported & CLOSE; // S213: what holds is posted anew; of the rest the socket knows whether it holds
        reported &= CONNECT;
        tell(recorded & selected);
        return Status.OK;
    }

    /** Another socket's selection, as an accepted socket has its listener's. */
    void inherit(Events from) {
        event = from.event;
        window = from.window;
        message = from.message;
        selected = from.selected;
    }

    void cancel() {
        event = null;
        window = null;
        selected = 0;
    }

    void happened(int bit, int error) {
        if (((recorded | reported) & bit) == 0) {
            recorded |= bit;
            errors[Integer.numberOfTrailingZeros(bit)] = error;
            tell(bit & selected);
        }
    }

    /** A call was made after which the event is told again. */
    void enable(int bit) {
        recorded &= ~bit;
        reported &= ~bit;
    }

    private void tell(int bits) {
        HANDLE object = event;
        HANDLE target = window;
        if (bits == 0) {
            return;
        }
        if (object != null) {
            upcalls.WPUSetEvent(object);
        } else if (target != null) {
            for (int bit = 0; bit < COUNT; bit++) {
                if ((bits & 1 << bit) != 0) {
                    upcalls.WPUPostMessage(target, message, handle, 1 << bit | errors[bit] << 16);
                }
            }
            recorded &= ~bits;
            reported |= bits;
        }
    }

    /** WSAEnumNetworkEvents: adds to what is there. */
    void enumerate(WSANETWORKEVENTS out) {
        int told = recorded & selected;
        out.lNetworkEvents |= told;
        for (int bit = 0; bit < COUNT; bit++) {
            if ((told & 1 << bit) != 0) {
                out.iErrorCode[bit] = errors[bit];
            }
        }
        recorded &= ~told;
        reported |= told;
    }
}
