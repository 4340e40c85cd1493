package dev.jwinsock.ws2;

/** The per-thread last error; WSAGetLastError and GetLastError read the same slot (S013). */
public final class LastError {
    // An int[] so that storing needs neither a box nor a second map lookup.
    private static final ThreadLocal<int[]> SLOT = ThreadLocal.withInitial(() -> new int[1]);

    private LastError() {}

    public static int get() {
        return SLOT.get()[0];
    }

    public static void set(int error) {
        SLOT.get()[0] = error;
    }

    /**
     * Turns a provider's status into the C contract.
     *
     * @param status {@code >= 0}: success, stored as 0; negative: a Winsock error number with the sign turned
     * @return the status itself, or SOCKET_ERROR
     */
    public static int result(int status) {
        if (status >= 0) {
            SLOT.get()[0] = 0;
            return status;
        }
        SLOT.get()[0] = -status;
        return -1;
    }
}
