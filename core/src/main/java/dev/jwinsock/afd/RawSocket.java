package dev.jwinsock.afd;

import dev.jwinsock.WSAPROTOCOL_INFO;
import dev.jwinsock.transport.Capability;
import dev.jwinsock.transport.ControlData;
import dev.jwinsock.transport.Endpoint;
import dev.jwinsock.transport.Interest;
import dev.jwinsock.transport.Status;
import dev.jwinsock.transport.Transport.Captured;
import dev.jwinsock.transport.TransportException;
import dev.jwinsock.transport.TransportSocket;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * A raw IP socket: datagrams without ports, and the restrictions of "Limitations on Raw Sockets". What a program sends
 * with a header of its own is judged by that header.
 */
final class RawSocket extends DatagramSocket {
    private static final int IPV4_PROTOCOL = 9;
    private static final int IPV4_SOURCE = 12;
    private static final int IPV6_PROTOCOL = 6;
    private static final int IPV6_SOURCE = 8;
    private static final int LOOPBACK_NET = 127;

    // RCVALL_VALUE
    private static final int RECEIVE_OWN = 0;
    private static final int RECEIVE_ALL = 1;
    private static final int RECEIVE_SOCKET_LEVEL = 2;
    private static final int RECEIVE_IP_LEVEL = 3;

    /** The protocol. Set before the program has the socket. */
    private int number;
    /** What bind was given, else unset. Guarded by lock. */
    private final Endpoint local = new Endpoint();
    /** The last source address that was found to be ours; a race costs a look. */
    private volatile @Nullable Endpoint ownSource;

    /**
     * SIO_RCVALL is on: the kernel socket is one that captures, and this the raw one, which sends. Written under lock.
     */
    private volatile @Nullable TransportSocket sender;

    RawSocket(Session session, WSAPROTOCOL_INFO protocol, int number, boolean overlapped) throws TransportException {
        super(session, protocol, overlapped, openRaw(session, protocol.iAddressFamily, number));
        this.number = number;
    }

    /** Over another process's kernel socket, to {@link #become} what it is there. */
    RawSocket(Session session, WSAPROTOCOL_INFO protocol, boolean overlapped, TransportSocket kernel) {
        super(session, protocol, overlapped, kernel);
    }

    @Override
    void describe(DataOutput out) throws IOException {
        super.describe(out);
        out.writeInt(number);
        SharedState.write(local.pack(), out);
    }

    @Override
    void become(DataInput in) throws IOException {
        super.become(in);
        number = in.readInt();
        local.unpack(SharedState.readAddress(in));
    }

    private static TransportSocket openRaw(Session session, int family, int number) throws TransportException {
        if (!session.can(Capability.RAW_SOCKETS)) {
            throw new TransportException(Status.SOCKET_TYPE_NOT_SUPPORTED, "the transport has no raw sockets");
        }
        return session.transport().openRaw(family == Addresses.AF_INET6, number);
    }

    @Override
    int bindKernel(Endpoint address) {
        if (number == Protocols.TCP) {
            return Status.ACCESS; // "A call to the bind function with a raw socket for … IPPROTO_TCP … is not allowed"
        }
        address.port(0);
        int status = kernel.bind(address);
        if (status == Status.OK) {
            local.copyFrom(address);
            bound();
        }
        return status;
    }

    /** As on Linux: bound to one address, it hears no groups. */
    @Override
    int hearGroups() {
        return Status.OK;
    }

    @Override
    int localName(Endpoint out) {
        int status = isBound() ? sendingKernel().localAddress(out) : Status.INVALID;
        out.port(0); // Linux has the protocol there
        return status;
    }

    @Override
    int connectKernel(Endpoint to) {
        to.port(0);
        return to.isMapped() ? Status.ADDRESS_NOT_AVAILABLE : sendingKernel().connect(to);
    }

    /** Linux takes a raw socket that loses its peer off the list of receivers, for good: another takes its place. */
    @Override
    int disconnectKernel() {
        if (sender != null) {
            return Status.INVALID;
        }
        TransportSocket fresh;
        try {
            fresh = openRaw(session, protocol.iAddressFamily, number);
        } catch (TransportException e) {
            return e.status();
        }
        int status = local.isSet() ? fresh.bind(local) : Status.OK;
        if (status != Status.OK) {
            fresh.close();
            return status;
        }
        takeKernel(fresh).close();
        applyOptions();
        return Status.OK;
    }

    // ---------------------------------------------------------------- SIO_RCVALL

    @Override
    TransportSocket sendingKernel() {
        TransportSocket raw = sender;
        return raw != null ? raw : kernel;
    }

    @Override
    TransportSocket optionKernel() {
        return sendingKernel();
    }

    @Override
    boolean isShareable() {
        return sender == null;
    }

    /** @param needed the protocol that the control code is for @param mode an RCVALL_VALUE */
    int capture(Captured what, int needed, int mode) {
        if (!session.can(Capability.CAPTURE)) {
            return Status.OPERATION_NOT_SUPPORTED;
        }
        if (number != needed || mode < RECEIVE_OWN || mode > RECEIVE_IP_LEVEL) {
            return Status.INVALID;
        }
        int status;
        lock.lock();
        try {
            if (!local.isSet() || local.isWildcard()) {
                return Status.INVALID; // "The socket also must be bound to an explicit local … interface"
            }
            if (mode == RECEIVE_SOCKET_LEVEL) {
                return Status.OK; // "… does not have any affect"
            }
            status = mode == RECEIVE_OWN ? stopCapture() : startCapture(what, mode == RECEIVE_ALL);
        } finally {
            lock.unlock();
        }
        // Who waits for the former kernel socket looks at this one
        ready(Interest.READ);
        session.wakeWaits(this);
        return status;
    }

    private int startCapture(Captured what, boolean promiscuous) {
        if (sender != null) {
            return Status.OK;
        }
        try {
            NetworkInterface at = NetworkInterface.getByInetAddress(
                    local.toInetSocketAddress().getAddress());
            if (at == null) {
                return Status.INVALID;
            }
            sender = takeKernel(session.transport().capture(ipv6(), at.getIndex(), what, promiscuous));
            return Status.OK;
        } catch (TransportException e) {
            return e.status();
        } catch (SocketException e) {
            return Status.INVALID;
        }
    }

    private int stopCapture() {
        TransportSocket raw = sender;
        if (raw != null) {
            sender = null;
            takeKernel(raw).close();
        }
        return Status.OK;
    }

    @Override
    void release() {
        TransportSocket raw = sender;
        if (raw != null) {
            raw.close();
        }
        super.release();
    }

    /** A captured packet tells its sender itself. */
    @Override
    int tryReceive(@Nullable ByteBuffer one, ByteBuffer[] many, boolean peek, @Nullable Endpoint from) {
        ByteBuffer first = one != null || many.length == 0 ? one : many[0];
        int start = first == null ? 0 : first.position();
        int n = super.tryReceive(one, many, peek, from);
        int end = ipv6() ? IPV6_SOURCE + 16 : IPV4_SOURCE + 4;
        if (sender != null && from != null && first != null && first.position() - start >= end) {
            byte[] header = new byte[end];
            for (int i = 0; i < end; i++) {
                header[i] = first.get(start + i);
            }
            from.copyFrom(source(header));
        }
        return n;
    }

    /** They come as data, to the sockets of their protocol. */
    @Override
    boolean isToldOfErrors() {
        return false;
    }

    @Override
    boolean isNoReceiver(Endpoint to) {
        to.port(0);
        return to.isWildcard() || to.isMapped();
    }

    @Override
    int sendDatagram(
            @Nullable ByteBuffer one, ByteBuffer[] many, @Nullable Endpoint to, @Nullable ControlData control) {
        boolean withHeader = value(ipv6() ? RawOptions.IPV6_HEADER_INCLUDED : RawOptions.HEADER_INCLUDED) != 0;
        if (!withHeader) {
            if (number == Protocols.TCP) {
                return Status.ACCESS; // "TCP data cannot be sent over raw sockets"
            }
            return number == Protocols.ANY ? Status.INVALID : super.sendDatagram(one, many, to, control);
        }
        byte[] header = new byte[IPV6_SOURCE + 16];
        int length = copy(one, many, header);
        if (length < header.length && ipv6() || length < IPV4_SOURCE + 4) {
            return Status.INVALID;
        }
        int carried = header[ipv6() ? IPV6_PROTOCOL : IPV4_PROTOCOL];
        if (carried == Protocols.TCP) {
            return Status.ACCESS;
        }
        if (carried == Protocols.UDP && !isOwn(source(header))) {
            bound();
            return consume(one, many); // "… must exist on a network interface or the datagram is dropped"
        }
        return super.sendDatagram(one, many, to, control);
    }

    private Endpoint source(byte[] header) {
        Endpoint source = new Endpoint();
        if (ipv6()) {
            return source.setIpv6(header, IPV6_SOURCE, 0, 0);
        }
        int number4 = 0;
        for (int i = 0; i < 4; i++) {
            number4 = number4 << 8 | header[IPV4_SOURCE + i] & 0xff;
        }
        return source.setIpv4(number4, 0);
    }

    /** An address of this machine, or none: then the system fills it in. */
    private boolean isOwn(Endpoint source) {
        if (source.isWildcard() || !ipv6() && source.bytes()[0] == LOOPBACK_NET) {
            return true;
        }
        Endpoint known = ownSource;
        if (known != null && known.sameAddress(source)) {
            return true;
        }
        try {
            boolean own = NetworkInterface.getByInetAddress(
                            source.toInetSocketAddress().getAddress())
                    != null;
            if (own) {
                ownSource = source;
            }
            return own;
        } catch (SocketException e) {
            return false;
        }
    }

    /** Copies the first bytes of what is to be sent. @return how many there were */
    private static int copy(@Nullable ByteBuffer one, ByteBuffer[] many, byte[] to) {
        int copied = 0;
        for (ByteBuffer buffer : one != null ? new ByteBuffer[] {one} : many) {
            int n = Math.min(buffer.remaining(), to.length - copied);
            buffer.get(buffer.position(), to, copied, n);
            copied += n;
        }
        return copied;
    }

    private static int consume(@Nullable ByteBuffer one, ByteBuffer[] many) {
        int length = 0;
        for (ByteBuffer buffer : one != null ? new ByteBuffer[] {one} : many) {
            length += buffer.remaining();
            buffer.position(buffer.limit());
        }
        return length;
    }
}
