package dev.jwinsock;

import org.jspecify.annotations.Nullable;

/** C: {@code typedef struct fd_set { u_int fd_count; SOCKET fd_array[FD_SETSIZE]; } fd_set}. */
public final class fd_set {
    /** Number of sockets in {@link #fd_array} that count. */
    public int fd_count;

    /** The sockets; may be longer or shorter than FD_SETSIZE (S183). */
    public SOCKET[] fd_array;

    /** Room for FD_SETSIZE sockets. */
    public fd_set() {
        this(64);
    }

    /** Room for as many, as after {@code #define FD_SETSIZE size}. */
    public fd_set(int size) {
        fd_array = new SOCKET[size];
    }

    /** FD_ISSET. */
    boolean contains(@Nullable SOCKET fd) {
        return indexOf(fd) >= 0;
    }

    /** FD_SET: not twice, and not beyond the array. */
    void add(SOCKET fd) {
        if (indexOf(fd) < 0 && fd_count < fd_array.length) {
            fd_array[fd_count++] = fd;
        }
    }

    /** FD_CLR: closes the gap, keeps the order. */
    void remove(SOCKET fd) {
        int at = indexOf(fd);
        if (at >= 0) {
            System.arraycopy(fd_array, at + 1, fd_array, at, fd_count - at - 1);
            fd_count--;
        }
    }

    private int indexOf(@Nullable SOCKET fd) {
        for (int i = 0; i < fd_count; i++) {
            if (fd_array[i] == fd) {
                return i;
            }
        }
        return -1;
    }
}
