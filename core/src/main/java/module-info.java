/** Windows Sockets 2: the C API and what stands behind it. The transports are modules of their own, found as services. */
module dev.jwinsock.core {
    requires org.slf4j;
    requires static org.jspecify;

    exports dev.jwinsock;
    exports dev.jwinsock.multipoint;
    exports dev.jwinsock.spi;
    exports dev.jwinsock.transport;

    uses dev.jwinsock.spi.TransportServiceProvider;
    uses dev.jwinsock.transport.TransportProvider;

    provides dev.jwinsock.spi.TransportServiceProvider with
            dev.jwinsock.afd.BaseProvider;
}
