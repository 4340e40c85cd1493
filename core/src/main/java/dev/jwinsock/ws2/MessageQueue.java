package dev.jwinsock.ws2;

import dev.jwinsock.HWND;
import dev.jwinsock.MSG;
import dev.jwinsock.spi.EventSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** A thread's message queue. The thread that takes messages asks the kernel about the sockets that may post some. */
final class MessageQueue {
    static final int WM_QUIT = 0x12;

    private record Message(
            @Nullable WindowObject window,
            int number,
            @Nullable Object wParam,
            long lParam) {}

    private final ThreadObject owner;
    private final ReentrantLock lock = new ReentrantLock();
    // Guarded by lock.
    private final Deque<Message> messages = new ArrayDeque<>();
    // Guarded by lock.
    private final List<EventSource> sources = new ArrayList<>();
    // Guarded by lock: WM_QUIT is no entry but comes when the queue is empty.
    private boolean quit;
    // Guarded by lock.
    private int exitCode;
    // Guarded by lock: the owner, while it waits.
    private @Nullable WaitBlock blocked;

    private final List<EventSource> driven = new ArrayList<>(); // the owner's

    MessageQueue(ThreadObject owner) {
        this.owner = owner;
    }

    static MessageQueue current() {
        return ThreadObject.current().ownMessages();
    }

    /** Whether the owner can still take messages. */
    boolean open() {
        return !owner.ended();
    }

    void post(@Nullable WindowObject window, int number, @Nullable Object wParam, long lParam) {
        lock.lock();
        try {
            messages.add(new Message(window, number, wParam, lParam));
            wake();
        } finally {
            lock.unlock();
        }
    }

    void quit(int code) {
        lock.lock();
        try {
            quit = true;
            exitCode = code;
            wake();
        } finally {
            lock.unlock();
        }
    }

    private void wake() {
        WaitBlock waiter = blocked;
        if (waiter != null) {
            waiter.wake();
        }
    }

    void attach(EventSource source) {
        lock.lock();
        try {
            sources.add(source);
            wake();
        } finally {
            lock.unlock();
        }
    }

    void detach(EventSource source) {
        lock.lock();
        try {
            sources.remove(source);
        } finally {
            lock.unlock();
        }
    }

    /** A destroyed window's messages are gone. */
    void forget(WindowObject window) {
        lock.lock();
        try {
            messages.removeIf(message -> message.window == window);
        } finally {
            lock.unlock();
        }
    }

    /** PeekMessage; by the owner. @param first and last both 0: all messages */
    boolean peek(MSG out, @Nullable HWND window, int first, int last, boolean remove) {
        if (take(out, window, first, last, remove)) {
            return true;
        }
        if (!collectSources()) {
            return false;
        }
        new WaitBlock().await(driven, 0);
        return take(out, window, first, last, remove);
    }

    /** GetMessage; by the owner: waits for one. */
    void get(MSG out, @Nullable HWND window, int first, int last) {
        if (peek(out, window, first, last, true)) {
            return;
        }
        WaitBlock waiter = new WaitBlock();
        block(waiter);
        try {
            while (true) {
                waiter.prepare();
                if (take(out, window, first, last, true)) {
                    return;
                }
                collectSources();
                waiter.await(driven, -1);
            }
        } finally {
            block(null);
        }
    }

    private void block(@Nullable WaitBlock waiter) {
        lock.lock();
        try {
            blocked = waiter;
        } finally {
            lock.unlock();
        }
    }

    private boolean collectSources() {
        lock.lock();
        try {
            driven.clear();
            driven.addAll(sources);
            return !driven.isEmpty();
        } finally {
            lock.unlock();
        }
    }

    private boolean take(MSG out, @Nullable HWND window, int first, int last, boolean remove) {
        lock.lock();
        try {
            for (Iterator<Message> all = messages.iterator(); all.hasNext(); ) {
                Message message = all.next();
                boolean inRange = first == 0 && last == 0 || message.number >= first && message.number <= last;
                if (inRange && (window == null || window == message.window)) {
                    if (remove) {
                        all.remove();
                    }
                    fill(out, message.window, message.number, message.wParam, message.lParam);
                    return true;
                }
            }
            if (quit) {
                quit = !remove;
                fill(out, null, WM_QUIT, exitCode, 0);
                return true;
            }
            return false;
        } finally {
            lock.unlock();
        }
    }

    private static void fill(MSG out, @Nullable HWND window, int number, @Nullable Object wParam, long lParam) {
        out.hwnd = window;
        out.message = number;
        out.wParam = wParam;
        out.lParam = lParam;
    }
}
