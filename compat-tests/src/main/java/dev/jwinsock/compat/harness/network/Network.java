package dev.jwinsock.compat.harness.network;

import dev.jwinsock.compat.harness.Transports;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Hosts and links for one test, made of network namespaces and veth pairs: several interfaces, addresses other than
 * loopback, routers, narrow links. They see neither the machine's own network nor each other without a link.
 *
 * <p>Needs Linux, root and iproute2; elsewhere the test is unsupported. To be closed by the test (a scene's
 * {@code track} does): that removes everything. What a killed process left is removed by the next one that comes here.
 *
 * <pre>{@code
 * Network network = track(Network.create());
 * Host left = network.host("left");
 * Host right = network.host("right");
 * Link link = network.link(left, right);
 * SOCKET server = right.call(() -> bound(udp(), link.address(right, 0)));
 * SOCKET client = left.call(() -> udp());
 * }</pre>
 */
public final class Network implements AutoCloseable {
    private static final String PREFIX = "jwinsock-";
    private static final Path IPV6 = Path.of("/proc/sys/net/ipv6");
    private static final File NAMESPACES = new File("/run/netns");
    private static final Pattern OURS = Pattern.compile(PREFIX + "(\\d+)-.+");

    private final List<Host> hosts = new ArrayList<>();
    private int links;

    private Network() {}

    /** An empty network; ends the test as unsupported where there can be none. */
    public static Network create() {
        Transports.assumeSupported(Files.exists(Path.of("/proc/thread-self/ns/net")), "network namespaces: not Linux");
        removeAbandoned();
        return new Network();
    }

    /** Adds a host; its name need not be unique in the machine. */
    public Host host(String name) {
        Host host = new Host(PREFIX + ProcessHandle.current().pid() + '-' + name);
        assume(Command.run("ip", "netns", "add", host.namespace()));
        hosts.add(host);
        if (hasIpv6()) {
            // Addresses are unique here by construction: link-local ones may be used at once
            host.writeSetting("ipv6/conf/default/accept_dad", 0);
            host.writeSetting("ipv6/conf/all/accept_dad", 0);
        }
        host.command("ip", "link", "set", "dev", "lo", "up");
        return host;
    }

    /** Connects two hosts of this network; both ends are up and have their addresses. */
    public Link link(Host first, Host second) {
        Link link = new Link(links++, first, second);
        link.make();
        return link;
    }

    @Override
    public void close() {
        hosts.forEach(Host::endPrograms);
        // A namespace that has lost its name ends, with its links, when its last socket is closed
        hosts.forEach(host -> remove(host.namespace()));
        hosts.clear();
    }

    private static void remove(String namespace) {
        Command.run("ip", "netns", "delete", namespace);
    }

    private static void removeAbandoned() {
        for (String name : list()) {
            owner(name).filter(pid -> ProcessHandle.of(pid).isEmpty()).ifPresent(pid -> remove(name));
        }
    }

    /** The namespaces of this process. */
    public static List<String> remaining() {
        long self = ProcessHandle.current().pid();
        return list().stream()
                .filter(name -> owner(name).filter(pid -> pid == self).isPresent())
                .toList();
    }

    private static Optional<Long> owner(String namespace) {
        Matcher matcher = OURS.matcher(namespace);
        return matcher.matches() ? Optional.of(Long.valueOf(matcher.group(1))) : Optional.empty();
    }

    private static List<String> list() {
        String[] names = NAMESPACES.list();
        return names == null ? List.of() : Arrays.asList(names);
    }

    /** Whether hosts have IPv6 addresses. */
    public static boolean hasIpv6() {
        return Files.isDirectory(IPV6);
    }

    static void assumeIpv6() {
        Transports.assumeSupported(hasIpv6(), "no IPv6");
    }

    /** Ends the test as unsupported when the command that makes a part of the network failed. */
    static void assume(Command command) {
        Transports.assumeSupported(
                !command.failed(), "network namespaces (root, iproute2): " + command + ": " + command.output());
    }
}
