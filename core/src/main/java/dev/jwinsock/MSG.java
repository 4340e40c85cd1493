package dev.jwinsock;

import org.jspecify.annotations.Nullable;

/** C: {@code MSG}, filled by {@link Windows#GetMessage} and {@link Windows#PeekMessage}. */
public final class MSG {
    /** Null for a message to the thread, such as WM_QUIT. */
    public @Nullable HWND hwnd;

    public int message;
    /** Whatever was posted; the SOCKET for a message of {@link Winsock2#WSAAsyncSelect}. */
    public @Nullable Object wParam;

    public long lParam;
}
