package dev.jwinsock.transport.nio;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jwinsock.transport.Accepted;
import dev.jwinsock.transport.Capability;
import dev.jwinsock.transport.Interest;
import dev.jwinsock.transport.Status;
import dev.jwinsock.transport.Transport;
import dev.jwinsock.transport.TransportOption;
import dev.jwinsock.transport.TransportProvider;
import dev.jwinsock.transport.TransportSocket;
import dev.jwinsock.transport.Waiter;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ServiceLoader;
import java.util.function.IntSupplier;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class TransportTest extends Sockets {
    private static final Path DESCRIPTORS = Path.of("/proc/self/fd");

    @Test
    void isFoundAsAService() {
        TransportProvider found = ServiceLoader.load(TransportProvider.class).stream()
                .map(ServiceLoader.Provider::get)
                .filter(provider -> provider.name().equals("nio"))
                .findFirst()
                .orElseThrow();
        assertThat(found).isInstanceOf(NioTransportProvider.class);
        assertThat(found.priority()).isZero();
        assertThat(found.unavailable()).isNull();
        try (Transport opened = found.open()) {
            assertThat(opened.name()).isEqualTo("nio");
            assertThat(opened.capabilities()).isEqualTo(found.capabilities());
        }
    }

    @Test
    void capabilitiesCanBeTakenAway() {
        Assumptions.assumeTrue(NioTransportProvider.LINUX);
        assertThat(transport.capabilities()).containsExactly(Capability.REUSE_CONTROL);
        String before = System.getProperty("jwinsock.disable");
        System.setProperty("jwinsock.disable", "PEEK, reuse_control");
        try (Transport opened = new NioTransportProvider().open()) {
            assertThat(opened.capabilities()).isEmpty();
        } finally {
            if (before == null) {
                System.clearProperty("jwinsock.disable");
            } else {
                System.setProperty("jwinsock.disable", before);
            }
        }
    }

    /** An interruptible channel closes itself under an interrupted thread. */
    @Test
    void everyCallSurvivesAnInterruptedThread() {
        TransportSocket listener = stream(false);
        interrupted(() -> listener.bind(v4(0)));
        interrupted(() -> listener.listen(1));
        TransportSocket client = stream(false);
        int status = interrupted(() -> client.connect(local(listener)));
        while (status == Status.WOULD_BLOCK) {
            interrupted(() -> waiter().await(client, Interest.WRITE, 10 * SECOND));
            status = interrupted(client::finishConnect);
        }
        assertThat(status).isEqualTo(Status.OK);
        interrupted(() -> waiter().await(listener, Interest.READ, 10 * SECOND));
        Accepted accepted = new Accepted();
        assertThat(interrupted(() -> listener.accept(accepted))).isEqualTo(Status.OK);
        TransportSocket server = closedLater(accepted.socket);

        assertThat(interrupted(() -> client.send(text("abc")))).isEqualTo(3);
        assertThat(interrupted(() -> waiter().await(server, Interest.READ, 10 * SECOND)))
                .isPositive();
        assertThat(interrupted(server::available)).isEqualTo(3);
        assertThat(interrupted(() -> server.receive(ByteBuffer.allocate(9), false)))
                .isEqualTo(3);
        assertThat(interrupted(() -> server.receive(ByteBuffer.allocate(9), false)))
                .isEqualTo(Status.WOULD_BLOCK);
        assertThat(interrupted(() -> client.setOption(TransportOption.NO_DELAY, 1)))
                .isEqualTo(Status.OK);
        assertThat(interrupted(() -> client.getOption(TransportOption.NO_DELAY)))
                .isOne();
        assertThat(interrupted(client::shutdownSend)).isEqualTo(Status.OK);
        assertThat(interrupted(() -> server.send(new ByteBuffer[] {text("d")}, 0, 1)))
                .isOne();

        TransportSocket a = datagram(false);
        interrupted(() -> a.bind(v4(0)));
        assertThat(interrupted(() -> a.sendTo(text("x"), local(a)))).isOne();
        interrupted(() -> waiter().await(a, Interest.READ, 10 * SECOND));
        assertThat(interrupted(() -> a.receiveFrom(ByteBuffer.allocate(1), false, null)))
                .isOne();
        assertThat(interrupted(() -> a.connect(local(a)))).isEqualTo(Status.OK);
        assertThat(interrupted(a::disconnect)).isEqualTo(Status.OK);

        interrupted(() -> {
            server.close();
            return 0;
        });
        awaitReadable(client);
    }

    private static int interrupted(IntSupplier call) {
        Thread.currentThread().interrupt();
        int status = call.getAsInt();
        assertThat(Thread.interrupted()).isTrue();
        return status;
    }

    @Test
    void socketsLeaveNoDescriptors() throws Exception {
        Assumptions.assumeTrue(Files.isDirectory(DESCRIPTORS));
        TransportSocket listener = listening(v4(0));
        roundTrip(listener);
        waiter();
        long before = descriptors();
        for (int i = 0; i < 500; i++) {
            roundTrip(listener);
        }
        assertThat(descriptors()).isEqualTo(before);
    }

    /** Two sockets that are waited for, armed and closed, and two of a refused connection. */
    private void roundTrip(TransportSocket listener) throws Exception {
        TransportSocket client = transport.open(false, Transport.Kind.STREAM);
        connect(client, local(listener));
        Accepted accepted = new Accepted();
        awaitReadable(listener);
        assertThat(listener.accept(accepted)).isEqualTo(Status.OK);
        TransportSocket server = accepted.socket;
        server.listener(ready -> {});
        server.arm(Interest.READ);
        client.send(text("x"));
        assertThat(receive(server, ByteBuffer.allocate(1))).isOne();
        client.close();
        server.close();

        TransportSocket refused = transport.open(false, Transport.Kind.STREAM);
        TransportSocket nobody = transport.open(false, Transport.Kind.STREAM);
        assertThat(nobody.bind(v4(0))).isEqualTo(Status.OK);
        int status = refused.connect(local(nobody));
        if (status == Status.WOULD_BLOCK) {
            waiter().await(refused, Interest.WRITE, 10 * SECOND);
            status = refused.finishConnect();
        }
        assertThat(status).isEqualTo(Status.CONNECTION_REFUSED);
        refused.close();
        nobody.close();
    }

    @Test
    void closeOfTheTransportFreesItsSelectors() throws Exception {
        Assumptions.assumeTrue(Files.isDirectory(DESCRIPTORS));
        // loads what a first use loads
        useAndClose();
        long before = descriptors();
        for (int i = 0; i < 20; i++) {
            useAndClose();
        }
        assertThat(descriptors()).isEqualTo(before);
    }

    @Test
    void lateCallsAfterCloseDoNothing() throws Exception {
        NioTransport own = (NioTransport) new NioTransportProvider().open();
        TransportSocket socket = own.open(false, Transport.Kind.DATAGRAM);
        Waiter waiter = waiter(own);
        assertThat(waiter.await(socket, Interest.READ, 0)).isZero();
        socket.arm(Interest.READ);
        socket.close();
        own.close();
        own.close();
        socket.arm(Interest.READ);
        waiter.wake();
        assertThat(waiter.await(socket, Interest.READ, -1)).isEqualTo(Interest.READ | Interest.FAILED);
    }

    private static void useAndClose() throws Exception {
        try (Transport own = new NioTransportProvider().open()) {
            TransportSocket socket = own.open(true, Transport.Kind.DATAGRAM);
            waiter(own).await(socket, Interest.READ, 0);
            socket.arm(Interest.READ);
            socket.close();
        }
    }

    private static long descriptors() throws Exception {
        try (var list = Files.list(DESCRIPTORS)) {
            return list.count();
        }
    }
}
