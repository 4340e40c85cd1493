package dev.jwinsock.transport.netty;

import dev.jwinsock.transport.IcmpError;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Linux's error queue of a socket: a message whose control data are a struct sock_extended_err and who has sent it. */
final class ErrorQueue {
    static final int MEMORY = 1024;

    private static final int MESSAGE_SIZE = 56;
    private static final int VECTOR = 64;
    private static final int CONTROL = 128;
    private static final int CONTROL_ROOM = 384;
    private static final int PAYLOAD = 512;

    private static final int CONTROL_HEADER = 16;
    private static final int RECEIVED_ERROR = 11;
    private static final int RECEIVED_ERROR_IPV6 = 25;
    private static final int ORIGIN = 4;
    private static final int TYPE = 5;
    private static final int CODE = 6;
    private static final int OFFENDER = 16;
    private static final int FROM_ICMP = 2;
    private static final int FROM_ICMPV6 = 3;

    private ErrorQueue() {}

    /** Writes a msghdr at the start of the memory, with room for control data and some payload behind it. */
    static void prepare(ByteBuffer memory, long address) {
        ByteBuffer to = memory.duplicate().clear().order(ByteOrder.nativeOrder());
        for (int i = 0; i < MESSAGE_SIZE; i += 8) {
            to.putLong(i, 0);
        }
        to.putLong(16, address + VECTOR).putLong(24, 1);
        to.putLong(32, address + CONTROL).putLong(40, CONTROL_ROOM);
        to.putLong(VECTOR, address + PAYLOAD).putLong(VECTOR + 8, MEMORY - PAYLOAD);
    }

    /** @return false when the message was about something else than ICMP */
    static boolean read(Platform platform, ByteBuffer memory, byte[] scratch, IcmpError out) {
        ByteBuffer from = memory.duplicate().clear().order(ByteOrder.nativeOrder());
        int end = CONTROL + (int) Math.min(CONTROL_ROOM, from.getLong(40));
        int place = CONTROL;
        while (place + CONTROL_HEADER <= end) {
            long length = from.getLong(place);
            if (length < CONTROL_HEADER || length > end - place) {
                return false;
            }
            int level = from.getInt(place + 8);
            int type = from.getInt(place + 12);
            int error = place + CONTROL_HEADER;
            boolean ours = level == Platform.IPPROTO_IP && type == RECEIVED_ERROR
                    || level == Platform.IPPROTO_IPV6 && type == RECEIVED_ERROR_IPV6;
            if (ours && length >= CONTROL_HEADER + OFFENDER + SocketAddresses.IPV4_SIZE) {
                int origin = from.get(error + ORIGIN);
                if (origin == FROM_ICMP || origin == FROM_ICMPV6) {
                    out.type = from.get(error + TYPE) & 0xff;
                    out.code = from.get(error + CODE) & 0xff;
                    ByteBuffer offender =
                            from.slice(error + OFFENDER, end - error - OFFENDER).order(memory.order());
                    SocketAddresses.read(platform, offender, scratch, out.source);
                    return true;
                }
            }
            place += (int) (length + 7 & ~7L);
        }
        return false;
    }
}
