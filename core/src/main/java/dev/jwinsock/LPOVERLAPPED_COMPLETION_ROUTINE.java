package dev.jwinsock;

/**
 * C: {@code void WINAPI FileIOCompletionRoutine(DWORD dwErrorCode, DWORD dwNumberOfBytesTransfered, LPOVERLAPPED
 * lpOverlapped)}. The callback of {@link Windows#BindIoCompletionCallback}, on a thread of the pool.
 */
@FunctionalInterface
public interface LPOVERLAPPED_COMPLETION_ROUTINE {
    /** @param dwErrorCode 0, or the NTSTATUS of the failed operation */
    void FileIOCompletionRoutine(int dwErrorCode, int dwNumberOfBytesTransfered, OVERLAPPED lpOverlapped);
}
