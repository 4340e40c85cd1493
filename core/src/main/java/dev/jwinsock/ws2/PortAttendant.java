package dev.jwinsock.ws2;

import dev.jwinsock.spi.PortWatch;
import org.jspecify.annotations.Nullable;

/**
 * Drives a port's sockets while no thread asks the port for packets: operations complete all the same, and who waits for
 * one by its event, or polls its status, sees it. As long as threads come and go it only looks at times whether they do;
 * while one of them waits for packets it sleeps.
 */
final class PortAttendant implements Runnable {
    private static final long SHORTEST_LOOK_NANOS = 2_000_000;
    private static final long LONGEST_LOOK_NANOS = 10_000_000;

    private final PortObject port;
    private final PortWatch watch;
    private volatile boolean asleep;
    private volatile @Nullable PortThread self;

    PortAttendant(PortObject port, PortWatch watch) {
        this.port = port;
        this.watch = watch;
    }

    void start() {
        Thread thread = new Thread(this, "jwinsock-port-" + Long.toHexString(port.value()));
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void run() {
        PortThread me = PortThread.current();
        self = me;
        long look = SHORTEST_LOOK_NANOS;
        while (port.watchedBy(watch)) {
            me.prepare();
            int before = port.visits();
            if (!port.led()) {
                me.park(look);
                if (!port.led() && port.visits() == before) {
                    port.attend(me, watch);
                    look = SHORTEST_LOOK_NANOS;
                }
                continue;
            }
            me.park(look);
            look = Math.min(2 * look, LONGEST_LOOK_NANOS);
            if (port.visits() == before) {
                sleep(me, before);
                look = SHORTEST_LOOK_NANOS;
            }
        }
    }

    /** Until the thread that waits for packets now has left. */
    private void sleep(PortThread me, int visits) {
        asleep = true;
        // Looked at after that is said, as who leaves looks at it after that is said
        if (port.led() && port.visits() == visits && port.watchedBy(watch)) {
            me.park(-1);
        }
        asleep = false;
    }

    /** The thread that waited for packets has left. */
    void leaderLeft() {
        if (asleep) {
            wake();
        }
    }

    void wake() {
        PortThread me = self;
        if (me != null) {
            me.wake();
        }
    }

    boolean is(PortThread thread) {
        return thread == self;
    }
}
