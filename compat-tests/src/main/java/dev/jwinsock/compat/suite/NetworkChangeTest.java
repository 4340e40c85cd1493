package dev.jwinsock.compat.suite;

import static dev.jwinsock.Winsock2.*;
import static dev.jwinsock.compat.harness.Expect.*;
import static dev.jwinsock.compat.harness.Sockets.*;

import dev.jwinsock.SOCKET;
import dev.jwinsock.compat.Conforms;
import dev.jwinsock.compat.Needs;
import dev.jwinsock.compat.WinsockTest;
import dev.jwinsock.compat.harness.network.Host;
import dev.jwinsock.compat.harness.network.Network;
import dev.jwinsock.transport.Capability;
import org.junit.jupiter.api.Test;

/** Routes that change, on a host that the test has made. */
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

    private static SOCKET boundTo(dev.jwinsock.sockaddr_in address) {
        return bound(udp(), address);
    }
}
