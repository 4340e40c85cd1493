package dev.jwinsock.transport.netty;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jwinsock.transport.Accepted;
import dev.jwinsock.transport.Endpoint;
import dev.jwinsock.transport.Interest;
import dev.jwinsock.transport.PollList;
import dev.jwinsock.transport.Status;
import dev.jwinsock.transport.Transport;
import dev.jwinsock.transport.Transport.Kind;
import dev.jwinsock.transport.TransportException;
import dev.jwinsock.transport.TransportOption;
import dev.jwinsock.transport.TransportSocket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** That a list which comes back is answered as poll(2) answers it, whatever happens to its sockets meanwhile. */
@EnabledIf("isAvailable")
class EpollSetTest {
    private static final int LOOPBACK = 0x7f000001;
    private static final int SOCKETS = 3 * EpollSet.LEAST;
    private static final Duration LIMIT = Duration.ofSeconds(10);
    private static final int[] INTERESTS = {
        Interest.READ,
        Interest.READ,
        Interest.WRITE,
        Interest.READ | Interest.WRITE,
        Interest.PEER_CLOSED,
        Interest.READ | Interest.URGENT,
        0
    };

    /** A socket of the list and what sends to it, or nothing. */
    private record Member(KernelSocket socket, List<TransportSocket> peers, int interest) {
        Member asking(int other) {
            return new Member(socket, peers, other);
        }

        void close() {
            socket.close();
            peers.forEach(TransportSocket::close);
        }
    }

    private final List<Member> members = new ArrayList<>();
    private final List<Integer> elsewhere = new ArrayList<>();
    private Transport transport;
    private WakeDescriptor wake;
    private EpollSet set;

    static boolean isAvailable() {
        return EpollTransportTest.isAvailable();
    }

    @BeforeEach
    void open() throws Exception {
        EpollTransport epoll = (EpollTransport) new EpollTransportProvider().open();
        transport = epoll;
        wake = epoll.newWakeDescriptor();
        set = epoll.newEpollSet(wake.readFd());
    }

    @AfterEach
    void close() {
        set.close();
        wake.close();
        members.forEach(Member::close);
        elsewhere.forEach(Posix::close);
        transport.close();
    }

    private Member datagram(int interest) throws TransportException {
        TransportSocket socket = transport.open(false, Kind.DATAGRAM);
        TransportSocket peer = transport.open(false, Kind.DATAGRAM);
        assertThat(socket.bind(loopback(0))).isZero();
        peer.connect(local(socket));
        return new Member((KernelSocket) socket, List.of(peer), interest);
    }

    private Member stream(int interest) throws TransportException {
        TransportSocket listener = transport.open(false, Kind.STREAM);
        assertThat(listener.bind(loopback(0))).isZero();
        assertThat(listener.listen(1)).isZero();
        TransportSocket peer = transport.open(false, Kind.STREAM);
        peer.connect(local(listener));
        Accepted accepted = new Accepted();
        soon().until(() -> listener.accept(accepted) == Status.OK);
        listener.close();
        return new Member((KernelSocket) accepted.socket, List.of(peer), interest);
    }

    private Member withNumber(int fd) throws TransportException {
        List<TransportSocket> others = new ArrayList<>();
        KernelSocket socket = (KernelSocket) transport.open(false, Kind.DATAGRAM);
        while (socket.fd() != fd) { // the kernel gives out the lowest
            others.add(socket);
            socket = (KernelSocket) transport.open(false, Kind.DATAGRAM);
        }
        return new Member(socket, others, Interest.READ);
    }

    private static ConditionFactory soon() {
        return Awaitility.await()
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(1))
                .atMost(LIMIT);
    }

    private static Endpoint loopback(int port) {
        return new Endpoint().setIpv4(LOOPBACK, port);
    }

    private static Endpoint local(TransportSocket socket) {
        Endpoint local = new Endpoint();
        assertThat(socket.localAddress(local)).isZero();
        return local;
    }

    private PollList list() {
        PollList list = new PollList();
        members.forEach(member -> list.add(member.socket(), member.interest()));
        return list;
    }

    /** @return whether epoll has answered; then as poll(2) does */
    private boolean answered(PollList list) {
        if (!set.takes(list)) {
            return false;
        }
        int events = set.await(0);
        assertThat(events).isNotNegative();
        int count = set.answers(list, events);
        if (count < 0) {
            return false;
        }
        int ready = 0;
        for (int i = 0; i < list.size(); i++) {
            ready += list.ready(i) == 0 ? 0 : 1;
        }
        assertThat(count).isEqualTo(ready);
        return true;
    }

    private static List<Integer> readyByEpoll(PollList list) {
        List<Integer> ready = new ArrayList<>();
        for (int i = 0; i < list.size(); i++) {
            ready.add(list.ready(i));
        }
        return ready;
    }

    private static List<Integer> readyByPoll(PollList list) {
        List<Integer> ready = new ArrayList<>();
        for (int i = 0; i < list.size(); i++) {
            ready.add(list.interest(i) == 0 ? 0 : list.socket(i).readiness(list.interest(i)));
        }
        return ready;
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void answersAsPollDoes(long seed) throws TransportException {
        Random random = new Random(seed);
        for (int i = 0; i < SOCKETS; i++) {
            members.add(random.nextBoolean() ? datagram(anInterest(random)) : stream(anInterest(random)));
        }
        int byEpoll = 0;
        int turns = 400;
        for (int turn = 0; turn < turns; turn++) {
            for (int changes = random.nextInt(4); changes > 0; changes--) {
                change(random);
            }
            PollList list = list();
            if (answered(list)) {
                byEpoll++;
                if (!readyByEpoll(list).equals(readyByPoll(list))) { // something was on its way between the two
                    soon().alias("turn " + turn).untilAsserted(() -> {
                        assertThat(answered(list)).isTrue();
                        assertThat(readyByEpoll(list)).isEqualTo(readyByPoll(list));
                    });
                }
            }
        }
        assertThat(byEpoll).isGreaterThan(turns / 2);
    }

    private static int anInterest(Random random) {
        return INTERESTS[random.nextInt(INTERESTS.length)];
    }

    private void change(Random random) throws TransportException {
        int position = random.nextInt(members.size());
        Member member = members.get(position);
        switch (random.nextInt(10)) {
            case 0 -> members.set(position, member.asking(anInterest(random)));
            case 1 -> {
                // Its number is used again at once
                members.removeIf(other -> other.socket() == member.socket());
                member.close();
                members.add(random.nextBoolean() ? datagram(anInterest(random)) : stream(anInterest(random)));
                while (members.size() < SOCKETS) {
                    members.add(datagram(anInterest(random)));
                }
            }
            case 2 -> Collections.shuffle(members, random);
            case 3 -> members.add(random.nextInt(members.size()), member.asking(anInterest(random))); // twice
            case 4 -> {
                if (random.nextInt(8) == 0) {
                    elsewhere.add(member.socket().duplicate());
                }
            }
            case 5 -> {
                TransportSocket peer = member.peers().get(0);
                if (random.nextBoolean()) {
                    peer.setOption(TransportOption.LINGER, 0); // a reset
                }
                peer.close();
            }
            case 6 -> {
                ByteBuffer room = ByteBuffer.allocate(100);
                member.socket().receive(room, false);
            }
            default -> member.peers().get(0).send(ByteBuffer.allocate(1));
        }
    }

    /** epoll goes on telling of it; nothing but a new epoll instance helps. */
    @Test
    void aSocketThatLivesOnInAnotherProcessIsForgottenHere() throws TransportException {
        Member first = stream(Interest.WRITE);
        members.add(first);
        while (members.size() < EpollSet.LEAST + 1) {
            members.add(datagram(Interest.READ));
        }
        for (int turn = 0; turn < EpollSet.STEADY; turn++) {
            answered(list());
        }
        assertThat(answered(list())).isTrue();
        elsewhere.add(first.socket().duplicate());
        members.remove(first);
        first.close();
        members.add(withNumber(first.socket().fd()));

        PollList list = list();

        assertThat(set.takes(list)).isTrue();
        assertThat(set.answers(list, set.await(0))).isEqualTo(Status.INVALID);
        for (int turn = 1; turn < EpollSet.STEADY; turn++) {
            assertThat(answered(list)).isFalse();
        }
        assertThat(answered(list)).isTrue();
        assertThat(readyByEpoll(list)).isEqualTo(readyByPoll(list)).containsOnly(0);
    }
}
