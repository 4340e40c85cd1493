package dev.jwinsock.compat.harness;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** How another JVM is started. */
public final class JavaProgram {
    private JavaProgram() {}

    /** The command line of a JVM with the class path and, for jwinsock, the transport of the running test. */
    public static List<String> command(Class<?> main, String... arguments) {
        List<String> line = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                "-D" + Transports.PROPERTY + '=' + Transports.current().name(),
                "-Dorg.slf4j.simpleLogger.defaultLogLevel=off",
                main.getName()));
        line.addAll(List.of(arguments));
        return line;
    }
}
