package dev.jwinsock.ws2;

import static dev.jwinsock.Windows.*;
import static org.assertj.core.api.Assertions.assertThat;

import dev.jwinsock.HWND;
import dev.jwinsock.MSG;
import dev.jwinsock.WNDCLASS;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class MessageQueueTest {
    private static final String CLASS = "MessageQueueTest";

    private final List<String> handled = new ArrayList<>();
    private final MSG msg = new MSG();
    private @Nullable HWND window;

    @BeforeEach
    void createWindow() {
        WNDCLASS windowClass = new WNDCLASS();
        windowClass.lpszClassName = CLASS;
        windowClass.lpfnWndProc = (hwnd, message, wParam, lParam) -> {
            handled.add((message - WM_USER) + ":" + wParam);
            return lParam;
        };
        assertThat(RegisterClass(windowClass)).isNotZero();
        window = Objects.requireNonNull(CreateWindowEx(0, CLASS, null));
    }

    @AfterEach
    void destroyWindow() {
        DestroyWindow(window);
        assertThat(UnregisterClass(CLASS)).isTrue();
        while (PeekMessage(msg, null, 0, 0, PM_REMOVE)) {
            // the next test may run in this thread
        }
    }

    @Test
    void messagesComeInOrderAndQuitLast() {
        PostQuitMessage(7);
        PostMessage(window, WM_USER, "a", 1);
        PostMessage(window, WM_USER + 1, "b", 2);
        List<Long> results = new ArrayList<>();
        while (GetMessage(msg, null, 0, 0) > 0) {
            results.add(DispatchMessage(msg));
        }
        assertThat(handled).containsExactly("0:a", "1:b");
        assertThat(results).containsExactly(1L, 2L);
        assertThat(msg.message).isEqualTo(WM_QUIT);
        assertThat(msg.wParam).isEqualTo(7);
    }

    @Test
    void filtersLeaveTheOthers() {
        HWND other = CreateWindow(CLASS, null);
        PostMessage(window, WM_USER, "a", 0);
        PostMessage(window, WM_USER + 1, "b", 0);
        PostMessage(other, WM_USER + 1, "c", 0);
        assertThat(GetMessage(msg, null, WM_USER + 1, WM_USER + 1)).isEqualTo(1);
        assertThat(msg.wParam).isEqualTo("b");
        assertThat(PeekMessage(msg, other, 0, 0, PM_REMOVE)).isTrue();
        assertThat(msg.wParam).isEqualTo("c");
        assertThat(PeekMessage(msg, other, 0, 0, PM_REMOVE)).isFalse();
        assertThat(PeekMessage(msg, null, 0, 0, PM_NOREMOVE)).isTrue();
        assertThat(PeekMessage(msg, null, 0, 0, PM_REMOVE)).isTrue();
        assertThat(msg.wParam).isEqualTo("a");
        assertThat(DestroyWindow(other)).isTrue();
    }

    @Test
    void destroyedWindowGetsNothingAndItsMessagesAreGone() {
        PostMessage(window, WM_USER, "a", 0);
        assertThat(DestroyWindow(window)).isTrue();
        assertThat(PeekMessage(msg, null, 0, 0, PM_REMOVE)).isFalse();
        assertThat(PostMessage(window, WM_USER, "b", 0)).isFalse();
        assertThat(GetLastError()).isEqualTo(1400);
        assertThat(GetMessage(msg, window, 0, 0)).isEqualTo(-1);
    }

    @Test
    void postEndsTheWaitOfTheWindowsThread() {
        HWND[] made = new HWND[1];
        try (Background<Object> loop = Background.waiting(() -> {
            made[0] = CreateWindow(CLASS, null);
            MSG got = new MSG();
            GetMessage(got, null, 0, 0);
            return Objects.requireNonNull(got.wParam);
        })) {
            assertThat(DestroyWindow(made[0])).isFalse();
            assertThat(GetLastError()).isEqualTo(5);
            PostMessage(made[0], WM_USER, "from afar", 0);
            assertThat(loop.result()).isEqualTo("from afar");
        }
        assertThat(PostMessage(made[0], WM_USER, "its thread has ended", 0)).isFalse();
    }

    @Test
    void threadTakesMessagesOnceItHasAQueue() {
        try (Background<Object> loop = Background.waiting(() -> {
            SleepEx(INFINITE, true);
            MSG got = new MSG();
            GetMessage(got, null, 0, 0);
            return Objects.requireNonNull(got.wParam);
        })) {
            assertThat(PostThreadMessage(OpenThread(loop.thread()), WM_USER, "early", 0))
                    .isFalse();
            assertThat(GetLastError()).isEqualTo(1444);
            QueueUserAPC(() -> PeekMessage(new MSG(), null, 0, 0, PM_NOREMOVE), OpenThread(loop.thread()));
            Awaitility.await().until(() -> PostThreadMessage(OpenThread(loop.thread()), WM_USER, "later", 0));
            assertThat(loop.result()).isEqualTo("later");
        }
    }
}
