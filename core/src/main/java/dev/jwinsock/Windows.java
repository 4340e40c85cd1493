package dev.jwinsock;

import dev.jwinsock.ws2.AsyncResults;
import dev.jwinsock.ws2.EventObject;
import dev.jwinsock.ws2.Handles;
import dev.jwinsock.ws2.LastError;
import dev.jwinsock.ws2.Messages;
import dev.jwinsock.ws2.Ports;
import dev.jwinsock.ws2.Waits;
import org.jspecify.annotations.Nullable;

/** {@code windows.h}: the little of it that socket programs need. */
public final class Windows {
    /** C: {@code #define NO_ERROR 0L}. */
    // Versions of Windows
    public static final int NTDDI_WIN2K = 0x5000000;

    public static final int NTDDI_WINXP = 0x5010000;
    public static final int NTDDI_WS03 = 0x5020000;
    public static final int NTDDI_LONGHORN = 0x6000000;

    // PRIORITY_HINT
    public static final int IoPriorityHintVeryLow = 0;
    public static final int IoPriorityHintLow = 1;
    public static final int IoPriorityHintNormal = 2;

    public static final int NO_ERROR = 0;

    /** C: {@code #define ERROR_SUCCESS 0L}. */
    public static final int ERROR_SUCCESS = 0;

    /** C: {@code #define INFINITE 0xFFFFFFFF}. */
    public static final int INFINITE = 0xFFFFFFFF;

    /** C: {@code #define WAIT_OBJECT_0 0}. */
    public static final int WAIT_OBJECT_0 = 0;

    /** C: {@code #define WAIT_TIMEOUT 258L}. */
    public static final int WAIT_TIMEOUT = 258;

    /** C: {@code #define WAIT_FAILED 0xFFFFFFFF}. */
    public static final int WAIT_FAILED = 0xFFFFFFFF;

    /** C: {@code #define WAIT_IO_COMPLETION 0xC0}. */
    public static final int WAIT_IO_COMPLETION = 0xC0;

    /** C: {@code #define MAXIMUM_WAIT_OBJECTS 64}. */
    public static final int MAXIMUM_WAIT_OBJECTS = 64;

    /** C: {@code #define ERROR_FILE_NOT_FOUND 2L}. */
    public static final int ERROR_FILE_NOT_FOUND = 2;

    /** C: {@code #define ERROR_ACCESS_DENIED 5L}. */
    public static final int ERROR_ACCESS_DENIED = 5;

    /** C: {@code #define ERROR_SHARING_VIOLATION 32L}. */
    public static final int ERROR_SHARING_VIOLATION = 32;

    /** C: {@code #define ERROR_INVALID_HANDLE 6L}. */
    public static final int ERROR_INVALID_HANDLE = 6;

    /** C: {@code #define ERROR_NOT_SUPPORTED 50L}. */
    public static final int ERROR_NOT_SUPPORTED = 50;

    /** C: {@code #define ERROR_NETNAME_DELETED 64L}; how ports and GetOverlappedResult say that a connection was reset. */
    public static final int ERROR_NETNAME_DELETED = 64;

    /** C: {@code #define ERROR_INVALID_PARAMETER 87L}. */
    public static final int ERROR_INVALID_PARAMETER = 87;

    /** C: {@code #define ERROR_MORE_DATA 234L}; how ports and GetOverlappedResult say that a datagram was too long. */
    public static final int ERROR_MORE_DATA = 234;

    /** C: {@code #define ERROR_ABANDONED_WAIT_0 735L}; the port was closed while the thread waited. */
    public static final int ERROR_ABANDONED_WAIT_0 = 735;

    /** C: {@code #define ERROR_OPERATION_ABORTED 995L}. */
    public static final int ERROR_OPERATION_ABORTED = 995;

    /** C: {@code #define ERROR_IO_INCOMPLETE 996L}. */
    public static final int ERROR_IO_INCOMPLETE = 996;

    /** C: {@code #define ERROR_IO_PENDING 997L}. */
    public static final int ERROR_IO_PENDING = 997;

    /** C: {@code #define ERROR_NOT_FOUND 1168L}; there is no such operation to cancel. */
    public static final int ERROR_NOT_FOUND = 1168;

    /** C: {@code #define ERROR_CONNECTION_REFUSED 1225L}. */
    public static final int ERROR_CONNECTION_REFUSED = 1225;

    /** C: {@code #define STATUS_PENDING 0x00000103}; the Internal of an OVERLAPPED until the operation completes. */
    public static final int STATUS_PENDING = 0x103;

    /** C: {@code #define FILE_SKIP_COMPLETION_PORT_ON_SUCCESS 0x1}. */
    public static final int FILE_SKIP_COMPLETION_PORT_ON_SUCCESS = 0x1;

    /** C: {@code #define FILE_SKIP_SET_EVENT_ON_HANDLE 0x2}. */
    public static final int FILE_SKIP_SET_EVENT_ON_HANDLE = 0x2;

    /** C: {@code #define INVALID_HANDLE_VALUE ((HANDLE)(LONG_PTR)-1)}. */
    public static final HANDLE INVALID_HANDLE_VALUE = SOCKET.INVALID;

    /** C: {@code #define WM_CLOSE 0x0010}. */
    public static final int WM_CLOSE = 0x0010;

    /** C: {@code #define WM_QUIT 0x0012}. */
    public static final int WM_QUIT = 0x0012;

    /** C: {@code #define WM_USER 0x0400}. */
    public static final int WM_USER = 0x0400;

    /** C: {@code #define PM_NOREMOVE 0x0000}. */
    public static final int PM_NOREMOVE = 0x0000;

    /** C: {@code #define PM_REMOVE 0x0001}. */
    public static final int PM_REMOVE = 0x0001;

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

    // ---- Event objects and waits

    /**
     * C: {@code HANDLE CreateEvent(LPSECURITY_ATTRIBUTES, BOOL bManualReset, BOOL bInitialState, LPCTSTR)}. An event
     * object; there are no attributes and no names.
     */
    public static HANDLE CreateEvent(boolean bManualReset, boolean bInitialState) {
        return new EventObject(bManualReset, bInitialState);
    }

    /**
     * As {@link #CreateEvent(boolean, boolean)}, with all parameters of C.
     *
     * @param lpEventAttributes ignored: there is no security
     * @param lpName must be null: an object belongs to this process; else null with ERROR_INVALID_PARAMETER
     */
    public static @Nullable HANDLE CreateEvent(
            @Nullable Object lpEventAttributes, boolean bManualReset, boolean bInitialState, @Nullable String lpName) {
        return Handles.createEvent(bManualReset, bInitialState, lpName);
    }

    /** C: {@code BOOL SetEvent(HANDLE hEvent)}. Error: ERROR_INVALID_HANDLE. */
    public static boolean SetEvent(@Nullable HANDLE hEvent) {
        return Handles.done(EventObject.set(hEvent));
    }

    /** C: {@code BOOL ResetEvent(HANDLE hEvent)}. Error: ERROR_INVALID_HANDLE. */
    public static boolean ResetEvent(@Nullable HANDLE hEvent) {
        return Handles.done(EventObject.reset(hEvent));
    }

    /** C: {@code BOOL CloseHandle(HANDLE hObject)}. Error: ERROR_INVALID_HANDLE. Sockets are closed by closesocket. */
    public static boolean CloseHandle(@Nullable HANDLE hObject) {
        return Handles.close(hObject);
    }

    /** C: {@code DWORD WaitForSingleObject(HANDLE hHandle, DWORD dwMilliseconds)}: {@link #WaitForSingleObjectEx}. */
    public static int WaitForSingleObject(@Nullable HANDLE hHandle, int dwMilliseconds) {
        return WaitForSingleObjectEx(hHandle, dwMilliseconds, false);
    }

    /**
     * C: {@code DWORD WaitForSingleObjectEx(HANDLE hHandle, DWORD dwMilliseconds, BOOL bAlertable)}. Returns
     * WAIT_OBJECT_0, WAIT_TIMEOUT, WAIT_IO_COMPLETION or WAIT_FAILED. Error: ERROR_INVALID_HANDLE.
     *
     * @param dwMilliseconds 0: only look; INFINITE: no limit
     */
    public static int WaitForSingleObjectEx(@Nullable HANDLE hHandle, int dwMilliseconds, boolean bAlertable) {
        return Waits.await(1, new HANDLE[] {hHandle}, false, dwMilliseconds, bAlertable);
    }

    /**
     * C: {@code DWORD WaitForMultipleObjects(DWORD nCount, const HANDLE *lpHandles, BOOL bWaitAll, DWORD
     * dwMilliseconds)}: {@link #WaitForMultipleObjectsEx}.
     */
    public static int WaitForMultipleObjects(
            int nCount, @Nullable HANDLE @Nullable [] lpHandles, boolean bWaitAll, int dwMilliseconds) {
        return WaitForMultipleObjectsEx(nCount, lpHandles, bWaitAll, dwMilliseconds, false);
    }

    /**
     * C: {@code DWORD WaitForMultipleObjectsEx(DWORD nCount, const HANDLE *lpHandles, BOOL bWaitAll, DWORD
     * dwMilliseconds, BOOL bAlertable)}. Up to MAXIMUM_WAIT_OBJECTS (64) objects; a wait for all takes none until it can
     * take all. Returns WAIT_OBJECT_0 plus the lowest signalled index, WAIT_TIMEOUT, WAIT_IO_COMPLETION or WAIT_FAILED.
     * Errors: ERROR_INVALID_PARAMETER, ERROR_INVALID_HANDLE.
     *
     * @param dwMilliseconds 0: only look; INFINITE: no limit
     */
    public static int WaitForMultipleObjectsEx(
            int nCount,
            @Nullable HANDLE @Nullable [] lpHandles,
            boolean bWaitAll,
            int dwMilliseconds,
            boolean bAlertable) {
        return Waits.await(nCount, lpHandles, bWaitAll, dwMilliseconds, bAlertable);
    }

    /**
     * C: {@code DWORD SleepEx(DWORD dwMilliseconds, BOOL bAlertable)}. Returns 0 after the time, WAIT_IO_COMPLETION when
     * asynchronous procedure calls ran.
     */
    public static int SleepEx(int dwMilliseconds, boolean bAlertable) {
        return Waits.sleep(dwMilliseconds, bAlertable);
    }

    /** C: {@code void Sleep(DWORD dwMilliseconds)}. Runs no asynchronous procedure calls (A055). */
    public static void Sleep(int dwMilliseconds) {
        Waits.sleep(dwMilliseconds, false);
    }

    /**
     * C: {@code BOOL QueryPerformanceCounter(LARGE_INTEGER *lpPerformanceCount)}: a clock for intervals; the timestamps of
     * datagrams are values of it. Here it is {@link System#nanoTime} in units of 100 ns.
     */
    public static boolean QueryPerformanceCounter(LARGE_INTEGER lpPerformanceCount) {
        lpPerformanceCount.QuadPart = Math.floorDiv(System.nanoTime(), 100);
        return true;
    }

    /**
     * C: {@code BOOL QueryPerformanceFrequency(LARGE_INTEGER *lpFrequency)}: counts per second, 10 million as on Windows 10
     * and later.
     */
    public static boolean QueryPerformanceFrequency(LARGE_INTEGER lpFrequency) {
        lpFrequency.QuadPart = 10_000_000;
        return true;
    }

    /** C: {@code HANDLE GetCurrentThread(void)}; unlike the pseudo handle in C it means this thread in others, too. */
    public static HANDLE GetCurrentThread() {
        return Handles.currentThread();
    }

    /**
     * C: {@code HANDLE OpenThread(DWORD, BOOL, DWORD dwThreadId)}. The handle of a Java thread: signalled when the
     * thread has ended, the target of {@link #QueueUserAPC} and {@link #PostThreadMessage}. There is one for each
     * thread; CloseHandle does nothing with it.
     */
    public static HANDLE OpenThread(Thread thread) {
        return Handles.thread(thread);
    }

    /**
     * C: {@code DWORD QueueUserAPC(PAPCFUNC pfnAPC, HANDLE hThread, ULONG_PTR dwData)}. The call runs in the thread when
     * that waits alertably; what C passes as data a lambda captures. Errors: ERROR_INVALID_HANDLE,
     * ERROR_GEN_FAILURE (31) when the thread has ended.
     */
    public static boolean QueueUserAPC(Runnable pfnAPC, @Nullable HANDLE hThread) {
        return Handles.queueApc(pfnAPC, hThread);
    }

    // ---- Overlapped I/O and completion ports

    /**
     * C: {@code BOOL GetOverlappedResult(HANDLE hFile, LPOVERLAPPED lpOverlapped, LPDWORD lpNumberOfBytesTransferred, BOOL
     * bWait)}. The result of an overlapped operation, in Win32 error numbers (A072): a reset is ERROR_NETNAME_DELETED
     * where {@link Winsock2#WSAGetOverlappedResult} says WSAECONNRESET.
     *
     * <p>Errors: ERROR_IO_INCOMPLETE when it is pending and bWait is false, ERROR_INVALID_PARAMETER; else the operation's.
     *
     * @param hFile the socket; waited for when lpOverlapped has no event (A023)
     * @param lpNumberOfBytesTransferred also of a failed operation
     */
    public static boolean GetOverlappedResult(
            @Nullable HANDLE hFile,
            @Nullable OVERLAPPED lpOverlapped,
            @Nullable IntRef lpNumberOfBytesTransferred,
            boolean bWait) {
        return AsyncResults.win32(hFile, lpOverlapped, lpNumberOfBytesTransferred, bWait ? INFINITE : 0, false);
    }

    /**
     * C: {@code BOOL GetOverlappedResultEx(HANDLE hFile, LPOVERLAPPED lpOverlapped, LPDWORD lpNumberOfBytesTransferred, DWORD
     * dwMilliseconds, BOOL bAlertable)}. As {@link #GetOverlappedResult}, with a time limit.
     *
     * <p>Errors: as there; WAIT_TIMEOUT, and WAIT_IO_COMPLETION after asynchronous procedure calls.
     *
     * @param dwMilliseconds 0: only look; INFINITE: no limit
     */
    public static boolean GetOverlappedResultEx(
            @Nullable HANDLE hFile,
            @Nullable OVERLAPPED lpOverlapped,
            @Nullable IntRef lpNumberOfBytesTransferred,
            int dwMilliseconds,
            boolean bAlertable) {
        return AsyncResults.win32(hFile, lpOverlapped, lpNumberOfBytesTransferred, dwMilliseconds, bAlertable);
    }

    /** C: {@code #define HasOverlappedIoCompleted(lpOverlapped)}: Internal is not STATUS_PENDING. */
    public static boolean HasOverlappedIoCompleted(OVERLAPPED lpOverlapped) {
        return AsyncResults.completed(lpOverlapped);
    }

    /**
     * C: {@code BOOL CancelIoEx(HANDLE hFile, LPOVERLAPPED lpOverlapped)}. Cancels a pending operation of any thread, which
     * then completes with ERROR_OPERATION_ABORTED and is told as ever (A073). Errors: ERROR_NOT_FOUND when it is not
     * pending (A074), ERROR_INVALID_HANDLE.
     *
     * @param lpOverlapped null: all that are pending on the handle
     */
    public static boolean CancelIoEx(@Nullable HANDLE hFile, @Nullable OVERLAPPED lpOverlapped) {
        return AsyncResults.cancel(hFile, lpOverlapped);
    }

    /**
     * C: {@code BOOL CancelIo(HANDLE hFile)}. Cancels what the calling thread has begun on the handle and is pending;
     * true also when that is nothing. Error: ERROR_INVALID_HANDLE.
     */
    public static boolean CancelIo(@Nullable HANDLE hFile) {
        return AsyncResults.cancel(hFile);
    }

    /**
     * C: {@code HANDLE CreateIoCompletionPort(HANDLE FileHandle, HANDLE ExistingCompletionPort, ULONG_PTR CompletionKey, DWORD
     * NumberOfConcurrentThreads)}. Makes a completion port, or associates a socket with one, for the socket's life; both when
     * ExistingCompletionPort is null and FileHandle a socket.
     *
     * <p>Errors: null with ERROR_INVALID_HANDLE; ERROR_INVALID_PARAMETER for a socket that has a port (A141) and for an
     * existing port without a socket. Specification: "Overlapped I/O".
     *
     * @param FileHandle a socket, or INVALID_HANDLE_VALUE
     * @param CompletionKey any object of the program's; it is in each packet of the socket
     * @param NumberOfConcurrentThreads how many threads may work on packets at a time; 0: as many as there are processors.
     *     One that is blocked does not count; it is noticed within some milliseconds. Ignored for an existing port
     */
    public static @Nullable HANDLE CreateIoCompletionPort(
            @Nullable HANDLE FileHandle,
            @Nullable HANDLE ExistingCompletionPort,
            @Nullable Object CompletionKey,
            int NumberOfConcurrentThreads) {
        return Ports.create(FileHandle, ExistingCompletionPort, CompletionKey, NumberOfConcurrentThreads);
    }

    /**
     * C: {@code BOOL GetQueuedCompletionStatus(HANDLE CompletionPort, LPDWORD lpNumberOfBytesTransferred, PULONG_PTR
     * lpCompletionKey, LPOVERLAPPED *lpOverlapped, DWORD dwMilliseconds)}. Waits for a completion packet. False with an
     * OVERLAPPED is the packet of a failed operation, the last error is its Win32 error (A086); false with null is none.
     *
     * <p>Errors: WAIT_TIMEOUT (258), ERROR_ABANDONED_WAIT_0 when the port is closed meanwhile (A099), ERROR_INVALID_HANDLE.
     * Success leaves the last error alone (A085).
     *
     * @param dwMilliseconds 0: only look; INFINITE: no limit
     */
    public static boolean GetQueuedCompletionStatus(
            @Nullable HANDLE CompletionPort,
            @Nullable IntRef lpNumberOfBytesTransferred,
            @Nullable Ref<Object> lpCompletionKey,
            @Nullable Ref<OVERLAPPED> lpOverlapped,
            int dwMilliseconds) {
        return Ports.get(CompletionPort, lpNumberOfBytesTransferred, lpCompletionKey, lpOverlapped, dwMilliseconds);
    }

    /**
     * C: {@code BOOL GetQueuedCompletionStatusEx(HANDLE CompletionPort, LPOVERLAPPED_ENTRY lpCompletionPortEntries, ULONG
     * ulCount, PULONG ulNumEntriesRemoved, DWORD dwMilliseconds, BOOL fAlertable)}. Takes several packets at once, in order.
     * Failed operations do not make it false: look at Internal of each entry (A097).
     *
     * <p>Errors: as {@link #GetQueuedCompletionStatus}; WAIT_IO_COMPLETION (192) after asynchronous procedure calls in an
     * alertable wait (A098).
     *
     * @param lpCompletionPortEntries the entries are written into; those that are null are made
     */
    public static boolean GetQueuedCompletionStatusEx(
            @Nullable HANDLE CompletionPort,
            @Nullable OVERLAPPED_ENTRY @Nullable [] lpCompletionPortEntries,
            int ulCount,
            @Nullable IntRef ulNumEntriesRemoved,
            int dwMilliseconds,
            boolean fAlertable) {
        return Ports.get(
                CompletionPort, lpCompletionPortEntries, ulCount, ulNumEntriesRemoved, dwMilliseconds, fAlertable);
    }

    /**
     * C: {@code BOOL PostQueuedCompletionStatus(HANDLE CompletionPort, DWORD dwNumberOfBytesTransferred, ULONG_PTR
     * dwCompletionKey, LPOVERLAPPED lpOverlapped)}. Queues a packet of the program's own; the values come back as they are
     * (A096). Error: ERROR_INVALID_HANDLE.
     */
    public static boolean PostQueuedCompletionStatus(
            @Nullable HANDLE CompletionPort,
            int dwNumberOfBytesTransferred,
            @Nullable Object dwCompletionKey,
            @Nullable OVERLAPPED lpOverlapped) {
        return Ports.post(CompletionPort, dwNumberOfBytesTransferred, dwCompletionKey, lpOverlapped);
    }

    /**
     * C: {@code BOOL SetFileCompletionNotificationModes(HANDLE FileHandle, UCHAR Flags)}. Once set, a mode stays. Errors:
     * ERROR_INVALID_HANDLE, ERROR_INVALID_PARAMETER.
     *
     * @param Flags FILE_SKIP_COMPLETION_PORT_ON_SUCCESS: no packet for an operation that succeeds within its call;
     *     FILE_SKIP_SET_EVENT_ON_HANDLE: the socket handle is not signalled
     */
    public static boolean SetFileCompletionNotificationModes(@Nullable HANDLE FileHandle, int Flags) {
        return Ports.setModes(FileHandle, Flags);
    }

    /**
     * C: {@code BOOL BindIoCompletionCallback(HANDLE FileHandle, LPOVERLAPPED_COMPLETION_ROUTINE Function, ULONG Flags)}.
     * Completions of the socket are told by the function, on threads of a pool. Errors: ERROR_INVALID_HANDLE,
     * ERROR_INVALID_PARAMETER also for a socket that has a port.
     *
     * @param Flags must be 0
     */
    public static boolean BindIoCompletionCallback(
            @Nullable HANDLE FileHandle, @Nullable LPOVERLAPPED_COMPLETION_ROUTINE Function, int Flags) {
        return Ports.bind(FileHandle, Function, Flags);
    }

    // ---- Windows and messages

    /**
     * C: {@code ATOM RegisterClass(const WNDCLASS *lpWndClass)}. Returns 0 on failure. Errors: ERROR_INVALID_PARAMETER,
     * ERROR_CLASS_ALREADY_EXISTS (1410).
     */
    public static int RegisterClass(@Nullable WNDCLASS lpWndClass) {
        return Messages.registerClass(lpWndClass);
    }

    /** C: {@code BOOL UnregisterClass(LPCTSTR lpClassName, HINSTANCE)}. Error: ERROR_CANNOT_FIND_WND_CLASS (1407). */
    public static boolean UnregisterClass(@Nullable String lpClassName) {
        return Messages.unregisterClass(lpClassName);
    }

    /**
     * C: {@code HWND CreateWindow(LPCTSTR lpClassName, LPCTSTR lpWindowName, …)}. A message-only window of the calling
     * thread, or null. Error: ERROR_CANNOT_FIND_WND_CLASS (1407).
     */
    public static @Nullable HWND CreateWindow(@Nullable String lpClassName, @Nullable String lpWindowName) {
        return Messages.createWindow(lpClassName);
    }

    /**
     * C: {@code HWND CreateWindowEx(DWORD dwExStyle, LPCTSTR lpClassName, LPCTSTR lpWindowName, …)}. As
     * {@link #CreateWindow}: no style shows.
     */
    public static @Nullable HWND CreateWindowEx(
            int dwExStyle, @Nullable String lpClassName, @Nullable String lpWindowName) {
        return Messages.createWindow(lpClassName);
    }

    /** C: {@code BOOL DestroyWindow(HWND hWnd)}. Errors: ERROR_INVALID_WINDOW_HANDLE (1400), ERROR_ACCESS_DENIED. */
    public static boolean DestroyWindow(@Nullable HWND hWnd) {
        return Messages.destroyWindow(hWnd);
    }

    /** C: {@code LRESULT DefWindowProc(HWND hWnd, UINT Msg, WPARAM wParam, LPARAM lParam)}. Does nothing. */
    public static long DefWindowProc(@Nullable HWND hWnd, int Msg, @Nullable Object wParam, long lParam) {
        return 0;
    }

    /**
     * C: {@code BOOL GetMessage(LPMSG lpMsg, HWND hWnd, UINT wMsgFilterMin, UINT wMsgFilterMax)}. Waits for a message to
     * the calling thread's windows. Returns 0 for WM_QUIT, -1 on failure, else 1.
     *
     * @param hWnd only messages of this window; null: all
     * @param wMsgFilterMax with wMsgFilterMin both 0: all messages
     */
    public static int GetMessage(@Nullable MSG lpMsg, @Nullable HWND hWnd, int wMsgFilterMin, int wMsgFilterMax) {
        return Messages.getMessage(lpMsg, hWnd, wMsgFilterMin, wMsgFilterMax);
    }

    /**
     * C: {@code BOOL PeekMessage(LPMSG lpMsg, HWND hWnd, UINT wMsgFilterMin, UINT wMsgFilterMax, UINT wRemoveMsg)}. As
     * {@link #GetMessage} without waiting; false when there is none.
     */
    public static boolean PeekMessage(
            @Nullable MSG lpMsg, @Nullable HWND hWnd, int wMsgFilterMin, int wMsgFilterMax, int wRemoveMsg) {
        return Messages.peekMessage(lpMsg, hWnd, wMsgFilterMin, wMsgFilterMax, (wRemoveMsg & PM_REMOVE) != 0);
    }

    /**
     * C: {@code BOOL PostMessage(HWND hWnd, UINT Msg, WPARAM wParam, LPARAM lParam)}. A null window posts to the calling
     * thread. Error: ERROR_INVALID_WINDOW_HANDLE (1400).
     */
    public static boolean PostMessage(@Nullable HWND hWnd, int Msg, @Nullable Object wParam, long lParam) {
        return Messages.postMessage(hWnd, Msg, wParam, lParam);
    }

    /**
     * C: {@code BOOL PostThreadMessage(DWORD idThread, UINT Msg, WPARAM wParam, LPARAM lParam)}. A message without a
     * window, to a thread that has called GetMessage, PeekMessage or CreateWindow before. Error:
     * ERROR_INVALID_THREAD_ID (1444).
     *
     * @param thread a handle of {@link #OpenThread} in place of the number
     */
    public static boolean PostThreadMessage(@Nullable HANDLE thread, int Msg, @Nullable Object wParam, long lParam) {
        return Messages.postThreadMessage(thread, Msg, wParam, lParam);
    }

    /** C: {@code void PostQuitMessage(int nExitCode)}. WM_QUIT comes when the queue is empty, with the code in wParam. */
    public static void PostQuitMessage(int nExitCode) {
        Messages.postQuitMessage(nExitCode);
    }

    /** C: {@code BOOL TranslateMessage(const MSG *lpMsg)}. There are no keys to translate: false. */
    public static boolean TranslateMessage(MSG lpMsg) {
        return false;
    }

    /** C: {@code LRESULT DispatchMessage(const MSG *lpMsg)}. Calls the window's procedure. */
    public static long DispatchMessage(MSG lpMsg) {
        return Messages.dispatchMessage(lpMsg);
    }
}
