package dev.jwinsock;

import dev.jwinsock.ws2.ExecutorWindow;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * Brings the messages of {@link Winsock2#WSAAsyncSelect} to a thread that has an event loop of its own, such as Swing's
 * ({@code SwingUtilities::invokeLater}) or JavaFX's ({@code Platform::runLater}), or to any other executor.
 *
 * <pre>{@code
 * HWND hwnd = MessageLoop.open(SwingUtilities::invokeLater, (window, msg, socket, lParam) -> { … });
 * WSAAsyncSelect(s, hwnd, WM_USER, FD_READ | FD_CLOSE);
 * }</pre>
 */
public final class MessageLoop {
    private MessageLoop() {}

    /**
     * Makes a window with a thread of its own that waits for messages; the procedure runs in the executor, message by
     * message.
     */
    public static HWND open(Executor executor, WNDPROC procedure) {
        return ExecutorWindow.open(executor, procedure);
    }

    /** Destroys the window and ends its thread; messages that have come before are delivered. */
    public static void close(@Nullable HWND window) {
        ExecutorWindow.close(window);
    }
}
