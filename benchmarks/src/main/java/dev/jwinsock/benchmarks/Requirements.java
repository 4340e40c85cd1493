package dev.jwinsock.benchmarks;

import com.sun.management.UnixOperatingSystemMXBean;
import dev.jwinsock.benchmarks.memory.IdleMemory;
import dev.jwinsock.benchmarks.shape.Measurement;
import dev.jwinsock.benchmarks.shape.Shape;
import dev.jwinsock.benchmarks.shape.Style;
import dev.jwinsock.benchmarks.shape.VirtualThreads;
import java.lang.management.ManagementFactory;
import org.jspecify.annotations.Nullable;

/** What a measurement needs of the machine, whoever is measured. */
final class Requirements {
    /** Of the JVM, the selectors and the listeners. */
    private static final int OTHER_DESCRIPTORS = 200;

    private Requirements() {}

    /** Why nobody can be measured so here, null when they can. */
    static @Nullable String obstacle(Measurement measurement) {
        Style style = measurement.style();
        if (style == Style.VIRTUAL && !VirtualThreads.available()) {
            return "virtual threads need JDK 21 or later";
        }
        if (measurement.shape() == Shape.IDLE) {
            return IdleMemory.obstacle();
        }
        int sides = measurement.shape().hasRemoteClients() ? 1 : 2;
        // A thread that blocks may have a descriptor of its own to be woken by
        int each = style == Style.BLOCKING && measurement.shape().isEcho() ? 2 : 1;
        long needed = (long) sides * each * measurement.connections() + OTHER_DESCRIPTORS;
        long limit = descriptors();
        return needed > limit ? "needs " + needed + " file descriptors, the limit is " + limit : null;
    }

    private static long descriptors() {
        return ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean system
                ? system.getMaxFileDescriptorCount()
                : Long.MAX_VALUE;
    }
}
