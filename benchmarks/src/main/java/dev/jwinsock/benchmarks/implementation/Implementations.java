package dev.jwinsock.benchmarks.implementation;

import dev.jwinsock.benchmarks.netty.NettyImplementation;
import dev.jwinsock.benchmarks.netty.NettyTransport;
import dev.jwinsock.benchmarks.winsock.WinsockImplementation;
import java.util.List;

/** Everybody who takes part, in the order of the reports. */
public final class Implementations {
    private Implementations() {}

    public static List<Implementation> all() {
        return List.of(
                new WinsockImplementation("epoll"),
                new WinsockImplementation("nio"),
                new BlockingImplementation("java.net", true, JavaNetSockets::new),
                new NioImplementation(),
                new JavaHandOver(),
                new NettyImplementation(NettyTransport.EPOLL),
                new NettyImplementation(NettyTransport.IO_URING),
                new NettyImplementation(NettyTransport.NIO),
                new CProgram());
    }

    public static List<String> names() {
        return all().stream().map(Implementation::name).toList();
    }
}
