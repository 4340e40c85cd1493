package dev.jwinsock;

/** {@code qos.h}: numbers of quality of service. */
public final class Qos {
    // FLOWSPEC.ServiceType
    public static final int SERVICETYPE_BESTEFFORT = 1;
    public static final int SERVICETYPE_CONTROLLEDLOAD = 2;
    public static final int SERVICETYPE_GENERAL_INFORMATION = 5;
    public static final int SERVICETYPE_GUARANTEED = 3;
    public static final int SERVICETYPE_NETWORK_CONTROL = 10;
    public static final int SERVICETYPE_NETWORK_UNAVAILABLE = 4;
    public static final int SERVICETYPE_NOCHANGE = 6;
    public static final int SERVICETYPE_NONCONFORMING = 9;
    public static final int SERVICETYPE_NOTRAFFIC = 0;
    public static final int SERVICETYPE_QUALITATIVE = 13;

    // Flags and former names of it
    public static final int SERVICE_BESTEFFORT = 0x80010000;
    public static final int SERVICE_CONTROLLEDLOAD = 0x80020000;
    public static final int SERVICE_GUARANTEED = 0x80040000;
    public static final int SERVICE_NO_QOS_SIGNALING = 0x40000000;
    public static final int SERVICE_NO_TRAFFIC_CONTROL = 0x81000000;
    public static final int SERVICE_QUALITATIVE = 0x80200000;

    /** A FLOWSPEC member that says nothing. */
    public static final int QOS_NOT_SPECIFIED = 0xFFFFFFFF;

    // Objects in QOS.ProviderSpecific
    public static final int QOS_GENERAL_ID_BASE = 2000;
    public static final int QOS_OBJECT_DESTADDR = 2004;
    public static final int QOS_OBJECT_END_OF_LIST = 2001;
    public static final int QOS_OBJECT_SD_MODE = 2002;
    public static final int QOS_OBJECT_SHAPING_RATE = 2003;

    private Qos() {}
}
