package dev.jwinsock.afd;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** The open sockets of a session, linked through themselves: two references a socket instead of a map's entry. */
final class OpenSockets {
    private final ReentrantLock lock = new ReentrantLock();
    // Guarded by lock, and so are the links of those that are in the list.
    private @Nullable AfdSocket newest;

    void add(AfdSocket socket) {
        lock.lock();
        try {
            AfdSocket before = newest;
            socket.olderSocket = before;
            if (before != null) {
                before.newerSocket = socket;
            }
            newest = socket;
        } finally {
            lock.unlock();
        }
    }

    /** Does nothing for one that is not there. */
    void remove(AfdSocket socket) {
        lock.lock();
        try {
            AfdSocket older = socket.olderSocket;
            AfdSocket newer = socket.newerSocket;
            if (older != null) {
                older.newerSocket = newer;
            }
            if (newer != null) {
                newer.olderSocket = older;
            } else if (newest == socket) {
                newest = older;
            }
            socket.olderSocket = null;
            socket.newerSocket = null;
        } finally {
            lock.unlock();
        }
    }

    /** Those of this moment. */
    List<AfdSocket> all() {
        List<AfdSocket> all = new ArrayList<>();
        lock.lock();
        try {
            for (AfdSocket each = newest; each != null; each = each.olderSocket) {
                all.add(each);
            }
        } finally {
            lock.unlock();
        }
        return all;
    }
}
