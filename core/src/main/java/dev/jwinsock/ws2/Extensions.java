package dev.jwinsock.ws2;

import dev.jwinsock.GUID;
import dev.jwinsock.IntRef;
import dev.jwinsock.LPWSAOVERLAPPED_COMPLETION_ROUTINE;
import dev.jwinsock.OVERLAPPED;
import dev.jwinsock.Ref;
import dev.jwinsock.SOCKET;
import dev.jwinsock.TRANSMIT_FILE_BUFFERS;
import dev.jwinsock.TRANSMIT_PACKETS_ELEMENT;
import dev.jwinsock.WSABUF;
import dev.jwinsock.WSAMSG;
import dev.jwinsock.sockaddr;
import dev.jwinsock.spi.AcceptBlocks;
import dev.jwinsock.spi.SocketHandle;
import dev.jwinsock.spi.TransmitPart;
import dev.jwinsock.transport.Status;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The functions of mswsock.h in the C contract: BOOL and the last error. */
public final class Extensions {
    private static final int GET_EXTENSION_FUNCTION_POINTER = 0xC8000006;
    private static final int GET_MULTIPLE_EXTENSION_FUNCTION_POINTER = 0xC8000024;
    private static final int DISCONNECT = 1;
    private static final int REUSE_SOCKET = 2;
    /** With TF_WRITE_BEHIND and the three ways to use threads, which are all the same here. */
    private static final int TRANSMIT_FLAGS = DISCONNECT | REUSE_SOCKET | 4 | 0x10 | 0x20;

    private static final int SOL_SOCKET = 0xffff;
    private static final int SO_TYPE = 0x1008;
    private static final int MEMORY = 1;
    private static final int FILE = 2;
    private static final int POINTER_SIZE = 8;
    private static final int GUID_SIZE = 16;
    private static final int INVALID_PARAMETER = -87;

    private Extensions() {}

    private static @Nullable SocketHandle handle(@Nullable SOCKET s) {
        return s instanceof SocketHandle h && h.provider().isOpen(h) ? h : null;
    }

    /** AcceptEx. */
    public static boolean accept(
            @Nullable SOCKET listener,
            @Nullable SOCKET acceptor,
            @Nullable ByteBuffer buffer,
            int dataLength,
            int localLength,
            int remoteLength,
            @Nullable OVERLAPPED overlapped) {
        if (!Startup.started()) {
            return done(Status.NOT_INITIALISED);
        }
        if (overlapped == null) {
            return done(INVALID_PARAMETER); // A103
        }
        SocketHandle listening = handle(listener);
        SocketHandle accepting = handle(acceptor);
        if (listening == null || accepting == null || listening.provider() != accepting.provider()) {
            return done(Status.NOT_SOCKET);
        }
        if (remoteLength <= 0 || buffer == null || buffer.isReadOnly() || dataLength < 0 || localLength < 0) {
            return done(Status.FAULT); // A103, A104
        }
        if ((long) dataLength + localLength + remoteLength > buffer.remaining()) {
            return done(Status.FAULT);
        }
        return done(listening
                .provider()
                .acceptEx(listening, accepting, buffer, dataLength, localLength, remoteLength, overlapped));
    }

    /** GetAcceptExSockaddrs. */
    public static void acceptedAddresses(
            ByteBuffer buffer,
            int dataLength,
            int localLength,
            int remoteLength,
            @Nullable Ref<sockaddr> local,
            @Nullable IntRef localSize,
            @Nullable Ref<sockaddr> remote,
            @Nullable IntRef remoteSize) {
        int start = buffer.position();
        put(AcceptBlocks.read(buffer, start + dataLength, localLength), local, localSize);
        put(AcceptBlocks.read(buffer, start + dataLength + localLength, remoteLength), remote, remoteSize);
    }

    private static void put(@Nullable sockaddr address, @Nullable Ref<sockaddr> to, @Nullable IntRef size) {
        if (to != null) {
            to.value = address;
        }
        if (size != null) {
            size.value = address == null ? 0 : address.sizeof();
        }
    }

    /** ConnectEx. */
    public static boolean connect(
            @Nullable SOCKET s,
            @Nullable sockaddr name,
            int namelen,
            @Nullable ByteBuffer first,
            int firstLength,
            @Nullable OVERLAPPED overlapped) {
        if (!Startup.started()) {
            return done(Status.NOT_INITIALISED);
        }
        if (overlapped == null) {
            return done(INVALID_PARAMETER); // A123
        }
        SocketHandle h = handle(s);
        if (h == null) {
            return done(Status.NOT_SOCKET);
        }
        if (first != null && (firstLength < 0 || firstLength > first.remaining())) {
            return done(Status.FAULT);
        }
        ByteBuffer data =
                first == null ? ByteBuffer.allocate(0) : first.duplicate().limit(first.position() + firstLength);
        return done(h.provider().connectEx(h, name, namelen, data, overlapped));
    }

    /** DisconnectEx. */
    public static boolean disconnect(@Nullable SOCKET s, @Nullable OVERLAPPED overlapped, int flags, int reserved) {
        if (!Startup.started()) {
            return done(Status.NOT_INITIALISED);
        }
        SocketHandle h = handle(s);
        if (h == null) {
            return done(Status.NOT_SOCKET);
        }
        if ((flags & ~REUSE_SOCKET) != 0 || reserved != 0) {
            return done(Status.INVALID); // A140
        }
        return done(h.provider().disconnectEx(h, flags == REUSE_SOCKET, overlapped));
    }

    /** TransmitFile. */
    public static boolean transmit(
            @Nullable SOCKET s,
            @Nullable FileChannel file,
            int count,
            @Nullable OVERLAPPED overlapped,
            @Nullable TRANSMIT_FILE_BUFFERS buffers,
            int flags) {
        SocketHandle h = Startup.started() ? handle(s) : null;
        if (h == null) {
            return done(Startup.started() ? Status.NOT_SOCKET : Status.NOT_INITIALISED);
        }
        if ((flags & ~TRANSMIT_FLAGS) != 0 || count < 0) {
            return done(Status.INVALID);
        }
        ByteBuffer head = view(buffers == null ? null : buffers.Head, buffers == null ? 0 : buffers.HeadLength);
        ByteBuffer tail = view(buffers == null ? null : buffers.Tail, buffers == null ? 0 : buffers.TailLength);
        if (head == null || tail == null) {
            return done(Status.FAULT);
        }
        List<TransmitPart> parts = new ArrayList<>();
        parts.add(TransmitPart.of(head));
        long start = 0;
        if (file != null) {
            try {
                start = overlapped == null
                        ? file.position()
                        : (long) overlapped.OffsetHigh << 32 | Integer.toUnsignedLong(overlapped.Offset);
            } catch (IOException e) {
                return done(Status.INVALID_HANDLE);
            }
            parts.add(TransmitPart.of(file, start, count == 0 ? Long.MAX_VALUE : count));
        }
        parts.add(TransmitPart.of(tail));
        int status =
                h.provider().transmit(h, parts, (flags & DISCONNECT) != 0, (flags & REUSE_SOCKET) != 0, overlapped);
        if (status >= 0 && file != null) {
            advance(file, start, Math.min(count == 0 ? Long.MAX_VALUE : count, Long.MAX_VALUE - start));
        }
        return done(status);
    }

    /** A148: the position is behind what has been sent. */
    private static void advance(FileChannel file, long start, long count) {
        try {
            file.position(Math.max(start, Math.min(file.size(), start + count)));
        } catch (IOException e) {
            // Closed meanwhile: there is no position any more
            assert e != null;
        }
    }

    /** TransmitPackets. */
    public static boolean transmit(
            @Nullable SOCKET s,
            @Nullable TRANSMIT_PACKETS_ELEMENT @Nullable [] elements,
            int count,
            @Nullable OVERLAPPED overlapped,
            int flags) {
        SocketHandle h = Startup.started() ? handle(s) : null;
        if (h == null) {
            return done(Startup.started() ? Status.NOT_SOCKET : Status.NOT_INITIALISED);
        }
        if ((flags & ~TRANSMIT_FLAGS) != 0 || count < 0) {
            return done(Status.INVALID);
        }
        if (count > 0 && (elements == null || elements.length < count)) {
            return done(Status.FAULT);
        }
        List<TransmitPart> parts = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            TRANSMIT_PACKETS_ELEMENT element = elements == null ? null : elements[i];
            TransmitPart part = element == null ? null : part(element);
            if (part == null) {
                return done(element == null || (element.dwElFlags & MEMORY) != 0 ? Status.FAULT : Status.INVALID);
            }
            parts.add(part);
        }
        return done(
                h.provider().transmit(h, parts, (flags & DISCONNECT) != 0, (flags & REUSE_SOCKET) != 0, overlapped));
    }

    private static @Nullable TransmitPart part(TRANSMIT_PACKETS_ELEMENT element) {
        switch (element.dwElFlags & (MEMORY | FILE)) {
            case MEMORY -> {
                ByteBuffer view = view(element.pBuffer, element.cLength);
                return view == null ? null : TransmitPart.of(view);
            }
            case FILE -> {
                FileChannel file = element.hFile;
                if (file == null || element.cLength < 0) {
                    return null;
                }
                long length = element.cLength == 0 ? Long.MAX_VALUE : element.cLength;
                long start = element.nFileOffset;
                if (start < 0) {
                    try {
                        start = file.position();
                    } catch (IOException e) {
                        return null;
                    }
                    advance(file, start, Math.min(length, Long.MAX_VALUE - start));
                }
                return TransmitPart.of(file, start, length);
            }
            default -> {
                return null;
            }
        }
    }

    /** @return null when the length goes beyond the memory */
    private static @Nullable ByteBuffer view(@Nullable ByteBuffer memory, int length) {
        if (memory == null) {
            return length == 0 ? ByteBuffer.allocate(0) : null;
        }
        return length < 0 || length > memory.remaining() ? null : memory.slice(memory.position(), length);
    }

    /** WSARecvEx: recv that tells of a part of a message in the flags, and not by an error. */
    public static int receive(@Nullable SOCKET s, @Nullable ByteBuffer buffer, @Nullable IntRef flags) {
        SocketHandle h = Startup.started() ? handle(s) : null;
        if (h == null) {
            return LastError.result(Startup.started() ? Status.NOT_SOCKET : Status.NOT_INITIALISED);
        }
        if (flags == null || buffer == null) {
            return LastError.result(Status.FAULT);
        }
        WSABUF[] buffers = {new WSABUF(buffer)};
        int status = h.provider().WSPRecv(h, buffers, 1, flags);
        int received = status == Status.MESSAGE_SIZE ? buffer.remaining() : status;
        if (received > 0 && !buffer.isReadOnly()) {
            buffer.position(buffer.position() + received);
        }
        return LastError.result(received);
    }

    /** WSASendMsg. */
    public static int sendMessage(
            @Nullable SOCKET s,
            @Nullable WSAMSG message,
            int flags,
            @Nullable IntRef sent,
            @Nullable OVERLAPPED overlapped,
            @Nullable LPWSAOVERLAPPED_COMPLETION_ROUTINE routine) {
        SocketHandle h = Startup.started() ? handle(s) : null;
        if (h == null) {
            return LastError.result(Startup.started() ? Status.NOT_SOCKET : Status.NOT_INITIALISED);
        }
        if (message == null || overlapped == null && sent == null) {
            return LastError.result(Status.FAULT); // A211
        }
        WSABUF control = message.Control;
        if (control != null && control.len != 0) {
            return Sockets.begun(h.provider().sendMessage(h, message, flags, overlapped, routine), sent);
        }
        int result = Sockets.send(
                h,
                message.lpBuffers,
                message.dwBufferCount,
                sent,
                flags,
                message.name,
                message.namelen.value,
                overlapped,
                routine);
        if (result != 0 && LastError.get() == -Status.NOT_CONNECTED && isStream(h)) {
            LastError.set(-Status.INVALID); // A213
        }
        return result;
    }

    private static boolean isStream(SocketHandle h) {
        IntRef type = new IntRef();
        int error = LastError.get();
        OptionValues.get(h, SOL_SOCKET, SO_TYPE, type, new IntRef(Integer.BYTES));
        LastError.set(error);
        return type.value == 1;
    }

    /** WSARecvMsg. */
    public static int receiveMessage(
            @Nullable SOCKET s,
            @Nullable WSAMSG message,
            @Nullable IntRef received,
            @Nullable OVERLAPPED overlapped,
            @Nullable LPWSAOVERLAPPED_COMPLETION_ROUTINE routine) {
        SocketHandle h = Startup.started() ? handle(s) : null;
        if (h == null) {
            return LastError.result(Startup.started() ? Status.NOT_SOCKET : Status.NOT_INITIALISED);
        }
        if (message == null || overlapped == null && received == null) {
            return LastError.result(Status.FAULT); // A195
        }
        return Sockets.begun(h.provider().receiveMessage(h, message, received, overlapped, routine), received);
    }

    private static boolean done(int status) {
        if (status >= 0) {
            LastError.set(0);
            return true;
        }
        LastError.set(-status);
        return false;
    }

    /**
     * SIO_GET_EXTENSION_FUNCTION_POINTER.
     *
     * @param functions what there is
     */
    public static <T> int functionPointer(
            @Nullable SOCKET s,
            int code,
            @Nullable GUID wanted,
            int inLength,
            @Nullable Ref<T> out,
            int outLength,
            @Nullable IntRef returned,
            @Nullable OVERLAPPED overlapped,
            @Nullable LPWSAOVERLAPPED_COMPLETION_ROUTINE routine,
            Map<String, Supplier<?>> functions) {
        if (!Startup.started()) {
            return LastError.result(Status.NOT_INITIALISED);
        }
        SocketHandle h = handle(s);
        if (h == null) {
            return LastError.result(Status.NOT_SOCKET);
        }
        if (code != GET_EXTENSION_FUNCTION_POINTER && code != GET_MULTIPLE_EXTENSION_FUNCTION_POINTER) {
            return LastError.result(Status.OPERATION_NOT_SUPPORTED);
        }
        if (wanted == null || inLength < GUID_SIZE || out == null || outLength < POINTER_SIZE || returned == null) {
            return LastError.result(Status.FAULT);
        }
        Supplier<?> found = functions.get(wanted.toString());
        if (found == null) {
            return LastError.result(Status.INVALID);
        }
        @SuppressWarnings("unchecked") // a void * in C: the caller says what it is
        T function = (T) found.get();
        out.value = function;
        returned.value = POINTER_SIZE;
        if (overlapped == null) {
            return LastError.result(Status.OK);
        }
        return LastError.result(h.provider().finish(h, overlapped, routine));
    }
}
