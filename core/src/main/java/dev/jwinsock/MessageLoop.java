package dev.jwinsock;

import dev.jwinsock.ws2.Messages;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * Brings the messages of {@link Winsock2#WSAAsyncSelect} to a thread that has an event loop of its own, such as Swing's
 * ({@code SwingUtilities::invokeLater}) or JavaFX's ({@code Platform::runLater}), or to any other executor.
 *
 * <pre>{@code
 * try (MessageLoop loop = new MessageLoop(SwingUtilities::invokeLater, (hwnd, msg, socket, lParam) -> …)) {
 *     WSAAsyncSelect(s, loop.window(), WM_USER, FD_READ | FD_CLOSE);
 * }
 * }</pre>
 */
public final class MessageLoop implements AutoCloseable {
    private static final String CLASS_PREFIX = "dev.jwinsock.MessageLoop.";

    private final Thread thread;
    private final CountDownLatch started = new CountDownLatch(1);
    private volatile @Nullable HWND window;

    /** Starts a daemon thread that waits for messages; the procedure runs in the executor, message by message. */
    public MessageLoop(Executor executor, WNDPROC procedure) {
        thread = new Thread(() -> run(executor, procedure), "jwinsock-messages");
        thread.setDaemon(true);
        thread.start();
        awaitStart();
    }

    private void awaitStart() {
        boolean interrupted = false;
        while (true) {
            try {
                started.await();
                break;
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void run(Executor executor, WNDPROC procedure) {
        WNDCLASS windowClass = new WNDCLASS();
        windowClass.lpszClassName = CLASS_PREFIX + thread.getId();
        windowClass.lpfnWndProc = (hwnd, message, wParam, lParam) -> {
            executor.execute(() -> procedure.call(hwnd, message, wParam, lParam));
            return 0;
        };
        Messages.registerClass(windowClass);
        HWND own = Messages.createWindow(windowClass.lpszClassName);
        window = own;
        started.countDown();
        MSG message = new MSG();
        while (Messages.getMessage(message, null, 0, 0) > 0) {
            if (message.message == Windows.WM_CLOSE) {
                break;
            }
            Messages.dispatchMessage(message);
        }
        Messages.destroyWindow(own);
        Messages.unregisterClass(windowClass.lpszClassName);
    }

    /** The window to select messages for. */
    public HWND window() {
        HWND own = window;
        if (own == null) {
            throw new IllegalStateException("not started");
        }
        return own;
    }

    /** Ends the thread; messages that have come before are delivered. */
    @Override
    public void close() {
        Messages.postMessage(window(), Windows.WM_CLOSE, null, 0);
    }
}
