package dev.jwinsock.ws2;

import java.io.IOException;
import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** This computer: its name and the addresses of its interfaces. Asked for anew each time, as both can change. */
final class LocalHost {
    private static final Path LINUX_NAME = Path.of("/proc/sys/kernel/hostname");

    private LocalHost() {}

    /** The host part of the name, as on Windows; never fails. */
    static String name() {
        String name = systemName();
        int dot = name.indexOf('.');
        return dot > 0 ? name.substring(0, dot) : name;
    }

    private static String systemName() {
        try {
            // Without a resolver in between: getLocalHost fails when the name has no address
            if (Files.isReadable(LINUX_NAME)) {
                String name = Files.readString(LINUX_NAME).trim();
                if (!name.isEmpty()) {
                    return name;
                }
            }
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            return "localhost";
        } catch (IOException e) {
            return "localhost";
        }
    }

    /** A251: loopback addresses count only when there are no others. */
    static List<InetAddress> addresses() {
        List<InetAddress> all = interfaceAddresses();
        List<InetAddress> outer =
                all.stream().filter(address -> !address.isLoopbackAddress()).toList();
        return outer.isEmpty() ? all : outer;
    }

    static boolean hasIpv6() {
        return interfaceAddresses().stream().anyMatch(Inet6Address.class::isInstance);
    }

    /** Whether IPv6 addresses elsewhere can be reached at all (A234). */
    static boolean hasGlobalIpv6() {
        return interfaceAddresses().stream()
                .anyMatch(address -> address instanceof Inet6Address
                        && !address.isLoopbackAddress()
                        && !address.isLinkLocalAddress());
    }

    static boolean hasOuterIpv4() {
        return interfaceAddresses().stream()
                .anyMatch(address -> address instanceof Inet4Address && !address.isLoopbackAddress());
    }

    private static List<InetAddress> interfaceAddresses() {
        try {
            return NetworkInterface.networkInterfaces()
                    .filter(LocalHost::isUp)
                    .flatMap(NetworkInterface::inetAddresses)
                    .toList();
        } catch (SocketException e) {
            return List.of(); // no interface can be listed: as if there were none
        }
    }

    private static boolean isUp(NetworkInterface candidate) {
        try {
            return candidate.isUp();
        } catch (SocketException e) {
            return false; // removed meanwhile
        }
    }

    /** @return the index, or 0 when there is no such interface */
    static int interfaceIndex(String name) {
        try {
            NetworkInterface found = NetworkInterface.getByName(name);
            return found == null ? 0 : found.getIndex();
        } catch (SocketException e) {
            return 0;
        }
    }
}
