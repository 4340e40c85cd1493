package dev.jwinsock.examples;

import static dev.jwinsock.Winsock2.*;

import dev.jwinsock.HANDLE;
import dev.jwinsock.IntRef;
import dev.jwinsock.SOCKET;
import dev.jwinsock.WSADATA;
import dev.jwinsock.WSANETWORKEVENTS;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.function.IntConsumer;

/**
 * Telnet's Synch (RFC 854) on urgent data: a server that answers each line, one connection after the other. A client
 * that has sent IAC DM, the DM as urgent data, wants to be heard at once: what it had sent before is thrown away.
 *
 * <p>FD_OOB tells of it. IAC is in the stream and DM is not, and a recv ends between them at the latest. SIOCATMARK is
 * FALSE as long as an urgent byte waits, which is the reverse of what it tells on Unix.
 */
public final class SynchServer {
    private static final int BUFLEN = 512;
    private static final int IAC = 255;
    private static final int DM = 242;

    private final HANDLE stop;
    private final PrintStream out;
    private final HANDLE event = WSACreateEvent();
    private final HANDLE[] events;
    private final byte[] buffer = new byte[BUFLEN];
    private final StringBuilder line = new StringBuilder();
    /** IAC was the last byte of the stream. */
    private boolean command;

    private SynchServer(HANDLE stop, PrintStream out) {
        this.stop = stop;
        this.out = out;
        this.events = new HANDLE[] {stop, event};
    }

    public static void main(String[] argv) {
        int port = EchoListener.portArgument("SynchServer", argv);
        System.exit(
                run(port, System.out, bound -> System.out.printf("Listening on port: %d%n", bound), WSACreateEvent()));
    }

    /**
     * Serves until the stop event is set.
     *
     * @return the exit code
     */
    static int run(int port, PrintStream out, IntConsumer listening, HANDLE stop) {
        int iResult = WSAStartup(MAKEWORD(2, 2), new WSADATA());
        if (iResult != 0) {
            out.printf("WSAStartup failed with error: %s%n", Errors.text(iResult));
            return 1;
        }
        SynchServer server = new SynchServer(stop, out);
        int code = server.serve(port, listening);
        WSACloseEvent(server.event);
        WSACleanup();
        return code;
    }

    private int serve(int port, IntConsumer listening) {
        SOCKET listenSocket = EchoListener.open(port, out);
        if (listenSocket == INVALID_SOCKET) {
            return 1;
        }
        listening.accept(EchoListener.port(listenSocket));
        WSAEventSelect(listenSocket, event, FD_ACCEPT);
        WSANETWORKEVENTS happened = new WSANETWORKEVENTS();
        while (goesOn() && WSAEnumNetworkEvents(listenSocket, event, happened) != SOCKET_ERROR) {
            for (SOCKET s = EchoListener.next(listenSocket, out);
                    s != INVALID_SOCKET;
                    s = EchoListener.next(listenSocket, out)) {
                converse(s);
            }
        }
        closesocket(listenSocket);
        return WSAWaitForMultipleEvents(1, events, false, 0, false) == WSA_WAIT_EVENT_0 ? 0 : 1;
    }

    /** Waits. @return false when the stop event is set */
    private boolean goesOn() {
        return WSAWaitForMultipleEvents(2, events, false, WSA_INFINITE, false) == WSA_WAIT_EVENT_0 + 1;
    }

    private void converse(SOCKET s) {
        line.setLength(0);
        command = false;
        HANDLE connection = WSACreateEvent();
        HANDLE[] either = {stop, connection};
        // An accepted socket comes with the listener's selection: this one replaces it
        WSAEventSelect(s, connection, FD_READ | FD_OOB | FD_CLOSE);
        WSANETWORKEVENTS happened = new WSANETWORKEVENTS();
        boolean open = true;
        while (open
                && WSAWaitForMultipleEvents(2, either, false, WSA_INFINITE, false) == WSA_WAIT_EVENT_0 + 1
                && WSAEnumNetworkEvents(s, connection, happened) != SOCKET_ERROR) {
            if ((happened.lNetworkEvents & FD_OOB) != 0) {
                open = synch(s);
            }
            // Also after a Synch, which may have had nothing to throw away: only a recv brings the next FD_READ
            if (open && (happened.lNetworkEvents & FD_READ) != 0) {
                open = read(s);
            }
            if ((happened.lNetworkEvents & FD_CLOSE) != 0) {
                while (open && read(s)) {
                    continue; // FD_CLOSE may come while data are left
                }
                open = false;
            }
        }
        closesocket(s);
        WSACloseEvent(connection);
    }

    /** @return whether the connection goes on */
    private boolean read(SOCKET s) {
        boolean behindIac = command;
        int n = recv(s, buffer, buffer.length, 0);
        if (n <= 0) {
            return n == SOCKET_ERROR && WSAGetLastError() == WSAEWOULDBLOCK;
        }
        if (urgentWaits(s) && behindIac) {
            return passMark(s) && process(s, n); // DM has come in the meantime, and stood before these
        }
        return process(s, n);
    }

    /** Throws away what is before the mark, all of which has arrived: a recv that ends early ends there. */
    private boolean synch(SOCKET s) {
        boolean goesOn = true;
        while (goesOn && urgentWaits(s)) {
            while (goesOn && !command) {
                int n = recv(s, buffer, buffer.length, 0);
                command = n > 0 && (buffer[n - 1] & 0xff) == IAC;
                goesOn = n > 0;
            }
            goesOn = goesOn && passMark(s);
        }
        return goesOn;
    }

    /** SIOCATMARK as Windows means it: TRUE when no urgent data wait. */
    private static boolean urgentWaits(SOCKET s) {
        IntRef noneLeft = new IntRef();
        return ioctlsocket(s, SIOCATMARK, noneLeft) != SOCKET_ERROR && noneLeft.value == 0;
    }

    private boolean passMark(SOCKET s) {
        byte[] mark = new byte[1];
        if (recv(s, mark, 1, MSG_OOB) != 1) {
            out.printf("recv failed with error: %s%n", Errors.last());
            return false;
        }
        if ((mark[0] & 0xff) != DM) {
            out.printf("urgent data that are no DM: %d%n", mark[0] & 0xff);
        }
        line.setLength(0);
        command = false;
        return true;
    }

    private boolean process(SOCKET s, int count) {
        for (int i = 0; i < count; i++) {
            int c = buffer[i] & 0xff;
            if (command) {
                command = false; // a telnet command of two bytes: nothing here to do
            } else if (c == IAC) {
                command = true;
            } else if (c == '\n') {
                byte[] answer = ("done: " + line + "\n").getBytes(StandardCharsets.ISO_8859_1);
                line.setLength(0);
                if (send(s, answer, answer.length, 0) == SOCKET_ERROR) {
                    out.printf("send failed with error: %s%n", Errors.last());
                    return false;
                }
            } else if (c != '\r') {
                line.append((char) c);
            }
        }
        return true;
    }
}
