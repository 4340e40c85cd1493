package dev.jwinsock;

/** C: {@code typedef struct _SOCKET_ADDRESS_LIST { INT iAddressCount; SOCKET_ADDRESS Address[1]; }}. */
public final class SOCKET_ADDRESS_LIST {
    public int iAddressCount;
    public SOCKET_ADDRESS[] Address = {};

    public SOCKET_ADDRESS_LIST() {}

    public SOCKET_ADDRESS_LIST(SOCKET_ADDRESS... addresses) {
        Address = addresses;
        iAddressCount = addresses.length;
    }
}
