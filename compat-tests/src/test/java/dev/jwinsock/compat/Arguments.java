package dev.jwinsock.compat;

import dev.jwinsock.HANDLE;
import dev.jwinsock.HWND;
import dev.jwinsock.IntRef;
import dev.jwinsock.SOCKET;
import dev.jwinsock.WNDCLASS;
import dev.jwinsock.WSABUF;
import dev.jwinsock.WSAPOLLFD;
import dev.jwinsock.Windows;
import dev.jwinsock.Winsock2;
import dev.jwinsock.fd_set;
import dev.jwinsock.sockaddr;
import dev.jwinsock.timeval;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Arguments for any function.
 *
 * @param s the socket, in one of the states
 * @param name an address to pass in, or room for one
 * @param length the address's length, a buffer's length, or a count
 * @param size a second length
 * @param flags flags, a mode, a command
 * @param level an option's level, a family
 * @param option an option's name, a type
 * @param bytes memory
 */
record Arguments(
        @Nullable SOCKET s,
        @Nullable sockaddr name,
        int length,
        int size,
        int flags,
        int level,
        int option,
        byte @Nullable [] bytes) {

    /** The second length as a pointer, NULL for 7. */
    @Nullable
    IntRef sizeRef() {
        return size == 7 ? null : new IntRef(size);
    }

    /** The memory as an array of buffers, whose lengths may be wrong. */
    WSABUF @Nullable [] buffers() {
        if (bytes == null) {
            return null;
        }
        WSABUF buffer = new WSABUF(ByteBuffer.wrap(bytes));
        buffer.len = size;
        return new WSABUF[] {new WSABUF(ByteBuffer.wrap(bytes)), buffer};
    }

    /** The socket in a set whose count may be wrong; NULL for 0. */
    @Nullable
    fd_set set(int count) {
        if (count == 0) {
            return null;
        }
        fd_set set = new fd_set(2);
        set.fd_count = count;
        set.fd_array[0] = s;
        set.fd_array[1] = s;
        return set;
    }

    /** At most two milliseconds, or a time that is none. */
    timeval shortTime() {
        return new timeval(length < 0 ? length : 0, size % 2000);
    }

    /** The socket twice, with whatever flags; NULL without memory. */
    WSAPOLLFD @Nullable [] pollArray() {
        if (bytes == null) {
            return null;
        }
        WSAPOLLFD other = new WSAPOLLFD();
        other.fd = s;
        other.events = (short) option;
        WSAPOLLFD fd = new WSAPOLLFD();
        fd.fd = s;
        fd.events = (short) flags;
        return new WSAPOLLFD[] {fd, other};
    }

    /** An event object, a closed one, or NULL. */
    @Nullable
    HANDLE event() {
        if (size == 7) {
            return null;
        }
        HANDLE event = Winsock2.WSACreateEvent();
        if (size % 3 == 0) {
            Winsock2.WSACloseEvent(event);
        }
        return event;
    }

    /** A window of the calling thread, or NULL. */
    @Nullable
    HWND window() {
        if (size == 7) {
            return null;
        }
        WNDCLASS type = new WNDCLASS();
        type.lpszClassName = "compat-arguments";
        type.lpfnWndProc = Windows::DefWindowProc;
        Windows.RegisterClass(type); // fails when it exists already
        return Windows.CreateWindow(type.lpszClassName, null);
    }
}
