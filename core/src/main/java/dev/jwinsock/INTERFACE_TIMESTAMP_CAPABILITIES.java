package dev.jwinsock;

/** C: {@code typedef struct _INTERFACE_TIMESTAMP_CAPABILITIES}: how an interface's packets are stamped with the time. */
public final class INTERFACE_TIMESTAMP_CAPABILITIES {
    /** How the adapter's clock counts, which its stamps are values of; 0: it has none. */
    public long HardwareClockFrequencyHz;
    /** Whether {@link Iphlpapi#CaptureInterfaceHardwareCrossTimestamp} can read that clock. */
    public boolean SupportsCrossTimestamp;
    /** By the adapter. */
    public final INTERFACE_HARDWARE_TIMESTAMP_CAPABILITIES HardwareCapabilities =
            new INTERFACE_HARDWARE_TIMESTAMP_CAPABILITIES();
    /** By the system, with values of {@link Windows#QueryPerformanceCounter}. */
    public final INTERFACE_SOFTWARE_TIMESTAMP_CAPABILITIES SoftwareCapabilities =
            new INTERFACE_SOFTWARE_TIMESTAMP_CAPABILITIES();
}
