package dev.jwinsock.examples;

import static dev.jwinsock.Winsock2.*;

import dev.jwinsock.HANDLE;
import dev.jwinsock.IntRef;
import dev.jwinsock.SOCKET;
import dev.jwinsock.WSABUF;
import dev.jwinsock.WSADATA;
import dev.jwinsock.WSAOVERLAPPED;
import java.io.PrintStream;
import java.nio.ByteBuffer;

/**
 * A client of an echo server with overlapped operations and events: it sends a block and at the same time receives the
 * echo of it, piece by piece, and one thread waits for whichever completes first.
 */
public final class OverlappedClient {
    private static final int BLOCK = 256 * 1024;
    private static final int PIECE = 16 * 1024;
    private static final int SENT = 0;
    private static final int RECEIVED = 1;

    private OverlappedClient() {}

    public static void main(String[] argv) {
        System.exit(run(EchoConnection.portArgument("OverlappedClient", argv), System.out));
    }

    /** @return the exit code */
    static int run(int port, PrintStream out) {
        int iResult = WSAStartup(MAKEWORD(2, 2), new WSADATA());
        if (iResult != 0) {
            out.printf("WSAStartup failed with error: %s%n", Errors.text(iResult));
            return 1;
        }
        SOCKET s = EchoConnection.open(port, out);
        int code = s != INVALID_SOCKET && converse(s, out) ? 0 : 1;
        closesocket(s);
        WSACleanup();
        return code;
    }

    private static boolean converse(SOCKET s, PrintStream out) {
        ByteBuffer block = EchoConnection.pattern(BLOCK);
        ByteBuffer echo = ByteBuffer.allocateDirect(PIECE);
        WSABUF[] whole = {new WSABUF(block)};
        WSABUF[] piece = {new WSABUF(echo)};
        WSAOVERLAPPED send = new WSAOVERLAPPED();
        WSAOVERLAPPED receive = new WSAOVERLAPPED();
        HANDLE[] events = {WSACreateEvent(), WSACreateEvent()};
        send.hEvent = events[SENT];
        receive.hEvent = events[RECEIVED];
        try {
            // 0 or WSA_IO_PENDING: the event is signalled in both cases, so both go on alike
            if (!begun("WSASend", WSASend(s, whole, 1, null, 0, send, null), out)
                    || !begun("WSARecv", WSARecv(s, piece, 1, null, new IntRef(), receive, null), out)) {
                return false;
            }
            int echoed = 0;
            while (echoed < BLOCK) {
                int index = WSAWaitForMultipleEvents(2, events, false, WSA_INFINITE, false) - WSA_WAIT_EVENT_0;
                IntRef bytes = new IntRef();
                WSAOVERLAPPED completed = index == SENT ? send : receive;
                if (!WSAGetOverlappedResult(s, completed, bytes, false, new IntRef())) {
                    out.printf("the operation failed with error: %s%n", Errors.last());
                    return false;
                }
                if (index == SENT) {
                    out.printf("Bytes Sent: %d%n", bytes.value);
                    WSAResetEvent(events[SENT]);
                    continue;
                }
                if (bytes.value == 0) {
                    out.printf("the server closed the connection after %d bytes%n", echoed);
                    return false;
                }
                if (!EchoConnection.isPattern(echo, bytes.value, echoed)) {
                    out.printf("the echo differs after %d bytes%n", echoed);
                    return false;
                }
                echoed += bytes.value;
                if (echoed < BLOCK && !begun("WSARecv", WSARecv(s, piece, 1, null, new IntRef(), receive, null), out)) {
                    return false;
                }
            }
            out.printf("Bytes received: %d%n", echoed);
            return true;
        } finally {
            closesocket(s); // ends what is pending, so that the events and the memory are free
            WSACloseEvent(events[SENT]);
            WSACloseEvent(events[RECEIVED]);
        }
    }

    private static boolean begun(String function, int result, PrintStream out) {
        if (result == SOCKET_ERROR && WSAGetLastError() != WSA_IO_PENDING) {
            out.printf("%s failed with error: %s%n", function, Errors.last());
            return false;
        }
        return true;
    }
}
