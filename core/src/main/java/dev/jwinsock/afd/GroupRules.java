package dev.jwinsock.afd;

import dev.jwinsock.transport.GroupChange;
import dev.jwinsock.transport.Status;
import java.util.EnumMap;
import java.util.Map;

/**
 * "Multicast Socket Option Behavior": which change is refused after which (S291, A221). Where the page is silent a row
 * follows its neighbours and RFC 3678.
 */
final class GroupRules {
    /** How a group, and in it the source in question, stands on one interface. */
    enum Standing {
        /** Not joined. */
        OUTSIDE,
        /** The last source was dropped, which has left the group. */
        EMPTIED,
        /** Joined for all sources, this one among them. For a change without source: none is blocked. */
        ANY,
        /** Joined for all sources, and this one is blocked. For a change without source: some are. */
        BLOCKED,
        /** Joined for all sources; this one was blocked and is no longer. */
        RELEASED,
        /** Joined for some sources, this one among them. For a change without source: joined for some. */
        LISTED,
        /** Joined for some sources, and this one is not among them. */
        UNLISTED
    }

    private static final int OK = Status.OK;
    private static final int GONE = Status.ADDRESS_NOT_AVAILABLE;
    private static final int BAD = Status.INVALID;

    private static final Map<Standing, int[]> TABLE = new EnumMap<>(Map.of(
            // in the order of GroupChange: JOIN, LEAVE, JOIN_SOURCE, LEAVE_SOURCE, BLOCK, UNBLOCK
            Standing.OUTSIDE, new int[] {OK, BAD, OK, BAD, BAD, BAD}, // row IP_DROP_MEMBERSHIP
            Standing.EMPTIED, new int[] {OK, BAD, OK, GONE, BAD, BAD}, // row IP_DROP_SOURCE_MEMBERSHIP
            Standing.ANY, new int[] {GONE, OK, GONE, BAD, OK, BAD}, // row IP_ADD_MEMBERSHIP
            Standing.BLOCKED, new int[] {BAD, OK, BAD, BAD, GONE, OK}, // row IP_BLOCK_SOURCE
            Standing.RELEASED, new int[] {GONE, OK, GONE, BAD, OK, GONE}, // row IP_UNBLOCK_SOURCE
            Standing.LISTED, new int[] {GONE, OK, GONE, OK, BAD, BAD}, // row IP_ADD_SOURCE_MEMBERSHIP
            Standing.UNLISTED, new int[] {GONE, OK, OK, GONE, BAD, BAD}));

    private GroupRules() {}

    /** @return OK, or what the change is told */
    static int verdict(Standing standing, GroupChange change) {
        int[] row = TABLE.get(standing);
        return row == null ? BAD : row[change.ordinal()];
    }
}
