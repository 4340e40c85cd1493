package dev.jwinsock;

/** C: {@code struct _WSAPROTOCOL_INFOW}. */
public final class WSAPROTOCOL_INFO {
    public int dwServiceFlags1;
    public int dwServiceFlags2;
    public int dwServiceFlags3;
    public int dwServiceFlags4;
    public int dwProviderFlags;
    public int dwCatalogEntryId;
    public int iVersion;
    public int iAddressFamily;
    public int iMaxSockAddr;
    public int iMinSockAddr;
    public int iSocketType;
    public int iProtocol;
    public int iProtocolMaxOffset;
    public int iNetworkByteOrder;
    public int iSecurityScheme;
    public int dwMessageSize;
    public int dwProviderReserved;
    public String szProtocol = "";
}
