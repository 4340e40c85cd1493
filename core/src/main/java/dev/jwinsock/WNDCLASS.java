package dev.jwinsock;

import org.jspecify.annotations.Nullable;

/** C: {@code WNDCLASS}, the two fields that a window without a picture needs. */
public final class WNDCLASS {
    public @Nullable WNDPROC lpfnWndProc;
    public @Nullable String lpszClassName;
}
