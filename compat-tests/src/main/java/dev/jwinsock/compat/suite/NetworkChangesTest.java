package dev.jwinsock.compat.suite;

import static dev.jwinsock.Winsock2.*;
import static dev.jwinsock.compat.harness.Expect.*;
import static dev.jwinsock.compat.harness.Sockets.*;
import static org.assertj.core.api.Assertions.assertThat;

import dev.jwinsock.SOCKET;
import dev.jwinsock.compat.Conforms;
import dev.jwinsock.compat.WinsockTest;
import dev.jwinsock.compat.harness.network.Host;
import dev.jwinsock.compat.harness.network.Link;
import dev.jwinsock.compat.harness.network.Network;
import org.junit.jupiter.api.Test;

/** SIO_ADDRESS_LIST_CHANGE and FD_ADDRESS_LIST_CHANGE on a host whose addresses really change. */
@WinsockTest
final class NetworkChangesTest extends IoctlScene {
    @Test
    @Conforms({"D415", "A189", "A190"})
    void anAddressComesAndGoes() throws Exception {
        try (Network network = Network.create()) {
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
    }
}
