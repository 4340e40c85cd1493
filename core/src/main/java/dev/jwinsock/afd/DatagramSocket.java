package dev.jwinsock.afd;

import dev.jwinsock.WSAPROTOCOL_INFO;
import dev.jwinsock.transport.Capability;
import dev.jwinsock.transport.ControlData;
import dev.jwinsock.transport.Endpoint;
import dev.jwinsock.transport.GroupChange;
import dev.jwinsock.transport.Interest;
import dev.jwinsock.transport.Status;
import dev.jwinsock.transport.TransportOption;
import dev.jwinsock.transport.TransportSocket;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A UDP socket; and what a raw socket has in common with one. */
class DatagramSocket extends AfdSocket {
    private static final Logger LOG = LoggerFactory.getLogger(DatagramSocket.class);

    private static final int RECEIVE_FLAGS = FLAG_PEEK;
    private static final int SEND_FLAGS = FLAG_DONT_ROUTE;

    /** An ICMP error can be pending for each of several peers; a send must get past them. */
    private static final int SEND_ATTEMPTS = 8;

    private static final int IPV4_HEADERS = 28;
    private static final int IPV6_HEADERS = 48;
    private static final int MOST_BYTES = 65507;

    /** Bound by bind, or by the kernel in connect or sendto. Written under lock. */
    private volatile boolean isBound;
    /** Written under lock. */
    private volatile boolean connected;
    /** Connected to port 0 without the kernel's knowledge: hears nobody. Written under lock. */
    private volatile boolean deaf;
    /** Guarded by lock; as given to connect. */
    private final Endpoint peer = new Endpoint();
    /** Its address, when the kernel socket is bound to all of them ({@link #hearGroups}). Written under lock. */
    private volatile @Nullable Endpoint source;
    /** WSAJoinLeaf was called. Guarded by lock. */
    private boolean joinedAsLeaf;
    /** A send was told of an ICMP error that Winsock tells the next receive (S158). */
    private volatile boolean unreachable;
    /** SIO_UDP_CONNRESET. */
    private volatile boolean tellsUnreachable = true;

    /** The {@link ControlMessage}s that are switched on. Written under lock. */
    private volatile int reported;
    /** WSARecvMsg is used: the transport tells of control data. Written under lock. */
    private volatile boolean tells;
    /** UDP_SEND_MSG_SIZE. Written under lock. */
    private volatile int segmentSize;
    /** Written under lock. */
    private volatile @Nullable SentStamps stamps;

    DatagramSocket(Session session, WSAPROTOCOL_INFO protocol, boolean overlapped, TransportSocket kernel) {
        super(session, protocol, overlapped, kernel, OptionTable.initialValues(false));
        // S289: not on raw sockets
        if (protocol.iProtocol == Protocols.UDP && session.can(Capability.ICMP_ERRORS)) {
            kernel.setOption(TransportOption.ICMP_ERRORS, 1);
        }
    }

    @Override
    boolean isStream() {
        return false;
    }

    @Override
    boolean isBound() {
        return isBound;
    }

    @Override
    void boundTo(BindTable.Entry entry) {
        super.boundTo(entry);
        isBound = true;
    }

    /** With the lock held. */
    final void bound() {
        isBound = true;
    }

    @Override
    int bindKernel(Endpoint address) {
        int status = super.bindKernel(address);
        if (status == Status.OK && hasGroups() && hearGroups() != Status.OK) {
            LOG.warn("bound to {} after joining groups: on this transport they are not heard", address);
        }
        return status;
    }

    @Override
    int localName(Endpoint out) {
        Endpoint own = source;
        if (own == null) {
            return super.localName(out);
        }
        out.copyFrom(own);
        if (ipv6()) {
            out.mapToIpv6();
        }
        return Status.OK;
    }

    /**
     * A Windows socket that is bound to one address hears the groups it has joined, a Linux one would not: there the
     * kernel socket is bound to all addresses and filters. The bind table knows, since the kernel sees conflicts then where
     * there are none.
     */
    @Override
    int hearGroups() {
        BindTable.Entry entry = bound;
        if (entry == null || entry.address.isWildcard() || source != null) {
            return Status.OK;
        }
        if (!session.can(Capability.GROUPS_WHEN_BOUND)) {
            return Status.NO_PROTOCOL_OPTION;
        }
        Endpoint own = new Endpoint().copyFrom(entry.address);
        if (ipv6()) {
            own.mapToIpv6();
        }
        BindTable table = session.binds();
        table.lock().lock();
        try {
            int status = kernel.hearGroups(own);
            if (status != Status.OK) {
                return status == Status.ALREADY ? Status.NO_PROTOCOL_OPTION : status;
            }
            entry.everywhere = true;
            source = entry.address;
        } finally {
            table.lock().unlock();
        }
        groups().kernelReplaced();
        wakeWaiters();
        return Status.OK;
    }

    @Override
    void describe(DataOutput out) throws IOException {
        super.describe(out);
        out.writeBoolean(isBound);
        out.writeBoolean(connected);
        out.writeBoolean(deaf);
        SharedState.write(peer.pack(), out);
    }

    @Override
    void become(DataInput in) throws IOException {
        super.become(in);
        isBound = in.readBoolean();
        connected = in.readBoolean();
        deaf = in.readBoolean();
        peer.unpack(SharedState.readAddress(in));
        // What these options switch on is here, besides in the kernel
        for (Option each : MessageOptions.ROWS) {
            if (each.index >= 0 && value(each) != 0) {
                apply(each, value(each));
            }
        }
    }

    @Override
    boolean isConnected() {
        return connected;
    }

    @Override
    boolean listens() {
        return false;
    }

    @Override
    boolean connecting() {
        return false;
    }

    @Override
    int listen(int backlog) {
        return Status.OPERATION_NOT_SUPPORTED; // S075
    }

    @Override
    int accept(AcceptResult made) {
        return Status.OPERATION_NOT_SUPPORTED; // S085
    }

    // ---------------------------------------------------------------- peers

    /** A180: whether a receive fails because a datagram reached no socket. */
    void tellUnreachable(boolean on) {
        tellsUnreachable = on;
        if (session.can(Capability.ICMP_ERRORS)) {
            kernel.setOption(TransportOption.ICMP_ERRORS, on ? 1 : 0);
        }
        if (!on) {
            unreachable = false;
        }
    }

    @Override
    int connect(@Nullable Endpoint to) {
        lock.lock();
        try {
            // S155 and "Reconnecting and Disconnecting": the all-zero address dissolves the association
            if (to == null || to.isWildcard()) {
                return disconnect();
            }
            if (to.isMapped() && v6Only()) {
                return Status.ADDRESS_NOT_AVAILABLE; // S295
            }
            int status = connectKernel(to);
            if (status != Status.OK) {
                return status;
            }
            isBound = true;
            if (connected && !peer.equals(to)) {
                discardQueued();
            }
            connected = true;
            peer.copyFrom(to);
            return Status.OK;
        } finally {
            lock.unlock();
        }
    }

    /** With the lock held. */
    int connectKernel(Endpoint to) {
        int status = kernel.connect(to);
        if (status == Status.ADDRESS_NOT_AVAILABLE && to.port() == 0) {
            return connectToPortZero();
        }
        deaf = false;
        return status;
    }

    /** With the lock held. */
    int disconnectKernel() {
        return kernel.disconnect();
    }

    /** S296, where the transport refuses it: nothing can come from port 0, and nothing be sent there. */
    private int connectToPortZero() {
        int status = kernel.disconnect();
        if (status == Status.OK && !isBound) {
            status = kernel.bind(new Endpoint().setWildcard(ipv6(), 0));
        }
        deaf = status == Status.OK;
        return status;
    }

    private int disconnect() {
        if (!connected) {
            return Status.OK;
        }
        deaf = false;
        int status = disconnectKernel();
        tells = false; // it may be another kernel socket now
        if (status == Status.OK) {
            connected = false;
        }
        return status;
    }

    /** S156: what came from the former peer (or from anyone) is not for the new association. */
    private void discardQueued() {
        ByteBuffer none = ByteBuffer.allocate(0);
        while (kernel.receiveFrom(none, false, null) != Status.WOULD_BLOCK) {
            unreachable = false;
        }
    }

    @Override
    int peerName(Endpoint out) {
        lock.lock();
        try {
            if (!connected) {
                return Status.NOT_CONNECTED; // S051
            }
            out.copyFrom(peer);
            return Status.OK;
        } finally {
            lock.unlock();
        }
    }

    @Override
    int error() {
        return 0;
    }

    @Override
    int connectedSeconds() {
        return -1;
    }

    /**
     * WSAJoinLeaf: joins a group on the interface that the socket is bound to, else on the one its multicasts go out by.
     *
     * @param receives else there is nothing to join ("IP Multicast": a sender only sends no IGMP messages)
     */
    int joinLeaf(Endpoint group, boolean receives) {
        lock.lock();
        try {
            int status = Groups.isMulticast(group) ? Status.OK : Status.ADDRESS_NOT_AVAILABLE;
            if (status == Status.OK && !isBound) {
                status = bind(new Endpoint().setWildcard(ipv6(), 0));
            }
            if (status == Status.OK && receives) {
                status = joinAsReceiver(group);
            }
            if (status != Status.OK) {
                return status;
            }
            joinedAsLeaf = true;
            NetworkEvents selection = events;
            if (selection != null) {
                selection.enable(NetworkEvents.CONNECT);
                selection.happened(NetworkEvents.CONNECT, 0);
            }
            return Status.OK;
        } finally {
            lock.unlock();
        }
    }

    private int joinAsReceiver(Endpoint group) {
        Endpoint bare = new Endpoint().copyFrom(group);
        bare.unmap();
        Endpoint local = new Endpoint();
        int status = kernel.localAddress(local);
        if (status != Status.OK) {
            return status;
        }
        int index = !local.isWildcard()
                ? Interfaces.owner(local)
                : bare.isIpv6() ? MulticastOptions.interfaceIpv6(this) : value(MulticastOptions.INTERFACE);
        return groups().change(GroupChange.JOIN, bare, index, null);
    }

    // ---------------------------------------------------------------- readiness

    @Override
    int standing(int wanted) {
        return unreachable ? Condition.READABLE : 0;
    }

    @Override
    int pollInterest(int wanted) {
        return ((wanted & Condition.READABLE) != 0 && !mustQueueReceive() ? Interest.READ : 0)
                | ((wanted & Condition.WRITABLE) != 0 ? Interest.WRITE : 0);
    }

    @Override
    int conditions(int ready) {
        return ((ready & Interest.READ) != 0 ? Condition.READABLE : 0)
                | ((ready & Interest.WRITE) != 0 ? Condition.WRITABLE : 0);
    }

    @Override
    int eventInterest(int wanted, int known) {
        // A051: what pending receives will take is no news
        int asked = mustQueueReceive() ? NetworkEvents.WRITE : NetworkEvents.READ | NetworkEvents.WRITE;
        return NetworkEvents.dataInterest(wanted & asked);
    }

    @Override
    void recordWithoutKernel(NetworkEvents to, int wanted, int known) {
        if (unreachable) {
            to.happened(NetworkEvents.READ, 0);
        }
    }

    @Override
    void record(NetworkEvents to, int ready) {
        if ((ready & Interest.READ) != 0) {
            to.happened(NetworkEvents.READ, 0);
        }
        if ((ready & Interest.WRITE) != 0) {
            to.happened(NetworkEvents.WRITE, 0);
        }
    }

    @Override
    void recordPast(NetworkEvents to) {
        if (joinedAsLeaf) {
            to.happened(NetworkEvents.CONNECT, 0);
        }
    }

    // ---------------------------------------------------------------- receiving

    @Override
    int receive(@Nullable ByteBuffer one, ByteBuffer[] many, int flags, @Nullable Endpoint from) {
        int status = mayReceive(flags);
        if (status != Status.OK) {
            return status;
        }
        boolean peek = (flags & FLAG_PEEK) != 0;
        return receiveOrWait(one, many, peek, from);
    }

    @Override
    int mayReceive(int flags) {
        if ((flags & ~RECEIVE_FLAGS) != 0) {
            return Status.OPERATION_NOT_SUPPORTED;
        }
        if (!isBound) {
            return Status.INVALID; // S032
        }
        if (receiveShut) {
            return Status.SHUT_DOWN;
        }
        boolean cannotPeek = (flags & FLAG_PEEK) != 0 && !session.can(Capability.PEEK);
        return cannotPeek ? Status.OPERATION_NOT_SUPPORTED : Status.OK;
    }

    @Override
    int receiveNow(@Nullable ByteBuffer one, ByteBuffer[] many, int flags, @Nullable Endpoint from) {
        return tryReceive(one, many, (flags & FLAG_PEEK) != 0, from);
    }

    @Override
    int receiveMessage(ByteBuffer[] to, int flags, @Nullable Endpoint from, MessageReceipt receipt) {
        int status = mayReceive(flags);
        if (status != Status.OK) {
            return status;
        }
        long deadline = nonBlocking ? Deadline.NONE : receiveDeadline();
        while (true) {
            int n = receiveMessageNow(to, flags, from, receipt);
            if (n != Status.WOULD_BLOCK || nonBlocking) {
                return n;
            }
            status = await(Interest.READ, deadline);
            if (status != Status.OK) {
                return status;
            }
        }
    }

    @Override
    int receiveMessageNow(ByteBuffer[] to, int flags, @Nullable Endpoint from, MessageReceipt receipt) {
        if (!tells) {
            tell();
        }
        int n = tryReceive(null, to, (flags & FLAG_PEEK) != 0, from, receipt.data);
        return n >= 0 || n == Status.MESSAGE_SIZE ? receipt.received(n, reported) : n;
    }

    @Override
    int tryReceive(@Nullable ByteBuffer one, ByteBuffer[] many, boolean peek, @Nullable Endpoint from) {
        return tryReceive(one, many, peek, from, null);
    }

    private int tryReceive(
            @Nullable ByteBuffer one,
            ByteBuffer[] many,
            boolean peek,
            @Nullable Endpoint from,
            @Nullable ControlData data) {
        if (unreachable) {
            unreachable = false;
            return Status.CONNECTION_RESET;
        }
        boolean checkSender = ipv6() && !connected && (mustRefuseIpv4() || isProtected());
        Endpoint sender = from == null && checkSender ? new Endpoint() : from;
        while (true) {
            int room = Buffers.remaining(one, many);
            int n = data != null
                    ? kernel.receiveFrom(many, 0, many.length, peek, sender, data)
                    : one != null
                            ? kernel.receiveFrom(one, peek, sender)
                            : kernel.receiveFrom(many, 0, many.length, peek, sender);
            if (n >= 0) {
                if (deaf || checkSender && sender != null && !takes(sender)) {
                    rewind(one, many, Math.min(n, room));
                    if (peek) {
                        kernel.receiveFrom(Buffers.EMPTY, false, null); // it would be seen again and again
                    }
                    continue;
                }
                return n > room ? Status.MESSAGE_SIZE : n; // S149, S151
            }
            switch (n) {
                case Status.CONNECTION_REFUSED:
                    if (!isToldOfErrors()) {
                        continue;
                    }
                    return Status.CONNECTION_RESET; // S158
                case Status.HOST_UNREACHABLE, Status.NETWORK_UNREACHABLE, Status.HOST_DOWN:
                    continue; // other ICMP errors are not told; the error is off the socket now
                default:
                    return n;
            }
        }
    }

    private boolean isProtected() {
        return value(Ipv6Options.PROTECTION_LEVEL) != ProtectionLevel.UNSPECIFIED;
    }

    /** IP_USER_MTU and IPV6_USER_MTU are upper bounds: what may not be fragmented must not be longer. */
    private boolean exceedsUserMtu(@Nullable ByteBuffer one, ByteBuffer[] many, @Nullable Endpoint to) {
        boolean overIpv6 = ipv6() && (to == null || !to.isMapped());
        int mtu = value(overIpv6 ? Ipv6Options.USER_MTU : IpOptions.USER_MTU);
        if (mtu < 0) {
            return false;
        }
        boolean whole = value(overIpv6 ? Ipv6Options.DONT_FRAGMENT : IpOptions.DONT_FRAGMENT) != 0;
        return whole && Buffers.remaining(one, many) > mtu - (overIpv6 ? IPV6_HEADERS : IPV4_HEADERS);
    }

    /** Whether a receive is told of ICMP errors. */
    boolean isToldOfErrors() {
        return tellsUnreachable; // A180
    }

    @Override
    int available() {
        if (!isBound) {
            return 0;
        }
        return session.can(Capability.DATAGRAM_AVAILABLE) ? kernel.available() : Status.OPERATION_NOT_SUPPORTED;
    }

    /** Takes a datagram that must not be seen out of the buffers again. */
    private static void rewind(@Nullable ByteBuffer one, ByteBuffer[] many, int length) {
        if (one != null) {
            one.position(one.position() - length);
            return;
        }
        int left = length;
        for (ByteBuffer buffer : many) {
            // The buffers were filled in order, so each lost min(left, its room); they are ours, made for this call.
            int stored = Math.min(left, buffer.position());
            buffer.position(buffer.position() - stored);
            left -= stored;
        }
    }

    // ---------------------------------------------------------------- sending

    @Override
    int send(@Nullable ByteBuffer one, ByteBuffer[] many, int flags, @Nullable Endpoint to) {
        return send(one, many, flags, to, null);
    }

    @Override
    int sendMessage(ByteBuffer[] from, int flags, @Nullable Endpoint to, ControlData control) {
        return send(null, from, flags, to, control);
    }

    private int send(
            @Nullable ByteBuffer one,
            ByteBuffer[] many,
            int flags,
            @Nullable Endpoint to,
            @Nullable ControlData control) {
        int status = maySend(flags, to);
        if (status != Status.OK) {
            return status;
        }
        long deadline = nonBlocking ? Deadline.NONE : sendDeadline();
        int sent = 0;
        while (true) {
            int n = sendNow(one, many, to, control);
            if (n >= 0) {
                sent += n;
                // There is a rest when UDP_SEND_MSG_SIZE has made several datagrams, and there was no room for all
                if (nonBlocking || !Buffers.hasRemaining(one, many)) {
                    return sent;
                }
            } else if (n != Status.WOULD_BLOCK || nonBlocking) {
                return n;
            }
            status = await(Interest.WRITE, deadline);
            if (status != Status.OK) {
                return status;
            }
        }
    }

    @Override
    int maySend(int flags, @Nullable Endpoint to) {
        if ((flags & ~SEND_FLAGS) != 0) {
            return Status.OPERATION_NOT_SUPPORTED;
        }
        if (to == null) {
            if (!connected) {
                return Status.NOT_CONNECTED; // S145
            }
            if (deaf) {
                return Status.ADDRESS_NOT_AVAILABLE;
            }
        } else if (isNoReceiver(to)) {
            return Status.ADDRESS_NOT_AVAILABLE; // S154, S295
        }
        if (sendShut) {
            return Status.SHUT_DOWN;
        }
        boolean pastPeer = to != null && connected && !session.can(Capability.SEND_PAST_PEER) && !isPeer(to);
        return pastPeer ? Status.OPERATION_NOT_SUPPORTED : Status.OK; // S157 is beyond this transport
    }

    boolean isNoReceiver(Endpoint to) {
        return to.port() == 0 || to.isWildcard() || to.isMapped() && v6Only();
    }

    @Override
    int sendNow(@Nullable ByteBuffer one, ByteBuffer[] many, int flags, @Nullable Endpoint to) {
        return sendNow(one, many, to, null);
    }

    @Override
    int sendMessageNow(ByteBuffer[] from, @Nullable Endpoint to, ControlData control) {
        return sendNow(null, from, to, control);
    }

    private int sendNow(
            @Nullable ByteBuffer one, ByteBuffer[] many, @Nullable Endpoint to, @Nullable ControlData control) {
        int size = control != null && control.has(ControlData.SEGMENT_SIZE) ? control.segmentSize : segmentSize;
        if (size > 0 && Buffers.remaining(one, many) > size) {
            return sendSegments(one == null ? many : new ByteBuffer[] {one}, size, to, control);
        }
        if (control != null) {
            control.remove(ControlData.SEGMENT_SIZE);
        }
        return sendDatagram(one, many, to, control);
    }

    /** One attempt to send one datagram, or with {@link ControlData#SEGMENT_SIZE} several. */
    int sendDatagram(
            @Nullable ByteBuffer one, ByteBuffer[] many, @Nullable Endpoint to, @Nullable ControlData control) {
        Endpoint own = source;
        if (own == null || control != null && control.has(ControlData.PACKET_INFO)) {
            return sendDatagramFrom(one, many, to, control);
        }
        ControlData from = control == null ? new ControlData() : control;
        from.packetInfo(own.scopeId());
        from.address.copyFrom(own);
        int n = sendDatagramFrom(null, one == null ? many : new ByteBuffer[] {one}, to, from);
        from.remove(ControlData.PACKET_INFO);
        return n;
    }

    private int sendDatagramFrom(
            @Nullable ByteBuffer one, ByteBuffer[] many, @Nullable Endpoint to, @Nullable ControlData control) {
        if (exceedsUserMtu(one, many, to)) {
            return Status.MESSAGE_SIZE;
        }
        Endpoint receiver = connected && !session.can(Capability.SEND_PAST_PEER) ? null : to;
        int attempts = SEND_ATTEMPTS;
        while (true) {
            int n = control != null
                    ? sendingKernel().sendTo(many, 0, many.length, receiver, control)
                    : one != null
                            ? sendingKernel().sendTo(one, receiver)
                            : sendingKernel().sendTo(many, 0, many.length, receiver);
            if (n >= 0) {
                isBound = true; // S046
                return n;
            }
            if (n == Status.CONNECTION_REFUSED && attempts-- > 0) {
                unreachable = isToldOfErrors(); // about an earlier datagram: this one was not sent yet
                continue;
            }
            return n;
        }
    }

    /** UDP_SEND_MSG_SIZE: in the kernel where it can, else one after the other. @return bytes sent, maybe not all */
    private int sendSegments(ByteBuffer[] from, int size, @Nullable Endpoint to, @Nullable ControlData control) {
        ControlData data = control == null ? new ControlData() : control;
        if (session.can(Capability.SEGMENTATION)) {
            data.segmentSize(size);
            int n = sendDatagram(null, from, to, data);
            // The kernel has its limits: so many datagrams, none of them in fragments
            boolean cannot = n == Status.INVALID
                    || n == Status.MESSAGE_SIZE
                    || n == Status.OPERATION_NOT_SUPPORTED
                    || n == Status.NO_PROTOCOL_OPTION;
            if (!cannot) {
                return n;
            }
            data.remove(ControlData.SEGMENT_SIZE);
        }
        int sent = 0;
        while (Buffers.hasRemaining(null, from)) {
            int n = sendDatagram(null, Buffers.head(from, size), to, data.fields() == 0 ? null : data);
            if (n < 0) {
                return sent == 0 ? n : sent;
            }
            Buffers.advance(from, n);
            sent += n;
        }
        return sent;
    }

    TransportSocket sendingKernel() {
        return kernel;
    }

    private boolean isPeer(Endpoint address) {
        lock.lock();
        try {
            return peer.sameAddress(address) && peer.port() == address.port();
        } finally {
            lock.unlock();
        }
    }

    // ---------------------------------------------------------------- control data

    @Override
    int report(ControlMessage message, boolean on) {
        return tell(on ? reported | message.bit : reported & ~message.bit);
    }

    /** The first WSARecvMsg: its flags need the packet's destination. */
    private void tell() {
        lock.lock();
        try {
            if (session.can(Capability.CONTROL_MESSAGES)) {
                tell(reported);
            }
            tells = true;
        } finally {
            lock.unlock();
        }
    }

    private int tell(int wanted) {
        int fields = ControlMessage.fields(wanted) | ControlData.PACKET_INFO;
        int status = kernel.receiveFields(fields);
        if (status == Status.OK) {
            reported = wanted;
        }
        return status;
    }

    @Override
    int segmentSize(int bytes) {
        segmentSize = bytes;
        return Status.OK;
    }

    @Override
    int coalesce(int bytes) {
        // A kernel puts as much together as one datagram can be; less than that it does not know, and nothing is
        // promised
        boolean on = bytes >= MOST_BYTES && session.can(Capability.SEGMENTATION);
        return on == ((reported & ControlMessage.COALESCED_SIZE.bit) != 0)
                ? Status.OK
                : report(ControlMessage.COALESCED_SIZE, on);
    }

    @Override
    int stamp(boolean received, boolean sent, int room) {
        if (!session.can(Capability.CONTROL_MESSAGES)) {
            return Status.OPERATION_NOT_SUPPORTED;
        }
        lock.lock();
        try {
            int status = report(ControlMessage.TIMESTAMP, received);
            SentStamps buffer = stamps;
            if (status == Status.OK && sent && buffer == null) {
                buffer = new SentStamps();
                status = kernel.stampListener(buffer);
                if (status == Status.OK) {
                    stamps = buffer;
                }
            }
            if (buffer != null) {
                buffer.room(sent ? room : 0);
            }
            return status;
        } finally {
            lock.unlock();
        }
    }

    @Override
    @Nullable
    Long takeStamp(int id) {
        SentStamps buffer = stamps;
        if (buffer == null) {
            return null;
        }
        kernel.collectStamps();
        return buffer.take(id);
    }

    @Override
    boolean goesOverIpv4(@Nullable Endpoint to) {
        if (!ipv6()) {
            return true;
        }
        lock.lock();
        try {
            return (to == null ? peer : to).isMapped();
        } finally {
            lock.unlock();
        }
    }

    // ---------------------------------------------------------------- the end

    @Override
    int shutdown(int how) {
        if (how != SHUT_RECEIVE && how != SHUT_SEND && how != SHUT_BOTH) {
            return Status.INVALID;
        }
        if (!connected) {
            return Status.NOT_CONNECTED;
        }
        receiveShut |= how != SHUT_SEND;
        sendShut |= how != SHUT_RECEIVE;
        return Status.OK;
    }

    @Override
    int close() {
        if (!markClosed()) {
            return Status.NOT_SOCKET;
        }
        wakeToRelease();
        awaitRelease();
        return Status.OK;
    }

    @Override
    void release() {
        closeKernel();
    }
}
