package dev.jwinsock.afd;

import dev.jwinsock.transport.Status;

/** The roles of multipoint sockets: "Multipoint and Multicast Semantics". */
final class Multipoint {
    private static final int CONTROL_ROOT = 0x02;
    private static final int CONTROL_LEAF = 0x04;
    private static final int DATA_ROOT = 0x08;
    private static final int DATA_LEAF = 0x10;

    /** The flags of WSASocket that name a role. */
    static final int FLAGS = CONTROL_ROOT | CONTROL_LEAF | DATA_ROOT | DATA_LEAF;

    private static final int SUPPORTED = 0x400;
    private static final int ROOTED_CONTROL = 0x800;
    private static final int ROOTED_DATA = 0x1000;

    /** The flags of WSAJoinLeaf. */
    static final int SENDER_ONLY = 1;

    static final int RECEIVER_ONLY = 2;
    static final int BOTH = 4;

    private Multipoint() {}

    /**
     * "Flag Bits for WSASocket": exactly one role in each plane, and only what the protocol supports.
     *
     * @param flags of WSASocket
     * @param services dwServiceFlags1 of the protocol
     * @return OK, also without any role, or INVALID
     */
    static int check(int flags, int services) {
        int roles = flags & FLAGS;
        if (roles == 0) {
            return Status.OK;
        }
        boolean oneControl = Integer.bitCount(roles & (CONTROL_ROOT | CONTROL_LEAF)) == 1;
        boolean oneData = Integer.bitCount(roles & (DATA_ROOT | DATA_LEAF)) == 1;
        boolean controlRooted = (roles & CONTROL_ROOT) == 0 || (services & ROOTED_CONTROL) != 0;
        boolean dataRooted = (roles & DATA_ROOT) == 0 || (services & ROOTED_DATA) != 0;
        boolean possible = (services & SUPPORTED) != 0 && controlRooted && dataRooted;
        return oneControl && oneData && possible ? Status.OK : Status.INVALID;
    }

    /** @param flags of WSAJoinLeaf */
    static boolean direction(int flags) {
        return flags == SENDER_ONLY || flags == RECEIVER_ONLY || flags == BOTH;
    }
}
