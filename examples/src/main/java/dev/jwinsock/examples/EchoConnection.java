package dev.jwinsock.examples;

import static dev.jwinsock.Winsock2.*;

import dev.jwinsock.SOCKET;
import dev.jwinsock.sockaddr_in;
import java.io.PrintStream;
import java.nio.ByteBuffer;

/** What the overlapped clients have in common: a connection to an echo server of this machine, and what they send. */
final class EchoConnection {
    private EchoConnection() {}

    /** @return the socket, or INVALID_SOCKET with the reason printed */
    static SOCKET open(int port, PrintStream out) {
        SOCKET s = socket(AF_INET, SOCK_STREAM, IPPROTO_TCP);
        if (s == INVALID_SOCKET) {
            out.printf("socket failed with error: %s%n", Errors.last());
            return INVALID_SOCKET;
        }
        sockaddr_in server = new sockaddr_in();
        server.sin_family = AF_INET;
        server.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        server.sin_port = htons(port);
        if (connect(s, server, sizeof(server)) == SOCKET_ERROR) {
            out.printf("connect failed with error: %s%n", Errors.last());
            closesocket(s);
            return INVALID_SOCKET;
        }
        return s;
    }

    static ByteBuffer pattern(int length) {
        ByteBuffer block = ByteBuffer.allocateDirect(length);
        for (int i = 0; i < length; i++) {
            block.put(i, byteAt(i));
        }
        return block;
    }

    /** Whether the buffer has what the pattern has at that position. */
    static boolean isPattern(ByteBuffer received, int length, int position) {
        for (int i = 0; i < length; i++) {
            if (received.get(i) != byteAt(position + i)) {
                return false;
            }
        }
        return true;
    }

    private static byte byteAt(int position) {
        return (byte) (position * 31 ^ position >> 8);
    }

    /** @return the port of the server; anything else ends the program after printing how it is used */
    static int portArgument(String name, String[] argv) {
        if (argv.length == 0) {
            return EchoListener.DEFAULT_PORT;
        }
        if (argv.length == 1 && argv[0].matches("[0-9]{1,5}") && Integer.parseInt(argv[0]) < 65536) {
            return Integer.parseInt(argv[0]);
        }
        System.out.printf(
                "usage: %s [port of an echo server here]        (default %d)%n", name, EchoListener.DEFAULT_PORT);
        System.exit(argv.length == 1 && argv[0].equals("--help") ? 0 : 1);
        return EchoListener.DEFAULT_PORT;
    }
}
