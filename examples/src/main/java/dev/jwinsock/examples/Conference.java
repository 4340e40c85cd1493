package dev.jwinsock.examples;

import static dev.jwinsock.Winsock2.*;
import static dev.jwinsock.Ws2tcpip.*;

import dev.jwinsock.IntRef;
import dev.jwinsock.SOCKET;
import dev.jwinsock.WSADATA;
import dev.jwinsock.WSAPROTOCOL_INFO;
import dev.jwinsock.multipoint.RootedMultipoint;
import dev.jwinsock.sockaddr_in;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A rooted multipoint session: a root, leaves that ask it for admittance, and one that it invites. The root says a
 * sentence once and all leaves hear it; each leaf answers, and only the root hears that.
 *
 * <p>The protocol is found as "Attributes in WSAPROTOCOL_INFO Structure" tells, by its XP1 flags in what WSAEnumProtocols
 * lists; {@link RootedMultipoint#install} has put it there.
 */
public final class Conference {
    private static final int ROOT = WSA_FLAG_MULTIPOINT_C_ROOT | WSA_FLAG_MULTIPOINT_D_ROOT | WSA_FLAG_OVERLAPPED;
    private static final int LEAF = WSA_FLAG_MULTIPOINT_C_LEAF | WSA_FLAG_MULTIPOINT_D_LEAF | WSA_FLAG_OVERLAPPED;
    private static final String SENTENCE = "Can you hear me?";
    private static final String ANSWER = "Yes.";

    private Conference() {}

    public static void main(String[] argv) {
        int leaves = argv.length == 1 ? Integer.parseInt(argv[0]) : 0;
        if (leaves < 1) {
            System.out.println("usage: Conference <number of leaves>");
            System.exit(1);
        }
        System.exit(run(leaves, System.out));
    }

    /** @return the exit code */
    static int run(int leaves, PrintStream out) {
        int error = RootedMultipoint.install();
        if (error != 0) {
            out.printf("WSCInstallProvider failed with error: %s%n", Errors.text(error));
            return 1;
        }
        try {
            error = WSAStartup(MAKEWORD(2, 2), new WSADATA());
            if (error != 0) {
                out.printf("WSAStartup failed with error: %s%n", Errors.text(error));
                return 1;
            }
            boolean good = hold(leaves, out);
            if (!good) {
                out.printf("failed with error: %s%n", Errors.last());
            }
            WSACleanup();
            return good ? 0 : 1;
        } finally {
            RootedMultipoint.uninstall();
        }
    }

    /** A protocol with a root in both planes. */
    private static @Nullable WSAPROTOCOL_INFO rootedProtocol() {
        int wanted = XP1_SUPPORT_MULTIPOINT | XP1_MULTIPOINT_CONTROL_PLANE | XP1_MULTIPOINT_DATA_PLANE;
        IntRef length = new IntRef(0);
        WSAEnumProtocols(null, null, length); // WSAENOBUFS, and the length it takes
        WSAPROTOCOL_INFO[] protocols = new WSAPROTOCOL_INFO[length.value / sizeof(new WSAPROTOCOL_INFO())];
        int count = WSAEnumProtocols(null, protocols, length);
        for (int i = 0; i < count; i++) {
            if ((protocols[i].dwServiceFlags1 & wanted) == wanted && protocols[i].iAddressFamily == AF_INET) {
                return protocols[i];
            }
        }
        return null;
    }

    private static boolean hold(int leaves, PrintStream out) {
        WSAPROTOCOL_INFO protocol = rootedProtocol();
        if (protocol == null) {
            return false;
        }
        out.printf("protocol: %s%n", protocol.szProtocol);
        SOCKET root = WSASocket(FROM_PROTOCOL_INFO, FROM_PROTOCOL_INFO, FROM_PROTOCOL_INFO, protocol, 0, ROOT);
        sockaddr_in rootAddress = listen(root);
        if (rootAddress == null) {
            return false;
        }
        List<SOCKET> members = new ArrayList<>();
        List<SOCKET> atRoot = new ArrayList<>();
        for (int i = 1; i < leaves; i++) {
            // The leaf asks: WSAJoinLeaf gives the socket itself, and the root admits it by accept
            SOCKET leaf = WSASocket(FROM_PROTOCOL_INFO, FROM_PROTOCOL_INFO, FROM_PROTOCOL_INFO, protocol, 0, LEAF);
            if (WSAJoinLeaf(leaf, rootAddress, sizeof(rootAddress), null, null, null, null, JL_BOTH) != leaf) {
                return false;
            }
            members.add(leaf);
            atRoot.add(accept(root, null, null));
        }
        // The root invites: WSAJoinLeaf gives a c_leaf socket for the leaf, which listens and accepts
        SOCKET waiting = WSASocket(FROM_PROTOCOL_INFO, FROM_PROTOCOL_INFO, FROM_PROTOCOL_INFO, protocol, 0, LEAF);
        sockaddr_in address = listen(waiting);
        if (address == null) {
            return false;
        }
        atRoot.add(WSAJoinLeaf(root, address, sizeof(address), null, null, null, null, JL_BOTH));
        members.add(accept(waiting, null, null));
        if (members.contains(INVALID_SOCKET) || atRoot.contains(INVALID_SOCKET)) {
            return false;
        }
        out.printf("%d leaves are in the session%n", members.size());
        return talk(root, members, out) && end(root, members, out);
    }

    /** @return the address, or null */
    private static @Nullable sockaddr_in listen(SOCKET s) {
        sockaddr_in address = new sockaddr_in();
        address.sin_family = AF_INET;
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        boolean listens = bind(s, address, sizeof(address)) == 0
                && getsockname(s, address, new IntRef(sizeof(address))) == 0
                && dev.jwinsock.Winsock2.listen(s, SOMAXCONN) == 0;
        return listens ? address : null;
    }

    private static boolean talk(SOCKET root, List<SOCKET> members, PrintStream out) {
        byte[] sentence = SENTENCE.getBytes(StandardCharsets.US_ASCII);
        if (send(root, sentence, sentence.length, 0) != sentence.length) {
            return false;
        }
        byte[] answer = ANSWER.getBytes(StandardCharsets.US_ASCII);
        for (SOCKET leaf : members) {
            byte[] heard = new byte[sentence.length];
            if (recv(leaf, heard, heard.length, MSG_WAITALL) != heard.length
                    || send(leaf, answer, answer.length, 0) != answer.length) {
                return false;
            }
        }
        out.printf("all leaves heard \"%s\"%n", SENTENCE);
        int answers = 0;
        sockaddr_in from = new sockaddr_in();
        byte[] heard = new byte[answer.length];
        while (answers < members.size()) {
            // One call gives the bytes of one leaf, and recvfrom tells which
            if (recvfrom(root, heard, heard.length, 0, from, new IntRef(sizeof(from))) != heard.length) {
                return false;
            }
            answers++;
        }
        out.printf("%d leaves answered \"%s\"%n", answers, new String(heard, StandardCharsets.US_ASCII));
        return true;
    }

    private static boolean end(SOCKET root, List<SOCKET> members, PrintStream out) {
        if (closesocket(root) != 0) {
            return false;
        }
        for (SOCKET leaf : members) {
            if (recv(leaf, new byte[1], 1, 0) != 0) {
                return false;
            }
        }
        out.println("the session has ended with its root");
        return true;
    }
}
