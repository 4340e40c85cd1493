package dev.jwinsock.ws2;

import dev.jwinsock.HANDLE;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** An event object: manual-reset (all of WSACreateEvent's are, S246) or auto-reset. */
public final class EventObject extends Waitable {
    private final boolean manualReset;
    // Written under lock.
    private volatile boolean set;

    public EventObject(boolean manualReset, boolean set) {
        this.manualReset = manualReset;
        this.set = set;
    }

    @Override
    boolean signalled() {
        return set;
    }

    @Override
    void consume() {
        if (!manualReset) {
            set = false;
        }
    }

    private static @Nullable EventObject of(@Nullable HANDLE handle) {
        return handle != null && handle.untagged() instanceof EventObject event ? event : null;
    }

    /** @return false when the handle is closed or no event (S248) */
    public static boolean set(@Nullable HANDLE handle) {
        EventObject event = of(handle);
        return event != null && event.change(true);
    }

    /** @return false when the handle is closed or no event (S248) */
    public static boolean reset(@Nullable HANDLE handle) {
        EventObject event = of(handle);
        return event != null && event.change(false);
    }

    /** @return false when the handle is closed already or no event (S248) */
    public static boolean close(@Nullable HANDLE handle) {
        EventObject event = of(handle);
        return event != null && event.close();
    }

    static boolean isOpen(@Nullable HANDLE handle) {
        EventObject event = of(handle);
        if (event == null) {
            return false;
        }
        event.lock.lock();
        try {
            return !event.closed();
        } finally {
            event.lock.unlock();
        }
    }

    private boolean change(boolean to) {
        List<Wait> forAll;
        lock.lock();
        try {
            if (closed()) {
                return false;
            }
            set = to;
            forAll = to ? offer() : List.of();
        } finally {
            lock.unlock();
        }
        offerToAll(forAll);
        return true;
    }
}
