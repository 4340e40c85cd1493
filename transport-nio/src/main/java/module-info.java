/** The transport that needs nothing but java.nio. */
module dev.jwinsock.transport.nio {
    requires dev.jwinsock.core;
    requires jdk.net;
    requires org.slf4j;
    requires static org.jspecify;

    exports dev.jwinsock.transport.nio;

    provides dev.jwinsock.transport.TransportProvider with
            dev.jwinsock.transport.nio.NioTransportProvider;
}
