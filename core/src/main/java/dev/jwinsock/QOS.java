package dev.jwinsock;

/** C: {@code QOS}: the quality of service asked for both directions of a socket. */
public final class QOS {
    public final FLOWSPEC SendingFlowspec = new FLOWSPEC();
    public final FLOWSPEC ReceivingFlowspec = new FLOWSPEC();
    public final WSABUF ProviderSpecific = new WSABUF();

    /** {@code sizeof(QOS)}, 64-bit layout. */
    public int sizeof() {
        return 80;
    }
}
