package dev.jwinsock.afd;

import dev.jwinsock.transport.Status;

/** SIO_IDEAL_SEND_BACKLOG_CHANGE: waits until the ideal send backlog is another. */
final class BacklogChange extends Control {
    private final int outLength;
    private int before;

    BacklogChange(Operations owner, int outLength) {
        super(owner);
        this.outLength = outLength;
    }

    @Override
    int begun() {
        if (outLength != 0) {
            return Status.INVALID;
        }
        before = IdealBacklog.of(owner.socket);
        if (before < 0) {
            return before;
        }
        // "Only one pending request is allowed at a time"
        return owner.socket.session.backlogs().add(this) ? Status.OK : Status.OPERATION_ABORTED;
    }

    @Override
    void over() {
        owner.socket.session.backlogs().remove(this);
    }

    AfdSocket socket() {
        return owner.socket;
    }

    /** Without a lock, now and then. */
    void look() {
        int now = IdealBacklog.of(owner.socket);
        if (now != before) {
            // The connection has ended, or its sending direction: "WSA_OPERATION_ABORTED"
            end(now < 0 ? Status.OPERATION_ABORTED : Status.OK);
        }
    }
}
