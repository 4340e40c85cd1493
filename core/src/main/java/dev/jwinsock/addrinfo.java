package dev.jwinsock;

import org.jspecify.annotations.Nullable;

/**
 * C: {@code struct addrinfo} (and {@code ADDRINFOW}, strings being Unicode here): the hints for and the result of
 * {@link Ws2tcpip#getaddrinfo}, a list linked by {@link #ai_next}.
 */
public final class addrinfo {
    /** AI flags. */
    public int ai_flags;

    public int ai_family;
    public int ai_socktype;
    public int ai_protocol;

    /** Bytes of {@link #ai_addr}; must be 0 in hints. */
    public int ai_addrlen;

    /** The canonical name, in the first entry only and only with AI_CANONNAME; must be null in hints. */
    public @Nullable String ai_canonname;

    /** Must be null in hints. */
    public @Nullable sockaddr ai_addr;

    /** Must be null in hints. */
    public @Nullable addrinfo ai_next;

    /** {@code sizeof(struct addrinfo)}, 64-bit layout. */
    public int sizeof() {
        return 48;
    }
}
