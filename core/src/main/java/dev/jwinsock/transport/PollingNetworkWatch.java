package dev.jwinsock.transport;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks at the addresses every now and then ({@code jwinsock.networkPollMillis}, 1000): where the system tells Java
 * nothing. Routes are taken as changed when addresses are; other changes of routes go unseen.
 */
public final class PollingNetworkWatch implements NetworkWatch {
    private static final Logger LOG = LoggerFactory.getLogger(PollingNetworkWatch.class);
    private static final long USUAL_MILLIS = 1000;

    private final NetworkListener listener;
    private final AddressSnapshot snapshot = new AddressSnapshot();
    private final long millis = Math.max(1, Long.getLong("jwinsock.networkPollMillis", USUAL_MILLIS));
    private final Thread thread;

    /** Guarded by this. */
    private boolean ended;

    private PollingNetworkWatch(NetworkListener listener) {
        this.listener = listener;
        this.thread = new Thread(this::run, "jwinsock-network-0");
        thread.setDaemon(true);
    }

    public static NetworkWatch start(NetworkListener listener) {
        PollingNetworkWatch watch = new PollingNetworkWatch(listener);
        watch.thread.start();
        return watch;
    }

    private void run() {
        while (pause()) {
            int changes = snapshot.differences();
            if (changes != 0) {
                // the route bits are the address bits, two places on
                tell(changes | changes << 2);
            }
        }
    }

    private void tell(int changes) {
        try {
            listener.changed(changes);
        } catch (RuntimeException e) {
            LOG.error("told of a change of the addresses", e);
        }
    }

    private synchronized boolean pause() {
        long end = System.nanoTime() + millis * 1_000_000;
        for (long left = millis; left > 0 && !ended; left = (end - System.nanoTime()) / 1_000_000) {
            try {
                wait(left);
            } catch (InterruptedException e) {
                return false;
            }
        }
        return !ended;
    }

    @Override
    public void close() {
        synchronized (this) {
            ended = true;
            notifyAll();
        }
        Threads.join(thread);
    }
}
