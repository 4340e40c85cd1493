package dev.jwinsock.ws2;

import dev.jwinsock.HWND;
import dev.jwinsock.MSG;
import dev.jwinsock.WNDPROC;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/** A window whose thread hands its messages to an executor. */
public final class ExecutorWindow {
    private static final int WM_CLOSE = 0x10;

    private ExecutorWindow() {}

    public static HWND open(Executor executor, WNDPROC procedure) {
        CompletableFuture<WindowObject> made = new CompletableFuture<>();
        Thread thread = new Thread(() -> run(executor, procedure, made), "jwinsock-messages");
        thread.setDaemon(true);
        thread.start();
        return made.join();
    }

    private static void run(Executor executor, WNDPROC procedure, CompletableFuture<WindowObject> made) {
        MessageQueue queue = MessageQueue.current();
        WindowObject window = new WindowObject(queue, (hwnd, message, wParam, lParam) -> {
            executor.execute(() -> procedure.call(hwnd, message, wParam, lParam));
            return 0;
        });
        made.complete(window);
        MSG message = new MSG();
        do {
            queue.get(message, window, 0, 0);
            if (message.message == WM_CLOSE) {
                window.destroy();
            } else {
                Messages.dispatchMessage(message);
            }
        } while (!window.destroyed());
        queue.forget(window);
    }

    public static void close(@Nullable HWND window) {
        Messages.postMessage(window, WM_CLOSE, null, 0);
    }
}
