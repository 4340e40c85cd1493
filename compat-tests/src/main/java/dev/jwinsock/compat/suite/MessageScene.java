package dev.jwinsock.compat.suite;

import static dev.jwinsock.Mswsock.*;
import static dev.jwinsock.Winsock2.*;
import static dev.jwinsock.compat.harness.Expect.*;
import static org.assertj.core.api.Assertions.assertThat;

import dev.jwinsock.IntRef;
import dev.jwinsock.SOCKET;
import dev.jwinsock.WSABUF;
import dev.jwinsock.WSACMSGHDR;
import dev.jwinsock.WSAMSG;
import dev.jwinsock.sockaddr;
import dev.jwinsock.sockaddr_in;
import dev.jwinsock.sockaddr_in6;
import dev.jwinsock.sockaddr_storage;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Messages with control data as the tests use them. */
abstract class MessageScene extends OverlappedScene {
    static final int ROOM = 256;

    static WSAMSG message(ByteBuffer memory) {
        WSAMSG message = new WSAMSG();
        message.lpBuffers = new WSABUF[] {new WSABUF(memory)};
        message.dwBufferCount = 1;
        return message;
    }

    static ByteBuffer bytes(String text) {
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII));
    }

    static void switchOn(SOCKET s, int level, int... options) {
        for (int option : options) {
            expectZero(setsockopt(s, level, option, 1));
        }
    }

    /** A message to receive into, with room for so many bytes of control data. */
    static WSAMSG receiving(int controlRoom) {
        WSAMSG message = message(ByteBuffer.allocateDirect(2048));
        message.Control = new WSABUF(ByteBuffer.allocate(controlRoom));
        return message;
    }

    /** Receives a datagram that is there or coming. */
    static WSAMSG received(SOCKET s, int bytes) {
        WSAMSG message = receiving(ROOM);
        message.name = new sockaddr_storage();
        message.namelen.value = 128;
        IntRef count = new IntRef(UNTOUCHED);
        expectZero(WSARecvMsg(s, message, count, null, null));
        assertThat(count.value).isEqualTo(bytes);
        return message;
    }

    /** A message to the address with one control data object. */
    static WSAMSG sending(String text, @Nullable sockaddr to, int level, int type, byte[] data) {
        WSAMSG message = message(bytes(text));
        message.name = to;
        message.namelen.value = to == null ? 0 : sizeof(to);
        ByteBuffer control = ByteBuffer.allocate(WSA_CMSG_SPACE(data.length));
        message.Control = new WSABUF(control);
        WSACMSGHDR header = there(WSA_CMSG_FIRSTHDR(message));
        header.cmsg_len(WSA_CMSG_LEN(data.length));
        header.cmsg_level(level);
        header.cmsg_type(type);
        WSA_CMSG_DATA(header).put(data);
        return message;
    }

    static byte[] number(int value) {
        return ByteBuffer.allocate(4)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(value)
                .array();
    }

    static int send(SOCKET s, WSAMSG message) {
        return WSASendMsg(s, message, 0, new IntRef(), null, null);
    }

    /** The object of this kind, null when there is none. */
    static @Nullable WSACMSGHDR find(WSAMSG message, int level, int type) {
        for (WSACMSGHDR each = WSA_CMSG_FIRSTHDR(message); each != null; each = WSA_CMSG_NXTHDR(message, each)) {
            if (each.cmsg_level() == level && each.cmsg_type() == type) {
                return each;
            }
        }
        return null;
    }

    /** The object of this kind, which must be there with so many bytes of data. */
    static ByteBuffer data(WSAMSG message, int level, int type, int size) {
        WSACMSGHDR found = find(message, level, type);
        if (found == null) {
            throw new AssertionError("no control data of level " + level + ", type " + type);
        }
        assertThat(found.cmsg_len()).isEqualTo(WSA_CMSG_LEN(size));
        return WSA_CMSG_DATA(found);
    }

    static <T> T there(@Nullable T object) {
        if (object == null) {
            throw new AssertionError("there is none");
        }
        return object;
    }

    /** Bytes of control data. */
    static int controlLength(WSAMSG message) {
        return there(message.Control).len;
    }

    static sockaddr_in sender(WSAMSG message) {
        return new sockaddr_in(there(message.name));
    }

    static sockaddr_in6 sender6(WSAMSG message) {
        return new sockaddr_in6(there(message.name));
    }
}
