package dev.jwinsock;

import org.jspecify.annotations.Nullable;

/** C: {@code struct WSAData}, filled by {@link Winsock2#WSAStartup}. */
public final class WSADATA {
    public short wVersion;
    public short wHighVersion;
    public String szDescription = "";
    public String szSystemStatus = "";
    /** Unused since version 2. */
    public short iMaxSockets;
    /** Unused since version 2. */
    public short iMaxUdpDg;
    /** Unused since version 2; never written (S007). */
    public @Nullable String lpVendorInfo;
}
