package dev.jwinsock.ws2;

import dev.jwinsock.HWND;
import dev.jwinsock.WNDPROC;
import java.util.concurrent.atomic.AtomicLong;

/** A message-only window: the name of a queue and a procedure. */
final class WindowObject extends HWND {
    private static final AtomicLong NEXT = new AtomicLong(0x10000);

    private final MessageQueue queue;
    private final WNDPROC procedure;
    private volatile boolean destroyed;

    WindowObject(MessageQueue queue, WNDPROC procedure) {
        super(NEXT.addAndGet(2));
        this.queue = queue;
        this.procedure = procedure;
    }

    MessageQueue queue() {
        return queue;
    }

    WNDPROC procedure() {
        return procedure;
    }

    boolean destroyed() {
        return destroyed;
    }

    void destroy() {
        destroyed = true;
    }
}
