package dev.jwinsock;

import dev.jwinsock.ws2.LastError;

/** {@code windows.h}: the little of it that socket programs need. */
public final class Windows {
    /** C: {@code #define NO_ERROR 0L}. */
    public static final int NO_ERROR = 0;

    /** C: {@code #define ERROR_SUCCESS 0L}. */
    public static final int ERROR_SUCCESS = 0;

    private Windows() {}

    /**
     * C: {@code DWORD GetLastError(void)}. This thread's last error, the same slot as {@link Winsock2#WSAGetLastError}
     * (S013). Specification: "Error Codes - errno, h_errno and WSAGetLastError".
     */
    public static int GetLastError() {
        return LastError.get();
    }

    /** C: {@code void SetLastError(DWORD dwErrCode)}. Sets this thread's last error (S013). */
    public static void SetLastError(int dwErrCode) {
        LastError.set(dwErrCode);
    }
}
