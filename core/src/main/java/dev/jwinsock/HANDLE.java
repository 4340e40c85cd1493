package dev.jwinsock;

/** C: {@code typedef void *HANDLE}. A reference to a system object; compared by identity. */
public class HANDLE {
    private final long value;

    /** @param value the number a C program would see */
    protected HANDLE(long value) {
        this.value = value;
    }

    /** The number a C program would see when it prints the handle; only good for showing. */
    public final long value() {
        return value;
    }

    @Override
    public String toString() {
        return getClass().getSimpleName() + " 0x" + Long.toHexString(value);
    }
}
