package dev.jwinsock.transport.netty;

import dev.jwinsock.transport.Status;
import io.netty.channel.DefaultFileRegion;
import java.io.IOException;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * sendfile(2). A FileChannel does not tell its descriptor, but Netty's native library gets at it; the method that does is
 * not public. Where it cannot be called (a module path that does not open Netty's package) files go through memory.
 */
final class FileSender {
    private static final Logger LOG = LoggerFactory.getLogger(FileSender.class);
    /** What one call may send: more would keep the caller in the kernel for long on a fast connection. */
    private static final int MOST = 1 << 20;

    private final @Nullable MethodHandle kernel;

    /** @param socketClass the name of Netty's class for sockets of the platform */
    FileSender(String socketClass) {
        kernel = find(socketClass);
    }

    private static @Nullable MethodHandle find(String name) {
        try {
            Class<?> socketClass = Class.forName(name);
            return MethodHandles.privateLookupIn(socketClass, MethodHandles.lookup())
                    .findStatic(
                            socketClass,
                            "sendFile",
                            MethodType.methodType(
                                    long.class,
                                    int.class,
                                    DefaultFileRegion.class,
                                    long.class,
                                    long.class,
                                    long.class));
        } catch (ReflectiveOperationException e) {
            LOG.info("files are sent through memory: {}", e.toString());
            return null;
        }
    }

    int send(KernelSocket socket, FileChannel file, long position, long count) {
        MethodHandle method = kernel;
        int length = (int) Math.min(count, MOST);
        if (!file.isOpen()) {
            return Status.INVALID_HANDLE;
        }
        if (method == null || socket.blocks()) {
            return throughMemory(socket, file, position, length);
        }
        try {
            // It refuses a region that goes beyond the end of the file
            long left = Math.min(length, file.size() - position);
            if (left <= 0) {
                return 0;
            }
            DefaultFileRegion region = new DefaultFileRegion(file, position, left);
            long n = (long) method.invokeExact(socket.fd(), region, position, 0L, left);
            return n >= 0 ? (int) n : socket.platform().status((int) -n);
        } catch (IOException e) {
            return Status.INVALID_HANDLE;
        } catch (Throwable e) {
            throw new AssertionError(e);
        }
    }

    private static int throughMemory(KernelSocket socket, FileChannel file, long position, int count) {
        Scratch scratch = Scratch.acquire();
        try {
            int length = Math.min(count, Scratch.MAX_DATA);
            ByteBuffer data = scratch.data(length).clear().limit(length);
            int read = file.read(data, position);
            if (read <= 0) {
                return 0;
            }
            return socket.send(data.flip());
        } catch (IOException e) {
            return Status.INVALID_HANDLE;
        } finally {
            scratch.release();
        }
    }
}
