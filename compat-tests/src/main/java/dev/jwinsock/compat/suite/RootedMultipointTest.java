package dev.jwinsock.compat.suite;

import static dev.jwinsock.Mswsock.*;
import static dev.jwinsock.Windows.*;
import static dev.jwinsock.Winsock2.*;
import static dev.jwinsock.Ws2spi.*;
import static dev.jwinsock.Ws2tcpip.*;
import static dev.jwinsock.compat.harness.Expect.*;
import static dev.jwinsock.compat.harness.Sockets.*;
import static org.assertj.core.api.Assertions.assertThat;

import dev.jwinsock.GUID;
import dev.jwinsock.HANDLE;
import dev.jwinsock.IntRef;
import dev.jwinsock.OVERLAPPED;
import dev.jwinsock.SOCKET;
import dev.jwinsock.WSABUF;
import dev.jwinsock.WSAOVERLAPPED;
import dev.jwinsock.WSAPOLLFD;
import dev.jwinsock.WSAPROTOCOL_INFO;
import dev.jwinsock.compat.Conforms;
import dev.jwinsock.compat.Needs;
import dev.jwinsock.compat.WinsockTest;
import dev.jwinsock.compat.harness.Call;
import dev.jwinsock.fd_set;
import dev.jwinsock.multipoint.RootedMultipoint;
import dev.jwinsock.sockaddr_in;
import dev.jwinsock.sockaddr_in6;
import dev.jwinsock.timeval;
import dev.jwinsock.transport.Capability;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** "Multipoint and Multicast Semantics" with both planes rooted. */
@WinsockTest
final class RootedMultipointTest extends RootedScene {
    private static final String PROVIDER = "dev.jwinsock.multipoint.RootedProvider";

    // ---------------------------------------------------------------- catalog and roles

    @Test
    @Conforms("D470")
    void theCatalogHasItWhileItIsInstalled() {
        int expected = XP1_SUPPORT_MULTIPOINT | XP1_MULTIPOINT_CONTROL_PLANE | XP1_MULTIPOINT_DATA_PLANE;
        assertThat(rooted()).hasSize(2).allSatisfy(entry -> {
            assertThat(entry.dwServiceFlags1 & expected).isEqualTo(expected);
            assertThat(entry.dwServiceFlags1 & XP1_MESSAGE_ORIENTED).isZero();
            assertThat(entry.iSocketType).isEqualTo(SOCK_STREAM);
            assertThat(entry.ProviderId.toBytes()).isEqualTo(RootedMultipoint.PROVIDER_ID.toBytes());
        });
        assertThat(RootedMultipoint.install()).isEqualTo(WSANO_RECOVERY);
        WSAPROTOCOL_INFO of = new WSAPROTOCOL_INFO();
        expectZero(getsockopt(root(), SOL_SOCKET, SO_PROTOCOL_INFO, of, new IntRef(sizeof(of))));
        assertThat(of.dwCatalogEntryId).isEqualTo(rooted().get(0).dwCatalogEntryId);
        assertThat(RootedMultipoint.uninstall()).isZero();
        assertThat(rooted()).isEmpty();
        expectError(WSAEINVAL, WSASocket(0, 0, 0, of, 0, ROOT));
        assertThat(RootedMultipoint.uninstall()).isEqualTo(WSAEINVAL);
    }

    @Test
    @Conforms("D470")
    void socketsThatAreMadeWithoutTheEntryAreTcps() {
        WSAPROTOCOL_INFO of = new WSAPROTOCOL_INFO();
        for (int[] arguments :
                new int[][] {{AF_INET, SOCK_STREAM, IPPROTO_TCP}, {0, 0, IPPROTO_TCP}, {AF_INET, 0, 0}}) {
            SOCKET s = expectSocket(socket(arguments[0], arguments[1], arguments[2]));
            expectZero(getsockopt(s, SOL_SOCKET, SO_PROTOCOL_INFO, of, new IntRef(sizeof(of))));
            assertThat(of.dwServiceFlags1 & XP1_SUPPORT_MULTIPOINT).isZero();
        }
        // The flags choose no provider
        expectError(WSAEINVAL, WSASocket(AF_INET, SOCK_STREAM, IPPROTO_TCP, null, 0, ROOT));
    }

    @Test
    @Conforms("D471")
    void installingWhatIsNoProvider() {
        WSAPROTOCOL_INFO[] entries = {rooted().get(0)};
        GUID id = new GUID("11111111-2222-3333-4444-555555555555");
        IntRef error = new IntRef();
        assertThat(WSCInstallProvider(id, "no.such.Class", entries, 1, error)).isEqualTo(SOCKET_ERROR);
        assertThat(error.value).isEqualTo(WSAEPROVIDERFAILEDINIT);
        assertThat(WSCInstallProvider(id, "java.lang.Object", entries, 1, error))
                .isEqualTo(SOCKET_ERROR);
        assertThat(error.value).isEqualTo(WSAEPROVIDERFAILEDINIT);
        assertThat(WSCInstallProvider(id, PROVIDER, entries, 0, error)).isEqualTo(SOCKET_ERROR);
        assertThat(error.value).isEqualTo(WSAEINVAL);
        for (int i = 0; i < 4; i++) {
            assertThat(WSCInstallProvider(
                            i == 0 ? null : id,
                            i == 1 ? null : PROVIDER,
                            i == 2 ? null : entries,
                            i == 3 ? 2 : 1,
                            error))
                    .isEqualTo(SOCKET_ERROR);
            assertThat(error.value).isEqualTo(WSAEFAULT);
        }
        assertThat(WSCInstallProvider(id, PROVIDER, entries, 1, null)).isEqualTo(SOCKET_ERROR);
        assertThat(WSCDeinstallProvider(id, error)).isEqualTo(SOCKET_ERROR);
        assertThat(error.value).isEqualTo(WSAEINVAL);
        assertThat(rooted()).hasSize(2);
    }

    @Test
    @Conforms("D472")
    void rootsAndLeaves() {
        expectSocket(made(AF_INET, ROOT));
        expectSocket(made(AF_INET, LEAF));
        for (int flags : new int[] {
            0,
            WSA_FLAG_MULTIPOINT_C_ROOT,
            WSA_FLAG_MULTIPOINT_D_LEAF,
            WSA_FLAG_MULTIPOINT_C_ROOT | WSA_FLAG_MULTIPOINT_D_LEAF,
            WSA_FLAG_MULTIPOINT_C_LEAF | WSA_FLAG_MULTIPOINT_D_ROOT,
            ROOT | WSA_FLAG_MULTIPOINT_C_LEAF,
            ROOT | 0x4000
        }) {
            expectError(WSAEINVAL, made(AF_INET, flags));
        }
    }

    // ---------------------------------------------------------------- joining

    @Test
    @Conforms("D473")
    void theRootInvitesALeaf() {
        SOCKET root = root();
        SOCKET waiting = listeningLeaf();
        SOCKET atRoot = expectSocket(join(root, localAddress(waiting), JL_BOTH));
        assertThat(atRoot).isNotSameAs(root);
        SOCKET leaf = expectSocket(accept(waiting, null, null));
        sockaddr_in peer = new sockaddr_in();
        expectZero(getpeername(atRoot, peer, new IntRef(16)));
        assertThat(peer.toBytes()).isEqualTo(localAddress(waiting).toBytes());
        // It is for indications, not for data
        expectError(WSAEOPNOTSUPP, send(atRoot, data(1)));
        expectError(WSAEOPNOTSUPP, recv(atRoot, new byte[1]));
        expectCount(5, send(root, data(5)));
        assertThat(receive(leaf, 5)).isEqualTo(data(5));
        // One after the other
        Member second = invited(root, JL_BOTH);
        expectCount(3, send(root, data(3)));
        assertThat(receive(leaf, 3)).isEqualTo(data(3));
        assertThat(receive(second.leaf(), 3)).isEqualTo(data(3));
    }

    @Test
    @Conforms("D474")
    void aLeafAsksForAdmittance() {
        SOCKET root = listeningRoot();
        Member joined = admitted(root);
        SOCKET connected = leaf();
        expectZero(connectTo(connected, localAddress(root)));
        sockaddr_in peer = new sockaddr_in();
        SOCKET atRoot = expectSocket(accept(root, peer, new IntRef(16)));
        assertThat(peer.toBytes()).isEqualTo(localAddress(connected).toBytes());
        // "Placing a c_root socket into listening mode does not preclude it from being used in WSAJoinLeaf"
        Member invited = invited(root, JL_BOTH);
        expectCount(7, send(root, data(7)));
        for (SOCKET leaf : List.of(joined.leaf(), connected, invited.leaf())) {
            assertThat(receive(leaf, 7)).isEqualTo(data(7));
        }
        expectError(WSAEISCONN, join(connected, localAddress(root), JL_BOTH));
        expectError(WSAEOPNOTSUPP, send(atRoot, data(1)));
    }

    @Test
    @Conforms("D474")
    void theRootTurnsALeafAway() {
        SOCKET root = listeningRoot();
        SOCKET leaf = leaf();
        assertThat(join(leaf, localAddress(root), JL_BOTH)).isSameAs(leaf);
        expectError(WSAECONNREFUSED, WSAAccept(root, null, null, (a, b, c, d, e, f, g, h) -> CF_REJECT, null));
        expectError(WSAENOTCONN, send(root, data(1)));
    }

    @Test
    @Conforms("D475")
    void aNonblockingJoinTellsFdConnect() {
        SOCKET root = root();
        Watch watch = watch(root, FD_CONNECT | FD_WRITE);
        SOCKET waiting = listeningLeaf();
        SOCKET atRoot = expectSocket(join(root, localAddress(waiting), JL_BOTH));
        Watch close = watch(atRoot, FD_CLOSE); // instead of the root's selection, which it has had
        watch.expect(FD_CONNECT | FD_WRITE);
        SOCKET leaf = expectSocket(accept(waiting, null, null));
        expectCount(2, send(root, data(2)));
        assertThat(receive(leaf, 2)).isEqualTo(data(2));
        expectZero(closesocket(leaf));
        close.expect(FD_CLOSE);
        expectZero(closesocket(atRoot));
        SOCKET refused = expectSocket(join(root, loopback(closedPort()), JL_BOTH));
        watch.expectError(FD_CONNECT, FD_CONNECT_BIT, WSAECONNREFUSED);
        expectZero(closesocket(refused));
    }

    @Test
    @Conforms("D475")
    void aNonblockingLeafGetsFdConnect() {
        SOCKET root = listeningRoot();
        Watch rootWatch = watch(root, FD_ACCEPT);
        SOCKET leaf = leaf();
        Watch watch = watch(leaf, FD_CONNECT);
        assertThat(join(leaf, localAddress(root), JL_BOTH)).isSameAs(leaf);
        watch.expect(FD_CONNECT);
        rootWatch.expect(FD_ACCEPT);
        expectSocket(accept(root, null, null));
        expectCount(2, send(root, data(2)));
    }

    @Test
    @Conforms("D475")
    void joinsThatFail() {
        SOCKET root = root();
        expectError(WSAECONNREFUSED, join(root, loopback(closedPort()), JL_BOTH));
        expectError(WSAECONNREFUSED, join(leaf(), loopback(closedPort()), JL_BOTH));
        for (int flags : new int[] {0, 3, 8}) {
            expectError(WSAEINVAL, join(root, loopback(1), flags));
            expectError(WSAEINVAL, join(leaf(), loopback(1), flags));
        }
        expectError(WSAEFAULT, WSAJoinLeaf(root, null, 16, null, null, null, null, JL_BOTH));
        expectError(WSAEFAULT, WSAJoinLeaf(root, loopback(1), 15, null, null, null, null, JL_BOTH));
        expectError(WSAEAFNOSUPPORT, join(root, address6("::1", 1), JL_BOTH));
        // It goes on
        Member member = invited(root, JL_BOTH);
        expectError(WSAEINVAL, join(member.atRoot(), loopback(1), JL_BOTH));
        expectCount(1, send(root, data(1)));
        assertThat(receive(member.leaf(), 1)).isEqualTo(data(1));
        expectError(WSAEOPNOTSUPP, connectTo(root, loopback(1)));
    }

    @Test
    @Conforms("D475")
    void overIpv6() {
        assumeIpv6();
        SOCKET root = listening(bound(expectSocket(made(AF_INET6, ROOT)), loopback6(0)));
        SOCKET leaf = expectSocket(made(AF_INET6, LEAF));
        assertThat(join(leaf, localAddress6(root), JL_BOTH)).isSameAs(leaf);
        expectSocket(accept(root, null, null));
        expectCount(4, send(root, data(4)));
        assertThat(receive(leaf, 4)).isEqualTo(data(4));
        expectCount(2, send(leaf, data(2)));
        sockaddr_in6 from = new sockaddr_in6();
        byte[] got = new byte[10];
        expectCount(2, recvfrom(root, got, 10, 0, from, new IntRef(28)));
        assertThat(from.toBytes()).isEqualTo(localAddress6(leaf).toBytes());
    }

    // ---------------------------------------------------------------- data

    @Test
    @Conforms("D476")
    void whatTheRootReceivesIsFromOneLeafWhichRecvfromTells() {
        SOCKET root = listeningRoot();
        List<Member> members = admitted(root, 3);
        byte[] got = new byte[100];
        sockaddr_in from = new sockaddr_in();
        for (Member member : members) {
            expectCount(10, send(member.leaf(), data(10)));
            IntRef length = new IntRef(16);
            expectCount(10, recvfrom(root, got, got.length, 0, from, length));
            assertThat(length.value).isEqualTo(16);
            assertThat(from.toBytes()).isEqualTo(localAddress(member.leaf()).toBytes());
        }
        // Both wait; one call gives one leaf's bytes
        expectCount(4, send(members.get(0).leaf(), data(4)));
        expectCount(6, send(members.get(1).leaf(), data(6)));
        int first = recv(root, got);
        int second = recv(root, got);
        assertThat(List.of(first, second)).containsExactlyInAnyOrder(4, 6);
        // No leaf hears another one
        expectError(WSAEWOULDBLOCK, recv(nonblocking(members.get(2).leaf()), got));
    }

    @Test
    @Conforms("D476")
    void peekFionreadAndScatter() {
        SOCKET root = listeningRoot();
        SOCKET leaf = admitted(root).leaf();
        expectCount(10, send(leaf, data(10)));
        byte[] got = new byte[100];
        expectCount(10, recv(root, got, 100, MSG_PEEK));
        assertThat(readable(root)).isEqualTo(10);
        expectCount(3, recv(root, got, 3, 0));
        assertThat(readable(root)).isEqualTo(7);
        WSABUF[] buffers = {new WSABUF(ByteBuffer.allocate(2)), new WSABUF(ByteBuffer.allocate(20))};
        IntRef count = new IntRef();
        expectZero(WSARecv(root, buffers, 2, count, new IntRef(), null, null));
        assertThat(count.value).isEqualTo(7);
        WSABUF[] out = {new WSABUF(ByteBuffer.wrap(data(3))), new WSABUF(ByteBuffer.wrap(data(4)))};
        expectZero(WSASend(root, out, 2, count, 0, null, null));
        assertThat(count.value).isEqualTo(7);
        assertThat(receive(leaf, 3)).isEqualTo(data(3));
        assertThat(receive(leaf, 4)).isEqualTo(data(4));
        expectError(WSAEOPNOTSUPP, recv(root, got, 10, MSG_WAITALL));
        expectError(WSAEOPNOTSUPP, recv(root, got, 10, MSG_OOB));
        expectError(WSAEOPNOTSUPP, dev.jwinsock.Winsock2.send(root, got, 1, MSG_OOB));
        expectError(WSAEOPNOTSUPP, dev.jwinsock.Winsock2.send(leaf, got, 1, MSG_OOB));
    }

    @Test
    @Conforms("D476")
    void withoutALeaf() {
        SOCKET root = root();
        expectError(WSAENOTCONN, send(root, data(1)));
        expectError(WSAENOTCONN, recv(root, new byte[1]));
        expectError(WSAENOTCONN, shutdown(root, SD_SEND));
        SOCKET listening = with(listeningRoot(), SOL_SOCKET, SO_RCVTIMEO, 50);
        expectError(WSAETIMEDOUT, recv(listening, new byte[1]));
        expectError(WSAEWOULDBLOCK, recv(nonblocking(listening), new byte[1]));
    }

    @Test
    @Conforms("D477")
    void aLeafOfOneDirection() {
        SOCKET root = listeningRoot();
        SOCKET receiver = leaf();
        assertThat(join(receiver, localAddress(root), JL_RECEIVER_ONLY)).isSameAs(receiver);
        expectSocket(accept(root, null, null));
        SOCKET sender = leaf();
        assertThat(join(sender, localAddress(root), JL_SENDER_ONLY)).isSameAs(sender);
        expectSocket(accept(root, null, null));
        expectError(WSAEOPNOTSUPP, send(receiver, data(1)));
        expectError(WSAEOPNOTSUPP, recv(sender, new byte[1]));
        expectCount(2, send(sender, data(2)));
        expectCount(2, recv(root, new byte[10]));
        expectCount(2, send(root, data(2)));
        assertThat(receive(receiver, 2)).isEqualTo(data(2));
    }

    @Test
    @Conforms("D477")
    void theRootSaysTheDirection() {
        SOCKET root = root();
        Member sentTo = invited(root, JL_SENDER_ONLY);
        Member heard = invited(root, JL_RECEIVER_ONLY);
        expectCount(2, send(root, data(2)));
        assertThat(receive(sentTo.leaf(), 2)).isEqualTo(data(2));
        expectError(WSAEWOULDBLOCK, recv(nonblocking(heard.leaf()), new byte[1]));
        // What the first sends is dropped
        expectCount(9, send(sentTo.leaf(), data(9)));
        expectCount(3, send(heard.leaf(), data(3)));
        expectCount(3, recv(root, new byte[10]));
    }

    @Test
    @Conforms("D478")
    void theRootHearsItselfOnRequest() {
        SOCKET root = listeningRoot();
        SOCKET leaf = admitted(root).leaf();
        expectCount(2, send(root, data(2)));
        expectError(WSAEWOULDBLOCK, recv(nonblocking(root), new byte[9]));
        IntRef bytes = new IntRef();
        expectZero(WSAIoctl(root, SIO_MULTIPOINT_LOOPBACK, new IntRef(1), 4, null, 0, bytes, null, null));
        expectCount(5, send(root, data(5)));
        sockaddr_in from = new sockaddr_in();
        byte[] got = new byte[9];
        expectCount(5, recvfrom(root, got, 9, 0, from, new IntRef(16)));
        assertThat(got).startsWith(data(5));
        assertThat(from.toBytes()).isEqualTo(localAddress(root).toBytes());
        receive(leaf, 7);
        expectZero(WSAIoctl(root, SIO_MULTIPOINT_LOOPBACK, new IntRef(0), 4, null, 0, bytes, null, null));
        expectCount(2, send(root, data(2)));
        expectError(WSAEWOULDBLOCK, recv(root, got));
        expectError(WSAEFAULT, WSAIoctl(root, SIO_MULTIPOINT_LOOPBACK, new IntRef(1), 3, null, 0, bytes, null, null));
        // It is nothing for leaves: between them there is no traffic
        expectError(
                WSAEOPNOTSUPP, WSAIoctl(leaf, SIO_MULTIPOINT_LOOPBACK, new IntRef(1), 4, null, 0, bytes, null, null));
    }

    @Test
    @Needs(Capability.HOP_LIMIT)
    @Conforms("D479")
    void scopeIsTheHopLimitOfTheConnections() {
        SOCKET root = listeningRoot();
        Member before = admitted(root);
        IntRef bytes = new IntRef();
        expectZero(WSAIoctl(root, SIO_MULTICAST_SCOPE, new IntRef(7), 4, null, 0, bytes, null, null));
        assertThat(option(root, IPPROTO_IP, IP_TTL)).isEqualTo(7);
        assertThat(option(before.atRoot(), IPPROTO_IP, IP_TTL)).isEqualTo(7);
        assertThat(option(admitted(root).atRoot(), IPPROTO_IP, IP_TTL)).isEqualTo(7);
        assertThat(option(invited(root, JL_BOTH).atRoot(), IPPROTO_IP, IP_TTL)).isEqualTo(7);
        for (int scope : new int[] {-1, 256}) {
            expectError(
                    WSAEINVAL, WSAIoctl(root, SIO_MULTICAST_SCOPE, new IntRef(scope), 4, null, 0, bytes, null, null));
        }
        // 0: only within this host
        expectZero(WSAIoctl(root, SIO_MULTICAST_SCOPE, new IntRef(0), 4, null, 0, bytes, null, null));
        admitted(root);
        expectError(WSAENETUNREACH, join(root, address(0xC0000201, 9), JL_BOTH)); // 192.0.2.1, of nobody
    }

    // ---------------------------------------------------------------- slow leaves

    /** Room in the kernel's buffers that a test fills. */
    private static final int MUCH = 64 << 20;

    private static SOCKET slow(SOCKET s) {
        return with(with(s, SOL_SOCKET, SO_RCVBUF, 32 << 10), SOL_SOCKET, SO_SNDBUF, 32 << 10);
    }

    private static long fill(SOCKET root, SOCKET... drained) {
        byte[] chunk = data(64 << 10);
        long total = 0;
        while (total < MUCH) {
            int n = send(root, chunk);
            if (n == SOCKET_ERROR) {
                expectLastError(WSAEWOULDBLOCK);
                return total;
            }
            total += n;
            for (SOCKET each : drained) {
                drain(each, n);
            }
        }
        throw new AssertionError("a leaf that does not read holds nobody back");
    }

    @Test
    @Conforms("D480")
    void theSlowestLeafHoldsTheRootBack() {
        SOCKET root = slow(listeningRoot());
        SOCKET quick = nonblocking(admitted(root).leaf());
        SOCKET slow = nonblocking(admitted(root).leaf());
        Watch watch = watch(root, FD_WRITE);
        watch.expect(FD_WRITE);
        long total = fill(root, quick);
        watch.expectNothing();
        drain(slow, total);
        watch.expect(FD_WRITE);
        expectCount(4, send(root, data(4)));
        drain(quick, 4);
        drain(slow, 4);
    }

    @Test
    @Conforms("D480")
    void aBlockedSendGoesOnWhenTheLeafReadsAndEveryByteComes() {
        SOCKET root = slow(listeningRoot());
        SOCKET quick = admitted(root).leaf();
        SOCKET slow = admitted(root).leaf();
        byte[] much = data(8 * MIB);
        Call<Integer> sending = Call.of(() -> send(root, much));
        Call<byte[]> reading = Call.of(() -> receive(quick, much.length));
        sending.awaitBlocked();
        assertThat(receive(slow, much.length)).isEqualTo(much);
        assertThat(reading.value()).isEqualTo(much);
        assertThat(sending.value()).isEqualTo(much.length);
    }

    @Test
    @Conforms("D480")
    void aSendThatWaitsTooLong() {
        SOCKET root = with(slow(listeningRoot()), SOL_SOCKET, SO_SNDTIMEO, 50);
        admitted(root);
        byte[] chunk = data(64 << 10);
        await("the leaf takes no more", () -> send(root, chunk) == SOCKET_ERROR);
        expectLastError(WSAETIMEDOUT);
    }

    @Test
    @Conforms("D480")
    void whoDropsTheSlowestLeafGoesOn() {
        SOCKET root = slow(listeningRoot());
        SOCKET quick = nonblocking(admitted(root).leaf());
        Member slow = admitted(root);
        Watch watch = watch(root, FD_WRITE);
        watch.expect(FD_WRITE);
        long total = fill(root, quick);
        expectZero(closesocket(slow.atRoot()));
        watch.expect(FD_WRITE);
        expectCount(1, send(root, data(1)));
        drain(quick, 1);
        byte[] more = data(MIB);
        Call<Boolean> reading = Call.of(() -> {
            drain(quick, more.length);
            return true;
        });
        watch.select(0);
        expectCount(more.length, send(blocking(root), more));
        assertThat(reading.value()).isTrue();
        // As with closesocket of any connection, what was sent before still comes
        assertThat(receiveAll(slow.leaf())).hasSize((int) total);
    }

    @Test
    @Conforms("D480")
    void theRootThatDoesNotReceiveHoldsTheLeavesBack() {
        SOCKET root = slow(listeningRoot());
        SOCKET leaf = slow(admitted(root).leaf());
        SOCKET other = admitted(root).leaf();
        long total = fill(nonblocking(leaf));
        Call<Integer> other5 = Call.of(() -> send(other, data(5)));
        long got = 0;
        byte[] room = new byte[32 << 10];
        while (got < total + 5) {
            int n = recv(root, room);
            assertThat(n).isPositive();
            got += n;
        }
        assertThat(other5.value()).isEqualTo(5);
    }

    // ---------------------------------------------------------------- the end

    @Test
    @Conforms("D481")
    void aLeafThatLeaves() {
        SOCKET root = listeningRoot();
        Member first = admitted(root);
        Member second = admitted(root);
        Watch watch = watch(first.atRoot(), FD_CLOSE);
        watch.expectNothing();
        expectCount(3, send(first.leaf(), data(3)));
        expectZero(closesocket(first.leaf()));
        watch.expect(FD_CLOSE);
        watch.expectNothing();
        // What it has sent before is there
        expectCount(3, recv(root, new byte[9]));
        expectCount(2, send(root, data(2)));
        assertThat(receive(second.leaf(), 2)).isEqualTo(data(2));
    }

    @Test
    @Conforms("D481")
    void aLeafThatIsReset() {
        SOCKET root = listeningRoot();
        Member first = admitted(root);
        Member second = admitted(root);
        Watch watch = watch(first.atRoot(), FD_CLOSE);
        reset(first.leaf());
        watch.expectError(FD_CLOSE, FD_CLOSE_BIT, WSAECONNRESET);
        for (int i = 0; i < 3; i++) {
            expectCount(2, send(root, data(2)));
            assertThat(receive(second.leaf(), 2)).isEqualTo(data(2));
        }
        expectZero(closesocket(first.atRoot()));
    }

    @Test
    @Conforms("D481")
    void aLeafThatOnlySendsNoMore() {
        SOCKET root = root();
        Member member = invited(root, JL_BOTH);
        Watch watch = watch(member.atRoot(), FD_CLOSE);
        expectCount(1, send(member.leaf(), data(1)));
        expectZero(shutdown(member.leaf(), SD_SEND));
        watch.expect(FD_CLOSE);
        expectCount(4, send(root, data(4)));
        assertThat(receive(member.leaf(), 4)).isEqualTo(data(4));
        expectCount(1, recv(root, new byte[9]));
        expectError(WSAENOTCONN, recv(root, new byte[9]));
        expectZero(closesocket(member.atRoot()));
        assertThat(receiveAll(member.leaf())).isEmpty();
        expectError(WSAENOTCONN, send(root, data(1)));
    }

    @Test
    @Conforms("D481")
    void theRootDropsALeaf() {
        SOCKET root = listeningRoot();
        Member first = admitted(root);
        Member second = admitted(root);
        Watch watch = watch(first.leaf(), FD_CLOSE);
        expectZero(closesocket(first.atRoot()));
        watch.expect(FD_CLOSE);
        expectError(WSAENOTSOCK, closesocket(first.atRoot()));
        expectError(WSAENOTSOCK, getpeername(first.atRoot(), new sockaddr_in(), new IntRef(16)));
        expectError(WSAENOTSOCK, send(first.atRoot(), data(1)));
        expectCount(2, send(root, data(2)));
        assertThat(receive(second.leaf(), 2)).isEqualTo(data(2));
    }

    @Test
    @Conforms("D482")
    void theSessionEndsWithItsRoot() {
        SOCKET root = listeningRoot();
        Member first = admitted(root);
        Member second = invited(root, JL_BOTH);
        Watch firstAtRoot = watch(first.atRoot(), FD_CLOSE);
        Watch secondAtRoot = watch(second.atRoot(), FD_CLOSE);
        Watch leaf = watch(first.leaf(), FD_CLOSE);
        byte[] last = data(100_000);
        Call<Integer> sending = Call.of(() -> send(root, last));
        assertThat(sending.value()).isEqualTo(last.length);
        expectZero(closesocket(root));
        firstAtRoot.expect(FD_CLOSE);
        secondAtRoot.expect(FD_CLOSE);
        // What was sent before comes first
        assertThat(receiveAll(second.leaf())).isEqualTo(last);
        leaf.select(0);
        assertThat(receiveAll(blocking(first.leaf()))).isEqualTo(last);
        expectError(WSAENOTSOCK, send(root, data(1)));
        expectZero(closesocket(first.atRoot()));
    }

    @Test
    @Conforms("D482")
    void shutdownEndsItToo() {
        SOCKET root = listeningRoot();
        Member member = admitted(root);
        expectCount(3, send(root, data(3)));
        expectZero(shutdown(root, SD_SEND));
        assertThat(receiveAll(member.leaf())).isEqualTo(data(3));
        expectError(WSAESHUTDOWN, send(root, data(1)));
        // The leaf may still send
        expectCount(4, send(member.leaf(), data(4)));
        expectCount(4, recv(root, new byte[9]));
        Watch watch = watch(member.atRoot(), FD_CLOSE);
        expectZero(shutdown(root, SD_BOTH));
        watch.expect(FD_CLOSE);
        expectError(WSAESHUTDOWN, recv(root, new byte[9]));
        expectError(WSAEINVAL, shutdown(root, 3));
    }

    @Test
    @Conforms("D482")
    void aHardCloseResetsTheLeaves() {
        SOCKET root = listeningRoot();
        SOCKET leaf = admitted(root).leaf();
        expectZero(lingerFor(root, 0));
        expectZero(closesocket(root));
        expectError(WSAECONNRESET, recv(leaf, new byte[1]));
    }

    @Test
    @Conforms("D483")
    void closesocketEndsWhatWaits() {
        SOCKET root = listeningRoot();
        admitted(root);
        Call<Integer> receiving = Call.of(() -> recv(root, new byte[1])).awaitBlocked();
        Call<SOCKET> accepting = Call.of(() -> accept(root, null, null)).awaitBlocked();
        Call<Integer> selecting = Call.of(() -> {
                    fd_set set = new fd_set();
                    FD_SET(root, set);
                    return select(0, set, null, null, null);
                })
                .awaitBlocked();
        expectZero(closesocket(root));
        assertThat(receiving.value()).isEqualTo(SOCKET_ERROR);
        assertThat(receiving.error()).isEqualTo(WSAEINTR);
        assertThat(accepting.value()).isEqualTo(INVALID_SOCKET);
        assertThat(accepting.error()).isEqualTo(WSAEINTR);
        assertThat(selecting.value()).isEqualTo(SOCKET_ERROR);
        assertThat(selecting.error()).isEqualTo(WSAENOTSOCK);
        expectError(WSAENOTSOCK, closesocket(root));
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    @Conforms("D483")
    void cleanupAndDeinstallingEndWhatWaits(boolean cleanup) {
        SOCKET root = listeningRoot();
        Member member = admitted(root);
        Call<Integer> receiving = Call.of(() -> recv(root, new byte[1])).awaitBlocked();
        if (cleanup) {
            expectZero(WSACleanup());
        } else {
            assertThat(RootedMultipoint.uninstall()).isZero();
            assertThat(receiveAll(member.leaf())).isEmpty();
        }
        assertThat(receiving.value()).isEqualTo(SOCKET_ERROR);
    }

    // ---------------------------------------------------------------- readiness

    @Test
    @Conforms("D484")
    void networkEventsOfTheRoot() {
        SOCKET root = listeningRoot();
        Watch watch = watch(root, FD_ACCEPT | FD_READ | FD_WRITE);
        SOCKET leaf = leaf();
        assertThat(join(leaf, localAddress(root), JL_BOTH)).isSameAs(leaf);
        watch.expect(FD_ACCEPT);
        SOCKET atRoot = expectSocket(accept(root, null, null));
        watch.expect(FD_WRITE);
        expectCount(2, send(leaf, data(2)));
        watch.expect(FD_READ);
        watch.expectNothing();
        expectCount(1, recv(root, new byte[1]));
        watch.expect(FD_READ);
        expectCount(1, recv(root, new byte[1]));
        watch.expectNothing();
        expectError(WSAEWOULDBLOCK, recv(root, new byte[1]));
        expectError(WSAEINVAL, ioctlsocket(root, FIONBIO, new IntRef(0)));
        expectError(WSAEINVAL, WSAEventSelect(root, null, FD_READ));
        expectError(WSAEINVAL, WSAEventSelect(atRoot, null, FD_CLOSE));
    }

    @Test
    @Conforms("D484")
    void theLeafAtTheRootInheritsTheSelection() {
        SOCKET root = listeningRoot();
        Watch watch = watch(root, FD_ACCEPT | FD_CLOSE);
        SOCKET leaf = leaf();
        assertThat(join(leaf, localAddress(root), JL_BOTH)).isSameAs(leaf);
        watch.expect(FD_ACCEPT);
        SOCKET atRoot = expectSocket(accept(root, null, null));
        expectZero(closesocket(leaf));
        watch.awaitSignal();
        Watch other = track(new Watch(atRoot)).select(FD_CLOSE);
        other.expect(FD_CLOSE);
    }

    @Test
    @Conforms("D484")
    void messagesOfTheRoot() {
        try (Window window = new Window()) {
            SOCKET root = listeningRoot();
            window.select(root, FD_ACCEPT | FD_READ | FD_CLOSE);
            SOCKET leaf = leaf();
            assertThat(join(leaf, localAddress(root), JL_BOTH)).isSameAs(leaf);
            window.expect(root, FD_ACCEPT);
            SOCKET atRoot = expectSocket(accept(root, null, null));
            expectCount(1, send(leaf, data(1)));
            window.expect(root, FD_READ);
            window.expectNothing();
            expectCount(1, recv(root, new byte[1]));
            expectZero(closesocket(leaf));
            window.expect(atRoot, FD_CLOSE);
        }
    }

    @Test
    @Conforms("D484")
    void messagesOfALeaf() {
        try (Window window = new Window()) {
            SOCKET root = listeningRoot();
            SOCKET leaf = leaf();
            window.select(leaf, FD_CONNECT | FD_READ);
            assertThat(join(leaf, localAddress(root), JL_BOTH)).isSameAs(leaf);
            window.expect(leaf, FD_CONNECT);
            expectSocket(accept(root, null, null));
            expectCount(1, send(root, data(1)));
            window.expect(leaf, FD_READ);
        }
    }

    private static int polled(SOCKET s, int events, int millis) {
        WSAPOLLFD[] fds = {new WSAPOLLFD(s, events)};
        int n = WSAPoll(fds, 1, millis);
        assertThat(n).isEqualTo(fds[0].revents == 0 ? 0 : 1);
        return fds[0].revents;
    }

    @Test
    @Conforms("D485")
    void pollOfTheRoot() {
        SOCKET root = listeningRoot();
        assertThat(polled(root, POLLRDNORM | POLLWRNORM, 0)).isZero();
        Call<Integer> accepting = Call.of(() -> polled(root, POLLRDNORM, -1)).awaitBlocked();
        SOCKET leaf = leaf();
        assertThat(join(leaf, localAddress(root), JL_BOTH)).isSameAs(leaf);
        assertThat(accepting.value()).isEqualTo(POLLRDNORM);
        SOCKET atRoot = expectSocket(accept(root, null, null));
        assertThat(polled(root, POLLRDNORM | POLLWRNORM, 0)).isEqualTo(POLLWRNORM);
        Call<Integer> receiving = Call.of(() -> polled(root, POLLRDNORM, -1)).awaitBlocked();
        expectCount(1, send(leaf, data(1)));
        assertThat(receiving.value()).isEqualTo(POLLRDNORM);
        expectCount(1, recv(root, new byte[1]));
        assertThat(polled(root, POLLRDNORM, 20)).isZero();
        Call<Integer> leaving = Call.of(() -> polled(atRoot, POLLRDNORM, -1)).awaitBlocked();
        expectZero(closesocket(leaf));
        assertThat(leaving.value()).isEqualTo(POLLHUP | POLLRDNORM);
        expectZero(closesocket(atRoot));
        assertThat(polled(atRoot, POLLRDNORM, -1)).isEqualTo(POLLNVAL);
        WSAPOLLFD[] bad = {new WSAPOLLFD(root, POLLHUP)};
        expectError(WSAEINVAL, WSAPoll(bad, 1, 0));
    }

    @Test
    @Conforms("D485")
    void selectOfRootAndLeaves() {
        SOCKET root = listeningRoot();
        SOCKET leaf = admitted(root).leaf();
        fd_set read = new fd_set();
        FD_SET(root, read);
        FD_SET(leaf, read);
        fd_set write = new fd_set();
        FD_SET(root, write);
        expectCount(1, select(0, read, write, null, null));
        assertThat(read.fd_count).isZero();
        assertThat(FD_ISSET(root, write)).isTrue();
        FD_SET(root, read);
        FD_SET(leaf, read);
        expectCount(0, select(0, read, null, null, new timeval(0, 20_000)));
        FD_SET(root, read);
        FD_SET(leaf, read);
        Call<Integer> selecting =
                Call.of(() -> select(0, read, null, null, null)).awaitBlocked();
        expectCount(1, send(leaf, data(1)));
        assertThat(selecting.value()).isEqualTo(1);
        assertThat(FD_ISSET(root, read)).isTrue();
    }

    /** "Multiple Provider Restrictions on Select"; the provider of the catalog counts, a leaf being a TCP socket below it. */
    @Test
    @Conforms("D113")
    void selectIsOfOneProvider() {
        SOCKET other = nonblocking(listener());
        timeval now = new timeval(0, 0);
        for (SOCKET rooted : List.of(listeningRoot(), listeningLeaf())) {
            fd_set both = new fd_set();
            FD_SET(other, both);
            FD_SET(rooted, both);
            expectError(WSAEINVAL, select(0, both, null, null, now));
            expectError(WSAEINVAL, select(0, null, both, null, null));
            expectError(WSAEINVAL, select(0, null, null, both, now));
            assertThat(both.fd_count).isEqualTo(2);
            fd_set one = new fd_set();
            FD_SET(rooted, one);
            fd_set two = new fd_set();
            FD_SET(other, two);
            expectError(WSAEINVAL, select(0, one, null, two, now));
            expectError(WSAEINVAL, select(0, null, two, one, now));
            expectCount(0, select(0, one, null, null, now));
            expectCount(0, select(0, two, null, null, now));
            // What the specification recommends instead
            Watch ofOne = watch(rooted, FD_ACCEPT);
            Watch ofTwo = watch(other, FD_ACCEPT);
            HANDLE[] events = {ofOne.event(), ofTwo.event()};
            for (SOCKET listener : new SOCKET[] {rooted, other}) {
                SOCKET client = tcp();
                expectZero(connect(client, localAddress(listener), 16));
            }
            assertThat(WSAWaitForMultipleEvents(2, events, true, 10_000, false)).isEqualTo(WSA_WAIT_EVENT_0);
            expectSocket(accept(other, null, null));
        }
    }

    // ---------------------------------------------------------------- asynchronous calls

    @Test
    @Conforms("D486")
    void aLeafHasAllThatAStreamHas() {
        SOCKET root = listeningRoot();
        SOCKET leaf = admitted(root).leaf();
        WSAOVERLAPPED io = new WSAOVERLAPPED();
        io.hEvent = event();
        ByteBuffer room = ByteBuffer.allocate(10);
        expectError(WSA_IO_PENDING, WSARecv(leaf, new WSABUF[] {new WSABUF(room)}, 1, null, new IntRef(), io, null));
        expectCount(5, send(root, data(5)));
        IntRef count = new IntRef();
        assertThat(WSAGetOverlappedResult(leaf, io, count, true, new IntRef())).isTrue();
        assertThat(count.value).isEqualTo(5);
    }

    @Test
    @Conforms("D486")
    void theRootHasNoOverlappedCallsAndNoPort() {
        SOCKET root = listeningRoot();
        SOCKET atRoot = admitted(root).atRoot();
        WSABUF[] buffers = {new WSABUF(ByteBuffer.allocate(1))};
        for (SOCKET s : List.of(root, atRoot)) {
            WSAOVERLAPPED io = new WSAOVERLAPPED();
            expectError(WSAEOPNOTSUPP, WSARecv(s, buffers, 1, null, new IntRef(), io, null));
            expectError(WSAEOPNOTSUPP, WSASend(s, buffers, 1, null, 0, io, null));
            assertThat(CreateIoCompletionPort(s, null, 0, 0)).isNull();
            WSAPROTOCOL_INFO info = new WSAPROTOCOL_INFO();
            expectError(
                    WSAEOPNOTSUPP,
                    WSADuplicateSocket(s, (int) ProcessHandle.current().pid(), info));
        }
        assertThat(CancelIoEx(root, new OVERLAPPED())).isFalse();
    }

    // ---------------------------------------------------------------- scale

    @Test
    @Timeout(120)
    @Conforms("D487")
    void manyLeaves() {
        int count = 300;
        SOCKET root = with(listeningRoot(), SOL_SOCKET, SO_RCVTIMEO, 60_000);
        List<Member> members = admitted(root, count);
        byte[] chunk = data(256 << 10);
        int rounds = 4;
        List<Call<Boolean>> readers = members.subList(0, 4).stream()
                .map(first -> Call.of(() -> readShare(members, members.indexOf(first), chunk, rounds)))
                .toList();
        for (int i = 0; i < rounds; i++) {
            expectCount(chunk.length, send(root, chunk));
        }
        long back = 0;
        byte[] room = new byte[64 << 10];
        while (back < 100L * count) {
            int n = recv(root, room);
            assertThat(n).isPositive();
            back += n;
        }
        readers.forEach(reader -> assertThat(reader.value()).isTrue());
        assertThat(back).isEqualTo(100L * count);
    }

    /** The root sends numbers while leaves come and go in all ways; each gets consecutive ones. */
    @Test
    @Conforms("D487")
    void leavesComeAndGoWhileTheRootSends() {
        SOCKET root = slow(listeningRoot());
        sockaddr_in address = localAddress(root);
        SOCKET first = admitted(root).leaf();
        AtomicBoolean over = new AtomicBoolean();
        List<Call<Integer>> leaves = new ArrayList<>();
        leaves.add(Call.of(() -> countUp(first, Integer.MAX_VALUE)));
        for (int i = 0; i < 4; i++) {
            int number = i;
            leaves.add(Call.of(() -> comeAndGo(address, number, over)));
        }
        Call<Integer> admitting = Call.of(() -> admitAll(root, over));
        ByteBuffer next = ByteBuffer.allocate(4 * 1024);
        for (int i = 0; i < 4_000_000; i += 1024) {
            next.clear();
            for (int k = 0; k < 1024; k++) {
                next.putInt(i + k);
            }
            expectCount(4 * 1024, send(root, next.array()));
        }
        over.set(true);
        expectZero(closesocket(root));
        leaves.forEach(leaf -> assertThat(leaf.value()).isPositive());
        assertThat(admitting.value()).isPositive();
    }

    private static int admitAll(SOCKET root, AtomicBoolean over) {
        int count = 0;
        while (true) {
            SOCKET atRoot = accept(root, null, null);
            if (atRoot == INVALID_SOCKET) {
                assertThat(over).isTrue();
                return count;
            }
            count++;
            if (count % 5 == 0) {
                expectZero(closesocket(atRoot));
            }
        }
    }

    private static int comeAndGo(sockaddr_in address, int number, AtomicBoolean over) {
        int sum = 0;
        for (int i = number; !over.get(); i++) {
            SOCKET leaf = leaf();
            if (join(leaf, address, JL_BOTH) == INVALID_SOCKET) {
                assertThat(over).isTrue();
                break;
            }
            sum += countUp(leaf, 1_000 * (i % 7));
            if (i % 2 == 0) {
                lingerFor(leaf, 0);
            }
            expectZero(closesocket(leaf));
        }
        return sum + 1;
    }

    /** @return how many numbers came, each one more than the one before, until there were enough or the end */
    private static int countUp(SOCKET leaf, int enough) {
        ByteBuffer got = ByteBuffer.allocate(8192);
        int count = 0;
        int expected = -1;
        while (count < enough && dev.jwinsock.Winsock2.recv(leaf, got, 0) > 0) {
            got.flip();
            while (got.remaining() >= 4) {
                int value = got.getInt();
                assertThat(value).isEqualTo(count == 0 ? value : expected);
                expected = value + 1;
                count++;
            }
            got.compact();
        }
        return count;
    }

    /** Every fourth leaf: gets all that the root sends, and answers. */
    private static boolean readShare(List<Member> members, int first, byte[] chunk, int rounds) {
        for (int round = 0; round < rounds; round++) {
            for (int i = first; i < members.size(); i += 4) {
                SOCKET leaf = members.get(i).leaf();
                assertThat(receive(leaf, chunk.length)).isEqualTo(chunk);
                expectCount(25, send(leaf, data(25)));
            }
        }
        return true;
    }
}
