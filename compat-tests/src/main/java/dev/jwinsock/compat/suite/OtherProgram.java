package dev.jwinsock.compat.suite;

import static dev.jwinsock.Winsock2.*;

import dev.jwinsock.SOCKET;
import dev.jwinsock.WSADATA;
import dev.jwinsock.compat.harness.JavaProgram;
import dev.jwinsock.compat.suite.AddressReuseTest.Mode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;

/** Another program that uses jwinsock: its bookkeeping knows nothing of ours. Tries to bind and listen, and ends. */
final class OtherProgram {
    private static final long LIMIT_SECONDS = 25;

    private OtherProgram() {}

    /** Runs it on the transport under test: 0, or the error number with which it could not take the port. */
    static int take(int port, Mode mode) throws IOException {
        Process program = new ProcessBuilder(
                        JavaProgram.command(OtherProgram.class, Integer.toString(port), mode.name()))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try {
            String printed = new String(program.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (!program.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS) || program.exitValue() != 0) {
                throw new AssertionError("the other program failed: " + printed);
            }
            return Integer.parseInt(printed.strip());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        } finally {
            program.destroyForcibly();
        }
    }

    public static void main(String[] args) {
        int error = WSAStartup(MAKEWORD(2, 2), new WSADATA());
        if (error == 0) {
            SOCKET s = Family.IPV4.tcp();
            Mode.valueOf(args[1]).applyTo(s);
            boolean taken =
                    Scene.bindTo(s, Family.IPV4.loopback(Integer.parseInt(args[0]))) == 0 && listen(s, SOMAXCONN) == 0;
            error = taken ? 0 : WSAGetLastError();
            WSACleanup();
        }
        System.out.println(error);
    }
}
