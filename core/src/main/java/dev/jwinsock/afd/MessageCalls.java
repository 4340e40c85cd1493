package dev.jwinsock.afd;

import dev.jwinsock.IntRef;
import dev.jwinsock.LPWSAOVERLAPPED_COMPLETION_ROUTINE;
import dev.jwinsock.OVERLAPPED;
import dev.jwinsock.WSABUF;
import dev.jwinsock.WSAMSG;
import dev.jwinsock.sockaddr;
import dev.jwinsock.transport.ControlData;
import dev.jwinsock.transport.Endpoint;
import dev.jwinsock.transport.Status;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.jspecify.annotations.Nullable;

/** WSASendMsg and WSARecvMsg: from C's structure to calls of an {@link AfdSocket}. */
final class MessageCalls {
    /** What a call without OVERLAPPED needs, per thread so that none is made per call. */
    private static final class Scratch {
        final MessageReceipt receipt = new MessageReceipt();
        final ControlData control = new ControlData();
        final Endpoint address = new Endpoint();
    }

    private static final ThreadLocal<Scratch> SCRATCH = ThreadLocal.withInitial(Scratch::new);

    private MessageCalls() {}

    static int send(
            AfdSocket socket,
            WSAMSG message,
            int flags,
            @Nullable OVERLAPPED overlapped,
            @Nullable LPWSAOVERLAPPED_COMPLETION_ROUTINE routine) {
        if (socket.isStream()) {
            return Status.INVALID; // control data are for datagrams
        }
        Scratch scratch = SCRATCH.get();
        sockaddr name = message.name;
        Endpoint to = name == null ? null : scratch.address;
        if (name != null) {
            int status = Addresses.read(name, message.namelen.value, socket.family(), scratch.address);
            if (status != Status.OK) {
                return status;
            }
        }
        WSABUF control = message.Control;
        ByteBuffer memory = control == null ? null : control.buf;
        if (control == null || memory == null || control.len < 0 || control.len > memory.remaining()) {
            return Status.FAULT;
        }
        ByteBuffer objects = memory.duplicate().order(ByteOrder.LITTLE_ENDIAN);
        objects.limit(objects.position() + control.len);
        // An operation may need its own for as long as it is pending
        ControlData data = overlapped == null ? scratch.control : new ControlData();
        int status = ControlParser.parse(objects, socket.ipv6(), socket.goesOverIpv4(to), data);
        if (status != Status.OK) {
            return status;
        }
        if (socket instanceof RawSocket && data.has(ControlData.SEGMENT_SIZE)) {
            return Status.INVALID;
        }
        if (overlapped != null) {
            return socket.operations()
                    .send(message.lpBuffers, message.dwBufferCount, flags, to, data, overlapped, routine);
        }
        if (message.dwBufferCount <= 0) {
            return Status.INVALID; // S114
        }
        ByteBuffer[] from = Buffers.views(message.lpBuffers, message.dwBufferCount);
        return from == null ? Status.FAULT : socket.sent(socket.sendMessageInTurn(from, flags, to, data));
    }

    static int receive(
            AfdSocket socket,
            WSAMSG message,
            @Nullable IntRef received,
            @Nullable OVERLAPPED overlapped,
            @Nullable LPWSAOVERLAPPED_COMPLETION_ROUTINE routine) {
        sockaddr name = message.name;
        IntRef length = name == null ? null : message.namelen;
        if (overlapped != null) {
            return socket.operations()
                    .receive(
                            message.lpBuffers,
                            message.dwBufferCount,
                            message.dwFlags,
                            name,
                            length,
                            message,
                            overlapped,
                            routine);
        }
        if (message.dwBufferCount <= 0) {
            return Status.INVALID; // S114
        }
        ByteBuffer[] to = Buffers.views(message.lpBuffers, message.dwBufferCount);
        Scratch scratch = SCRATCH.get();
        MessageReceipt receipt = scratch.receipt;
        if (to == null || receipt.begin(message) != Status.OK) {
            return Status.FAULT;
        }
        try {
            return receive(socket, to, message.dwFlags.value, name, length, scratch, received);
        } finally {
            receipt.forget();
        }
    }

    private static int receive(
            AfdSocket socket,
            ByteBuffer[] to,
            int flags,
            @Nullable sockaddr name,
            @Nullable IntRef length,
            Scratch scratch,
            @Nullable IntRef received) {
        // S107: a stream neither needs nor writes the address
        boolean withSender = name != null && !socket.isStream();
        if (withSender && Addresses.checkRoom(name, length, socket.family()) != Status.OK) {
            return Status.FAULT;
        }
        Endpoint from = withSender ? scratch.address : null;
        scratch.address.clear();
        int room = Buffers.remaining(null, to);
        int n = socket.received(flags, socket.receiveMessageInTurn(to, flags, from, scratch.receipt));
        if (n < 0 && n != Status.MESSAGE_SIZE) {
            return n;
        }
        scratch.receipt.store();
        if (name != null && length != null && from != null && from.isSet()) {
            Addresses.write(from, name, length);
        }
        if (received != null && n == Status.MESSAGE_SIZE) {
            received.value = room - Buffers.remaining(null, to); // A197
        }
        return n;
    }
}
