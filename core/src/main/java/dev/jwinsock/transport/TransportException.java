package dev.jwinsock.transport;

/** A kernel socket or a waiter could not be made. */
public final class TransportException extends Exception {
    private static final long serialVersionUID = 1L;

    private final int status;

    /** @param status one of {@link Status}'s negative values */
    public TransportException(int status, String message) {
        super(message);
        this.status = status;
    }

    /** The {@link Status}, negative. */
    public int status() {
        return status;
    }
}
