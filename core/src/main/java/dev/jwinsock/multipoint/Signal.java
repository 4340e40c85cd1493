package dev.jwinsock.multipoint;

import dev.jwinsock.OVERLAPPED;
import dev.jwinsock.spi.NtStatus;

/** An operation of a connection, used again and again, whose end the session hears of. */
abstract class Signal extends OVERLAPPED {
    private final Session session;

    Signal(Session session) {
        this.session = session;
    }

    @Override
    protected final void completed() {
        session.told(this);
    }

    /** With the session's lock held: it has ended. */
    abstract void happened();

    /** How it ended: OK or a status. */
    final int status() {
        return NtStatus.toStatus((int) Internal);
    }
}
