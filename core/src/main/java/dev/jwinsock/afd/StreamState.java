package dev.jwinsock.afd;

import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;

/**
 * Where a stream socket is in its life.
 *
 * <pre>
 *   OPEN ──bind──▶ BOUND ──listen──▶ LISTENING
 *    │               │ ▲
 *    └──connect──┐ connect │ refused, timed out (back to OPEN when it was never bound)
 *                ▼   ▼ │
 *              CONNECTING ──▶ CONNECTED ◀── accept; AcceptEx from OPEN
 *                                │
 *        OPEN, BOUND ◀───────────┘ DisconnectEx with TF_REUSE_SOCKET
 * </pre>
 *
 * What ends a connection (shutdown in either direction, a reset) is kept beside it: such a socket is still connected to
 * Winsock (S096).
 */
enum StreamState {
    OPEN,
    BOUND,
    LISTENING,
    CONNECTING,
    CONNECTED;

    private static final Map<StreamState, Set<StreamState>> NEXT = new EnumMap<>(Map.of(
            OPEN, EnumSet.of(BOUND, CONNECTING, CONNECTED),
            BOUND, EnumSet.of(LISTENING, CONNECTING),
            LISTENING, EnumSet.noneOf(StreamState.class),
            CONNECTING, EnumSet.of(CONNECTED, BOUND, OPEN),
            CONNECTED, EnumSet.of(OPEN, BOUND)));

    boolean mayBecome(StreamState next) {
        return NEXT.getOrDefault(this, Set.of()).contains(next);
    }
}
