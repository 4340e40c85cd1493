package dev.jwinsock;

/** C: {@code typedef struct _WSANETWORKEVENTS { long lNetworkEvents; int iErrorCode[FD_MAX_EVENTS]; }}. */
public final class WSANETWORKEVENTS {
    /** FD_* bits. */
    public int lNetworkEvents;

    /** By FD_*_BIT: a Winsock error number or 0. */
    public final int[] iErrorCode = new int[10];
}
