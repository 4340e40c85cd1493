package dev.jwinsock;

/** C: {@code typedef struct _INTERFACE_SOFTWARE_TIMESTAMP_CAPABILITIES}: which packets the system stamps. */
public final class INTERFACE_SOFTWARE_TIMESTAMP_CAPABILITIES {
    /** Whatever is received. */
    public boolean AllReceive;
    /** Whatever is sent. */
    public boolean AllTransmit;
    /** What is sent with SO_TIMESTAMP_ID. */
    public boolean TaggedTransmit;
}
