/** Kernel sockets by way of Netty's native transports: epoll on Linux, kqueue on macOS. */
module dev.jwinsock.transport.netty {
    requires dev.jwinsock.core;
    requires static org.jspecify;
    requires org.slf4j;
    requires io.netty.common;
    requires io.netty.transport;
    requires io.netty.transport.unix.common;
    requires io.netty.transport.classes.epoll;
    requires io.netty.transport.classes.kqueue;
    requires com.sun.jna;

    provides dev.jwinsock.transport.TransportProvider with
            dev.jwinsock.transport.netty.EpollTransportProvider,
            dev.jwinsock.transport.netty.KQueueTransportProvider;
}
