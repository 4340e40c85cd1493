package dev.jwinsock;

/** C: {@code INTERFACE_INFO_EX}: what SIO_GET_INTERFACE_LIST_EX would tell, which Windows does not support. */
public final class INTERFACE_INFO_EX {
    public int iiFlags;
    public final SOCKET_ADDRESS iiAddress = new SOCKET_ADDRESS();
    public final SOCKET_ADDRESS iiBroadcastAddress = new SOCKET_ADDRESS();
    public final SOCKET_ADDRESS iiNetmask = new SOCKET_ADDRESS();

    public INTERFACE_INFO_EX() {}
}
