package dev.jwinsock.compat.harness;

import static dev.jwinsock.Winsock2.*;

import dev.jwinsock.SOCKET;

/**
 * The C contract of results, as assertions around a call: {@code expectError(WSAEFAULT, bind(s, null, 0));}. They read
 * the last error, so the call has to be the argument.
 */
public final class Expect {
    private Expect() {}

    /** The call failed with SOCKET_ERROR and this last error. */
    public static void expectError(int error, int result) {
        int last = WSAGetLastError();
        if (result != SOCKET_ERROR) {
            throw new AssertionError("expected error " + error + ", but the call returned " + result);
        }
        expectLast(error, last);
    }

    /** The call failed with INVALID_SOCKET and this last error. */
    public static void expectError(int error, SOCKET result) {
        int last = WSAGetLastError();
        if (result != INVALID_SOCKET) {
            throw new AssertionError("expected error " + error + ", but the call returned " + result);
        }
        expectLast(error, last);
    }

    /** The last error is this one. */
    public static void expectLastError(int error) {
        expectLast(error, WSAGetLastError());
    }

    private static void expectLast(int expected, int last) {
        if (last != expected) {
            throw new AssertionError("expected error " + expected + ", but it is " + last);
        }
    }

    /** The call succeeded with 0. */
    public static void expectZero(int result) {
        expectCount(0, result);
    }

    /** The call succeeded with this count of bytes. */
    public static void expectCount(int count, int result) {
        int last = WSAGetLastError();
        if (result == SOCKET_ERROR && count != SOCKET_ERROR) {
            throw new AssertionError("expected " + count + ", but the call failed with error " + last);
        }
        if (result != count) {
            throw new AssertionError("expected " + count + ", but the call returned " + result);
        }
    }

    /** The call made a socket, which is returned. */
    public static SOCKET expectSocket(SOCKET result) {
        int last = WSAGetLastError();
        if (result == INVALID_SOCKET) {
            throw new AssertionError("expected a socket, but the call failed with error " + last);
        }
        return result;
    }
}
