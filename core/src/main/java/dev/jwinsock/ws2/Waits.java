package dev.jwinsock.ws2;

import dev.jwinsock.HANDLE;
import dev.jwinsock.spi.EventSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** WaitForSingleObject, WaitForMultipleObjects and their Winsock names. */
public final class Waits {
    /** WAIT_FAILED and INFINITE. */
    private static final int FAILED = -1;

    private static final int INFINITE = -1;
    private static final int TIMEOUT = 258;
    private static final int IO_COMPLETION = 192;
    private static final int MOST_OBJECTS = 64;
    private static final int INVALID_HANDLE = 6;
    private static final int INVALID_PARAMETER = 87;
    private static final long NANOS_PER_MILLI = 1_000_000L;

    private static final int NOT_YET = -2;

    private Waits() {}

    /**
     * Waits for any or all of the objects.
     *
     * @param millis an unsigned DWORD; INFINITE (-1): no limit
     * @return the lowest signalled index (0 for all), WAIT_TIMEOUT, WAIT_IO_COMPLETION, or WAIT_FAILED with the last
     *     error set
     */
    public static int await(
            int count, @Nullable HANDLE @Nullable [] handles, boolean all, int millis, boolean alertable) {
        if (handles == null || count < 1 || count > MOST_OBJECTS || count > handles.length) {
            return failed(INVALID_PARAMETER); // S247
        }
        Waitable[] objects = new Waitable[count];
        for (int i = 0; i < count; i++) {
            if (!(handles[i] instanceof Waitable object) || object.closed()) {
                return failed(INVALID_HANDLE);
            }
            objects[i] = object;
        }
        if (all && Arrays.stream(objects).distinct().count() < count) {
            return failed(INVALID_PARAMETER);
        }
        return new Wait(objects, all, alertable).await(millis);
    }

    /** SleepEx: waits for nothing but the time and, when alertable, for an APC. @return 0 or WAIT_IO_COMPLETION */
    public static int sleep(int millis, boolean alertable) {
        int result = new Wait(new Waitable[0], false, alertable).await(millis);
        return result == TIMEOUT ? 0 : result;
    }

    private static int failed(int error) {
        LastError.set(error);
        return FAILED;
    }

    /** One wait of one thread. */
    private static final class Wait {
        private final Waitable[] objects;
        private final boolean all;
        private final boolean alertable;
        private final ApcQueue apcs = ApcQueue.current();
        private final WaitBlock block = new WaitBlock();
        private final List<EventSource> sources = new ArrayList<>();

        Wait(Waitable[] objects, boolean all, boolean alertable) {
            this.objects = objects;
            this.all = all;
            this.alertable = alertable;
        }

        int await(int millis) {
            int result = look();
            if (result != NOT_YET) {
                return result;
            }
            collectSources();
            if (!sources.isEmpty()) {
                // Usually something is there under load, and then the objects need not know of this thread.
                block.await(sources, 0);
                result = look();
                if (result != NOT_YET) {
                    return result;
                }
            }
            return millis == 0 ? TIMEOUT : blockFor(millis);
        }

        private int blockFor(int millis) {
            long nanos = Integer.toUnsignedLong(millis) * NANOS_PER_MILLI;
            long end = System.nanoTime() + nanos;
            for (Waitable object : objects) {
                object.block(block);
            }
            if (alertable) {
                apcs.wakes(block::wake);
            }
            try {
                while (true) {
                    block.prepare();
                    int result = look();
                    if (result != NOT_YET) {
                        return result;
                    }
                    long left = millis == INFINITE ? -1 : Math.max(0, end - System.nanoTime());
                    if (left == 0) {
                        return TIMEOUT;
                    }
                    collectSources();
                    block.await(sources, left);
                }
            } finally {
                if (alertable) {
                    apcs.wakes(null);
                }
                for (Waitable object : objects) {
                    object.unblock(block);
                }
            }
        }

        private void collectSources() {
            sources.clear();
            for (Waitable object : objects) {
                object.addSources(sources);
            }
        }

        private int look() {
            if (alertable && apcs.run()) {
                return IO_COMPLETION;
            }
            return all ? takeAll() : takeAny();
        }

        private int takeAny() {
            for (int i = 0; i < objects.length; i++) {
                Waitable object = objects[i];
                object.lock.lock();
                try {
                    if (object.closed()) {
                        return failed(INVALID_HANDLE);
                    }
                    if (object.signalled()) {
                        object.consume();
                        return i;
                    }
                } finally {
                    object.lock.unlock();
                }
            }
            return NOT_YET;
        }

        /** All at the same moment: with all their locks held, taken in the order of their numbers. */
        private int takeAll() {
            Waitable[] inOrder = objects.clone();
            Arrays.sort(inOrder, Comparator.comparingLong(HANDLE::value));
            for (Waitable object : inOrder) {
                object.lock.lock();
            }
            try {
                for (Waitable object : inOrder) {
                    if (object.closed()) {
                        return failed(INVALID_HANDLE);
                    }
                    if (!object.signalled()) {
                        return NOT_YET;
                    }
                }
                for (Waitable object : inOrder) {
                    object.consume();
                }
                return 0;
            } finally {
                for (Waitable object : inOrder) {
                    object.lock.unlock();
                }
            }
        }
    }
}
