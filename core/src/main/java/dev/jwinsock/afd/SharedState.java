package dev.jwinsock.afd;

import dev.jwinsock.WSAPROTOCOL_INFO;
import dev.jwinsock.transport.Capability;
import dev.jwinsock.transport.Endpoint;
import dev.jwinsock.transport.SharedSocket;
import dev.jwinsock.transport.Status;
import dev.jwinsock.transport.Transport;
import dev.jwinsock.transport.TransportException;
import dev.jwinsock.transport.TransportSocket;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInput;
import java.io.DataInputStream;
import java.io.DataOutput;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;

/**
 * A socket that two processes have: WSADuplicateSocket for another process. Both have the kernel socket, so connection,
 * data and the kernel's options are one; what afd knows of it the other process is told as it is at that moment.
 */
final class SharedState {
    /** The first byte of a description; another number is that of another version of this library. */
    private static final int FORMAT = 2;

    private SharedState() {}

    /** @return OK with {@code info} filled, INVALID where the transport cannot, … */
    static int offer(AfdSocket socket, long process, WSAPROTOCOL_INFO info) {
        if (!socket.session.can(Capability.SHARE_ACROSS_PROCESSES) || !socket.isShareable()) {
            return Status.INVALID;
        }
        socket.lock.lock();
        try {
            socket.shareWithOthers();
            int number = socket.session.transport().offer(socket.kernel, process, describe(socket));
            if (number < 0) {
                return number;
            }
            info.fromBytes(socket.protocol.toBytes(), 0);
            info.dwProviderReserved = number;
            return Status.OK;
        } finally {
            socket.lock.unlock();
        }
    }

    private static byte[] describe(AfdSocket socket) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.writeByte(FORMAT);
            out.writeBoolean(socket.overlapped);
            socket.describe(out);
        } catch (IOException e) {
            throw new UncheckedIOException(e); // not in memory
        }
        return bytes.toByteArray();
    }

    /** @throws TransportException with INVALID when nothing is offered by this description, or not to this process */
    static AfdSocket take(Session session, WSAPROTOCOL_INFO info) throws TransportException {
        if (!session.can(Capability.SHARE_ACROSS_PROCESSES)) {
            throw new TransportException(Status.INVALID, "this transport takes no sockets of other processes");
        }
        WSAPROTOCOL_INFO protocol = Protocols.all().stream()
                .filter(row -> row.dwCatalogEntryId == info.dwCatalogEntryId)
                .findFirst()
                .orElseThrow(() -> new TransportException(Status.INVALID, "no such protocol"));
        boolean stream = protocol.iProtocol == Protocols.TCP;
        SharedSocket shared = session.transport()
                .take(
                        info.dwProviderReserved,
                        protocol.iAddressFamily == Addresses.AF_INET6,
                        stream ? Transport.Kind.STREAM : Transport.Kind.DATAGRAM);
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(shared.state()))) {
            if (in.readByte() != FORMAT) {
                throw new IOException("it comes from another version of jwinsock");
            }
            boolean overlapped = in.readBoolean();
            AfdSocket socket = made(session, protocol, overlapped, shared.socket());
            socket.become(in);
            socket.shareWithOthers();
            return socket;
        } catch (IOException e) {
            shared.socket().close();
            throw new TransportException(Status.INVALID, "a socket of another process: " + e.getMessage());
        }
    }

    private static AfdSocket made(
            Session session, WSAPROTOCOL_INFO protocol, boolean overlapped, TransportSocket kernel) {
        if (protocol.iSocketType == Protocols.RAW) {
            return new RawSocket(session, protocol, overlapped, kernel);
        }
        return protocol.iProtocol == Protocols.TCP
                ? new StreamSocket(session, protocol, overlapped, kernel)
                : new DatagramSocket(session, protocol, overlapped, kernel);
    }

    /** @param address as {@link Endpoint#pack} has it */
    static void write(byte[] address, DataOutput out) throws IOException {
        out.writeByte(address.length);
        out.write(address);
    }

    /** @return an address for {@link Endpoint#unpack} */
    static byte[] readAddress(DataInput in) throws IOException {
        byte[] address = new byte[in.readByte()];
        in.readFully(address);
        return address;
    }
}
