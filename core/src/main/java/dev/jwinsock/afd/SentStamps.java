package dev.jwinsock.afd;

import dev.jwinsock.transport.StampListener;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** When datagrams with SO_TIMESTAMP_ID have left, until SIO_GET_TX_TIMESTAMP asks for it. */
final class SentStamps implements StampListener {
    // Counter values. Guarded by "this"
    private final Map<Integer, Long> buffered = new LinkedHashMap<>();
    private int room;

    /** TIMESTAMPING_CONFIG.TxTimestampsBuffered; 0 switches it off. */
    synchronized void room(int newRoom) {
        room = newRoom;
        if (newRoom == 0) {
            buffered.clear();
        }
    }

    /** "If a transmit timestamp is generated while the buffer is full, the new timestamp is discarded." */
    @Override
    public synchronized void sent(int id, long stamp, boolean byAdapter) {
        if (buffered.size() < room) {
            buffered.putIfAbsent(id, ControlMessage.counter(stamp, byAdapter));
        }
    }

    /** @return the counter value, which is forgotten, or null when there is none */
    synchronized @Nullable Long take(int id) {
        return buffered.remove(id);
    }
}
