package dev.jwinsock.compat.harness.network;

import dev.jwinsock.compat.harness.Sockets;
import dev.jwinsock.sockaddr_in;
import dev.jwinsock.sockaddr_in6;

/**
 * An Ethernet cable between two hosts (a veth pair). Each end has an IPv4 address and, where the machine has IPv6, an
 * IPv6 address; link n is 10.213.n.0/24 and fd00:213:n::/64.
 */
public final class Link {
    private static final int PREFIX = 10 << 24 | 213 << 16;

    private final int number;
    private final Host first;
    private final Host second;
    private final String firstInterface;
    private final String secondInterface;

    Link(int number, Host first, Host second) {
        this.number = number;
        this.first = first;
        this.second = second;
        firstInterface = first.nextInterface();
        secondInterface = second.nextInterface();
    }

    /** The host's address on this link, in host order. */
    public int ipv4Number(Host host) {
        return PREFIX | number << 8 | end(host);
    }

    /** The host's address on this link. */
    public String ipv4(Host host) {
        return "10.213." + number + '.' + end(host);
    }

    /** The host's address on this link. */
    public String ipv6(Host host) {
        return "fd00:213:" + number + "::" + end(host);
    }

    /** The host's address on this link and a port in host order. */
    public sockaddr_in address(Host host, int port) {
        return Sockets.address(ipv4Number(host), port);
    }

    /** The host's address on this link and a port in host order; the test is unsupported without IPv6. */
    public sockaddr_in6 address6(Host host, int port) {
        Network.assumeIpv6();
        return Sockets.address6(ipv6(host), port);
    }

    /** The name of the host's interface. */
    public String interfaceName(Host host) {
        return end(host) == 1 ? firstInterface : secondInterface;
    }

    /** The index of the host's interface, which is an index of Winsock's too. */
    public int interfaceIndex(Host host) {
        return Integer.parseInt(host.command("cat", "/sys/class/net/" + interfaceName(host) + "/ifindex"));
    }

    /** Changes what the host sends at most in one packet here, in bytes; the other end takes longer ones. */
    public Link mtu(Host sender, int bytes) {
        sender.command("ip", "link", "set", "dev", interfaceName(sender), "mtu", Integer.toString(bytes));
        return this;
    }

    /** The host at the other end. */
    public Host other(Host host) {
        return end(host) == 1 ? second : first;
    }

    private int end(Host host) {
        if (host == first) {
            return 1;
        }
        if (host == second) {
            return 2;
        }
        throw new IllegalArgumentException(host + " has no end of this link");
    }

    void make() {
        Command made = Command.run(
                "ip",
                "link",
                "add",
                "name",
                firstInterface,
                "netns",
                first.namespace(),
                "type",
                "veth", //
                "peer",
                "name",
                secondInterface,
                "netns",
                second.namespace());
        Network.assume(made);
        start(first);
        start(second);
    }

    private void start(Host host) {
        String device = interfaceName(host);
        host.command("ip", "addr", "add", ipv4(host) + "/24", "brd", "+", "dev", device);
        if (Network.hasIpv6()) {
            host.command("ip", "addr", "add", ipv6(host) + "/64", "dev", device, "nodad");
        }
        host.command("ip", "link", "set", "dev", device, "up");
    }
}
