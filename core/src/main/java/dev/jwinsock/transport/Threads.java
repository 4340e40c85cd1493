package dev.jwinsock.transport;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import org.jspecify.annotations.Nullable;

/** Tells virtual threads from platform ones and makes them, on a baseline (JDK 17) that does not know them. */
public final class Threads {
    private static final @Nullable MethodHandle IS_VIRTUAL = find();

    private Threads() {}

    private static @Nullable MethodHandle find() {
        try {
            return MethodHandles.publicLookup()
                    .findVirtual(Thread.class, "isVirtual", MethodType.methodType(boolean.class));
        } catch (NoSuchMethodException | IllegalAccessException before21) {
            return null;
        }
    }

    /** Whether the calling thread is a virtual one. */
    public static boolean currentIsVirtual() {
        if (IS_VIRTUAL == null) {
            return false;
        }
        try {
            return (boolean) IS_VIRTUAL.invokeExact(Thread.currentThread());
        } catch (Throwable e) {
            throw new AssertionError(e);
        }
    }

    /** Makes a virtual thread, which inherits nothing from this one; only where {@link #currentIsVirtual} can be true. */
    public static Thread virtual(String name, Runnable work) {
        try {
            Class<?> builders = Class.forName("java.lang.Thread$Builder$OfVirtual");
            Object builder = Thread.class.getMethod("ofVirtual").invoke(null);
            builder = builders.getMethod("name", String.class).invoke(builder, name);
            builder = builders.getMethod("inheritInheritableThreadLocals", boolean.class)
                    .invoke(builder, false);
            return (Thread) builders.getMethod("unstarted", Runnable.class).invoke(builder, work);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("no virtual threads", e);
        }
    }

    /**
     * Waits for a thread that has been told to end; not when it is the calling one. An interrupt is kept for later. */
    public static void join(Thread ending) {
        if (ending == Thread.currentThread()) {
            return;
        }
        boolean interrupted = false;
        while (ending.isAlive()) {
            try {
                ending.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
