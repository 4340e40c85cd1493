package dev.jwinsock.ws2;

import dev.jwinsock.*;
import org.jspecify.annotations.Nullable;

public final class HostNames {
    private HostNames() {}
    public static int gethostname(@Nullable StringBuilder name, int namelen) { return -1; }
    public static int getaddrinfo(@Nullable String n, @Nullable String s, @Nullable addrinfo h, @Nullable Ref<addrinfo> r) { return 11003; }
    public static void freeaddrinfo(@Nullable addrinfo i) {}
    public static int getnameinfo(@Nullable sockaddr sa, int salen, @Nullable StringBuilder h, int hl, @Nullable StringBuilder s, int sl, int f) { return 11003; }
}
