package dev.jwinsock.compat.suite;

import static dev.jwinsock.Winsock2.*;
import static dev.jwinsock.compat.harness.Expect.*;
import static dev.jwinsock.compat.harness.Sockets.*;
import static org.assertj.core.api.Assertions.assertThat;

import dev.jwinsock.SOCKET;
import dev.jwinsock.compat.Conforms;
import dev.jwinsock.compat.Needs;
import dev.jwinsock.compat.WinsockTest;
import dev.jwinsock.compat.harness.network.Host;
import dev.jwinsock.compat.harness.network.Link;
import dev.jwinsock.compat.harness.network.Network;
import dev.jwinsock.transport.Capability;
import org.junit.jupiter.api.Test;

/** Addresses and routes that change, on a host that the test has made. */
@WinsockTest
final class NetworkChangeTest extends IoctlScene {
    private Host host() {
        return track(Network.create()).host("changing");
    }

    @Test
    @Needs(Capability.ROUTE_CHANGES)
    @Conforms("D416")
    void aChangeOfTheRoutesEndsTheWait() {
        Host host = host();
        SOCKET s = host.call(() -> nonblocking(boundTo(any(0))));
        Io io = new Io(1);
        host.run(() -> expectError(WSA_IO_PENDING, ioctl(s, SIO_ROUTING_INTERFACE_CHANGE, any(0), 16, null, 0, io)));
        host.run(() -> expectError(WSAEWOULDBLOCK, ioctl(s, SIO_ROUTING_INTERFACE_CHANGE, any(0), 16, null, 0)));
        Watch watch = watch(s, FD_ROUTING_INTERFACE_CHANGE);
        host.command("ip", "route", "add", "10.213.98.0/24", "dev", "lo");
        expectResult(s, io.await(), 0);
        watch.expect(FD_ROUTING_INTERFACE_CHANGE);
    }

    @Test
    @Conforms({"D415", "A189", "A190"})
    void anAddressComesAndGoes() {
        Network network = track(Network.create());
        Host host = network.host("changing");
        Link link = network.link(host, network.host("other"));
        String name = link.interfaceName(host);
        SOCKET s = host.call(() -> udp());
        // In the host's network namespace: who asks first starts what watches it
        Io pending = host.call(() -> {
            Io io = new Io(1);
            expectError(WSA_IO_PENDING, ioctl(s, SIO_ADDRESS_LIST_CHANGE, null, 0, null, 0, io));
            return io;
        });
        SOCKET selected = host.call(() -> nonblocking(udp()));
        expectError(WSAEWOULDBLOCK, ioctl(selected, SIO_ADDRESS_LIST_CHANGE, null, 0, null, 0));
        Watch watch = watch(selected, FD_ADDRESS_LIST_CHANGE);
        assertThat(pending.signalled()).isFalse();

        host.command("ip", "address", "add", "10.213.200.1/24", "dev", name);
        expectResult(s, pending.await(), 0);
        watch.expect(FD_ADDRESS_LIST_CHANGE);

        Io again = new Io(1);
        expectError(WSA_IO_PENDING, ioctl(s, SIO_ADDRESS_LIST_CHANGE, null, 0, null, 0, again));
        host.command("ip", "address", "del", "10.213.200.1/24", "dev", name);
        expectResult(s, again.await(), 0);
    }

    private static SOCKET boundTo(dev.jwinsock.sockaddr_in address) {
        return bound(udp(), address);
    }
}
