package dev.jwinsock.ws2;

import dev.jwinsock.Struct;
import org.jspecify.annotations.Nullable;

public final class AddressText {
    private AddressText() {}
    public static String ipv4(int a) { return (a & 0xff) + "." + (a >>> 8 & 0xff) + "." + (a >>> 16 & 0xff) + "." + (a >>> 24); }
    public static String ipv6(byte[] a) { return ""; }
    public static int inetAddr(@Nullable String text) { return -1; }
    public static int inetPton(int family, @Nullable String text, @Nullable Struct room) { return -1; }
    public static int inetPtonW(int family, @Nullable String text, @Nullable Struct room) { return -1; }
    public static @Nullable String inetNtop(int family, @Nullable Struct a, @Nullable StringBuilder b, int size) { return null; }
}
