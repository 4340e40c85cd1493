package dev.jwinsock;

/** C: {@code HWND}. A window that only receives messages, made by {@link Windows#CreateWindow}. */
public class HWND extends HANDLE {
    /** For {@link Windows#CreateWindow}. */
    protected HWND(long value) {
        super(value);
    }
}
