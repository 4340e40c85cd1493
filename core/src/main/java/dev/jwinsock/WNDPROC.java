package dev.jwinsock;

import org.jspecify.annotations.Nullable;

/** C: {@code LRESULT CALLBACK WindowProc(HWND hwnd, UINT uMsg, WPARAM wParam, LPARAM lParam)}. */
@FunctionalInterface
public interface WNDPROC {
    /**
     * Handles a message.
     *
     * @param wParam whatever was posted; the SOCKET for a message of {@link Winsock2#WSAAsyncSelect}
     * @param lParam for such a message: see {@link Winsock2#WSAGETSELECTEVENT}, {@link Winsock2#WSAGETSELECTERROR}
     */
    long call(HWND hwnd, int uMsg, @Nullable Object wParam, long lParam);
}
