package dev.jwinsock.afd;

import dev.jwinsock.IntRef;
import dev.jwinsock.transport.Capability;
import dev.jwinsock.transport.Endpoint;
import dev.jwinsock.transport.Status;
import dev.jwinsock.transport.TransportOption;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.function.Function;

/**
 * The control codes of a proxy that the system redirects connections to. In place of a driver's callout there are the
 * redirect rules of the system's packet filter: what it knows of a redirected connection is the address that the peer
 * wanted, and what keeps a connection of the proxy from being redirected again is a mark that the rules look at.
 */
final class RedirectIoctls {
    private static final int ULONG = 4;

    /** What a connection that is not to be redirected again is marked with; a rule has to say so, too. */
    private static final int MARK = Integer.getInteger("jwinsock.redirectMark", 0x4A57);

    /** A record: this, and the address that the peer wanted, as a SOCKADDR_IN6 has it. */
    private static final long MAGIC = 0x4A57_5246_5052_0001L;

    private static final int RECORD = Long.BYTES + 28;

    private static final String REMARK = "of connections that the system's packet filter has redirected here";

    static final List<Ioctl> ROWS = List.of(
            Ioctl.row(0x980000DC, "SIO_QUERY_WFP_CONNECTION_REDIRECT_RECORDS")
                    .on(Kind.STREAM & Kind.IP, Status.OPERATION_NOT_SUPPORTED)
                    .does((socket, in, inLength, out, outLength, returned) ->
                            query(socket, RedirectIoctls::record, out, outLength, returned))
                    .number(NumberSource.BINDINGS)
                    .remark(REMARK)
                    .source("SIO_QUERY_WFP_CONNECTION_REDIRECT_RECORDS Control Code")
                    .ioctl(),
            Ioctl.row(0x980000DD, "SIO_QUERY_WFP_CONNECTION_REDIRECT_CONTEXT")
                    .on(Kind.STREAM & Kind.IP, Status.OPERATION_NOT_SUPPORTED)
                    .does((socket, in, inLength, out, outLength, returned) ->
                            query(socket, wanted -> Addresses.of(wanted).toBytes(), out, outLength, returned))
                    .number(NumberSource.BINDINGS)
                    .remark(REMARK + "; the context is the address that the peer wanted, a SOCKADDR_IN or SOCKADDR_IN6")
                    .source("SIO_QUERY_WFP_CONNECTION_REDIRECT_CONTEXT Control Code")
                    .ioctl(),
            Ioctl.row(0x980000DE, "SIO_SET_WFP_CONNECTION_REDIRECT_RECORDS")
                    .on(Kind.STREAM & Kind.IP, Status.OPERATION_NOT_SUPPORTED)
                    .does((socket, in, inLength, out, outLength, returned) -> set(socket, in, inLength))
                    .number(NumberSource.BINDINGS)
                    .remark(
                            "marks what the socket sends with 0x4A57 (or -Djwinsock.redirectMark), for the redirect rules to"
                                    + " leave it alone; WSAEACCES without the privilege")
                    .source("SIO_SET_WFP_CONNECTION_REDIRECT_RECORDS Control Code")
                    .ioctl());

    private RedirectIoctls() {}

    /**
     * Where the peer of a redirected connection wanted to. One that was not redirected has neither record nor context;
     * which error that is is not documented: "not applicable to the type of socket".
     */
    private static int wanted(AfdSocket socket, Endpoint out) {
        if (!socket.session.can(Capability.REDIRECTS)) {
            return Status.OPERATION_NOT_SUPPORTED;
        }
        socket.lock.lock();
        try {
            if (!socket.isConnected()) {
                return Status.NOT_CONNECTED;
            }
            Endpoint local = new Endpoint();
            boolean redirected = !((StreamSocket) socket).isConnectedByUs()
                    && socket.kernel.localAddress(local) == Status.OK
                    && socket.kernel.originalDestination(out) == Status.OK
                    && !(out.sameAddress(local) && out.port() == local.port());
            return redirected ? Status.OK : Status.INVALID;
        } finally {
            socket.lock.unlock();
        }
    }

    private static byte[] record(Endpoint wanted) {
        return ByteBuffer.allocate(RECORD)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(MAGIC)
                .put(Addresses.of(wanted).toBytes())
                .array();
    }

    private static int query(
            AfdSocket socket, Function<Endpoint, byte[]> blob, byte[] out, int outLength, IntRef returned) {
        Endpoint wanted = new Endpoint();
        int status = wanted(socket, wanted);
        return status == Status.OK ? answer(blob.apply(wanted), out, outLength, returned) : status;
    }

    /** "can pass an output buffer size … of 0 to query the buffer size"; other sizes below a ULONG's are WSAEINVAL. */
    private static int answer(byte[] blob, byte[] out, int outLength, IntRef returned) {
        if (outLength > 0 && outLength < ULONG) {
            return Status.INVALID;
        }
        returned.value = blob.length;
        if (outLength < blob.length) {
            return Status.INSUFFICIENT_BUFFER;
        }
        System.arraycopy(blob, 0, out, 0, blob.length);
        return Status.OK;
    }

    private static int set(AfdSocket socket, byte[] in, int inLength) {
        if (!socket.session.can(Capability.REDIRECTS)) {
            return Status.OPERATION_NOT_SUPPORTED;
        }
        ByteBuffer record = ByteBuffer.wrap(in, 0, inLength).order(ByteOrder.LITTLE_ENDIAN);
        if (inLength == 0) {
            return Status.FAULT;
        }
        if (inLength != RECORD || record.getLong() != MAGIC) {
            return Status.INVALID;
        }
        socket.lock.lock();
        try {
            if (socket.isConnected() || socket.connecting()) {
                return Status.INVALID; // it is for "the new TCP socket used for connecting"
            }
            int status = mark(socket);
            if (status == Status.OK) {
                socket.settings().redirected = true;
            }
            return status;
        } finally {
            socket.lock.unlock();
        }
    }

    /** With the socket's lock held. */
    static int mark(AfdSocket socket) {
        return socket.kernel.setOption(TransportOption.MARK, MARK);
    }
}
