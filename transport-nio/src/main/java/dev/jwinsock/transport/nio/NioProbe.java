package dev.jwinsock.transport.nio;

import dev.jwinsock.transport.Interest;
import java.io.IOException;
import java.nio.channels.SelectionKey;
import java.util.function.Consumer;

/** A selector for one look at one socket; from a pool, so that virtual threads can look, too. */
final class NioProbe extends SelectorGuard {
    private final Consumer<SelectionKey> collect = this::collect;
    // the present user's
    private int readyOps;

    NioProbe() throws IOException {}

    private void collect(SelectionKey key) {
        readyOps |= readyOps(key);
    }

    int look(NioSocket socket, int interest) {
        SelectionKey key;
        lock.lock();
        try {
            key = socket.register(this, socket.ops(interest));
        } finally {
            lock.unlock();
        }
        if (key == null) {
            return interest | Interest.FAILED;
        }
        readyOps = 0;
        select(0, collect);
        lock.lock();
        try {
            key.cancel();
            dropCancelled();
        } finally {
            lock.unlock();
        }
        socket.unregistered(key);
        return NioSocket.ready(readyOps, interest);
    }

    @Override
    boolean mayBlock() {
        return false;
    }

    @Override
    void forget(SelectionKey key) {}
}
