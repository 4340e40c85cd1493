package dev.jwinsock.transport;

import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import org.jspecify.annotations.Nullable;

/**
 * A kernel socket that never blocks. Each call is one system call (or as few as the platform allows) on the calling
 * thread and returns {@code >= 0} or a negative {@link Status}; nothing is read ahead and nothing is queued here.
 *
 * <p>Addresses of an IPv6 socket are 16 bytes in both directions; an IPv4 peer of a dual-stack socket is
 * {@code ::ffff:a.b.c.d}.
 *
 * <p>Buffers may be heap or direct, read-only for sends; positions advance by what was transferred. The caller makes
 * sure that no other call is in flight when {@link #close} is called.
 */
public interface TransportSocket {
    /** Bits of RECEIVE_FILTER: no broadcasts. */
    int REFUSE_BROADCAST = 1;
    /** Only datagrams that were sent to a multicast group. */
    int REFUSE_UNICAST = 2;

    /** Values of the MTU_DISCOVERY options: as the system does it. */
    int DISCOVERY_DEFAULT = 0;
    /** Packets are never fragmented: a datagram longer than the path's MTU is MESSAGE_SIZE. */
    int DISCOVERY_ALWAYS = 1;
    /** Packets may be fragmented on the way. */
    int DISCOVERY_NEVER = 2;
    /** Packets are never fragmented, and only those longer than the interface's MTU are MESSAGE_SIZE. */
    int DISCOVERY_PROBE = 3;

    int bind(Endpoint local);

    int listen(int backlog);

    /**
     * Starts a connection, or sets the only peer of a datagram socket.
     *
     * @return 0 connected, WOULD_BLOCK under way ({@link #finishConnect} tells the end), or why not
     */
    int connect(Endpoint peer);

    /** @return 0 connected, WOULD_BLOCK not yet, or why it failed (told once) */
    int finishConnect();

    /** What has broken the connection, told once; OK when nothing has, or when the transport cannot tell a reset from an end. */
    default int failure() {
        return Status.OK;
    }

    /** Takes the peer of a datagram socket away again; the local port stays, also one that the kernel has chosen. */
    int disconnect();

    /** @return 0 with {@code out} filled, WOULD_BLOCK, or another failure */
    int accept(Accepted out);

    int localAddress(Endpoint out);

    /**
     * Receives stream data.
     *
     * @param peek leave the data queued; needs {@link Capability#PEEK}, else OPERATION_NOT_SUPPORTED
     * @return bytes received ({@code > 0}; 0 only at the end of the stream), WOULD_BLOCK, CONNECTION_RESET, …; a
     *     buffer without room is answered 0 without a system call
     */
    int receive(ByteBuffer to, boolean peek);

    /** As {@link #receive(ByteBuffer, boolean)}, filling the buffers one after the other. */
    int receive(ByteBuffer[] to, int offset, int count, boolean peek);

    /**
     * Receives one datagram. What does not fit is lost (not when peeking).
     *
     * @param from is set to the sender unless null
     * @return the length of the <em>whole</em> datagram, which may be more than the buffer had room for; 0 is an empty
     *     datagram. CONNECTION_REFUSED or another negative status when an ICMP error came back for something sent
     *     earlier: the error is taken off the socket by this
     */
    int receiveFrom(ByteBuffer to, boolean peek, @Nullable Endpoint from);

    /** As {@link #receiveFrom(ByteBuffer, boolean, Endpoint)}, filling the buffers one after the other. */
    int receiveFrom(ByteBuffer[] to, int offset, int count, boolean peek, @Nullable Endpoint from);

    /** @return bytes taken by the kernel ({@code > 0}, maybe fewer than given; 0 only for an empty buffer), or WOULD_BLOCK, … */
    int send(ByteBuffer from);

    int send(ByteBuffer[] from, int offset, int count);

    /**
     * Sends a piece of a file on a stream, in the kernel where it can.
     *
     * @param count at most
     * @return bytes taken ({@code > 0}), 0 at the end of the file, WOULD_BLOCK, INVALID_HANDLE when the file is closed or
     *     cannot be read, …
     */
    int sendFile(FileChannel file, long position, long count);

    /**
     * Sends one datagram.
     *
     * @param to the receiver, or null for the connected peer
     * @return its length, or a status; a pending ICMP error is told (and taken) here as CONNECTION_REFUSED, then the
     *     datagram was not sent
     */
    int sendTo(ByteBuffer from, @Nullable Endpoint to);

    int sendTo(ByteBuffer[] from, int offset, int count, @Nullable Endpoint to);

    /**
     * What the coming receives with {@link ControlData} are to fill in; datagrams that are queued already may come
     * without.
     *
     * @param fields of {@link ControlData}; others may be filled in, too
     * @return OPERATION_NOT_SUPPORTED without {@link Capability#CONTROL_MESSAGES}
     */
    default int receiveFields(int fields) {
        return fields == 0 ? Status.OK : Status.OPERATION_NOT_SUPPORTED;
    }

    /** As {@link #receiveFrom(ByteBuffer[], int, int, boolean, Endpoint)}, with what goes with the datagram. */
    default int receiveFrom(
            ByteBuffer[] to, int offset, int count, boolean peek, @Nullable Endpoint from, ControlData control) {
        control.clear();
        return receiveFrom(to, offset, count, peek, from);
    }

    /**
     * As {@link #sendTo(ByteBuffer[], int, int, Endpoint)}, with what goes with the datagram.
     *
     * @return ADDRESS_NOT_AVAILABLE for a source address that is not one of this host's, or an interface that is none;
     *     OPERATION_NOT_SUPPORTED for a field that the transport cannot send; INVALID or MESSAGE_SIZE when it cannot make
     *     such datagrams of the bytes
     */
    default int sendTo(ByteBuffer[] from, int offset, int count, @Nullable Endpoint to, ControlData control) {
        return control.fields() == 0 ? sendTo(from, offset, count, to) : Status.OPERATION_NOT_SUPPORTED;
    }

    /**
     * Who is told when datagrams with {@link ControlData#STAMP_ID} have left; must come before the first of them.
     *
     * @return OPERATION_NOT_SUPPORTED without {@link Capability#CONTROL_MESSAGES}
     */
    default int stampListener(StampListener listener) {
        return Status.OPERATION_NOT_SUPPORTED;
    }

    /** Tells the {@link StampListener} of all datagrams that have left meanwhile. */
    default void collectStamps() {}

    /**
     * From now on {@link #receiveBlocking} and {@link #sendBlocking} are as good as never called: the transport may let
     * them fail for good, if that makes the other calls cheaper.
     */
    default void stayNonBlocking() {}

    /**
     * While it is non-blocking, {@link #receiveBlocking} and {@link #sendBlocking} are not called, so that the transport
     * may make the other calls cheaper. One that is under way when the mode becomes blocking may block as one after it.
     */
    default void nonBlockingMode(boolean on) {}

    /**
     * Receives stream data like {@link #receive(ByteBuffer, boolean)}, but the calling platform thread blocks in the
     * system call until there are some. One system call a message where a failed attempt, a wait and a second attempt
     * are three; the other calls on the socket stay non-blocking.
     *
     * @param to has room
     * @return as receive; WOULD_BLOCK when the transport cannot do this; 0 also after {@link #endBlocking}
     */
    default int receiveBlocking(ByteBuffer to) {
        return Status.WOULD_BLOCK;
    }

    /**
     * Sends all of a buffer on a stream, blocking the calling platform thread in the system call.
     *
     * @return the number of bytes, all; WOULD_BLOCK when the transport cannot do this, or no more (the buffer's position
     *     tells what it has sent); a failure also after {@link #endBlocking}
     */
    default int sendBlocking(ByteBuffer from) {
        return Status.WOULD_BLOCK;
    }

    /**
     * Ends the calls that block in the kernel, now and in future. The socket is good for nothing but sending its queued
     * data and being closed afterwards.
     *
     * @param sends blocked sends too, which ends the sending direction
     */
    default void endBlocking(boolean sends) {}

    /**
     * What the socket is ready for now, without waiting: {@link Interest} bits. May be called on any thread, virtual
     * ones too.
     */
    int readiness(int interest);

    /**
     * Takes the urgent byte out of line; needs {@link Capability#OOB_RECEIVE}, else OPERATION_NOT_SUPPORTED.
     *
     * @return 1, WOULD_BLOCK when there is none, or INVALID when urgent data are received in line
     */
    int receiveUrgent(ByteBuffer to, boolean peek);

    /** Sends the bytes, the last of them urgent. @return as {@link #send(ByteBuffer)} */
    int sendUrgent(ByteBuffer from);

    /** Whether the next byte of the stream is the one at the urgent mark: 1 or 0; needs {@link Capability#OOB_RECEIVE}. */
    int atMark();

    /** Ends the sending direction (FIN after all queued data). */
    int shutdownSend();

    /** Bytes that a receive would get now; for datagrams needs {@link Capability#DATAGRAM_AVAILABLE}. */
    int available();

    /** Bytes sent but not acknowledged by the peer; needs {@link Capability#UNSENT}. */
    int unsent();

    /**
     * Fills in what the kernel knows of a connection; needs {@link Capability#TCP_STATISTICS}.
     *
     * @return OK, OPERATION_NOT_SUPPORTED, …
     */
    default int statistics(TcpStatistics out) {
        return Status.OPERATION_NOT_SUPPORTED;
    }

    /** A number of the socket that no other has had since the system started, or OPERATION_NOT_SUPPORTED. */
    default long identity() {
        return Status.OPERATION_NOT_SUPPORTED;
    }

    /**
     * Where the peer of an accepted connection wanted to connect to: another address than the local one when the system's
     * packet filter has redirected it. Needs {@link Capability#REDIRECTS}.
     *
     * @return OK with {@code out} filled, or a failure when the packet filter does not know the connection
     */
    default int originalDestination(Endpoint out) {
        return Status.OPERATION_NOT_SUPPORTED;
    }

    int getOption(TransportOption option);

    int setOption(TransportOption option, int value);

    /**
     * An option that is not a number.
     *
     * @return how many bytes were stored, or FAULT when there is not room for all
     */
    default int getOption(TransportOption option, byte[] to, int room) {
        return Status.NO_PROTOCOL_OPTION;
    }

    /**
     * The ICMP error that has ended a connect; needs {@link TransportOption#CONNECT_ICMP_ERRORS} switched on before. It is
     * told once.
     *
     * @return OK with {@code out} filled, WOULD_BLOCK when there was none, or NO_PROTOCOL_OPTION
     */
    default int icmpError(IcmpError out) {
        return Status.NO_PROTOCOL_OPTION;
    }

    default int setOption(TransportOption option, byte[] from, int length) {
        return Status.NO_PROTOCOL_OPTION;
    }

    /**
     * Changes what a datagram socket hears of a multicast group on one interface. It hears only groups it has joined.
     *
     * @param group IPv4 (4 bytes) also on an IPv6 socket that is dual-stack
     * @param interfaceIndex of an interface that exists; not 0
     * @param source the one meant, of the group's family; null for JOIN and LEAVE
     * @return OK; INVALID or ADDRESS_NOT_AVAILABLE when the change does not fit what was joined, NO_BUFFERS when there
     *     are too many groups or sources, …
     */
    default int changeGroup(GroupChange change, Endpoint group, int interfaceIndex, @Nullable Endpoint source) {
        return Status.OPERATION_NOT_SUPPORTED;
    }

    /**
     * Lets only datagrams of some interfaces through from now on; needs {@link Capability#INTERFACE_FILTER}.
     *
     * @param interfaceIndexes those heard, maybe none; null: all
     */
    default int hearOnly(int @Nullable [] interfaceIndexes) {
        return Status.OPERATION_NOT_SUPPORTED;
    }

    /**
     * Lets a datagram socket that is bound to one address of this host hear the groups it joins; needs {@link
     * Capability#GROUPS_WHEN_BOUND}. For that the kernel socket may be replaced: groups that were joined are not any more,
     * what has arrived may be lost, {@link #localAddress} may tell the wildcard address, and sends have to name their
     * source in {@link ControlData#PACKET_INFO}.
     *
     * @param bound its address and port
     * @return OK, or ALREADY when the socket is armed or watched already
     */
    default int hearGroups(Endpoint bound) {
        return Status.OPERATION_NOT_SUPPORTED;
    }

    /**
     * Tells the listener once, on an I/O thread, when the socket is ready for any of {@code interest}; at once when it
     * is ready already. Arming again before that adds to the interest. There is one listener for the socket's life.
     */
    void arm(int interest);

    /** Who is told; set before the first {@link #arm}. */
    void listener(ReadyListener listener);

    /**
     * Closes the kernel socket as its LINGER option says, without blocking. The listener is not told any more once
     * this has returned, but for a call that is already running. Waiters are woken by their owner, not by this.
     */
    void close();
}
