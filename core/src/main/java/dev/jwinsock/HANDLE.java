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

    /**
     * C: {@code (HANDLE)((ULONG_PTR)h | bits)}. The two low bits of a handle do not count; in the hEvent of an OVERLAPPED
     * the lowest says that the completion is not queued to the port.
     *
     * @param bits 1, 2 or 3
     */
    public final HANDLE or(int bits) {
        return new TaggedHandle(untagged(), bits & 3);
    }

    /** The handle without its two low bits: this, unless made by {@link #or}. */
    public HANDLE untagged() {
        return this;
    }

    /** Whether the lowest bit is set. */
    public boolean isTagged() {
        return false;
    }

    @Override
    public String toString() {
        return getClass().getSimpleName() + " 0x" + Long.toHexString(value);
    }

    private static final class TaggedHandle extends HANDLE {
        private final HANDLE handle;

        TaggedHandle(HANDLE handle, int bits) {
            super(handle.value() | bits);
            this.handle = handle;
        }

        @Override
        public HANDLE untagged() {
            return handle;
        }

        @Override
        public boolean isTagged() {
            return (value() & 1) != 0;
        }
    }
}
