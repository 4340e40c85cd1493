package dev.jwinsock.transport;

/** Changes of a socket's membership in a multicast group, as of RFC 3678. */
public enum GroupChange {
    /** Hear everybody in the group. */
    JOIN,
    /** Hear nobody there any more, whoever was heard. */
    LEAVE,
    /** Hear one source more; the first one joins. */
    JOIN_SOURCE,
    /** Hear one source less; the last one leaves. */
    LEAVE_SOURCE,
    /** In a group joined with {@link #JOIN}: do not hear this source. */
    BLOCK,
    /** In a group joined with {@link #JOIN}: hear this source again. */
    UNBLOCK;

    /** Whether a source belongs to it. */
    public boolean ofSource() {
        return this != JOIN && this != LEAVE;
    }
}
