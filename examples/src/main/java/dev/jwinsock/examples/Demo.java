package dev.jwinsock.examples;

import dev.jwinsock.transport.Transports;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** The two programs against each other in one JVM, each on its own thread, on a free port of the loopback interface. */
public final class Demo {
    private static final long LIMIT_SECONDS = 30;

    private Demo() {}

    public static void main(String[] args) {
        if (args.length > 0) {
            System.out.println("usage: Demo");
            System.out.println("Runs the documentation's server and client against each other.");
            System.out.println("-Djwinsock.transport=auto|epoll|kqueue|nio chooses the transport.");
            System.exit(args[0].equals("--help") ? 0 : 1);
        }
        System.exit(run(System.out));
    }

    /** @return the exit code: 0 when both programs ended well */
    static int run(PrintStream out) {
        out.println("[demo]   transport: " + Transports.describe());
        CompletableFuture<Integer> port = new CompletableFuture<>();
        CompletableFuture<Integer> server = start("demo-server", () -> {
            PrintStream lines = prefixed("[server] ", out);
            int code = Server.run("0", lines, bound -> {
                lines.printf("Listening on port: %d%n", bound);
                port.complete(bound);
            });
            // A server that never came to listen must not keep the client waiting
            port.completeExceptionally(new IllegalStateException("the server did not start"));
            return code;
        });
        CompletableFuture<Integer> client = port.thenCompose(bound ->
                start("demo-client", () -> Client.run("127.0.0.1", bound.toString(), prefixed("[client] ", out))));
        boolean good = ended("client", client, out) & ended("server", server, out);
        out.println(good ? "[demo]   both programs ended well" : "[demo]   failed");
        return good ? 0 : 1;
    }

    private static boolean ended(String who, CompletableFuture<Integer> program, PrintStream out) {
        try {
            int code = program.get(LIMIT_SECONDS, TimeUnit.SECONDS);
            out.printf("[demo]   the %s's exit code: %d%n", who, code);
            return code == 0;
        } catch (ExecutionException e) {
            out.printf("[demo]   the %s failed: %s%n", who, e.getCause());
        } catch (TimeoutException e) {
            out.printf("[demo]   the %s did not end within %d s%n", who, LIMIT_SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            out.printf("[demo]   interrupted%n");
        }
        return false;
    }

    private static CompletableFuture<Integer> start(String name, Program program) {
        CompletableFuture<Integer> exitCode = new CompletableFuture<>();
        Thread thread = new Thread(
                () -> {
                    try {
                        exitCode.complete(program.run());
                    } catch (RuntimeException | Error e) {
                        exitCode.completeExceptionally(e);
                    }
                },
                name);
        thread.setDaemon(true);
        thread.start();
        return exitCode;
    }

    /** Both programs print at the same time: a line goes out whole, with its author in front. */
    private static PrintStream prefixed(String prefix, PrintStream out) {
        return new PrintStream(new LinePrefix(prefix, out), true, StandardCharsets.UTF_8);
    }

    private interface Program {
        int run();
    }

    private static final class LinePrefix extends OutputStream {
        private final String prefix;
        private final PrintStream lines;
        private final ByteArrayOutputStream line = new ByteArrayOutputStream();

        LinePrefix(String prefix, PrintStream lines) {
            this.prefix = prefix;
            this.lines = lines;
        }

        @Override
        public synchronized void write(int b) {
            if (b == '\n') {
                lines.println(prefix + line.toString(StandardCharsets.UTF_8).stripTrailing());
                line.reset();
            } else {
                line.write(b);
            }
        }
    }
}
