package dev.jwinsock.transport.netty;

/** mach_absolute_time, which {@link System#nanoTime} is made of on macOS. */
final class MachTime {
    /** Its ticks are nanoseconds on Intel's processors and 24 MHz on Apple's. */
    private static final boolean NANOS = !System.getProperty("os.arch", "").equals("aarch64");

    private MachTime() {}

    static long nanoTime(long ticks) {
        return NANOS ? ticks : ticks / 3 * 125 + ticks % 3 * 125 / 3;
    }
}
