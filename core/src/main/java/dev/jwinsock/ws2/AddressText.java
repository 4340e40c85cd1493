package dev.jwinsock.ws2;

import dev.jwinsock.Struct;
import dev.jwinsock.Winsock2;
import dev.jwinsock.in6_addr;
import dev.jwinsock.transport.Status;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * IPv4 and IPv6 addresses as text. These functions work before WSAStartup, and malformed text is no error to them: the
 * last error changes only for bad arguments (S012).
 */
public final class AddressText {
    private static final int IPV4_BYTES = 4;
    private static final int IPV6_BYTES = 16;
    private static final int NONE = -1;

    /** STATUS_INVALID_PARAMETER: inet_ntop lets the NT number through (S305). */
    private static final int NT_INVALID_PARAMETER = 0xC000000D;

    private AddressText() {}

    // ---- The C functions

    /** @return the address in network order as a little-endian int, or -1 */
    public static int inetAddr(@Nullable String text) {
        if (text == null) {
            LastError.set(-Status.FAULT); // S298
            return NONE;
        }
        byte[] address = parseLooseIpv4(text);
        return address == null ? NONE : LittleEndian.intOf(address);
    }

    /** @return 1, 0 for malformed text, or -1 with the last error set */
    public static int inetPton(int family, @Nullable String text, @Nullable Struct room) {
        int size = size(family);
        if (size < 0) {
            return LastError.result(Status.FAMILY_NOT_SUPPORTED); // S303
        }
        if (text == null || room == null || room.sizeof() < size) {
            return LastError.result(Status.FAULT); // S303
        }
        byte[] address = size == IPV4_BYTES ? parseIpv4(text) : parseIpv6(text);
        if (address == null) {
            return 0;
        }
        byte[] memory = room.toBytes();
        System.arraycopy(address, 0, memory, 0, size);
        room.fromBytes(memory, 0);
        return 1;
    }

    /** As {@link #inetPton}, but malformed text is an error too (S303). */
    public static int inetPtonW(int family, @Nullable String text, @Nullable Struct room) {
        int result = inetPton(family, text, room);
        if (result == 0) {
            LastError.set(-Status.INVALID);
        }
        return result;
    }

    /**
     * @param room characters with the NUL
     * @return the text, which is in the buffer too, or null with the last error set
     */
    public static @Nullable String inetNtop(
            int family, @Nullable Struct address, @Nullable StringBuilder buffer, int room) {
        int size = size(family);
        if (size < 0) {
            LastError.set(-Status.FAMILY_NOT_SUPPORTED); // S305
            return null;
        }
        if (address == null || address.sizeof() < size) {
            LastError.set(-Status.FAULT);
            return null;
        }
        byte[] bytes = address.toBytes();
        String text = size == IPV4_BYTES ? dotted(bytes, 0) : ipv6(bytes);
        // size_t: a negative number is a large one
        if (buffer == null || Integer.compareUnsigned(room, text.length()) <= 0) {
            LastError.set(NT_INVALID_PARAMETER); // S305
            return null;
        }
        buffer.setLength(0);
        buffer.append(text);
        return text;
    }

    private static int size(int family) {
        return switch (family) {
            case Winsock2.AF_INET -> IPV4_BYTES;
            case Winsock2.AF_INET6 -> IPV6_BYTES;
            default -> NONE;
        };
    }

    // ---- To text

    /** @param address network order as a little-endian int, {@code s_addr} */
    public static String ipv4(int address) {
        return dotted(LittleEndian.bytes(address), 0);
    }

    /** The first 16 bytes, as {@link in6_addr#toString} writes them. */
    public static String ipv6(byte[] address) {
        in6_addr in = new in6_addr();
        in.fromBytes(address, 0);
        return in.toString();
    }

    private static String dotted(byte[] bytes, int offset) {
        return (bytes[offset] & 0xff) + "." + (bytes[offset + 1] & 0xff) + "." + (bytes[offset + 2] & 0xff) + "."
                + (bytes[offset + 3] & 0xff);
    }

    // ---- From text

    /** The rules of inet_addr: one to four parts, decimal, octal or hexadecimal, ended by white space (S299, S301). */
    static byte @Nullable [] parseLooseIpv4(String text) {
        if (text.equals(" ")) {
            return new byte[IPV4_BYTES]; // Microsoft's documentation: one blank is 0.0.0.0
        }
        long value = 0;
        int parts = 0;
        int at = 0;
        while (true) {
            int end = at;
            while (end < text.length() && Character.digit(text.charAt(end), 36) >= 0 && text.charAt(end) < 0x80) {
                end++;
            }
            long part = number(text.substring(at, end));
            parts++;
            boolean last = end == text.length() || isBlank(text.charAt(end));
            // The last part fills the bytes that the others leave
            long limit = last ? 0xffffffffL >>> 8 * (parts - 1) : 0xff;
            if (part < 0 || part > limit || parts == 4 && !last || !last && text.charAt(end) != '.') {
                return null;
            }
            if (last) {
                value |= part;
                break;
            }
            value |= part << 32 - 8 * parts;
            at = end + 1;
        }
        return LittleEndian.bytes(Integer.reverseBytes((int) value));
    }

    private static boolean isBlank(char c) {
        return c == ' ' || c >= '\t' && c <= '\r';
    }

    /** A C number: decimal, 0 octal, 0x hexadecimal; -1 for anything else. */
    private static long number(String digits) {
        int radix = 10;
        String rest = digits.toLowerCase(Locale.ROOT);
        if (rest.startsWith("0x")) {
            radix = 16;
            rest = rest.substring(2);
        } else if (rest.length() > 1 && rest.startsWith("0")) {
            radix = 8;
        }
        long value = 0;
        for (int i = 0; i < rest.length(); i++) {
            int digit = Character.digit(rest.charAt(i), radix);
            value = value * radix + digit;
            if (digit < 0 || value > 0xffffffffL) {
                return NONE;
            }
        }
        return rest.isEmpty() ? NONE : value;
    }

    /** The strict form: four decimal parts without leading zeros. */
    static byte @Nullable [] parseIpv4(String text) {
        return fourParts(text, false);
    }

    private static byte @Nullable [] fourParts(String text, boolean leadingZeros) {
        String[] parts = text.split("\\.", -1);
        if (parts.length != IPV4_BYTES) {
            return null;
        }
        byte[] address = new byte[IPV4_BYTES];
        for (int i = 0; i < IPV4_BYTES; i++) {
            String part = parts[i];
            boolean zeroAhead = part.length() > 1 && part.charAt(0) == '0';
            int value = part.length() > 3 || zeroAhead && !leadingZeros ? NONE : digits(part, 10);
            if (value < 0 || value > 0xff) {
                return null;
            }
            address[i] = (byte) value;
        }
        return address;
    }

    /** IPv6 without scope, brackets and port (S304). */
    static byte @Nullable [] parseIpv6(String text) {
        int gap = text.indexOf("::");
        if (gap < 0) {
            byte[] all = groups(text, true);
            return all != null && all.length == IPV6_BYTES ? all : null;
        }
        byte[] head = groups(text.substring(0, gap), false);
        byte[] tail = groups(text.substring(gap + 2), true);
        // S304: the gap may stand for a single group, but for none it may not
        if (head == null || tail == null || head.length + tail.length > IPV6_BYTES - 2) {
            return null;
        }
        byte[] address = new byte[IPV6_BYTES];
        System.arraycopy(head, 0, address, 0, head.length);
        System.arraycopy(tail, 0, address, IPV6_BYTES - tail.length, tail.length);
        return address;
    }

    private static byte @Nullable [] groups(String text, boolean dottedEnd) {
        if (text.isEmpty()) {
            return new byte[0];
        }
        String[] groups = text.split(":", -1);
        boolean dotted = dottedEnd && groups[groups.length - 1].indexOf('.') >= 0;
        int hexGroups = dotted ? groups.length - 1 : groups.length;
        byte[] bytes = new byte[2 * hexGroups + (dotted ? IPV4_BYTES : 0)];
        if (bytes.length > IPV6_BYTES) {
            return null;
        }
        for (int i = 0; i < hexGroups; i++) {
            int value = groups[i].length() > 4 ? NONE : digits(groups[i], 16);
            if (value < 0) {
                return null;
            }
            bytes[2 * i] = (byte) (value >>> 8);
            bytes[2 * i + 1] = (byte) value;
        }
        if (dotted) {
            byte[] end = fourParts(groups[hexGroups], true);
            if (end == null) {
                return null;
            }
            System.arraycopy(end, 0, bytes, 2 * hexGroups, IPV4_BYTES);
        }
        return bytes;
    }

    /** Plain ASCII digits, few enough for an int; -1 for anything else. */
    static int digits(String text, int radix) {
        int value = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            int digit = c < 0x80 ? Character.digit(c, radix) : NONE;
            if (digit < 0) {
                return NONE;
            }
            value = value * radix + digit;
        }
        return text.isEmpty() ? NONE : value;
    }
}
