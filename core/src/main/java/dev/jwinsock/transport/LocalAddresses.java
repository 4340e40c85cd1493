package dev.jwinsock.transport;

import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.InterfaceAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** The addresses of this host's interfaces, as Java knows them, and what Linux says of their state besides. */
public final class LocalAddresses {
    /** A line an IPv6 address: address, interface, prefix, scope, flags, name, the numbers in hexadecimal. */
    private static final Path STATES = Path.of("/proc/net/if_inet6");

    private static final int DUPLICATE = 0x08;
    private static final int OUTDATED = 0x20;
    private static final int TENTATIVE = 0x40;
    private static final int FLAGS = 4;

    private LocalAddresses() {}

    /** All of them, by interface; empty when they cannot be had. */
    public static List<LocalAddress> list() {
        List<LocalAddress> all = new ArrayList<>();
        Set<String> notPreferred = notPreferred();
        for (NetworkInterface each : interfaces()) {
            try {
                add(each, notPreferred, all);
            } catch (SocketException e) {
                continue; // gone meanwhile, or of another network namespace: Java reads IPv6 addresses of the process's
            }
        }
        return all;
    }

    private static List<NetworkInterface> interfaces() {
        try {
            List<NetworkInterface> found = Collections.list(NetworkInterface.getNetworkInterfaces());
            found.sort((a, b) -> Integer.compare(a.getIndex(), b.getIndex()));
            return found;
        } catch (SocketException e) {
            return List.of(); // there is none
        }
    }

    private static void add(NetworkInterface from, Set<String> notPreferred, List<LocalAddress> to)
            throws SocketException {
        boolean loopback = from.isLoopback();
        boolean pointToPoint = from.isPointToPoint();
        boolean multicast = from.supportsMulticast();
        boolean up = from.isUp();
        for (InterfaceAddress each : from.getInterfaceAddresses()) {
            if (each == null || each.getAddress() == null) {
                continue;
            }
            InetAddress inet = each.getAddress();
            Endpoint address = endpoint(inet);
            boolean preferred = inet instanceof Inet4Address || !notPreferred.contains(hex(inet.getAddress()));
            InetAddress broadcast = each.getBroadcast();
            to.add(new LocalAddress(
                    address,
                    each.getNetworkPrefixLength(),
                    broadcast == null || loopback ? null : endpoint(broadcast),
                    from.getIndex(),
                    loopback,
                    pointToPoint,
                    multicast,
                    up,
                    preferred));
        }
    }

    private static Endpoint endpoint(InetAddress inet) {
        Endpoint made = new Endpoint().set(new InetSocketAddress(inet, 0), false);
        if (!made.isLinkLocal()) {
            made.scopeId(0); // Java gives every address of an interface its number
        }
        return made;
    }

    private static Set<String> notPreferred() {
        Set<String> found = new HashSet<>();
        try {
            for (String line : Files.readAllLines(STATES)) {
                String[] columns = line.trim().split(" +");
                if (columns.length > FLAGS) {
                    int flags = Integer.parseInt(columns[FLAGS], 16);
                    if ((flags & (DUPLICATE | OUTDATED | TENTATIVE)) != 0) {
                        found.add(columns[0].toLowerCase(Locale.ROOT));
                    }
                }
            }
        } catch (IOException | NumberFormatException e) {
            return found; // another system: all are taken as preferred
        }
        return found;
    }

    private static String hex(byte[] bytes) {
        StringBuilder text = new StringBuilder(2 * bytes.length);
        for (byte each : bytes) {
            text.append(Character.forDigit(each >> 4 & 0xf, 16)).append(Character.forDigit(each & 0xf, 16));
        }
        return text.toString();
    }
}
