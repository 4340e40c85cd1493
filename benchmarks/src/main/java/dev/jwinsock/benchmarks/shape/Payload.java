package dev.jwinsock.benchmarks.shape;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/** The bytes that every implementation sends, and the proof that they arrived. */
public final class Payload {
    /** Bytes of a request and of its echo. */
    public static final int MESSAGE = 64;
    /** Bytes of a block of a stream. */
    public static final int BLOCK = 65536;

    /** Bytes of a datagram of a stream. */
    public static final int DATAGRAM = 1024;

    private static final byte[] PATTERN = new byte[BLOCK];
    private static final VarHandle NUMBER = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.nativeOrder());

    static {
        for (int i = 0; i < BLOCK; i++) {
            PATTERN[i] = (byte) (i * 31 ^ i >> 8);
        }
    }

    private Payload() {}

    /** A request; {@link #stamp} makes it unlike the one before. */
    public static byte[] message() {
        return Arrays.copyOf(PATTERN, MESSAGE);
    }

    /** One block of a stream. */
    public static byte[] block() {
        return PATTERN.clone();
    }

    /** One datagram of a stream; {@link #stamp} makes it unlike the one before. */
    public static byte[] datagram() {
        return Arrays.copyOf(PATTERN, DATAGRAM);
    }

    /** Numbers a request, so that a stale or repeated echo is seen. */
    public static void stamp(byte[] request, long number) {
        NUMBER.set(request, 0, number);
    }

    /** The number that {@link #stamp} wrote. */
    public static long number(byte[] stamped) {
        return (long) NUMBER.get(stamped, 0);
    }

    /** Compares what follows the number of a datagram. */
    public static void checkDatagram(byte[] received) {
        if (!Arrays.equals(received, Long.BYTES, DATAGRAM, PATTERN, Long.BYTES, DATAGRAM)) {
            throw new WrongDataException("the datagram differs from what was sent");
        }
    }

    /** Compares an echo with its request. */
    public static void checkEcho(byte[] request, byte[] reply) {
        if (!Arrays.equals(request, reply)) {
            throw new WrongDataException(
                    "the echo differs from the request at byte " + Arrays.mismatch(request, reply));
        }
    }

    /** Compares {@code length} bytes, at most a block, that came at {@code position} of a stream. */
    public static void checkStream(byte[] received, int length, long position) {
        int at = (int) (position % BLOCK);
        int head = Math.min(length, BLOCK - at);
        if (!Arrays.equals(received, 0, head, PATTERN, at, at + head)
                || !Arrays.equals(received, head, length, PATTERN, 0, length - head)) {
            throw new WrongDataException("the stream differs in the " + length + " bytes at " + position);
        }
    }

    /** A stream is made of whole blocks. */
    public static void checkStreamLength(long length) {
        if (length == 0 || length % BLOCK != 0) {
            throw new WrongDataException("the stream ended after " + length + " bytes");
        }
    }
}
