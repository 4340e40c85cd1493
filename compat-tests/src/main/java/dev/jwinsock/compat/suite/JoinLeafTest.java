package dev.jwinsock.compat.suite;

import static dev.jwinsock.Winsock2.*;
import static dev.jwinsock.Ws2tcpip.*;
import static dev.jwinsock.compat.harness.Expect.*;
import static dev.jwinsock.compat.harness.Sockets.*;
import static org.assertj.core.api.Assertions.assertThat;

import dev.jwinsock.HANDLE;
import dev.jwinsock.IntRef;
import dev.jwinsock.QOS;
import dev.jwinsock.SOCKET;
import dev.jwinsock.WSABUF;
import dev.jwinsock.WSANETWORKEVENTS;
import dev.jwinsock.compat.Conforms;
import dev.jwinsock.compat.Needs;
import dev.jwinsock.compat.WinsockTest;
import dev.jwinsock.sockaddr;
import dev.jwinsock.transport.Capability;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** WSAJoinLeaf on IP multicast, and the multipoint flags of WSASocket. */
@WinsockTest
final class JoinLeafTest extends MulticastScene {
    private static final int LEAF = WSA_FLAG_MULTIPOINT_C_LEAF | WSA_FLAG_MULTIPOINT_D_LEAF;

    private static SOCKET made(int type, int flags) {
        return WSASocket(AF_INET, type, 0, null, 0, WSA_FLAG_OVERLAPPED | flags);
    }

    /** On the loopback interface. */
    private static SOCKET leaf() {
        SOCKET s = expectSocket(made(SOCK_DGRAM, LEAF));
        expectZero(setsockopt(s, IPPROTO_IP, IP_MULTICAST_IF, htonl(INADDR_LOOPBACK)));
        expectZero(setsockopt(s, SOL_SOCKET, SO_RCVTIMEO, 10_000));
        return s;
    }

    private static SOCKET join(SOCKET s, sockaddr group, int flags) {
        return WSAJoinLeaf(s, group, sizeof(group), null, null, null, null, flags);
    }

    @Test
    @Conforms("D379")
    void oneRoleInEachPlaneAndRootsOnlyWhereTheProtocolHasThem() {
        expectSocket(made(SOCK_DGRAM, LEAF));
        for (int flags : new int[] {
            WSA_FLAG_MULTIPOINT_C_LEAF,
            WSA_FLAG_MULTIPOINT_D_LEAF,
            WSA_FLAG_MULTIPOINT_C_ROOT | WSA_FLAG_MULTIPOINT_D_ROOT,
            WSA_FLAG_MULTIPOINT_C_ROOT | WSA_FLAG_MULTIPOINT_D_LEAF,
            WSA_FLAG_MULTIPOINT_C_LEAF | WSA_FLAG_MULTIPOINT_D_ROOT,
            LEAF | WSA_FLAG_MULTIPOINT_C_ROOT
        }) {
            expectError(WSAEINVAL, made(SOCK_DGRAM, flags));
        }
        expectError(WSAEINVAL, made(SOCK_STREAM, LEAF));
    }

    @ParameterizedTest
    @ValueSource(ints = {JL_RECEIVER_ONLY, JL_BOTH})
    @Conforms("A223")
    void joiningGivesTheSameSocketAndIsAMembership(int flags) {
        SOCKET s = bound(leaf(), any(0));
        assertThat(join(s, address(GROUP, port(s)), flags)).isSameAs(s);
        SOCKET sender = sender();
        expectHeard(sender, s, GROUP);
        expectError(WSAEADDRNOTAVAIL, set(s, IP_ADD_MEMBERSHIP, request(GROUP)));
        expectError(WSAEADDRNOTAVAIL, join(s, address(GROUP, port(s)), flags));
        assertThat(join(s, address(OTHER_GROUP, port(s)), flags)).isSameAs(s);
        expectHeard(s, s, OTHER_GROUP);
        expectUnheard(sender, receiver(), GROUP);
    }

    @Test
    @Conforms("A223")
    void aSenderOnlyJoinsNothing() {
        SOCKET s = bound(leaf(), any(0));
        assertThat(join(s, address(GROUP, port(s)), JL_SENDER_ONLY)).isSameAs(s);
        expectUnheard(sender(), s, GROUP);
        expectError(WSAEINVAL, set(s, IP_DROP_MEMBERSHIP, request(GROUP)));
    }

    @Test
    @Needs(Capability.GROUPS_WHEN_BOUND)
    @Conforms("D388")
    void theGroupIsJoinedOnTheInterfaceThatTheSocketIsBoundTo() {
        SOCKET s = expectSocket(made(SOCK_DGRAM, LEAF));
        expectZero(bindTo(s, loopback(0)));
        expectZero(setsockopt(s, SOL_SOCKET, SO_RCVTIMEO, 10_000));
        assertThat(join(s, address(GROUP, port(s)), JL_BOTH)).isSameAs(s);
        expectHeard(sender(), s, GROUP);
        expectZero(set(s, IP_DROP_MEMBERSHIP, request(GROUP)));
    }

    @Test
    @Conforms("D380")
    void connectIsToldAndTheSocketIsBound() {
        SOCKET s = leaf();
        HANDLE event = WSACreateEvent();
        expectZero(WSAEventSelect(s, event, FD_CONNECT | FD_READ));
        assertThat(join(s, address(GROUP, 0), JL_BOTH)).isSameAs(s);
        assertThat(WSAWaitForMultipleEvents(1, new HANDLE[] {event}, false, 10_000, false))
                .isEqualTo(WSA_WAIT_EVENT_0);
        WSANETWORKEVENTS events = new WSANETWORKEVENTS();
        expectZero(WSAEnumNetworkEvents(s, event, events));
        assertThat(events.lNetworkEvents).isEqualTo(FD_CONNECT);
        assertThat(events.iErrorCode[FD_CONNECT_BIT]).isZero();
        assertThat(port(s)).isNotZero();
        expectZero(WSAEventSelect(s, null, 0));
        SOCKET late = leaf();
        assertThat(join(late, address(GROUP, 0), JL_BOTH)).isSameAs(late);
        expectZero(WSAEventSelect(late, event, FD_CONNECT));
        expectZero(WSAEnumNetworkEvents(late, event, events));
        assertThat(events.lNetworkEvents).isEqualTo(FD_CONNECT);
        WSACloseEvent(event);
    }

    @Test
    @Conforms("D381")
    void whatIsRefused() {
        sockaddr group = address(GROUP, 4000);
        expectError(WSAEINVAL, join(receiver(), group, JL_BOTH));
        expectError(WSAEINVAL, join(tcp(), group, JL_BOTH));
        expectError(WSAENOTSOCK, join(INVALID_SOCKET, group, JL_BOTH));
        SOCKET s = leaf();
        expectError(WSAEINVAL, join(s, group, 0));
        expectError(WSAEINVAL, join(s, group, 3));
        expectError(WSAEFAULT, WSAJoinLeaf(s, null, 16, null, null, null, null, JL_BOTH));
        expectError(WSAEFAULT, WSAJoinLeaf(s, group, 15, null, null, null, null, JL_BOTH));
        expectError(WSAEAFNOSUPPORT, join(s, address6("ff15::c11", 4000), JL_BOTH));
        expectError(WSAEADDRNOTAVAIL, join(s, loopback(4000), JL_BOTH));
        WSABUF data = new WSABUF(ByteBuffer.allocate(1));
        expectError(WSAEOPNOTSUPP, WSAJoinLeaf(s, group, 16, data, null, null, null, JL_BOTH));
        QOS qos = new QOS();
        qos.SendingFlowspec.ServiceType = 3;
        expectError(WSAEOPNOTSUPP, WSAJoinLeaf(s, group, 16, null, null, qos, null, JL_BOTH));
        WSABUF answer = new WSABUF(ByteBuffer.allocate(1));
        assertThat(WSAJoinLeaf(s, group, 16, null, answer, null, null, JL_BOTH)).isSameAs(s);
        assertThat(answer.len).isZero();
        IntRef length = new IntRef(4);
        expectZero(getsockopt(s, SOL_SOCKET, SO_TYPE, new IntRef(), length));
    }
}
