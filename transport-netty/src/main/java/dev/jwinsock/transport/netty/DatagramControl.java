package dev.jwinsock.transport.netty;

import dev.jwinsock.transport.ControlData;
import dev.jwinsock.transport.Endpoint;
import dev.jwinsock.transport.StampListener;
import dev.jwinsock.transport.Status;
import org.jspecify.annotations.Nullable;

/** The part of a datagram socket that deals with what goes with datagrams: made when it is first needed. */
final class DatagramControl {
    // SO_TIMESTAMPING: that the adapter is to stamp; whose stamps are reported, with a number, without the datagram
    private static final int RECEIVED_BY_ADAPTER = 4;
    private static final int SOFTWARE = 0x10;
    private static final int ADAPTERS = 0x40;
    private static final int NUMBERED = 0x80;
    private static final int STAMP_ONLY = 0x800;
    /** Stamps under way; those of older datagrams get lost. */
    private static final int STAMPS = 1024;

    private final KernelSocket socket;
    private final Platform platform;
    private final ControlLayout layout;

    private int switched; // guarded by "this"
    private int stamping; // guarded by "this"

    private volatile @Nullable StampListener listener;
    /** Sends with stamps come one after the other, in the order of the kernel's numbers. */
    private final Object stampOrder = new Object();
    /** The ids of the datagrams by the kernel's numbers. Guarded by itself, which comes after stampOrder. */
    private final int[] ids = new int[STAMPS];

    private int nextNumber; // guarded by stampOrder

    DatagramControl(KernelSocket socket) {
        this.socket = socket;
        this.platform = socket.platform();
        this.layout = platform.control();
    }

    boolean stamps() {
        return listener != null;
    }

    /** @return OK, or why the first of the switches that failed has failed */
    synchronized int receiveFields(int fields) {
        int status = Status.OK;
        int changes = fields ^ switched;
        for (ControlLayout.Switch each : layout.switches()) {
            if ((changes & each.field()) == 0 || each.ipv6() && !socket.isIpv6()) {
                continue;
            }
            if (socket.isIpv6() && each.level() == Platform.IPPROTO_IP && !layout.ipv4OnIpv6()) {
                continue;
            }
            int result = socket.setInt(each.level(), each.name(), (fields & each.field()) != 0 ? 1 : 0);
            if (result < 0 && status == Status.OK) {
                status = result;
            }
        }
        if ((changes & ControlData.STAMP) != 0 && platform.errorQueue() != 0) {
            boolean on = (fields & ControlData.STAMP) != 0;
            // Where that cannot be, the software's stamps are there
            stamping(on ? 0 : RECEIVED_BY_ADAPTER, on ? RECEIVED_BY_ADAPTER | ADAPTERS : 0);
        }
        switched = fields;
        return status;
    }

    private synchronized int stamping(int off, int on) {
        stamping = stamping & ~off | on;
        return socket.setInt(platform.socketLevel(), ControlLayout.LINUX_TIMESTAMPING, stamping);
    }

    // ---------------------------------------------------------------- receiving

    /** @return the whole datagram's length, or a status */
    int receive(Scratch scratch, long address, int length, boolean peek, @Nullable Endpoint from, ControlData control) {
        MessageMemory memory = scratch.message();
        int flags = platform.tellsWholeLength() | platform.dontWait() | (peek ? Platform.MSG_PEEK : 0);
        while (true) {
            long message = memory.message(
                    from == null ? 0 : scratch.socketAddressAddress(),
                    from == null ? 0 : SocketAddresses.IPV6_SIZE,
                    address,
                    length,
                    MessageMemory.CONTROL_ROOM);
            int n = socket.datagramResult(Posix.recvmsg(socket.fd(), message, flags));
            if (n == Status.INTERRUPTED) {
                continue;
            }
            if (n < 0) {
                control.clear();
                return n;
            }
            layout.read(memory, scratch.bytes, socket.isIpv6(), control);
            if (from != null) {
                SocketAddresses.read(platform, scratch.socketAddress(), scratch.bytes, from);
            }
            return n;
        }
    }

    // ---------------------------------------------------------------- sending

    int send(Scratch scratch, long address, int length, @Nullable Endpoint to, ControlData control) {
        StampListener told = control.has(ControlData.STAMP_ID) ? listener : null;
        if (told == null) {
            control.remove(ControlData.STAMP_ID);
            return sendMessage(scratch, address, length, to, control);
        }
        if (platform.errorQueue() == 0) {
            int n = sendMessage(scratch, address, length, to, control);
            if (n >= 0) {
                told.sent(control.stampId, System.nanoTime(), false);
            }
            return n;
        }
        synchronized (stampOrder) {
            int number = nextNumber;
            synchronized (ids) {
                ids[number % STAMPS] = control.stampId;
            }
            int n = sendMessage(scratch, address, length, to, control);
            if (n >= 0) {
                nextNumber = number + 1 & Integer.MAX_VALUE;
            } else if (number > 0 || n != Status.WOULD_BLOCK) {
                countAgain(); // kernels differ in whether the failed one took a number
            }
            return n;
        }
    }

    private int sendMessage(Scratch scratch, long address, int length, @Nullable Endpoint to, ControlData control) {
        MessageMemory memory = scratch.message();
        boolean ipv4 = !socket.isIpv6() || (to == null ? socket.peerIsMapped() : to.isMapped());
        while (true) {
            int controlLength = layout.write(control, ipv4, memory);
            if (controlLength < 0) {
                return Status.OPERATION_NOT_SUPPORTED;
            }
            int size = to == null ? 0 : SocketAddresses.write(platform, to, scratch.socketAddress());
            long name = to == null ? 0 : scratch.socketAddressAddress();
            long message = memory.message(name, size, address, length, controlLength);
            int flags = platform.noSignal() | platform.dontWait();
            int n = socket.datagramResult(Posix.sendmsg(socket.fd(), message, flags));
            if (n < 0 && control.has(ControlData.PACKET_INFO) && isOfAnotherHost(n, control)) {
                return Status.ADDRESS_NOT_AVAILABLE;
            }
            if (n != Status.INTERRUPTED) {
                return n;
            }
        }
    }

    /** What Linux says to a source address that is none of this host's. */
    private static boolean isOfAnotherHost(int status, ControlData control) {
        return control.address.isSet()
                && (status == Status.INVALID || status == Status.NETWORK_UNREACHABLE)
                && !LocalNetworks.isOwn(control.address);
    }

    // ---------------------------------------------------------------- stamps of what has left

    int stampListener(StampListener newListener) {
        if (platform.errorQueue() != 0) {
            synchronized (stampOrder) {
                int status = startCounting();
                if (status < 0) {
                    return status;
                }
            }
        }
        listener = newListener;
        return Status.OK;
    }

    private int startCounting() {
        nextNumber = 0;
        return stamping(0, SOFTWARE | ADAPTERS | NUMBERED | STAMP_ONLY);
    }

    /** Another kernel socket has taken the old one's place, and counts from 0. */
    void replaced() {
        synchronized (stampOrder) {
            nextNumber = 0;
        }
    }

    /** Numbers start at 0 when they are switched on. */
    private void countAgain() {
        socket.drainErrorQueue();
        stamping(NUMBERED, 0);
        startCounting();
    }

    /** Takes all that the error queue holds, and tells of the stamps in it. */
    void drainErrorQueue(Scratch scratch) {
        MessageMemory memory = scratch.message();
        ControlData read = scratch.control;
        int flags = platform.errorQueue() | platform.dontWait();
        // One at a time, so that they are told in order
        synchronized (ids) {
            while (true) {
                long message = memory.message(0, 0, 0, 0, MessageMemory.CONTROL_ROOM);
                if (Posix.recvmsg(socket.fd(), message, flags) < 0) {
                    return;
                }
                layout.readLeft(memory, read);
                StampListener told = listener;
                if (told != null && read.has(ControlData.STAMP) && read.has(ControlData.STAMP_ID)) {
                    told.sent(ids[Integer.remainderUnsigned(read.stampId, STAMPS)], read.stamp, read.byAdapter);
                }
            }
        }
    }
}
