package dev.jwinsock.multipoint;

/** The flags of WSAJoinLeaf: what the socket will be used for. */
final class Direction {
    static final int SENDER_ONLY = 1;
    static final int RECEIVER_ONLY = 2;
    static final int BOTH = 4;

    private Direction() {}

    static boolean isOne(int flags) {
        return flags == SENDER_ONLY || flags == RECEIVER_ONLY || flags == BOTH;
    }
}
