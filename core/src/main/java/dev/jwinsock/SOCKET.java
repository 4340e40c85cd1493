package dev.jwinsock;

/**
 * C: {@code typedef UINT_PTR SOCKET}. A socket handle, made by {@link Winsock2#socket}; {@link Winsock2#INVALID_SOCKET}
 * is the constant for "none". A null, closed or foreign SOCKET gives WSAENOTSOCK.
 */
public class SOCKET extends HANDLE {
    /** The value of {@link Winsock2#INVALID_SOCKET}. */
    public static final SOCKET INVALID = new SOCKET(-1);

    /** For {@link dev.jwinsock.spi.SocketHandle}: programs get their sockets from {@link Winsock2#socket}. */
    protected SOCKET(long value) {
        super(value);
    }

    @Override
    public final String toString() {
        return this == INVALID ? "INVALID_SOCKET" : "SOCKET 0x" + Long.toHexString(value());
    }
}
