package dev.jwinsock.compat.harness.network;

import com.sun.jna.LastErrorException;
import com.sun.jna.Native;
import java.util.function.Supplier;

/** Moves the calling thread into a network namespace for the length of a call. */
final class Namespace {
    private static final int CLONE_NEWNET = 0x40000000;
    private static final int O_RDONLY_CLOEXEC = 0x80000; // O_CLOEXEC; O_RDONLY is 0

    private Namespace() {}

    /** The C library's calls, registered when first needed: this is Linux then. */
    private static final class C {
        static {
            Native.register(C.class, "c");
        }

        static native int open(String path, int flags) throws LastErrorException;

        static native int setns(int fd, int type) throws LastErrorException;

        static native int close(int fd);
    }

    static <T> T call(String file, Supplier<T> body) {
        int before = C.open("/proc/thread-self/ns/net", O_RDONLY_CLOEXEC);
        try {
            enter(file);
            try {
                return body.get();
            } finally {
                C.setns(before, CLONE_NEWNET);
            }
        } finally {
            C.close(before);
        }
    }

    private static void enter(String file) {
        int there = C.open(file, O_RDONLY_CLOEXEC);
        try {
            C.setns(there, CLONE_NEWNET);
        } finally {
            C.close(there);
        }
    }
}
