package dev.jwinsock.afd;

import dev.jwinsock.WSABUF;
import dev.jwinsock.WSAMSG;
import dev.jwinsock.transport.ControlData;
import dev.jwinsock.transport.Endpoint;
import dev.jwinsock.transport.Status;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.jspecify.annotations.Nullable;

/** What WSARecvMsg stores besides the data and the sender: control data and flags. Used again and again. */
final class MessageReceipt {
    private static final int TRUNCATED = 0x100;
    private static final int CONTROL_TRUNCATED = 0x200;
    private static final int BROADCAST = 0x400;
    private static final int MULTICAST = 0x800;

    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

    final ControlData data = new ControlData();

    private @Nullable WSAMSG message;
    private ByteBuffer room = NOTHING;
    private int start;
    private int flags;

    /** @return OK, or FAULT when the control data are no valid memory */
    int begin(WSAMSG to) {
        WSABUF control = to.Control;
        ByteBuffer memory = control == null ? null : control.buf;
        if (control == null || control.len == 0) {
            room = NOTHING;
        } else if (memory == null || memory.isReadOnly() || control.len < 0 || control.len > memory.remaining()) {
            return Status.FAULT;
        } else {
            room = memory.duplicate().order(ByteOrder.LITTLE_ENDIAN);
            room.limit(room.position() + control.len);
        }
        start = room.position();
        message = to;
        flags = 0;
        return Status.OK;
    }

    /**
     * A datagram has come; its control data are written.
     *
     * @param n its length, or MESSAGE_SIZE
     * @param set the {@link ControlMessage}s that the socket has switched on
     * @return n, or MESSAGE_SIZE when there is no room for the control data
     */
    int received(int n, int set) {
        room.position(start);
        boolean fits = ControlMessage.write(data, set, room);
        flags = (n == Status.MESSAGE_SIZE ? TRUNCATED : 0) | (fits ? 0 : CONTROL_TRUNCATED);
        if (data.has(ControlData.PACKET_INFO)) {
            flags |= data.broadcast ? BROADCAST : isMulticast(data.address) ? MULTICAST : 0;
        }
        return fits ? n : Status.MESSAGE_SIZE; // A197
    }

    private static boolean isMulticast(Endpoint address) {
        int first = address.bytes()[0] & 0xff;
        return address.isIpv6() ? first == 0xff : first >>> 4 == 0xe;
    }

    /** Only the control data were too long: the datagram is there whole. */
    boolean dataWhole() {
        return (flags & TRUNCATED) == 0;
    }

    /** A199: what only the end of the operation changes. */
    void store() {
        WSAMSG to = message;
        if (to != null) {
            to.dwFlags.value = flags;
            WSABUF control = to.Control;
            if (control != null) {
                control.len = room.position() - start;
            }
        }
    }

    void forget() {
        message = null;
        room = NOTHING;
    }
}
