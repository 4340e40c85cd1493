package dev.jwinsock;

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
}
