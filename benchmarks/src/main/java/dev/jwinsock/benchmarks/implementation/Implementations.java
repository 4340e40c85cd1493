package dev.jwinsock.benchmarks.implementation;

import java.util.List;

/** Everybody who takes part, in the order of the reports. */
public final class Implementations {
    private Implementations() {}

    public static List<Implementation> all() {
        return List.of(
                new JwinsockImplementation("epoll"),
                new JwinsockImplementation("nio"),
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
