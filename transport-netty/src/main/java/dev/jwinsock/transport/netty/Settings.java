package dev.jwinsock.transport.netty;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** What Linux tells in its /proc and /sys files. */
final class Settings {
    private static final Path CONGESTION_CONTROL = Path.of("/proc/sys/net/ipv4/tcp_congestion_control");
    private static final Path INTERFACES = Path.of("/sys/class/net");

    private Settings() {}

    /** The name of the usual congestion control. */
    static String congestionControl() {
        try {
            return Files.readString(CONGESTION_CONTROL).trim();
        } catch (IOException e) {
            return "cubic"; // what the kernel comes with
        }
    }

    /** Whether some interface has more than one queue for what it receives. */
    static boolean spreadsReceives() {
        try (DirectoryStream<Path> interfaces = Files.newDirectoryStream(INTERFACES)) {
            for (Path each : interfaces) {
                if (Files.isDirectory(each.resolve("queues/rx-1"))) {
                    return true;
                }
            }
            return false;
        } catch (IOException e) {
            return false;
        }
    }
}
