package dev.jwinsock;

/**
 * C: {@code typedef union _NET_LUID { ULONG64 Value; struct { ULONG64 Reserved:24; ULONG64 NetLuidIndex:24; ULONG64
 * IfType:16; } Info; }}. Names a network interface; see {@link Iphlpapi#ConvertInterfaceIndexToLuid}.
 */
public final class NET_LUID {
    public long Value;
}
