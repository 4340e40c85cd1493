package dev.jwinsock.compat;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jwinsock.transport.Capability;
import dev.jwinsock.transport.Endpoint;
import dev.jwinsock.transport.GroupChange;
import dev.jwinsock.transport.Interest;
import dev.jwinsock.transport.Status;
import dev.jwinsock.transport.Transport;
import dev.jwinsock.transport.TransportException;
import dev.jwinsock.transport.TransportOption;
import dev.jwinsock.transport.TransportProvider;
import dev.jwinsock.transport.TransportSocket;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What {@link TransportSocket#changeGroup} and {@link TransportSocket#hearOnly} promise, on each transport. */
@Timeout(60)
final class GroupsTest {
    private static final long LIMIT = TimeUnit.SECONDS.toNanos(10);
    private static final int GROUP = 0xefc00c11; // 239.192.12.17
    private static final int LOOPBACK = 0x7f000001;

    static Stream<TransportProvider> transports() {
        return PollerTest.transports();
    }

    /** IPv4 multicast over the loopback interface. */
    private static final class Scene implements AutoCloseable {
        final Transport transport;
        final int loopback;
        final TransportSocket sender;
        private final List<TransportSocket> sockets = new ArrayList<>();

        Scene(TransportProvider provider) throws Exception {
            transport = provider.open();
            NetworkInterface found = NetworkInterface.getByInetAddress(InetAddress.getLoopbackAddress());
            loopback = found.getIndex();
            sender = bound();
            assertThat(sender.setOption(TransportOption.MULTICAST_INTERFACE, loopback))
                    .isZero();
        }

        TransportSocket bound() throws TransportException {
            TransportSocket made = transport.open(false, Transport.Kind.DATAGRAM);
            sockets.add(made);
            made.listener(ready -> {});
            assertThat(made.bind(new Endpoint().setIpv4(0, 0))).isZero();
            return made;
        }

        int change(TransportSocket socket, GroupChange change, int source) {
            return socket.changeGroup(
                    change,
                    new Endpoint().setIpv4(GROUP, 0),
                    loopback,
                    change.ofSource() ? new Endpoint().setIpv4(source, 0) : null);
        }

        static int port(TransportSocket socket) {
            Endpoint local = new Endpoint();
            assertThat(socket.localAddress(local)).isZero();
            return local.port();
        }

        /** Sends to the group, then directly: whether the first comes before the second, or not at all. */
        boolean hears(TransportSocket receiver) throws TransportException {
            int port = port(receiver);
            assertThat(sender.sendTo(ByteBuffer.wrap(new byte[1]), new Endpoint().setIpv4(GROUP, port)))
                    .isEqualTo(1);
            assertThat(sender.sendTo(ByteBuffer.wrap(new byte[2]), new Endpoint().setIpv4(LOOPBACK, port)))
                    .isEqualTo(2);
            int first = receive(receiver);
            if (first == 1) {
                assertThat(receive(receiver)).isEqualTo(2);
            }
            return first == 1;
        }

        int receive(TransportSocket from) throws TransportException {
            long end = System.nanoTime() + LIMIT;
            while (true) {
                int n = from.receiveFrom(ByteBuffer.allocate(8), false, null);
                if (n != Status.WOULD_BLOCK) {
                    return n;
                }
                assertThat(System.nanoTime()).isLessThan(end);
                transport.waiter().await(from, Interest.READ, LIMIT);
            }
        }

        @Override
        public void close() {
            sockets.forEach(TransportSocket::close);
            transport.close();
        }
    }

    @ParameterizedTest
    @MethodSource("transports")
    void aSocketHearsOnlyTheGroupsItHasJoined(TransportProvider provider) throws Exception {
        try (Scene scene = new Scene(provider)) {
            TransportSocket member = scene.bound();
            TransportSocket other = scene.bound();
            assertThat(scene.change(member, GroupChange.JOIN, 0)).isZero();
            assertThat(scene.hears(member)).isTrue();
            assertThat(scene.hears(other)).isFalse();
            assertThat(scene.change(member, GroupChange.LEAVE, 0)).isZero();
            assertThat(scene.change(other, GroupChange.JOIN, 0)).isZero();
            assertThat(scene.hears(member)).isFalse();
            assertThat(scene.hears(other)).isTrue();
        }
    }

    @ParameterizedTest
    @MethodSource("transports")
    void sourcesAreBlockedAndUnblocked(TransportProvider provider) throws Exception {
        try (Scene scene = new Scene(provider)) {
            TransportSocket member = scene.bound();
            assertThat(scene.change(member, GroupChange.JOIN, 0)).isZero();
            assertThat(scene.change(member, GroupChange.BLOCK, LOOPBACK)).isZero();
            assertThat(scene.hears(member)).isFalse();
            assertThat(scene.change(member, GroupChange.UNBLOCK, LOOPBACK)).isZero();
            assertThat(scene.hears(member)).isTrue();
            assertThat(scene.change(member, GroupChange.BLOCK, LOOPBACK + 1)).isZero();
            assertThat(scene.hears(member)).isTrue();
        }
    }

    @ParameterizedTest
    @MethodSource("transports")
    void onlyTheSourcesThatWereJoinedAreHeard(TransportProvider provider) throws Exception {
        try (Scene scene = new Scene(provider)) {
            TransportSocket member = scene.bound();
            assertThat(scene.change(member, GroupChange.JOIN_SOURCE, LOOPBACK + 1))
                    .isZero();
            assertThat(scene.hears(member)).isFalse();
            assertThat(scene.change(member, GroupChange.JOIN_SOURCE, LOOPBACK)).isZero();
            assertThat(scene.hears(member)).isTrue();
            assertThat(scene.change(member, GroupChange.LEAVE_SOURCE, LOOPBACK)).isZero();
            assertThat(scene.hears(member)).isFalse();
            assertThat(scene.change(member, GroupChange.JOIN_SOURCE, LOOPBACK)).isZero();
            assertThat(scene.change(member, GroupChange.LEAVE, 0)).isZero();
            assertThat(scene.hears(member)).isFalse();
        }
    }

    @ParameterizedTest
    @MethodSource("transports")
    void whatDoesNotFitIsRefused(TransportProvider provider) throws Exception {
        try (Scene scene = new Scene(provider)) {
            TransportSocket member = scene.bound();
            assertThat(scene.change(member, GroupChange.LEAVE, 0)).isNegative();
            assertThat(scene.change(member, GroupChange.BLOCK, LOOPBACK)).isNegative();
            assertThat(scene.change(member, GroupChange.JOIN, 0)).isZero();
            assertThat(scene.change(member, GroupChange.JOIN, 0)).isNegative();
            assertThat(member.changeGroup(GroupChange.JOIN, new Endpoint().setIpv4(GROUP, 0), 999_999, null))
                    .isNegative();
        }
    }

    @ParameterizedTest
    @MethodSource("transports")
    void interfacesAreFilteredWhereTheTransportCan(TransportProvider provider) throws Exception {
        try (Scene scene = new Scene(provider)) {
            TransportSocket member = scene.bound();
            if (!scene.transport.capabilities().contains(Capability.INTERFACE_FILTER)) {
                assertThat(member.hearOnly(new int[0])).isEqualTo(Status.OPERATION_NOT_SUPPORTED);
                Assumptions.abort("no INTERFACE_FILTER");
            }
            Endpoint direct = new Endpoint().setIpv4(LOOPBACK, Scene.port(member));
            assertThat(member.hearOnly(new int[] {scene.loopback + 1})).isZero();
            scene.sender.sendTo(ByteBuffer.wrap(new byte[1]), direct);
            assertThat(member.hearOnly(new int[] {scene.loopback + 1, scene.loopback}))
                    .isZero();
            scene.sender.sendTo(ByteBuffer.wrap(new byte[2]), direct);
            assertThat(scene.receive(member)).isEqualTo(2);
            assertThat(member.hearOnly(new int[0])).isZero();
            scene.sender.sendTo(ByteBuffer.wrap(new byte[3]), direct);
            assertThat(member.hearOnly(null)).isZero();
            assertThat(member.hearOnly(null)).isZero();
            scene.sender.sendTo(ByteBuffer.wrap(new byte[4]), direct);
            assertThat(scene.receive(member)).isEqualTo(4);
        }
    }

    @ParameterizedTest
    @MethodSource("transports")
    void filtersGoTogether(TransportProvider provider) throws Exception {
        try (Scene scene = new Scene(provider)) {
            Assumptions.assumeTrue(scene.transport
                    .capabilities()
                    .containsAll(Set.of(Capability.INTERFACE_FILTER, Capability.RECEIVE_FILTER)));
            TransportSocket member = scene.bound();
            Endpoint direct = new Endpoint().setIpv4(LOOPBACK, Scene.port(member));
            Endpoint group = new Endpoint().setIpv4(GROUP, Scene.port(member));
            assertThat(scene.change(member, GroupChange.JOIN, 0)).isZero();
            assertThat(member.setOption(TransportOption.RECEIVE_FILTER, TransportSocket.REFUSE_UNICAST))
                    .isZero();
            assertThat(member.hearOnly(new int[] {scene.loopback + 1})).isZero();
            scene.sender.sendTo(ByteBuffer.wrap(new byte[1]), group);
            assertThat(member.hearOnly(new int[] {scene.loopback})).isZero();
            scene.sender.sendTo(ByteBuffer.wrap(new byte[2]), direct);
            scene.sender.sendTo(ByteBuffer.wrap(new byte[3]), group);
            assertThat(scene.receive(member)).isEqualTo(3);
            assertThat(member.hearOnly(null)).isZero();
            scene.sender.sendTo(ByteBuffer.wrap(new byte[4]), direct);
            assertThat(member.setOption(TransportOption.RECEIVE_FILTER, 0)).isZero();
            scene.sender.sendTo(ByteBuffer.wrap(new byte[5]), direct);
            assertThat(scene.receive(member)).isEqualTo(5);
        }
    }
}
