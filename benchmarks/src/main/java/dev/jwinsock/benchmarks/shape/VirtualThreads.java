package dev.jwinsock.benchmarks.shape;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import org.jspecify.annotations.Nullable;

/** Virtual threads, reached by reflection: the tool is compiled for JDK 17. */
public final class VirtualThreads {
    private static final @Nullable Method START = find();

    private VirtualThreads() {}

    public static boolean available() {
        return START != null;
    }

    static void start(Runnable body) {
        Method start = START;
        if (start == null) {
            throw new IllegalStateException("virtual threads need JDK 21 or later");
        }
        try {
            start.invoke(null, body);
        } catch (IllegalAccessException | InvocationTargetException e) {
            throw new IllegalStateException(e);
        }
    }

    private static @Nullable Method find() {
        // In JDK 19 and 20 they are a preview: the method is there and throws.
        if (Runtime.version().feature() < 21) {
            return null;
        }
        try {
            return Thread.class.getMethod("startVirtualThread", Runnable.class);
        } catch (NoSuchMethodException e) {
            return null;
        }
    }
}
