package dev.jwinsock.transport.netty;

import dev.jwinsock.transport.ControlData;
import dev.jwinsock.transport.Threads;
import io.netty.channel.unix.Buffer;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * Native memory for the length of one system call: arguments that C takes by pointer, and a stand-in for heap buffers.
 * A platform thread keeps its own. Virtual threads are many and short-lived, so they borrow from a small pool.
 */
final class Scratch {
    /** The longest stretch of heap memory that one call transfers; more than any datagram. */
    static final int MAX_DATA = 128 * 1024;
    /** No IP datagram's payload is longer. */
    static final int MAX_DATAGRAM = 65_535;
    /** Buffers that one call can name. */
    static final int MAX_IOV = 64;

    private static final int FIRST_DATA = 8 * 1024;
    // Before this: the longest socket address
    private static final int LENGTH = 128;
    private static final int VALUE = 136;
    private static final int POLL = 144;
    private static final int MESSAGE = 160;
    private static final int MESSAGE_IOV = MESSAGE + 16;
    private static final int MESSAGE_IOV_COUNT = MESSAGE + 24;
    private static final int IOV = 224;
    private static final int IOV_ENTRY = 16;

    private static final ThreadLocal<Scratch> OWN = ThreadLocal.withInitial(() -> new Scratch(false));
    /** Carriers, and so calls at the same time; a power of two. */
    private static final int CARRIERS =
            Integer.highestOneBit(Runtime.getRuntime().availableProcessors());

    private static final AtomicReferenceArray<@Nullable Scratch> POOL = new AtomicReferenceArray<>(4 * CARRIERS);

    private final boolean pooled;
    private final ByteBuffer arguments;
    private final long argumentsAddress;
    private ByteBuffer data;
    private long dataAddress;

    /** Room for an address's bytes. */
    final byte[] bytes = new byte[16];
    /** Room for what Netty's accept tells of the peer. */
    final byte[] peer = new byte[26];
    /** Room for what a message of the error queue tells. */
    final ControlData control = new ControlData();

    private @Nullable MessageMemory message;

    private Scratch(boolean pooled) {
        this.pooled = pooled;
        arguments = ByteBuffer.allocateDirect(IOV + MAX_IOV * IOV_ENTRY).order(ByteOrder.nativeOrder());
        argumentsAddress = Buffer.memoryAddress(arguments);
        data = ByteBuffer.allocateDirect(FIRST_DATA);
        dataAddress = Buffer.memoryAddress(data);
    }

    static Scratch acquire() {
        if (!Threads.currentIsVirtual()) {
            return OWN.get();
        }
        int first = firstPlace();
        for (int i = 0; i < POOL.length(); i++) {
            int place = (first + i) % POOL.length();
            Scratch scratch = POOL.get(place);
            if (scratch != null && POOL.compareAndSet(place, scratch, null)) {
                return scratch;
            }
        }
        return new Scratch(true);
    }

    /** Not the same for all, or the carriers would take it off each other all the time. */
    private static int firstPlace() {
        return (int) Thread.currentThread().getId() & CARRIERS - 1;
    }

    void release() {
        if (!pooled) {
            return;
        }
        int first = firstPlace();
        for (int i = 0; i < POOL.length(); i++) {
            int place = (first + i) % POOL.length();
            if (POOL.get(place) == null && POOL.compareAndSet(place, null, this)) {
                return;
            }
        }
        // More than can be in use again soon
    }

    /** Where a socket address is read and written: the start of the arguments. */
    ByteBuffer socketAddress() {
        return arguments;
    }

    long socketAddressAddress() {
        return argumentsAddress;
    }

    /** A pointer to a socklen_t of this value. */
    long length(int value) {
        arguments.putInt(LENGTH, value);
        return argumentsAddress + LENGTH;
    }

    /** What a call has stored at {@link #length(int)}. */
    int length() {
        return arguments.getInt(LENGTH);
    }

    /** A pointer to two ints of this value (struct linger is two; most options need the first only). */
    long value(int first, int second) {
        arguments.putInt(VALUE, first);
        arguments.putInt(VALUE + 4, second);
        return argumentsAddress + VALUE;
    }

    int value() {
        return arguments.getInt(VALUE);
    }

    int secondValue() {
        return arguments.getInt(VALUE + 4);
    }

    /** A pointer to a pollfd. */
    long poll(int fd, int events) {
        arguments.putInt(POLL, fd);
        arguments.putShort(POLL + 4, (short) events);
        arguments.putShort(POLL + 6, (short) 0);
        return argumentsAddress + POLL;
    }

    /** What poll(2) answered. */
    int polled() {
        return arguments.getShort(POLL + 6);
    }

    /**
     * Fills the iovec array with the buffers: direct ones themselves, for heap ones a stretch of {@link #data}, as many
     * as there is room for. Buffers without anything remaining get no entry.
     *
     * @param copy whether what the heap buffers hold is sent, so must be copied
     * @return the number of entries
     */
    int vectors(ByteBuffer[] buffers, int offset, int count, boolean copy) {
        long heap = 0;
        for (int i = offset; i < offset + count; i++) {
            if (!buffers[i].isDirect()) {
                heap += buffers[i].remaining();
            }
        }
        int capacity = (int) Math.min(heap, MAX_DATA);
        ByteBuffer copies = data(capacity);
        int used = 0;
        int entries = 0;
        for (int i = offset; i < offset + count && entries < MAX_IOV; i++) {
            ByteBuffer buffer = buffers[i];
            int length = buffer.remaining();
            if (length == 0) {
                continue;
            }
            long address;
            if (buffer.isDirect()) {
                address = DirectBuffers.address(buffer);
            } else {
                length = Math.min(length, capacity - used);
                if (length == 0) {
                    break;
                }
                if (copy) {
                    copies.put(used, buffer, buffer.position(), length);
                }
                address = dataAddress + used;
                used += length;
            }
            arguments.putLong(IOV + entries * IOV_ENTRY, address);
            arguments.putLong(IOV + entries * IOV_ENTRY + 8, length);
            entries++;
            if (length < buffer.remaining()) {
                break; // what follows in the next buffer must not overtake the rest of this one
            }
        }
        return entries;
    }

    /** After a receive of so many bytes into {@link #vectors}: copies what belongs to heap buffers, moves positions. */
    void takeVectors(ByteBuffer[] buffers, int offset, int received) {
        int left = received;
        int used = 0;
        for (int i = offset; left > 0; i++) {
            ByteBuffer buffer = buffers[i];
            int n = Math.min(buffer.remaining(), left);
            if (buffer.isDirect()) {
                buffer.position(buffer.position() + n);
            } else {
                Buffers.put(data, used, n, buffer);
                used += n;
            }
            left -= n;
        }
    }

    /**
     * A pointer to a msghdr of the first so many {@link #vectors}. The rest of it stays zero: no name, no control data.
     * The count is an int on BSD and a size_t on Linux, at one place and in little-endian order the same.
     */
    long message(int vectors) {
        arguments.putLong(MESSAGE_IOV, argumentsAddress + IOV);
        arguments.putLong(MESSAGE_IOV_COUNT, vectors);
        return argumentsAddress + MESSAGE;
    }

    /** Memory for a message with control data. */
    MessageMemory message() {
        MessageMemory made = message;
        if (made == null) {
            made = new MessageMemory();
            message = made;
        }
        return made;
    }

    /** A buffer of at least so many bytes, at most {@link #MAX_DATA}; its position and limit mean nothing. */
    ByteBuffer data(int atLeast) {
        if (data.capacity() < atLeast) {
            data = ByteBuffer.allocateDirect(Integer.highestOneBit(atLeast - 1) << 1);
            dataAddress = Buffer.memoryAddress(data);
        }
        return data;
    }

    /** The address of the buffer that {@link #data} gave last. */
    long dataAddress() {
        return dataAddress;
    }
}
