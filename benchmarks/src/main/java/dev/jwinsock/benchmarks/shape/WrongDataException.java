package dev.jwinsock.benchmarks.shape;

/** The bytes received are not the bytes sent: whatever was measured is worth nothing. */
public final class WrongDataException extends IllegalStateException {
    private static final long serialVersionUID = 1L;

    public WrongDataException(String message) {
        super(message);
    }
}
