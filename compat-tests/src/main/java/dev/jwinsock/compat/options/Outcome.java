package dev.jwinsock.compat.options;

import static dev.jwinsock.Winsock2.*;

import dev.jwinsock.IntRef;
import dev.jwinsock.SOCKET;
import dev.jwinsock.WsaError;
import dev.jwinsock.afd.OptionCatalog;

/**
 * What a new socket answers when an option is read, and when it is set from nothing: WSAEFAULT says that it could be set.
 *
 * @param get the error, or 0
 * @param set the error, or 0
 */
public record Outcome(int get, int set) {
    private static final int ROOM = 1024;

    public static Outcome of(SOCKET s, OptionCatalog.Row option) {
        int got = getsockopt(s, option.level(), option.code(), new byte[ROOM], new IntRef(ROOM));
        int get = got == 0 ? 0 : WSAGetLastError();
        int done = setsockopt(s, option.level(), option.code(), (byte[]) null, 0);
        return new Outcome(get, done == 0 ? 0 : WSAGetLastError());
    }

    /** Whether the option is there to be read, be it in another state. */
    public boolean reads() {
        return get == 0 || get == WSAENOTCONN;
    }

    /** Whether the option is there to be set, be it in another state. */
    public boolean sets() {
        return set == 0 || set == WSAEFAULT || set == WSAENOTCONN;
    }

    /** For a table: {@code r}, {@code w}, {@code rw}, or why it is refused. */
    @Override
    public String toString() {
        if (reads() || sets()) {
            return (reads() ? "r" : "") + (sets() ? "w" : "");
        }
        return get == set ? name(get) : name(get) + " / " + name(set);
    }

    static String name(int error) {
        WsaError known = WsaError.of(error);
        return known == null ? String.valueOf(error) : known.name();
    }
}
