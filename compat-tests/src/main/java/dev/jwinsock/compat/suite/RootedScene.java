package dev.jwinsock.compat.suite;

import static dev.jwinsock.Winsock2.*;
import static dev.jwinsock.compat.harness.Expect.*;
import static dev.jwinsock.compat.harness.Sockets.*;
import static org.assertj.core.api.Assertions.assertThat;

import dev.jwinsock.IntRef;
import dev.jwinsock.SOCKET;
import dev.jwinsock.WSAPROTOCOL_INFO;
import dev.jwinsock.compat.harness.Sockets;
import dev.jwinsock.multipoint.RootedMultipoint;
import dev.jwinsock.sockaddr;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** Sessions of the rooted multipoint provider, which is installed for the length of a test. */
abstract class RootedScene extends EventScene {
    static final int ROOT = WSA_FLAG_MULTIPOINT_C_ROOT | WSA_FLAG_MULTIPOINT_D_ROOT;
    static final int LEAF = WSA_FLAG_MULTIPOINT_C_LEAF | WSA_FLAG_MULTIPOINT_D_LEAF;

    @BeforeEach
    final void install() {
        assertThat(RootedMultipoint.install()).isZero();
    }

    @AfterEach
    final void uninstall() {
        RootedMultipoint.uninstall();
    }

    /** What WSAEnumProtocols lists with a rooted control plane. */
    static List<WSAPROTOCOL_INFO> rooted() {
        WSAPROTOCOL_INFO[] entries = new WSAPROTOCOL_INFO[32];
        int count = WSAEnumProtocols(null, entries, new IntRef(entries.length * sizeof(new WSAPROTOCOL_INFO())));
        List<WSAPROTOCOL_INFO> found = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            if ((entries[i].dwServiceFlags1 & XP1_MULTIPOINT_CONTROL_PLANE) != 0) {
                found.add(entries[i]);
            }
        }
        return found;
    }

    static SOCKET made(int family, int flags) {
        WSAPROTOCOL_INFO entry = rooted().stream()
                .filter(e -> e.iAddressFamily == family)
                .findFirst()
                .orElseThrow();
        return WSASocket(
                FROM_PROTOCOL_INFO, FROM_PROTOCOL_INFO, FROM_PROTOCOL_INFO, entry, 0, WSA_FLAG_OVERLAPPED | flags);
    }

    static SOCKET root() {
        return limited(made(AF_INET, ROOT));
    }

    static SOCKET leaf() {
        return limited(made(AF_INET, LEAF));
    }

    /** So that a test which fails does not wait for ever. */
    private static SOCKET limited(SOCKET s) {
        return with(with(expectSocket(s), SOL_SOCKET, SO_RCVTIMEO, 10_000), SOL_SOCKET, SO_SNDTIMEO, 10_000);
    }

    static SOCKET listeningRoot() {
        return listening(bound(root(), loopback(0)));
    }

    static SOCKET listeningLeaf() {
        return listening(bound(leaf(), loopback(0)));
    }

    static SOCKET join(SOCKET s, sockaddr name, int flags) {
        return WSAJoinLeaf(s, name, sizeof(name), null, null, null, null, flags);
    }

    /** Both sockets of one leaf: its own, and the c_leaf that the root has got for it. */
    record Member(SOCKET leaf, SOCKET atRoot) {}

    /** A leaf that asks the listening root for admittance. */
    static Member admitted(SOCKET root) {
        SOCKET leaf = leaf();
        assertThat(join(leaf, localAddress(root), JL_BOTH)).isSameAs(leaf);
        return new Member(leaf, expectSocket(accept(root, null, null)));
    }

    /** A leaf that the root invites. */
    static Member invited(SOCKET root, int flags) {
        SOCKET waiting = listeningLeaf();
        SOCKET atRoot = expectSocket(join(root, localAddress(waiting), flags));
        SOCKET leaf = expectSocket(accept(waiting, null, null));
        expectZero(closesocket(waiting));
        return new Member(leaf, atRoot);
    }

    static List<Member> admitted(SOCKET root, int count) {
        List<Member> members = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            members.add(admitted(root));
        }
        return members;
    }

    static int localPort(SOCKET s) {
        return Sockets.port(s);
    }
}
