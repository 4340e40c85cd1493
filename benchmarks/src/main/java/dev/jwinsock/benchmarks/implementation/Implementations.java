package dev.jwinsock.benchmarks.implementation;

import java.util.List;

/** Everybody who takes part, in the order of the reports. */
public final class Implementations {
    private Implementations() {}

    public static List<Implementation> all() {
        return List.of(
                new BlockingImplementation("jwinsock-epoll", false, () -> new JwinsockSockets("epoll")),
                new BlockingImplementation("jwinsock-nio", false, () -> new JwinsockSockets("nio")),
                new BlockingImplementation("java.net", true, JavaNetSockets::new),
                new NioImplementation(),
                new NettyImplementation(NettyTransport.EPOLL),
                new NettyImplementation(NettyTransport.NIO),
                new CProgram());
    }

    public static List<String> names() {
        return all().stream().map(Implementation::name).toList();
    }
}
