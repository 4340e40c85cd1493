package dev.jwinsock.examples;

import static dev.jwinsock.Iphlpapi.*;
import static dev.jwinsock.Mstcpip.*;
import static dev.jwinsock.Mswsock.*;
import static dev.jwinsock.Windows.*;
import static dev.jwinsock.Winsock2.*;

import dev.jwinsock.INTERFACE_HARDWARE_CROSSTIMESTAMP;
import dev.jwinsock.INTERFACE_TIMESTAMP_CAPABILITIES;
import dev.jwinsock.IntRef;
import dev.jwinsock.LARGE_INTEGER;
import dev.jwinsock.NET_LUID;
import dev.jwinsock.Ref;
import dev.jwinsock.SOCKET;
import dev.jwinsock.TIMESTAMPING_CONFIG;
import dev.jwinsock.WSABUF;
import dev.jwinsock.WSACMSGHDR;
import dev.jwinsock.WSADATA;
import dev.jwinsock.WSAMSG;
import dev.jwinsock.sockaddr;
import dev.jwinsock.sockaddr_in;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.nio.ByteBuffer;

/**
 * "Estimating latency of socket send path" and "… receive path" of "Winsock timestamping", with the adapter's timestamps
 * where it has a clock and they are switched on, else with the system's.
 */
public final class TimestampingSamples {
    private final PrintStream out;
    private final NET_LUID interfaceLuid;
    private final INTERFACE_TIMESTAMP_CAPABILITIES capabilities;

    private TimestampingSamples(
            PrintStream out, NET_LUID interfaceLuid, INTERFACE_TIMESTAMP_CAPABILITIES capabilities) {
        this.out = out;
        this.interfaceLuid = interfaceLuid;
        this.capabilities = capabilities;
    }

    public static void main(String[] argv) {
        System.exit(run(System.out));
    }

    /** One sends, the other receives. @return the exit code */
    static int run(PrintStream out) {
        int iResult = WSAStartup(MAKEWORD(2, 2), new WSADATA());
        if (iResult != 0) {
            out.printf("WSAStartup failed with error: %s%n", Errors.text(iResult));
            return 1;
        }
        NET_LUID interfaceLuid = new NET_LUID();
        INTERFACE_TIMESTAMP_CAPABILITIES capabilities = new INTERFACE_TIMESTAMP_CAPABILITIES();
        int error = ConvertInterfaceIndexToLuid(loopbackIndex(), interfaceLuid);
        if (error == ERROR_SUCCESS) {
            error = GetInterfaceActiveTimestampCapabilities(interfaceLuid, capabilities);
        }
        if (error != ERROR_SUCCESS) { // what is not known is the system's
            out.printf("GetInterfaceActiveTimestampCapabilities failed %d%n", error);
        }
        TimestampingSamples samples = new TimestampingSamples(out, interfaceLuid, capabilities);
        SOCKET receiver = socket(AF_INET, SOCK_DGRAM, IPPROTO_UDP);
        SOCKET sender = socket(AF_INET, SOCK_DGRAM, IPPROTO_UDP);
        sockaddr_in addr = new sockaddr_in();
        addr.sin_family = AF_INET;
        addr.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        bind(receiver, addr, sizeof(addr));
        getsockname(receiver, addr, new IntRef(sizeof(addr)));
        boolean done = samples.configure(receiver, TIMESTAMPING_FLAG_RX)
                && samples.estimateSendLatency(sender, addr)
                && samples.estimateReceiveLatency(receiver);
        closesocket(sender);
        closesocket(receiver);
        WSACleanup();
        return done ? 0 : 1;
    }

    private boolean configure(SOCKET sock, int flags) {
        TIMESTAMPING_CONFIG config = new TIMESTAMPING_CONFIG();
        config.Flags |= flags;
        config.TxTimestampsBuffered = 1;
        int error = WSAIoctl(sock, SIO_TIMESTAMPING, config, sizeof(config), null, 0, new IntRef(), null, null);
        if (error == SOCKET_ERROR) {
            out.printf("WSAIoctl failed %d%n", WSAGetLastError());
        }
        return error != SOCKET_ERROR;
    }

    private static WSAMSG message(int controlSize) {
        WSAMSG wsaMsg = new WSAMSG();
        wsaMsg.lpBuffers = new WSABUF[] {new WSABUF(ByteBuffer.allocate(512))};
        wsaMsg.dwBufferCount = 1;
        wsaMsg.Control = new WSABUF(ByteBuffer.allocate(WSA_CMSG_SPACE(controlSize)));
        return wsaMsg;
    }

    private boolean estimateSendLatency(SOCKET sock, sockaddr addr) {
        WSAMSG wsaMsg = message(Integer.BYTES);
        wsaMsg.name = addr;
        wsaMsg.namelen.value = sizeof(addr);

        // Configure tx timestamp reception.
        if (!configure(sock, TIMESTAMPING_FLAG_TX)) {
            return false;
        }

        // Assign a tx timestamp ID to this datagram.
        IntRef txTimestampId = new IntRef(123);
        WSACMSGHDR cmsg = WSA_CMSG_FIRSTHDR(wsaMsg);
        if (cmsg == null) {
            return false;
        }
        cmsg.cmsg_len(WSA_CMSG_LEN(Integer.BYTES));
        cmsg.cmsg_level(SOL_SOCKET);
        cmsg.cmsg_type(SO_TIMESTAMP_ID);
        WSA_CMSG_DATA(cmsg).putInt(txTimestampId.value);

        // Capture app-layer timestamp prior to send call.
        boolean hardware = capabilities.HardwareCapabilities.TaggedTransmit;
        long appLevelTimestamp = now(hardware);

        int error = WSASendMsg(sock, wsaMsg, 0, new IntRef(), null, null);
        if (error == SOCKET_ERROR) {
            out.printf("sendmsg failed %d%n", WSAGetLastError());
            return false;
        }
        out.println("sent packet");

        // Poll for the socket tx timestamp value. The timestamp may not be available immediately.
        Ref<Long> socketTimestamp = new Ref<>();
        int txTimestampRetrieveIntervalMs = 1;
        for (int attempts = 0; attempts < 12; attempts++) {
            error = WSAIoctl(
                    sock,
                    SIO_GET_TX_TIMESTAMP,
                    txTimestampId,
                    sizeof(txTimestampId),
                    socketTimestamp,
                    Long.BYTES,
                    new IntRef(),
                    null,
                    null);
            Long found = socketTimestamp.value;
            if (error != SOCKET_ERROR && found != null) {
                long elapsedMicroseconds = microseconds(found - appLevelTimestamp, hardware);
                out.printf("socket send path latency estimation: %d microseconds%n", elapsedMicroseconds);
                return true;
            }
            if (WSAGetLastError() != WSAEWOULDBLOCK) {
                out.printf("WSAIoctl failed %d%n", WSAGetLastError());
                return false;
            }
            Sleep(txTimestampRetrieveIntervalMs);
            txTimestampRetrieveIntervalMs *= 2;
        }
        out.println("failed to retrieve TX timestamp");
        return false;
    }

    private boolean estimateReceiveLatency(SOCKET sock) {
        WSAMSG wsaMsg = message(Long.BYTES);
        int error = WSARecvMsg(sock, wsaMsg, new IntRef(), null, null);
        if (error == SOCKET_ERROR) {
            out.printf("recvmsg failed %d%n", WSAGetLastError());
            return false;
        }

        // Capture app-layer timestamp upon message reception.
        boolean hardware = capabilities.HardwareCapabilities.AllReceive;
        long appLevelTimestamp = now(hardware);
        out.println("received packet");

        // Look for socket rx timestamp returned via control message.
        WSACMSGHDR cmsg = WSA_CMSG_FIRSTHDR(wsaMsg);
        while (cmsg != null) {
            if (cmsg.cmsg_level() == SOL_SOCKET && cmsg.cmsg_type() == SO_TIMESTAMP) {
                long socketTimestamp = WSA_CMSG_DATA(cmsg).getLong();
                out.printf(
                        "RX latency estimation: %d microseconds%n",
                        microseconds(appLevelTimestamp - socketTimestamp, hardware));
                return true;
            }
            cmsg = WSA_CMSG_NXTHDR(wsaMsg, cmsg);
        }
        out.println("failed to retrieve RX timestamp");
        return false;
    }

    private long now(boolean hardware) {
        if (hardware) {
            INTERFACE_HARDWARE_CROSSTIMESTAMP crossTimestamp = new INTERFACE_HARDWARE_CROSSTIMESTAMP();
            int error = CaptureInterfaceHardwareCrossTimestamp(interfaceLuid, crossTimestamp);
            if (error != ERROR_SUCCESS) {
                out.printf("CaptureInterfaceHardwareCrossTimestamp failed %d%n", error);
            }
            return crossTimestamp.HardwareClockTimestamp;
        }
        LARGE_INTEGER counter = new LARGE_INTEGER();
        QueryPerformanceCounter(counter);
        return counter.QuadPart;
    }

    private long microseconds(long counts, boolean hardware) {
        LARGE_INTEGER clockFrequency = new LARGE_INTEGER();
        if (hardware) {
            clockFrequency.QuadPart = capabilities.HardwareClockFrequencyHz;
        } else {
            QueryPerformanceFrequency(clockFrequency);
        }
        return counts * 1_000_000 / clockFrequency.QuadPart;
    }

    /** The interface whose latencies are estimated. */
    private static int loopbackIndex() {
        try {
            NetworkInterface found = NetworkInterface.getByInetAddress(InetAddress.getLoopbackAddress());
            return found == null ? 0 : found.getIndex();
        } catch (SocketException e) {
            return 0;
        }
    }
}
