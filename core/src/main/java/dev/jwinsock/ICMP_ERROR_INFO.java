package dev.jwinsock;

import java.nio.ByteBuffer;

/**
 * C: {@code typedef struct icmp_error_info { SOCKADDR_INET srcaddress; IPPROTO protocol; UINT8 type, code; } ICMP_ERROR_INFO},
 * 36 bytes: the ICMP error that has ended a connect.
 */
public final class ICMP_ERROR_INFO extends Struct {
    private static final int ADDRESS = 28;

    /** Who has sent it: the union's bytes are those of an IPv4 or an IPv6 address, see {@link sockaddr#sa_family}. */
    public sockaddr_in6 srcaddress = new sockaddr_in6();

    /** IPPROTO_ICMP or IPPROTO_ICMPV6. */
    public int protocol;

    public byte type;
    public byte code;

    @Override
    public int sizeof() {
        return ADDRESS + 8;
    }

    @Override
    protected void put(ByteBuffer to) {
        to.put(srcaddress.toBytes()).putInt(protocol).put(type).put(code).putShort((short) 0);
    }

    @Override
    protected void get(ByteBuffer from) {
        byte[] address = new byte[ADDRESS];
        from.get(address);
        srcaddress.fromBytes(address, 0);
        protocol = from.getInt();
        type = from.get();
        code = from.get();
    }
}
