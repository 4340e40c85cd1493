package dev.jwinsock.afd;

import dev.jwinsock.IntRef;
import dev.jwinsock.QOS;
import dev.jwinsock.transport.Status;
import dev.jwinsock.transport.TransportOption;
import java.util.List;
import java.util.Map;

/**
 * Quality of service: what a program asks for goes into the packets' headers and paces what it sends. Nobody reserves
 * anything in the network.
 */
final class QosIoctls {
    private static final int QOS_BYTES = 80;
    private static final int NOT_SPECIFIED = -1;
    private static final int BEST_EFFORT = 1;

    /** The byte of the header by SERVICETYPE: Windows's defaults, six bits, where 0 is also for those not named. */
    private static final Map<Integer, Integer> CLASSES = Map.of(2, 0x18 << 2, 3, 0x28 << 2, 10, 0x30 << 2);

    /** The high bits of a service type are flags. */
    private static final int TYPE_MASK = 0xffff;

    static final List<Ioctl> ROWS = List.of(
            Ioctl.row(0x8800000B, "SIO_SET_QOS")
                    .on(Kind.IP, Status.NO_PROTOCOL_OPTION)
                    .in(QOS_BYTES)
                    .does((socket, in, inLength, out, outLength, returned) -> set(socket, in))
                    .source("SIO_SET_QOS (opcode setting: I, T==1)")
                    .ioctl(),
            Ioctl.row(0xC8000007, "SIO_GET_QOS")
                    .on(Kind.IP, Status.NO_PROTOCOL_OPTION)
                    .out(QOS_BYTES)
                    .does((socket, in, inLength, out, outLength, returned) -> get(socket, out, returned))
                    .source("SIO_GET_QOS (opcode setting: O, T==1)")
                    .ioctl());

    private QosIoctls() {}

    private static int set(AfdSocket socket, byte[] in) {
        QOS quality = new QOS();
        quality.fromBytes(in, 0);
        socket.lock.lock();
        try {
            socket.settings().qualityOfService = quality;
            apply(socket, quality);
            NetworkEvents selection = socket.events;
            if (selection != null) {
                selection.happened(NetworkEvents.QOS, 0);
            }
            return Status.OK;
        } finally {
            socket.lock.unlock();
        }
    }

    /** With the socket's lock held. A transport without these options has best effort only, which is always granted. */
    static void apply(AfdSocket socket, QOS quality) {
        int type = quality.SendingFlowspec.ServiceType & TYPE_MASK;
        socket.kernel.setOption(TransportOption.TRAFFIC_CLASS, CLASSES.getOrDefault(type, 0));
        socket.kernel.setOption(TransportOption.PACING_RATE, quality.SendingFlowspec.TokenRate);
    }

    private static int get(AfdSocket socket, byte[] out, IntRef returned) {
        socket.lock.lock();
        try {
            // "A sender may not … until the socket is connected. A receiver … as soon as it is bound."
            if (!socket.isBound() && !socket.isConnected()) {
                return Status.NOT_CONNECTED;
            }
            ControlSettings settings = socket.settingsIfAny();
            QOS quality = settings == null ? null : settings.qualityOfService;
            byte[] answer = (quality == null ? unspecified() : quality).toBytes();
            System.arraycopy(answer, 0, out, 0, QOS_BYTES);
            returned.value = QOS_BYTES;
            NetworkEvents selection = socket.events;
            if (selection != null) {
                selection.enable(NetworkEvents.QOS);
            }
            return Status.OK;
        } finally {
            socket.lock.unlock();
        }
    }

    private static QOS unspecified() {
        QOS none = new QOS();
        for (dev.jwinsock.FLOWSPEC each : List.of(none.SendingFlowspec, none.ReceivingFlowspec)) {
            each.TokenRate = NOT_SPECIFIED;
            each.TokenBucketSize = NOT_SPECIFIED;
            each.PeakBandwidth = NOT_SPECIFIED;
            each.Latency = NOT_SPECIFIED;
            each.DelayVariation = NOT_SPECIFIED;
            each.ServiceType = BEST_EFFORT;
            each.MaxSduSize = NOT_SPECIFIED;
            each.MinimumPolicedSize = NOT_SPECIFIED;
        }
        return none;
    }
}
