package dev.jwinsock;

/** {@code mswsock.h}: Microsoft's extensions of the Windows Sockets 2 service. */
public final class Mswsock {
    // Flags of received messages
    public static final int MSG_TRUNC = 0x100;
    public static final int MSG_CTRUNC = 0x200;
    public static final int MSG_BCAST = 0x400;
    public static final int MSG_MCAST = 0x800;

    // Options of SOL_SOCKET
    public static final int SO_UPDATE_ACCEPT_CONTEXT = 0x700B;
    public static final int SO_CONNECT_TIME = 0x700C;
    public static final int SO_UPDATE_CONNECT_CONTEXT = 0x7010;

    // TransmitFile, DisconnectEx
    public static final int TF_DISCONNECT = 0x1;
    public static final int TF_REUSE_SOCKET = 0x2;
    public static final int TF_WRITE_BEHIND = 0x4;
    public static final int TF_USE_DEFAULT_WORKER = 0x0;
    public static final int TF_USE_SYSTEM_THREAD = 0x10;
    public static final int TF_USE_KERNEL_APC = 0x20;

    // TransmitPackets
    public static final int TP_DISCONNECT = 0x1;
    public static final int TP_REUSE_SOCKET = 0x2;
    public static final int TP_USE_DEFAULT_WORKER = 0x0;
    public static final int TP_USE_SYSTEM_THREAD = 0x10;
    public static final int TP_USE_KERNEL_APC = 0x20;
    public static final int TP_ELEMENT_MEMORY = 0x1;
    public static final int TP_ELEMENT_FILE = 0x2;
    public static final int TP_ELEMENT_EOP = 0x4;

    // What SIO_GET_EXTENSION_FUNCTION_POINTER is asked for
    public static final GUID WSAID_ACCEPTEX = new GUID("B5367DF1-CBAC-11CF-95CA-00805F48A192");
    public static final GUID WSAID_CONNECTEX = new GUID("25A207B9-DDF3-4660-8EE9-76E58C74063E");
    public static final GUID WSAID_DISCONNECTEX = new GUID("7FDA2E11-8630-436F-A031-F536A6EEC157");
    public static final GUID WSAID_GETACCEPTEXSOCKADDRS = new GUID("B5367DF2-CBAC-11CF-95CA-00805F48A192");
    public static final GUID WSAID_TRANSMITFILE = new GUID("B5367DF0-CBAC-11CF-95CA-00805F48A192");
    public static final GUID WSAID_TRANSMITPACKETS = new GUID("D9689DA0-1F90-11D3-9971-00C04F68C876");
    public static final GUID WSAID_WSARECVMSG = new GUID("F689D7C8-6F1F-436B-8A53-E54FE351C322");
    public static final GUID WSAID_WSASENDMSG = new GUID("A441E712-754F-43CA-84A7-0DEE44CF606D");

    private Mswsock() {}
}
