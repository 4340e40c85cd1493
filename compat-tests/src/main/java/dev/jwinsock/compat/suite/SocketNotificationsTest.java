package dev.jwinsock.compat.suite;

import static dev.jwinsock.Windows.*;
import static dev.jwinsock.Winsock2.*;
import static dev.jwinsock.compat.harness.Expect.*;
import static dev.jwinsock.compat.harness.Sockets.*;
import static org.assertj.core.api.Assertions.assertThat;

import dev.jwinsock.HANDLE;
import dev.jwinsock.IntRef;
import dev.jwinsock.OVERLAPPED;
import dev.jwinsock.OVERLAPPED_ENTRY;
import dev.jwinsock.Ref;
import dev.jwinsock.SOCKET;
import dev.jwinsock.SOCK_NOTIFY_REGISTRATION;
import dev.jwinsock.compat.Conforms;
import dev.jwinsock.compat.WinsockTest;
import dev.jwinsock.compat.harness.Pair;
import dev.jwinsock.compat.harness.Pairs;
import dev.jwinsock.transport.Capability;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** "Winsock socket state notifications". */
@WinsockTest
final class SocketNotificationsTest extends OverlappedScene {
    private static final int IN = SOCK_NOTIFY_REGISTER_EVENT_IN;
    private static final int OUT = SOCK_NOTIFY_REGISTER_EVENT_OUT;
    private static final int HANGUP = SOCK_NOTIFY_REGISTER_EVENT_HANGUP;
    private static final int LEVEL = SOCK_NOTIFY_TRIGGER_LEVEL | SOCK_NOTIFY_TRIGGER_PERSISTENT;
    private static final int LEVEL_ONCE = SOCK_NOTIFY_TRIGGER_LEVEL | SOCK_NOTIFY_TRIGGER_ONESHOT;
    private static final int EDGE = SOCK_NOTIFY_TRIGGER_EDGE | SOCK_NOTIFY_TRIGGER_PERSISTENT;
    private static final Object KEY = "key";

    private final HANDLE port = completionPort();
    private final OVERLAPPED_ENTRY[] entries = new OVERLAPPED_ENTRY[8];
    private final IntRef received = new IntRef();

    @AfterEach
    void closePort() {
        CloseHandle(port);
    }

    private int register(@Nullable SOCKET s, int events, int operation, int triggers) {
        SOCK_NOTIFY_REGISTRATION info = new SOCK_NOTIFY_REGISTRATION();
        info.socket = s;
        info.completionKey = KEY;
        info.eventFilter = events;
        info.operation = operation;
        info.triggerFlags = triggers;
        info.registrationResult = UNTOUCHED;
        assertThat(ProcessSocketNotifications(port, 1, new SOCK_NOTIFY_REGISTRATION[] {info}, 0, 0, null, null))
                .isZero();
        return info.registrationResult;
    }

    private void enable(SOCKET s, int events, int triggers) {
        assertThat(register(s, events, SOCK_NOTIFY_OP_ENABLE, triggers)).isZero();
    }

    /** The next notification's events. */
    private int next() {
        assertThat(ProcessSocketNotifications(port, 0, null, LIMIT_MILLIS, 1, entries, received))
                .isZero();
        assertThat(received.value).isEqualTo(1);
        assertThat(entries[0].lpCompletionKey).isSameAs(KEY);
        assertThat(entries[0].lpOverlapped).isNull();
        return SocketNotificationRetrieveEvents(entries[0]);
    }

    private void expectNone() {
        assertThat(ProcessSocketNotifications(port, 0, null, 0, 8, entries, received))
                .isEqualTo(WAIT_TIMEOUT);
        assertThat(received.value).isZero();
        assertThat(GetQueuedCompletionStatus(port, new IntRef(), new Ref<>(), new Ref<>(), 10))
                .isFalse();
        expectLastError(WAIT_TIMEOUT);
    }

    private static void receiveUntilEmpty(SOCKET s) {
        byte[] room = new byte[100];
        while (recv(s, room, room.length, 0) > 0) {
            // until it would block
        }
        expectLastError(WSAEWOULDBLOCK);
    }

    @ParameterizedTest
    @Conforms("D250")
    @CsvSource({
        "1, 1, 0x06, 0",
        "7, 1, 0x05, 0",
        "2, 1, 0x0a, 0",
        "4, 1, 0x09, 0",
        "0, 1, 0x06, 87",
        "8, 1, 0x06, 87",
        "1, 1, 0x07, 87",
        "1, 1, 0x0e, 87",
        "1, 1, 0x04, 0",
        "1, 1, 0x02, 87",
        "1, 1, 0x16, 87",
        "1, 0, 0x06, 87",
        "1, 3, 0x06, 87",
        "1, 8, 0x06, 87",
        "0, 2, 0, 0",
        "0, 4, 0, 1168"
    })
    void whatIsValid(int events, int operation, String triggers, int result) {
        assertThat(register(boundUdp(), events, operation, Integer.decode(triggers)))
                .isEqualTo(result);
    }

    @Test
    @Conforms("D250")
    void checks() {
        SOCK_NOTIFY_REGISTRATION[] infos = {new SOCK_NOTIFY_REGISTRATION()};
        assertThat(ProcessSocketNotifications(null, 1, infos, 0, 0, null, null)).isEqualTo(ERROR_INVALID_HANDLE);
        assertThat(ProcessSocketNotifications(port, 2, infos, 0, 0, null, null)).isEqualTo(ERROR_INVALID_PARAMETER);
        assertThat(ProcessSocketNotifications(port, 0, null, 0, 0, null, null)).isEqualTo(ERROR_INVALID_PARAMETER);
        assertThat(ProcessSocketNotifications(port, 0, null, 0, 1, null, null)).isEqualTo(ERROR_INVALID_PARAMETER);
        SOCKET closed = boundUdp();
        expectZero(closesocket(closed));
        assertThat(register(closed, IN, SOCK_NOTIFY_OP_ENABLE, LEVEL)).isEqualTo(ERROR_INVALID_HANDLE);
        assertThat(register(null, IN, SOCK_NOTIFY_OP_ENABLE, LEVEL)).isEqualTo(ERROR_INVALID_HANDLE);
        SOCKET other = boundUdp();
        HANDLE second = CreateIoCompletionPort(other, null, null, 0);
        assertThat(register(other, IN, SOCK_NOTIFY_OP_ENABLE, LEVEL)).isEqualTo(ERROR_INVALID_PARAMETER);
        CloseHandle(second);
    }

    @Test
    @Conforms("D251")
    void levelPersistent() {
        Pair pair = nonblockingPair();
        enable(pair.client(), IN, LEVEL);
        expectNone();
        sendText(pair.server(), "ab");
        for (int i = 0; i < 3; i++) {
            assertThat(next()).isEqualTo(SOCK_NOTIFY_EVENT_IN); // as long as it holds
        }
        receiveUntilEmpty(pair.client());
        expectNone();
        sendText(pair.server(), "c");
        assertThat(next()).isEqualTo(SOCK_NOTIFY_EVENT_IN);
        expectCount(1, recv(pair.client(), new byte[1], 1, 0)); // without a call that would block
        expectNone();
        sendText(pair.server(), "d");
        assertThat(next()).isEqualTo(SOCK_NOTIFY_EVENT_IN);
    }

    @Test
    @Conforms("D252")
    void levelOneShot() {
        Pair pair = nonblockingPair();
        sendText(pair.server(), "ab");
        enable(pair.client(), IN, LEVEL_ONCE);
        assertThat(next()).isEqualTo(SOCK_NOTIFY_EVENT_IN);
        expectNone();
        enable(pair.client(), IN, LEVEL_ONCE);
        assertThat(next()).isEqualTo(SOCK_NOTIFY_EVENT_IN);
        receiveUntilEmpty(pair.client());
        enable(pair.client(), IN, LEVEL_ONCE);
        expectNone();
        sendText(pair.server(), "c");
        assertThat(next()).isEqualTo(SOCK_NOTIFY_EVENT_IN);
    }

    @Test
    @Conforms("D253")
    void edge() {
        Pair pair = Pairs.connectedUdp();
        nonblocking(pair.client());
        enable(pair.client(), IN, EDGE);
        expectNone();
        for (int i = 0; i < 20; i++) {
            sendText(pair.server(), "x");
            assertThat(next()).isEqualTo(SOCK_NOTIFY_EVENT_IN);
            expectNone(); // although it is still there
            receiveUntilEmpty(pair.client());
            expectNone();
        }
    }

    @Test
    @Conforms("D254")
    void outAndEnd() {
        Pair pair = nonblockingPair();
        enable(pair.client(), OUT | HANGUP, LEVEL_ONCE);
        assertThat(next()).isEqualTo(SOCK_NOTIFY_EVENT_OUT);
        enable(pair.client(), IN | HANGUP, LEVEL);
        expectNone();
        expectZero(shutdown(pair.server(), SD_SEND));
        assertThat(next() & SOCK_NOTIFY_EVENT_HANGUP).isNotZero();
        expectZero(closesocket(pair.client()));

        Pair broken = nonblockingPair();
        enable(broken.client(), IN | HANGUP, LEVEL_ONCE);
        reset(broken.server());
        // Without a way to ask for the end alone a reset looks like one until something is received
        int error = can(Capability.PEER_CLOSED) ? SOCK_NOTIFY_EVENT_ERR : 0;
        assertThat(next()).isEqualTo(error | SOCK_NOTIFY_EVENT_HANGUP);
    }

    @Test
    @Conforms("D255")
    void connections() {
        SOCKET listener = listener();
        enable(listener, IN, LEVEL);
        SOCKET client = tcp();
        expectZero(connect(client, localAddress(listener), 16));
        assertThat(next()).isEqualTo(SOCK_NOTIFY_EVENT_IN);
        expectSocket(accept(listener, null, null));
        expectNone();
    }

    @Test
    @Conforms("D256")
    void removed() {
        Pair pair = nonblockingPair();
        enable(pair.client(), IN, LEVEL);
        sendText(pair.server(), "x");
        assertThat(next()).isEqualTo(SOCK_NOTIFY_EVENT_IN);
        assertThat(register(pair.client(), 0, SOCK_NOTIFY_OP_REMOVE, 0)).isZero();
        assertThat(register(pair.client(), IN, SOCK_NOTIFY_OP_ENABLE, LEVEL)).isEqualTo(ERROR_INVALID_PARAMETER);
        assertThat(register(pair.client(), 0, SOCK_NOTIFY_OP_REMOVE, 0)).isZero(); // once more
        assertThat(next()).isEqualTo(SOCK_NOTIFY_EVENT_REMOVE);
        expectNone();
        assertThat(register(pair.client(), 0, SOCK_NOTIFY_OP_REMOVE, 0)).isEqualTo(ERROR_NOT_FOUND);
        enable(pair.client(), IN, LEVEL);
        assertThat(next()).isEqualTo(SOCK_NOTIFY_EVENT_IN);

        assertThat(register(pair.client(), 0, SOCK_NOTIFY_OP_DISABLE, 0)).isZero();
        expectNone();
        enable(pair.client(), IN, LEVEL);
        expectZero(closesocket(pair.client()));
        expectNone(); // without a word
    }

    @Test
    @Conforms("D257")
    void withOverlappedOperations() {
        Pair pair = Pairs.tcp();
        assertThat(CreateIoCompletionPort(pair.client(), port, KEY, 0)).isSameAs(port);
        enable(pair.client(), OUT, LEVEL_ONCE);
        assertThat(next()).isEqualTo(SOCK_NOTIFY_EVENT_OUT);
        Io io = pendingReceive(pair.client(), 8);
        sendText(pair.server(), "hello");
        Ref<OVERLAPPED> overlapped = new Ref<>();
        assertThat(GetQueuedCompletionStatus(port, new IntRef(), new Ref<>(), overlapped, LIMIT_MILLIS))
                .isTrue();
        assertThat(overlapped.value).isSameAs(io);
    }

    @Test
    @Conforms("D258")
    void manySockets() {
        int count = 200;
        List<Pair> pairs = new ArrayList<>();
        SOCK_NOTIFY_REGISTRATION[] infos = new SOCK_NOTIFY_REGISTRATION[count];
        for (int i = 0; i < count; i++) {
            Pair pair = nonblockingPair();
            pairs.add(pair);
            infos[i] = new SOCK_NOTIFY_REGISTRATION();
            infos[i].socket = pair.client();
            infos[i].completionKey = i;
            infos[i].eventFilter = IN;
            infos[i].operation = SOCK_NOTIFY_OP_ENABLE;
            infos[i].triggerFlags = LEVEL_ONCE;
        }
        for (int round = 0; round < 10; round++) {
            assertThat(ProcessSocketNotifications(port, count, infos, 0, 0, null, null))
                    .isZero();
            pairs.forEach(pair -> sendText(pair.server(), "x"));
            BitSet seen = new BitSet();
            while (seen.cardinality() < count) {
                assertThat(ProcessSocketNotifications(port, 0, null, LIMIT_MILLIS, 8, entries, received))
                        .isZero();
                for (int i = 0; i < received.value; i++) {
                    int which = (Integer) java.util.Objects.requireNonNull(entries[i].lpCompletionKey);
                    assertThat(seen.get(which)).isFalse();
                    seen.set(which);
                    expectCount(1, recv(pairs.get(which).client(), new byte[1], 1, 0));
                }
            }
        }
    }
}
