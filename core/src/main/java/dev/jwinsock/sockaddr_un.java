package dev.jwinsock;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** C: {@code struct sockaddr_un}, 110 bytes: a path of the file system. */
public final class sockaddr_un extends sockaddr {
    public short sun_family;

    /** The path in UTF-8, ended by a zero byte when it is shorter; all zero: no name. */
    public final byte[] sun_path = new byte[Afunix.UNIX_PATH_MAX];

    public sockaddr_un() {}

    /** C: {@code *(struct sockaddr_un *) &other}, a copy. The family is not looked at. */
    public sockaddr_un(sockaddr other) {
        copyFrom(other);
    }

    /**
     * The address of a path: sets family and path.
     *
     * @throws IllegalArgumentException when it has more than 108 bytes
     */
    public sockaddr_un(String path) {
        sun_family = (short) Winsock2.AF_UNIX;
        byte[] bytes = path.getBytes(StandardCharsets.UTF_8);
        if (bytes.length > sun_path.length) {
            throw new IllegalArgumentException("longer than UNIX_PATH_MAX: " + path);
        }
        System.arraycopy(bytes, 0, sun_path, 0, bytes.length);
    }

    /** The path, empty for none. */
    public String path() {
        int length = 0;
        while (length < sun_path.length && sun_path[length] != 0) {
            length++;
        }
        return new String(sun_path, 0, length, StandardCharsets.UTF_8);
    }

    @Override
    public int sa_family() {
        return sun_family & 0xffff;
    }

    @Override
    public int sizeof() {
        return Short.BYTES + Afunix.UNIX_PATH_MAX;
    }

    @Override
    protected void put(ByteBuffer to) {
        to.putShort(sun_family).put(sun_path);
    }

    @Override
    protected void get(ByteBuffer from) {
        sun_family = from.getShort();
        Arrays.fill(sun_path, (byte) 0);
        from.get(sun_path);
    }

    @Override
    public String toString() {
        return path();
    }
}
