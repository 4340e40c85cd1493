package dev.jwinsock.transport.netty;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Finds out, without ever throwing, why a native transport cannot be used. */
final class Availability {
    /** A native library's own answer, asked only on the system it is for. */
    @FunctionalInterface
    interface Cause {
        @Nullable
        Throwable get();
    }

    private Availability() {}

    static @Nullable String reason(String wantedSystem, Cause netty) {
        String system = System.getProperty("os.name", "");
        if (!system.toLowerCase(Locale.ROOT).startsWith(wantedSystem)) {
            return "needs " + wantedSystem + ", this is " + system;
        }
        try {
            Throwable cause = netty.get();
            if (cause != null) {
                return "Netty's native library does not load: " + rootMessage(cause);
            }
        } catch (LinkageError | RuntimeException e) {
            return "Netty's native transport is not usable: " + rootMessage(e);
        }
        try {
            Posix.load();
        } catch (LinkageError | RuntimeException e) {
            return "JNA does not load: " + rootMessage(e);
        }
        return null;
    }

    private static String rootMessage(Throwable failure) {
        Throwable root = failure;
        while (root.getCause() != null && root.getCause() != root) {
            root = root.getCause();
        }
        return root.toString();
    }
}
