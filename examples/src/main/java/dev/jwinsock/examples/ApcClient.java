package dev.jwinsock.examples;

import static dev.jwinsock.Windows.*;
import static dev.jwinsock.Winsock2.*;

import dev.jwinsock.IntRef;
import dev.jwinsock.OVERLAPPED;
import dev.jwinsock.SOCKET;
import dev.jwinsock.WSABUF;
import dev.jwinsock.WSADATA;
import dev.jwinsock.WSAOVERLAPPED;
import java.io.PrintStream;
import java.nio.ByteBuffer;

/**
 * A client of an echo server that is driven by completion routines: each routine begins the next operation, and the
 * thread does nothing but sleep alertably.
 */
public final class ApcClient {
    private static final int BLOCK = 256 * 1024;
    private static final int PIECE = 16 * 1024;
    private static final int PATIENCE_MILLIS = 10_000;

    private final SOCKET socket;
    private final PrintStream out;
    private final ByteBuffer block = EchoConnection.pattern(BLOCK);
    private final ByteBuffer echo = ByteBuffer.allocateDirect(PIECE);
    private final WSAOVERLAPPED send = new WSAOVERLAPPED();
    private final WSAOVERLAPPED receive = new WSAOVERLAPPED();
    private int sent;
    private int echoed;
    private boolean failed;

    private ApcClient(SOCKET socket, PrintStream out) {
        this.socket = socket;
        this.out = out;
    }

    public static void main(String[] argv) {
        System.exit(run(EchoConnection.portArgument("ApcClient", argv), System.out));
    }

    /** @return the exit code */
    static int run(int port, PrintStream out) {
        int iResult = WSAStartup(MAKEWORD(2, 2), new WSADATA());
        if (iResult != 0) {
            out.printf("WSAStartup failed with error: %s%n", Errors.text(iResult));
            return 1;
        }
        SOCKET s = EchoConnection.open(port, out);
        int code = s != INVALID_SOCKET && new ApcClient(s, out).converse() ? 0 : 1;
        closesocket(s);
        WSACleanup();
        return code;
    }

    private boolean converse() {
        sendNext();
        receiveNext();
        while (!failed && echoed < BLOCK) {
            // The routines run in here, and nowhere else
            if (SleepEx(PATIENCE_MILLIS, true) != WAIT_IO_COMPLETION) {
                out.printf("nothing has completed for %d seconds%n", PATIENCE_MILLIS / 1000);
                return false;
            }
        }
        if (!failed) {
            out.printf("Bytes Sent: %d%nBytes received: %d%n", sent, echoed);
        }
        return !failed;
    }

    private void sendNext() {
        WSABUF[] piece = {new WSABUF(block.slice(sent, Math.min(PIECE, BLOCK - sent)))};
        begun("WSASend", WSASend(socket, piece, 1, null, 0, send, this::sent));
    }

    private void sent(int error, int bytes, OVERLAPPED overlapped, int flags) {
        if (completed("WSASend", error)) {
            sent += bytes;
            if (sent < BLOCK) {
                sendNext();
            }
        }
    }

    private void receiveNext() {
        WSABUF[] piece = {new WSABUF(echo)};
        begun("WSARecv", WSARecv(socket, piece, 1, null, new IntRef(), receive, this::received));
    }

    private void received(int error, int bytes, OVERLAPPED overlapped, int flags) {
        if (!completed("WSARecv", error)) {
            return;
        }
        if (bytes == 0 || !EchoConnection.isPattern(echo, bytes, echoed)) {
            out.printf("the echo ends or differs after %d bytes%n", echoed);
            failed = true;
            return;
        }
        echoed += bytes;
        if (echoed < BLOCK) {
            receiveNext();
        }
    }

    private void begun(String function, int result) {
        if (result == SOCKET_ERROR && WSAGetLastError() != WSA_IO_PENDING) {
            completed(function, WSAGetLastError());
        }
    }

    private boolean completed(String function, int error) {
        if (error != 0) {
            out.printf("%s failed with error: %s%n", function, Errors.text(error));
            failed = true;
        }
        return error == 0;
    }
}
