package dev.jwinsock.spi;

/** A thread's asynchronous procedure calls, as the providers see them (the WSATHREADID of WPUQueueApc). */
public interface CallQueue {
    /** The call runs in the thread when it waits alertably. From any thread. */
    void add(Runnable call);

    /** From now on the thread, when it waits alertably, drives this source, whose calls are for it. */
    void attach(EventSource source);
}
