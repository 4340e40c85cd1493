package dev.jwinsock.ws2;

import dev.jwinsock.ICMP_ERROR_INFO;
import dev.jwinsock.IntRef;
import dev.jwinsock.SOCKET;
import dev.jwinsock.WSAPROTOCOL_INFO;
import dev.jwinsock.transport.Status;
import org.jspecify.annotations.Nullable;

/** The type-safe forms of options whose level depends on the socket's family, and of those about ICMP errors. */
public final class PathSettings {
    private static final int AF_INET = 2;
    private static final int IPPROTO_IP = 0;
    private static final int IPPROTO_TCP = 6;
    private static final int IPPROTO_IPV6 = 41;
    private static final int PROTOCOL_INFO = 0x2005;
    private static final int USER_MTU = 76;
    private static final int FAIL_ON_ICMP = 18;
    private static final int ICMP_ERROR = 19;
    private static final int DWORD = 4;

    private PathSettings() {}

    public static int userMtu(@Nullable SOCKET s, @Nullable IntRef mtu) {
        int level = level(s);
        return level < 0 ? -1 : OptionValues.get(s, level, USER_MTU, mtu, new IntRef(DWORD));
    }

    public static int userMtu(@Nullable SOCKET s, int mtu) {
        int level = level(s);
        return level < 0 ? -1 : OptionValues.set(s, level, USER_MTU, mtu);
    }

    public static int failOnIcmp(@Nullable SOCKET s, @Nullable IntRef enabled) {
        if (enabled != null) {
            enabled.value = 0;
        }
        return OptionValues.get(s, IPPROTO_TCP, FAIL_ON_ICMP, enabled, new IntRef(DWORD));
    }

    public static int failOnIcmp(@Nullable SOCKET s, int enabled) {
        return OptionValues.set(s, IPPROTO_TCP, FAIL_ON_ICMP, enabled);
    }

    public static int icmpError(@Nullable SOCKET s, @Nullable ICMP_ERROR_INFO info, @Nullable IntRef length) {
        if (info == null || length == null || length.value < info.sizeof()) {
            return LastError.result(Status.FAULT);
        }
        return OptionValues.get(s, IPPROTO_TCP, ICMP_ERROR, info, length);
    }

    /** @return the level of the socket's family, or -1 with the last error set */
    private static int level(@Nullable SOCKET s) {
        WSAPROTOCOL_INFO info = new WSAPROTOCOL_INFO();
        if (OptionValues.get(s, Sockets.SOL_SOCKET, PROTOCOL_INFO, info, new IntRef(info.sizeof())) != 0) {
            return -1;
        }
        return info.iAddressFamily == AF_INET ? IPPROTO_IP : IPPROTO_IPV6;
    }
}
