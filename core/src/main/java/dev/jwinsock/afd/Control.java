package dev.jwinsock.afd;

import dev.jwinsock.transport.Status;

/**
 * A control operation that waits for something other than the socket's readiness, such as a change of the addresses.
 * Several can wait at once; whoever learns of the event calls {@link #end}.
 */
abstract class Control extends Operation {
    Control(Operations owner) {
        super(owner);
    }

    /** With the socket's lock held: it waits from now on. @return OK, or why it cannot, which nobody else is told of */
    abstract int begun();

    /** It waits no more, ended, cancelled or closed: nothing is to call {@link #end} any more. With the socket's lock held. */
    abstract void over();

    /**
     * It has ended; a second time nothing happens. From any thread, without the lock of another socket.
     *
     * @param result the number of output bytes, or why it failed
     */
    final void end(int result) {
        owner.end(this, result);
    }

    @Override
    final int attempt() {
        return Status.WOULD_BLOCK;
    }

    @Override
    final int interest() {
        return 0;
    }

    @Override
    final void aborted() {
        over();
    }
}
