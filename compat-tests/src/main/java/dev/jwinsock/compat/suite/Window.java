package dev.jwinsock.compat.suite;

import static dev.jwinsock.Windows.*;
import static dev.jwinsock.Winsock2.*;
import static dev.jwinsock.compat.harness.Expect.expectZero;
import static org.assertj.core.api.Assertions.assertThat;

import dev.jwinsock.HWND;
import dev.jwinsock.MSG;
import dev.jwinsock.SOCKET;
import dev.jwinsock.WNDCLASS;
import dev.jwinsock.compat.harness.Deadline;
import dev.jwinsock.compat.harness.Pair;
import dev.jwinsock.compat.harness.Pairs;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** A window of the calling thread that gets the messages of WSAAsyncSelect; the same thread has to close it. */
final class Window implements AutoCloseable {
    static final int MESSAGE = WM_USER + 7;
    private static final AtomicInteger NUMBER = new AtomicInteger();

    private final String name = "compat-" + NUMBER.incrementAndGet();
    private final HWND window;

    Window() {
        WNDCLASS type = new WNDCLASS();
        type.lpszClassName = name;
        type.lpfnWndProc = (hWnd, message, wParam, lParam) -> DefWindowProc(hWnd, message, wParam, lParam);
        assertThat(RegisterClass(type)).isNotZero();
        HWND made = CreateWindow(name, null);
        assertThat(made).isNotNull();
        window = Objects.requireNonNull(made);
    }

    HWND handle() {
        return window;
    }

    void select(SOCKET s, int mask) {
        expectZero(WSAAsyncSelect(s, window, MESSAGE, mask));
    }

    /** One message of the socket: event and error. */
    record Told(SOCKET socket, int event, int error) {
        @Override
        public String toString() {
            return Watch.names(event) + (error == 0 ? "" : " with error " + error) + " of " + socket;
        }
    }

    /** The next message, or null when there is none now. */
    @Nullable
    Told poll() {
        MSG message = new MSG();
        if (!PeekMessage(message, window, 0, 0, PM_REMOVE)) {
            return null;
        }
        assertThat(message.hwnd).isSameAs(window);
        assertThat(message.message).isEqualTo(MESSAGE);
        assertThat(message.wParam).isInstanceOf(SOCKET.class);
        return new Told(
                (SOCKET) Objects.requireNonNull(message.wParam),
                WSAGETSELECTEVENT(message.lParam),
                WSAGETSELECTERROR(message.lParam));
    }

    /** The next message, which comes. */
    Told next() {
        List<Told> told = new ArrayList<>();
        Deadline.require("a message comes", () -> {
            Told one = poll();
            if (one != null) {
                told.add(one);
            }
            return one != null;
        });
        return told.get(0);
    }

    /** The socket's events come, each once and without error, in any order and without others in between. */
    void expect(SOCKET s, int mask) {
        int missing = mask;
        while (missing != 0) {
            Told told = next();
            assertThat(told.socket).isSameAs(s);
            assertThat(told.error).as("%s", told).isZero();
            assertThat(Integer.bitCount(told.event)).as("%s", told).isEqualTo(1);
            if ((missing & told.event) == 0) {
                throw new AssertionError(
                        "expected " + Watch.names(mask) + " with " + Watch.names(missing) + " missing: " + told);
            }
            missing &= ~told.event;
        }
    }

    /** No message has come: the next one is about another connection that got data later. */
    void expectNothing() {
        Pair later = Pairs.tcp();
        select(later.server(), FD_READ);
        expectZero(send(later.client(), new byte[1], 1, 0) - 1);
        Told told = next();
        expectZero(closesocket(later.server()));
        expectZero(closesocket(later.client()));
        if (told.socket != later.server()) {
            throw new AssertionError("nothing should be posted, but got " + told);
        }
    }

    @Override
    public void close() {
        assertThat(DestroyWindow(window)).isTrue();
        assertThat(UnregisterClass(name)).isTrue();
    }
}
