package dev.jwinsock.ws2;

import dev.jwinsock.IntRef;
import dev.jwinsock.SOCKET;
import dev.jwinsock.WSAPROTOCOL_INFO;
import dev.jwinsock.Winsock2;
import org.jspecify.annotations.Nullable;

/** The inline functions of ws2tcpip.h that set an option at the level of the socket's address family. */
public final class FamilyOptions {
    private static final int AF_INET = 2;
    private static final int AF_INET6 = 23;
    private static final int IPPROTO_IP = 0;
    private static final int IPPROTO_IPV6 = 41;
    private static final int WSAEINVAL = 10022;

    private FamilyOptions() {}

    /** @param ipv4Option at IPPROTO_IP @param ipv6Option at IPPROTO_IPV6 */
    public static int set(@Nullable SOCKET s, int ipv4Option, int ipv6Option, int value) {
        int level = level(s);
        return level < 0 ? -1 : OptionValues.set(s, level, level == IPPROTO_IP ? ipv4Option : ipv6Option, value);
    }

    public static int get(@Nullable SOCKET s, int ipv4Option, int ipv6Option, @Nullable IntRef value) {
        int level = level(s);
        return level < 0
                ? -1
                : OptionValues.get(
                        s, level, level == IPPROTO_IP ? ipv4Option : ipv6Option, value, new IntRef(Integer.BYTES));
    }

    /** @return the level, or SOCKET_ERROR with the last error set */
    private static int level(@Nullable SOCKET s) {
        WSAPROTOCOL_INFO info = new WSAPROTOCOL_INFO();
        int result =
                OptionValues.get(s, Winsock2.SOL_SOCKET, Winsock2.SO_PROTOCOL_INFOW, info, new IntRef(info.sizeof()));
        if (result != 0) {
            return result;
        }
        return switch (info.iAddressFamily) {
            case AF_INET -> IPPROTO_IP;
            case AF_INET6 -> IPPROTO_IPV6;
            default -> {
                LastError.set(WSAEINVAL);
                yield -1;
            }
        };
    }
}
