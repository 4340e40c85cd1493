package dev.jwinsock;

/**
 * C: {@code void CALLBACK CompletionROUTINE(DWORD dwError, DWORD cbTransferred, LPWSAOVERLAPPED lpOverlapped, DWORD
 * dwFlags)}. Runs in the thread that issued the operation, when it waits alertably. Specification: "Receiving Completion
 * Indications".
 */
@FunctionalInterface
public interface LPWSAOVERLAPPED_COMPLETION_ROUTINE {
    /**
     * @param dwError 0 or the WSA error (A058)
     * @param dwFlags 0 for sends, else the flags of the received data
     */
    void CompletionROUTINE(int dwError, int cbTransferred, OVERLAPPED lpOverlapped, int dwFlags);
}
