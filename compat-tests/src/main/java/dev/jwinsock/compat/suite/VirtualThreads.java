package dev.jwinsock.compat.suite;

import dev.jwinsock.compat.harness.Transports;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.reflect.InvocationTargetException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Virtual threads by reflection: the suite is compiled for Java 17 and uses them where it runs on 21 or later. */
final class VirtualThreads {
    private static final int FIRST_RELEASE = 21;
    private static final int LIMIT_SECONDS = 60;

    private VirtualThreads() {}

    static void assumeSupported() {
        Transports.assumeSupported(Runtime.version().feature() >= FIRST_RELEASE, "virtual threads need JDK 21");
    }

    /** A call on a virtual thread of its own. */
    static <T> FutureTask<T> call(Callable<T> body) {
        FutureTask<T> task = new FutureTask<>(body);
        start(task);
        return task;
    }

    /** What the call has returned; the assertion that failed in it fails here. */
    static <T> T value(FutureTask<T> call) {
        try {
            return call.get(LIMIT_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            throw new AssertionError(e.getCause());
        } catch (InterruptedException | TimeoutException e) {
            throw new AssertionError("the virtual thread has not ended", e);
        }
    }

    /** The text of a dump of all threads, the virtual ones among them; Thread.getAllStackTraces has only the others. */
    static String dump(Path file) throws IOException {
        try {
            Class<?> beans = Class.forName("com.sun.management.HotSpotDiagnosticMXBean");
            Class<?> formats = Class.forName("com.sun.management.HotSpotDiagnosticMXBean$ThreadDumpFormat");
            Object bean = ManagementFactory.class
                    .getMethod("getPlatformMXBean", Class.class)
                    .invoke(null, beans);
            Object text = formats.getField("TEXT_PLAIN").get(null);
            beans.getMethod("dumpThreads", String.class, formats).invoke(bean, file.toString(), text);
        } catch (ReflectiveOperationException e) {
            throw new AssertionError(e);
        }
        return Files.readString(file);
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
