package dev.jwinsock.compat.suite;

import static dev.jwinsock.Mstcpip.*;
import static dev.jwinsock.Winsock2.*;
import static dev.jwinsock.compat.harness.Expect.*;
import static dev.jwinsock.compat.harness.Sockets.*;
import static org.assertj.core.api.Assertions.assertThat;

import dev.jwinsock.SOCKET;
import dev.jwinsock.compat.Conforms;
import dev.jwinsock.compat.Needs;
import dev.jwinsock.compat.WinsockTest;
import dev.jwinsock.compat.harness.Pair;
import dev.jwinsock.compat.harness.Pairs;
import dev.jwinsock.compat.harness.network.Host;
import dev.jwinsock.compat.harness.network.Link;
import dev.jwinsock.compat.harness.network.Network;
import dev.jwinsock.sockaddr;
import dev.jwinsock.transport.Capability;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A proxy to which the packet filter redirects connections. */
@WinsockTest
@Needs(Capability.REDIRECTS)
final class RedirectTest extends IoctlScene {
    private static final int ERROR_INSUFFICIENT_BUFFER = 122;
    private static final int RECORDS = SIO_QUERY_WFP_CONNECTION_REDIRECT_RECORDS;
    private static final int CONTEXT = SIO_QUERY_WFP_CONNECTION_REDIRECT_CONTEXT;
    private static final int SET = SIO_SET_WFP_CONNECTION_REDIRECT_RECORDS;

    private static SOCKET connectFrom(Host host, Family family, sockaddr to) {
        return host.call(() -> {
            SOCKET s = family.tcp();
            expectZero(connectTo(s, to));
            return s;
        });
    }

    @ParameterizedTest
    @EnumSource(Family.class)
    @Conforms("D511")
    void aProxyPassesARedirectedConnectionOn(Family family) {
        Network network = track(Network.create());
        Host left = network.host("left");
        Host right = network.host("right");
        Link link = network.link(left, right);
        sockaddr rightEnd = family == Family.IPV4 ? link.address(right, 0) : link.address6(right, 0);
        SOCKET server = right.call(() -> listening(bound(family.tcp(), rightEnd)));
        SOCKET proxy = left.call(() -> listening(bound(family.tcp(), family.wildcard(0))));
        sockaddr wanted = family.local(server);
        left.require(
                "nft",
                "add table inet jwinsock; add chain inet jwinsock out { type nat hook output priority -100; };"
                        + " add rule inet jwinsock out meta mark != 0x4a57 tcp dport " + family.port(server)
                        + " redirect to :" + family.port(proxy));

        SOCKET client = connectFrom(left, family, wanted);
        SOCKET accepted = expectSocket(accept(proxy, null, null));
        expectError(ERROR_INSUFFICIENT_BUFFER, ioctl(accepted, RECORDS, null, 0, null, 0));
        int size = bytes.value;
        assertThat(size).isPositive();
        expectRefused(WSAEINVAL, ioctl(accepted, RECORDS, null, 0, new byte[3], 3));
        byte[] record = new byte[1024];
        expectZero(ioctl(accepted, RECORDS, null, 0, record, record.length));
        expectBytes(size);
        sockaddr context = family.empty();
        expectZero(ioctl(accepted, CONTEXT, null, 0, context, sizeof(context)));
        assertThat(context.toInetSocketAddress()).isEqualTo(wanted.toInetSocketAddress());

        SOCKET again = connectFrom(left, family, wanted);
        expectSocket(accept(proxy, null, null)); // redirected like any other
        SOCKET onward = left.call(family::tcp);
        expectRefused(WSAEINVAL, ioctl(onward, SET, new byte[size], size, null, 0));
        expectRefused(WSAEINVAL, ioctl(onward, SET, record, size - 1, null, 0));
        expectZero(ioctl(onward, SET, record, size, null, 0));
        left.run(() -> expectZero(connectTo(onward, wanted)));
        SOCKET served = expectSocket(accept(server, null, null));
        expectCount(3, send(onward, new byte[3]));
        assertThat(receive(served, 3)).hasSize(3);
        expectRefused(WSAEINVAL, ioctl(onward, SET, record, size, null, 0)); // connected
        for (SOCKET direct : new SOCKET[] {client, again, onward, served}) {
            expectRefused(WSAEINVAL, ioctl(direct, RECORDS, null, 0, record, record.length));
            expectRefused(WSAEINVAL, ioctl(direct, CONTEXT, null, 0, record, record.length));
        }
    }

    @Test
    @Conforms("D512")
    void withoutARedirection() {
        byte[] room = new byte[1024];
        Pair pair = Pairs.tcp();
        for (int code : new int[] {RECORDS, CONTEXT}) {
            expectRefused(WSAENOTCONN, ioctl(tcp(), code, null, 0, room, room.length));
            expectRefused(WSAEINVAL, ioctl(pair.server(), code, null, 0, room, room.length));
            expectRefused(WSAEINVAL, ioctl(pair.client(), code, null, 0, room, room.length));
            expectRefused(WSAEOPNOTSUPP, ioctl(udp(), code, null, 0, room, room.length));
        }
        expectRefused(WSAEFAULT, ioctl(tcp(), SET, null, 0, null, 0));
        expectRefused(WSAEINVAL, ioctl(tcp(), SET, room, room.length, null, 0));
        expectRefused(WSAEOPNOTSUPP, ioctl(udp(), SET, room, room.length, null, 0));
    }
}
