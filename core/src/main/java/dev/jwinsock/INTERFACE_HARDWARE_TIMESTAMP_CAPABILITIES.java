package dev.jwinsock;

/**
 * C: {@code typedef struct _INTERFACE_HARDWARE_TIMESTAMP_CAPABILITIES}: which packets the adapter stamps. Those of the
 * Precision Time Protocol, version 2, may be the only ones.
 */
public final class INTERFACE_HARDWARE_TIMESTAMP_CAPABILITIES {
    public boolean PtpV2OverUdpIPv4EventMessageReceive;
    public boolean PtpV2OverUdpIPv4AllMessageReceive;
    public boolean PtpV2OverUdpIPv4EventMessageTransmit;
    public boolean PtpV2OverUdpIPv4AllMessageTransmit;
    public boolean PtpV2OverUdpIPv6EventMessageReceive;
    public boolean PtpV2OverUdpIPv6AllMessageReceive;
    public boolean PtpV2OverUdpIPv6EventMessageTransmit;
    public boolean PtpV2OverUdpIPv6AllMessageTransmit;
    /** Whatever is received. */
    public boolean AllReceive;
    /** Whatever is sent. */
    public boolean AllTransmit;
    /** What is sent with SO_TIMESTAMP_ID. */
    public boolean TaggedTransmit;
}
