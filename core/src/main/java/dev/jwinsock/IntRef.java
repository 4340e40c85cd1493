package dev.jwinsock;

/** C: {@code int *}, {@code DWORD *}, {@code u_long *}: an int that a function reads and writes. */
public final class IntRef {
    public int value;

    public IntRef() {}

    public IntRef(int value) {
        this.value = value;
    }

    @Override
    public String toString() {
        return Integer.toString(value);
    }
}
