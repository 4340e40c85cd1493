package dev.jwinsock;

import org.jspecify.annotations.Nullable;

/** C: {@code typedef struct pollfd { SOCKET fd; SHORT events; SHORT revents; } WSAPOLLFD}. */
public final class WSAPOLLFD {
    /** INVALID_SOCKET entries are skipped. */
    public @Nullable SOCKET fd;

    public short events;
    public short revents;

    public WSAPOLLFD() {}

    public WSAPOLLFD(SOCKET fd, int events) {
        this.fd = fd;
        this.events = (short) events;
    }
}
