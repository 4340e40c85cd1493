package dev.jwinsock.ws2;

import dev.jwinsock.HANDLE;
import dev.jwinsock.HWND;
import dev.jwinsock.MSG;
import dev.jwinsock.WNDCLASS;
import dev.jwinsock.WNDPROC;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** The few functions of user32 that socket programs need, in the C contract. */
public final class Messages {
    private static final int ACCESS_DENIED = 5;
    private static final int INVALID_PARAMETER = 87;
    private static final int INVALID_WINDOW_HANDLE = 1400;
    private static final int CANNOT_FIND_CLASS = 1407;
    private static final int INVALID_THREAD_ID = 1444;
    private static final int CLASS_EXISTS = 1410;

    /** Atoms of window classes start here. */
    private static final AtomicInteger NEXT_ATOM = new AtomicInteger(0xC000);

    private static final Map<String, WNDPROC> CLASSES = new ConcurrentHashMap<>();

    private Messages() {}

    /** @return the atom, or 0 */
    public static int registerClass(@Nullable WNDCLASS windowClass) {
        WNDPROC procedure = windowClass == null ? null : windowClass.lpfnWndProc;
        String name = windowClass == null ? null : windowClass.lpszClassName;
        if (procedure == null || name == null || name.isEmpty()) {
            LastError.set(INVALID_PARAMETER);
            return 0;
        }
        if (CLASSES.putIfAbsent(name, procedure) != null) {
            LastError.set(CLASS_EXISTS);
            return 0;
        }
        return NEXT_ATOM.getAndIncrement();
    }

    public static boolean unregisterClass(@Nullable String name) {
        return name != null && CLASSES.remove(name) != null || failed(CANNOT_FIND_CLASS);
    }

    public static @Nullable HWND createWindow(@Nullable String className) {
        WNDPROC procedure = className == null ? null : CLASSES.get(className);
        if (procedure == null) {
            LastError.set(CANNOT_FIND_CLASS);
            return null;
        }
        return new WindowObject(MessageQueue.current(), procedure);
    }

    public static boolean destroyWindow(@Nullable HWND handle) {
        WindowObject window = open(handle);
        if (window == null) {
            return failed(INVALID_WINDOW_HANDLE);
        }
        if (window.queue() != MessageQueue.current()) {
            return failed(ACCESS_DENIED);
        }
        window.destroy();
        window.queue().forget(window);
        return true;
    }

    /** @return 1, 0 for WM_QUIT, or -1 */
    public static int getMessage(@Nullable MSG out, @Nullable HWND window, int first, int last) {
        if (out == null) {
            LastError.set(INVALID_PARAMETER);
            return -1;
        }
        if (window != null && open(window) == null) {
            LastError.set(INVALID_WINDOW_HANDLE);
            return -1;
        }
        MessageQueue.current().get(out, window, first, last);
        return out.message == MessageQueue.WM_QUIT ? 0 : 1;
    }

    public static boolean peekMessage(@Nullable MSG out, @Nullable HWND window, int first, int last, boolean remove) {
        if (out == null) {
            return failed(INVALID_PARAMETER);
        }
        if (window != null && open(window) == null) {
            return failed(INVALID_WINDOW_HANDLE);
        }
        return MessageQueue.current().peek(out, window, first, last, remove);
    }

    public static boolean postMessage(@Nullable HWND handle, int message, @Nullable Object wParam, long lParam) {
        if (handle == null) {
            MessageQueue.current().post(null, message, wParam, lParam); // to the calling thread
            return true;
        }
        return post(handle, message, wParam, lParam) || failed(INVALID_WINDOW_HANDLE);
    }

    static boolean post(@Nullable HANDLE handle, int message, @Nullable Object wParam, long lParam) {
        WindowObject window = open(handle);
        if (window != null) {
            window.queue().post(window, message, wParam, lParam);
        }
        return window != null;
    }

    /** PostThreadMessage: fails until the thread has asked for messages or made a window. */
    public static boolean postThreadMessage(
            @Nullable HANDLE handle, int message, @Nullable Object wParam, long lParam) {
        MessageQueue queue = handle instanceof ThreadObject thread ? thread.messages() : null;
        if (queue == null || !queue.open()) {
            return failed(INVALID_THREAD_ID);
        }
        queue.post(null, message, wParam, lParam);
        return true;
    }

    public static void postQuitMessage(int exitCode) {
        MessageQueue.current().quit(exitCode);
    }

    /** Calls the window's procedure, in the calling thread. */
    public static long dispatchMessage(MSG message) {
        WindowObject window = open(message.hwnd);
        return window == null ? 0 : window.procedure().call(window, message.message, message.wParam, message.lParam);
    }

    static @Nullable WindowObject open(@Nullable HANDLE handle) {
        return handle instanceof WindowObject window
                        && !window.destroyed()
                        && window.queue().open()
                ? window
                : null;
    }

    private static boolean failed(int error) {
        LastError.set(error);
        return false;
    }
}
