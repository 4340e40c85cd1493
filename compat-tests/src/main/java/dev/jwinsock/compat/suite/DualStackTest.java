package dev.jwinsock.compat.suite;

import static dev.jwinsock.Winsock2.*;
import static dev.jwinsock.Ws2tcpip.*;
import static dev.jwinsock.compat.harness.Expect.*;
import static dev.jwinsock.compat.harness.Sockets.*;
import static org.assertj.core.api.Assertions.assertThat;

import dev.jwinsock.IntRef;
import dev.jwinsock.SOCKET;
import dev.jwinsock.compat.Conforms;
import dev.jwinsock.compat.Needs;
import dev.jwinsock.compat.WinsockTest;
import dev.jwinsock.sockaddr;
import dev.jwinsock.sockaddr_in;
import dev.jwinsock.sockaddr_in6;
import dev.jwinsock.transport.Capability;
import org.junit.jupiter.api.Test;

/** Facts X: IPv6 and dual-stack sockets. */
@WinsockTest
final class DualStackTest {
    private static SOCKET dualStack(SOCKET s) {
        return with(s, IPPROTO_IPV6, IPV6_V6ONLY, 0);
    }

    @Test
    @Conforms("S292")
    void ipv6OnlyIsTheDefault() {
        assertThat(option(tcp6(), IPPROTO_IPV6, IPV6_V6ONLY)).isEqualTo(1);
        assertThat(option(udp6(), IPPROTO_IPV6, IPV6_V6ONLY)).isEqualTo(1);
    }

    @Test
    @Needs(Capability.V6ONLY)
    @Conforms("S292")
    void anIpv6OnlyListenerRefusesIpv4() {
        SOCKET listener = listening(bound(tcp6(), any6(0)));
        sockaddr to = loopback(port6(listener));
        expectError(WSAECONNREFUSED, connect(tcp(), to, sizeof(to)));
    }

    @Test
    @Conforms("S294")
    void afterBindItCannotBeCleared() {
        SOCKET s = bound(tcp6(), loopback6(0));
        expectError(WSAEINVAL, setsockopt(s, IPPROTO_IPV6, IPV6_V6ONLY, new IntRef(0), 4));
        assertThat(option(s, IPPROTO_IPV6, IPV6_V6ONLY)).isEqualTo(1);
    }

    @Test
    @Conforms("S295")
    void aDualStackListenerShowsMappedPeers() {
        SOCKET listener = listening(bound(dualStack(tcp6()), any6(0)));
        SOCKET client = tcp();
        sockaddr to = loopback(port6(listener));
        expectZero(connect(client, to, sizeof(to)));
        sockaddr_in6 peer = new sockaddr_in6();
        IntRef length = new IntRef(sizeof(peer));
        SOCKET server = expectSocket(accept(listener, peer, length));
        assertThat(length.value).isEqualTo(28);
        assertThat(peer).isEqualTo(mappedLoopback(port(client)));
        expectZero(getpeername(server, peer, new IntRef(sizeof(peer))));
        assertThat(peer).isEqualTo(mappedLoopback(port(client)));
        assertThat(localAddress6(server)).isEqualTo(mappedLoopback(port6(listener)));
    }

    @Test
    @Conforms("S295")
    void aDualStackSocketReachesIpv4ByTheMappedForm() {
        SOCKET listener = listener();
        SOCKET client = dualStack(tcp6());
        sockaddr to = mappedLoopback(port(listener));
        expectZero(connect(client, to, sizeof(to)));
        sockaddr_in peer = new sockaddr_in();
        expectSocket(accept(listener, peer, new IntRef(sizeof(peer))));
        assertThat(peer).isEqualTo(loopback(port6(client)));
    }

    @Test
    @Conforms("S295")
    void datagramsShowMappedSenders() {
        SOCKET receiver = bound(dualStack(udp6()), any6(0));
        SOCKET sender = boundUdp();
        sockaddr to = loopback(port6(receiver));
        expectCount(3, sendto(sender, new byte[3], 3, 0, to, sizeof(to)));
        sockaddr_in6 from = new sockaddr_in6();
        expectCount(3, recvfrom(receiver, new byte[8], 8, 0, from, new IntRef(sizeof(from))));
        assertThat(from).isEqualTo(mappedLoopback(port(sender)));
        sockaddr back = from;
        expectCount(2, sendto(receiver, new byte[2], 2, 0, back, sizeof(back)));
        expectCount(2, recv(sender, new byte[8], 8, 0));
    }

    /** The specification says that it fails, not how. */
    @Test
    @Conforms("S295")
    void mappedAddressesFailOnAnIpv6OnlySocket() {
        sockaddr to = mappedLoopback(port(listener()));
        assertThat(connect(tcp6(), to, sizeof(to))).isEqualTo(SOCKET_ERROR);
        sockaddr own = mappedLoopback(0);
        assertThat(bind(tcp6(), own, sizeof(own))).isEqualTo(SOCKET_ERROR);
        assertThat(sendto(udp6(), new byte[1], 1, 0, to, sizeof(to))).isEqualTo(SOCKET_ERROR);
    }

    @Test
    @Conforms("S296")
    void aDatagramSocketConnectsToPortZero() {
        SOCKET s = udp();
        sockaddr to = loopback(0);
        expectZero(connect(s, to, sizeof(to)));
    }
}
