package dev.jwinsock.spi;

import dev.jwinsock.HANDLE;
import dev.jwinsock.SOCKET;
import org.jspecify.annotations.Nullable;

/** What providers call in ws2 (WPUCALLTABLE): the event objects and the message queues. Callable on any thread. */
public interface Upcalls {
    /** Whether the handle is an open event object. */
    boolean WPUIsEvent(HANDLE event);

    /** Makes a manual-reset event object, not signalled. */
    HANDLE WPUCreateEvent();

    /** @return false when the handle is no open event object */
    boolean WPUCloseEvent(HANDLE event);

    /** @return false when the handle is no open event object */
    boolean WPUSetEvent(HANDLE event);

    /** @return false when the handle is no open event object */
    boolean WPUResetEvent(HANDLE event);

    /**
     * From now on whoever waits for the event object drives this source as well; nothing changes when it does already.
     *
     * @return false when the handle is no open event object
     */
    boolean attach(HANDLE event, EventSource source);

    void detach(HANDLE event, EventSource source);

    /**
     * The calling thread is about to wait alertably: until it says null, a procedure call that is queued to it wakes the
     * point.
     *
     * @return whether there are calls queued already
     */
    boolean alertable(@Nullable WaitPoint point);

    /** The calling thread, as the target of procedure calls (WPUOpenCurrentThread). */
    CallQueue WPUOpenCurrentThread();

    /** Runs the procedure calls that are queued to the calling thread. */
    void runCalls();

    /** Whether the handle is a window that can get messages. */
    boolean WPUIsWindow(HANDLE window);

    /** Puts a message into the queue of the window's thread; wParam is the socket. @return false when there is none */
    boolean WPUPostMessage(HANDLE window, int message, SOCKET wParam, int lParam);

    /** From now on whoever waits for the window's message queue drives this source as well. */
    boolean attachWindow(HANDLE window, EventSource source);

    void detachWindow(HANDLE window, EventSource source);

    /**
     * The provider that a plain socket of this kind has, started, for one that stands above it: in place of
     * WSCGetProviderPath and loading its library.
     */
    @Nullable
    TransportServiceProvider providerOf(int af, int type, int protocol);
}
