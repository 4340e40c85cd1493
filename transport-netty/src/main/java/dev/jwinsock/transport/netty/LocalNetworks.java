package dev.jwinsock.transport.netty;

import dev.jwinsock.transport.Endpoint;
import java.net.InetAddress;
import java.net.InterfaceAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.util.Enumeration;

/** What can be found out of the host's interfaces when the kernel has not told it with a datagram: slow. */
final class LocalNetworks {
    private LocalNetworks() {}

    /** Whether it stands for all hosts of a network that this host is in. @param ipv4 as a number in host order */
    static boolean isBroadcast(int ipv4) {
        try {
            Enumeration<NetworkInterface> all = NetworkInterface.getNetworkInterfaces();
            while (all.hasMoreElements()) {
                for (InterfaceAddress each : all.nextElement().getInterfaceAddresses()) {
                    if (each.getNetworkPrefixLength() < 31 && broadcastOf(each) == ipv4) {
                        return true;
                    }
                }
            }
        } catch (SocketException e) {
            return false;
        }
        return false;
    }

    /** @return 0 for an IPv6 address */
    private static int broadcastOf(InterfaceAddress own) {
        InetAddress address = own.getAddress();
        byte[] bytes = address.getAddress();
        return bytes.length == 4 ? ByteBuffer.wrap(bytes).getInt() | -1 >>> own.getNetworkPrefixLength() : 0;
    }

    /** Whether an address is one of this host's. */
    static boolean isOwn(Endpoint address) {
        InetAddress inet = address.toInetSocketAddress().getAddress();
        try {
            return inet.isLoopbackAddress() || NetworkInterface.getByInetAddress(inet) != null;
        } catch (SocketException e) {
            return false;
        }
    }
}
