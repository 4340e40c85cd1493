package dev.jwinsock.ws2;

import dev.jwinsock.HANDLE;
import dev.jwinsock.spi.SocketHandle;
import org.jspecify.annotations.Nullable;

/** WaitForSingleObject, WaitForMultipleObjects and their Winsock names. */
public final class Waits {
    private static final int MOST_OBJECTS = 64;
    private static final int INVALID_HANDLE = 6;
    private static final int INVALID_PARAMETER = 87;
    private static final Waitable[] NOTHING = {};

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
            return failed(INVALID_PARAMETER); // S247, A062
        }
        int early = all ? Wait.NOT_YET : look(count, handles, millis == 0 && !alertable);
        if (early != Wait.NOT_YET) {
            return early;
        }
        Waitable[] objects = new Waitable[count];
        for (int i = 0; i < count; i++) {
            Waitable object = object(handles[i]);
            if (object == null) {
                return failed(INVALID_HANDLE); // S247
            }
            objects[i] = object;
        }
        if (all && repeated(objects)) {
            return failed(INVALID_PARAMETER);
        }
        int result = new Wait(objects, all, alertable).await(millis);
        return result == Wait.FAILED ? failed(INVALID_HANDLE) : result;
    }

    /**
     * What ends a wait for any of the objects before there is one: an object that is signalled already, as a rule.
     *
     * @param only nothing else can end it, and it does not block
     */
    private static int look(int count, @Nullable HANDLE[] handles, boolean only) {
        Waitable first = null;
        int at = 0;
        boolean driven = false;
        for (int i = 0; i < count; i++) { // to the last one: an invalid handle fails the call (S247)
            Waitable object = object(handles[i]);
            if (object == null) {
                return failed(INVALID_HANDLE);
            }
            if (first == null) {
                driven |= object.driven();
                if (object.signalled()) {
                    first = object;
                    at = i;
                }
            }
        }
        if (first != null) {
            return first.take() ? at : Wait.NOT_YET;
        }
        return only && !driven ? Wait.TIMEOUT : Wait.NOT_YET;
    }

    /** SleepEx: waits for nothing but the time and, when alertable, for an APC. @return 0 or WAIT_IO_COMPLETION */
    public static int sleep(int millis, boolean alertable) {
        if (millis == 0 && !alertable) {
            Thread.yield();
            return 0;
        }
        int result = new Wait(NOTHING, false, alertable).await(millis);
        return result == Wait.TIMEOUT ? 0 : result;
    }

    /** What a handle makes a thread wait for. */
    private static @Nullable Waitable object(@Nullable HANDLE handle) {
        if (handle == null) {
            return null;
        }
        // The class first: whether something has an interface is a search through all it has
        HANDLE real = handle instanceof Waitable ? handle : handle.untagged();
        if (!(real instanceof Waitable) && real instanceof SocketHandle s) {
            real = s.provider().waitObject(s); // A023
        }
        return real instanceof Waitable object && !object.closed() ? object : null;
    }

    private static boolean repeated(Waitable[] objects) {
        for (int i = 1; i < objects.length; i++) {
            for (int j = 0; j < i; j++) {
                if (objects[i] == objects[j]) {
                    return true;
                }
            }
        }
        return false;
    }

    private static int failed(int error) {
        LastError.set(error);
        return Wait.FAILED;
    }
}
