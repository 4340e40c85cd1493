package dev.jwinsock.compat.suite;

import dev.jwinsock.compat.harness.Transports;
import java.lang.reflect.InvocationTargetException;

/** Virtual threads by reflection: the suite is compiled for Java 17 and uses them where it runs on 21 or later. */
final class VirtualThreads {
    private static final int FIRST_RELEASE = 21;

    private VirtualThreads() {}

    static void assumeSupported() {
        Transports.assumeSupported(Runtime.version().feature() >= FIRST_RELEASE, "virtual threads need JDK 21");
    }

    static Thread start(Runnable work) {
        try {
            Object builder = Thread.class.getMethod("ofVirtual").invoke(null);
            return (Thread) Class.forName("java.lang.Thread$Builder")
                    .getMethod("start", Runnable.class)
                    .invoke(builder, work);
        } catch (InvocationTargetException e) {
            throw new AssertionError(e.getCause());
        } catch (ReflectiveOperationException e) {
            throw new AssertionError(e);
        }
    }
}
