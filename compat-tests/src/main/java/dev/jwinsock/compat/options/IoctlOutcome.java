package dev.jwinsock.compat.options;

import static dev.jwinsock.Winsock2.*;

import dev.jwinsock.IntRef;
import dev.jwinsock.SOCKET;
import dev.jwinsock.afd.IoctlCatalog;

/**
 * What a socket answers to a control code without OVERLAPPED.
 *
 * @param error 0: it did it
 * @param stored the count of bytes afterwards; {@link #BEFORE} when that was left alone
 */
public record IoctlOutcome(int error, int stored) {
    /** What the count of bytes holds before. */
    public static final int BEFORE = 0xdead;

    /** Enough for every list of addresses and interfaces. */
    private static final int ROOM = 1 << 16;

    /** With zeros for input, as few as there may be, and room for the output. */
    public static IoctlOutcome ofLeast(SOCKET s, IoctlCatalog.Row ioctl) {
        return of(s, ioctl, ioctl.leastIn(), ROOM);
    }

    /** With so many bytes of input, zeros, and of room for the output; never blocks. */
    public static IoctlOutcome of(SOCKET s, IoctlCatalog.Row ioctl, int in, int out) {
        ioctlsocket(s, FIONBIO, new IntRef(1));
        IntRef stored = new IntRef(BEFORE);
        int result = WSAIoctl(s, ioctl.code(), new byte[in], in, new byte[out], out, stored, null, null);
        return new IoctlOutcome(result == 0 ? 0 : WSAGetLastError(), stored.value);
    }

    /** For a table. */
    @Override
    public String toString() {
        return error == 0 ? "yes" : Outcome.name(error);
    }
}
