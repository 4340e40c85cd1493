package dev.jwinsock;

import java.nio.ByteBuffer;

/** C: {@code struct in6_addr}, 16 bytes: an IPv6 address. */
public final class in6_addr extends Struct {
    private static final int IPV6_GROUPS = 8;

    /** 16 bytes, network order. */
    public final byte[] s6_addr = new byte[16];

    public in6_addr() {}

    /** C: assignment of the structure. */
    public in6_addr(in6_addr other) {
        set(other);
    }

    /** C: {@code addr = other}. */
    public void set(in6_addr other) {
        System.arraycopy(other.s6_addr, 0, s6_addr, 0, s6_addr.length);
    }

    @Override
    public int sizeof() {
        return 16;
    }

    @Override
    protected void put(ByteBuffer to) {
        to.put(s6_addr);
    }

    @Override
    protected void get(ByteBuffer from) {
        from.get(s6_addr);
    }

    /** The text that Windows writes: small hexadecimal digits, the longest run of zero groups as "::". */
    @Override
    public String toString() {
        int[] groups = new int[IPV6_GROUPS];
        for (int i = 0; i < IPV6_GROUPS; i++) {
            groups[i] = (s6_addr[2 * i] & 0xff) << 8 | s6_addr[2 * i + 1] & 0xff;
        }
        int hexGroups = endsDotted(groups) ? IPV6_GROUPS - 2 : IPV6_GROUPS;
        int runStart = -1;
        int runLength = 1; // one zero group is not worth a "::"
        for (int i = 0; i < hexGroups; i++) {
            int length = 0;
            while (i + length < hexGroups && groups[i + length] == 0) {
                length++;
            }
            if (length > runLength) {
                runStart = i;
                runLength = length;
            }
        }
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < hexGroups; i++) {
            if (i == runStart) {
                text.append("::");
                i += runLength - 1;
            } else {
                separate(text).append(Integer.toHexString(groups[i]));
            }
        }
        if (hexGroups < IPV6_GROUPS) {
            separate(text)
                    .append(s6_addr[12] & 0xff)
                    .append('.')
                    .append(s6_addr[13] & 0xff)
                    .append('.')
                    .append(s6_addr[14] & 0xff)
                    .append('.')
                    .append(s6_addr[15] & 0xff);
        }
        return text.toString();
    }

    private static StringBuilder separate(StringBuilder text) {
        boolean wanted = text.length() > 0 && text.charAt(text.length() - 1) != ':';
        return wanted ? text.append(':') : text;
    }

    // S305: IPv4-compatible addresses; further the mapped, translated and ISATAP forms
    private static boolean endsDotted(int[] g) {
        boolean zeroHead = (g[0] | g[1] | g[2] | g[3]) == 0;
        boolean compatibleOrMapped = zeroHead && g[4] == 0 && (g[5] == 0 && g[6] != 0 || g[5] == 0xffff);
        boolean translated = zeroHead && g[4] == 0xffff && g[5] == 0;
        boolean isatap = (g[4] & ~0x0200) == 0 && g[5] == 0x5efe;
        return compatibleOrMapped || translated || isatap;
    }
}
