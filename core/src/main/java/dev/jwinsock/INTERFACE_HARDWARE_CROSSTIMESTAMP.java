package dev.jwinsock;

/**
 * C: {@code typedef struct _INTERFACE_HARDWARE_CROSSTIMESTAMP}: an adapter's time between two of the system's. The
 * specification's sample sets a Version, which the header's structure does not have.
 */
public final class INTERFACE_HARDWARE_CROSSTIMESTAMP {
    /** A value of {@link Windows#QueryPerformanceCounter}, right before. */
    public long SystemTimestamp1;
    /** In the units of {@link INTERFACE_TIMESTAMP_CAPABILITIES#HardwareClockFrequencyHz}. */
    public long HardwareClockTimestamp;
    /** A value of {@link Windows#QueryPerformanceCounter}, right after. */
    public long SystemTimestamp2;
}
