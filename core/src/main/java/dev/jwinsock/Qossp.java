package dev.jwinsock;

/** {@code qossp.h}: quality of service as its service provider has it. */
public final class Qossp {
    /** A WSAIoctl code. */
    public static final int SIO_CHK_QOS = 0xDC000001;

    private Qossp() {}
}
