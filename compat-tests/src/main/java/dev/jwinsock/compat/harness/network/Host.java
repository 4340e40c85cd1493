package dev.jwinsock.compat.harness.network;

import dev.jwinsock.compat.harness.JavaProgram;
import dev.jwinsock.compat.harness.Transports;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/**
 * A machine of a {@link Network}: a network namespace with a loopback interface and the ends of its links. It runs
 * three kinds of code: calls of the test's own thread, other JVMs, and commands.
 */
public final class Host {
    private static final String DIRECTORY = "/run/netns/";

    private final String namespace;
    private final List<Process> programs = new ArrayList<>();
    private int interfaces;

    Host(String namespace) {
        this.namespace = namespace;
    }

    /**
     * Runs the body on this host, on the calling thread. The sockets it makes stay on this host, wherever they are used
     * later, and so do threads that are started in it. A socket that gets its kernel socket late (with NIO a stream
     * socket, when it is bound, connected or listens) must get it in here.
     */
    public <T> T call(Supplier<T> body) {
        return Namespace.call(DIRECTORY + namespace, body);
    }

    /** As {@link #call}, without a result. */
    public void run(Runnable body) {
        call(() -> {
            body.run();
            return 0;
        });
    }

    /** Runs a command on this host. @return what it printed; throws when it fails */
    public String command(String... command) {
        return Command.run(onThisHost(List.of(command))).required();
    }

    /** As {@link #command}, with a program that a machine need not have: without it the test is unsupported. */
    public void require(String... command) {
        Command done = Command.run(onThisHost(List.of(command)));
        Transports.assumeSupported(!done.failed(), done + ": " + done.output());
    }

    /**
     * Starts another JVM on this host, with the class path and the transport of this one; what it prints to its error
     * stream is shown. The network ends it when it is closed.
     */
    public Process java(Class<?> main, String... arguments) {
        try {
            Process process = new ProcessBuilder(onThisHost(JavaProgram.command(main, arguments)))
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            programs.add(process);
            return process;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private List<String> onThisHost(List<String> command) {
        List<String> line = new ArrayList<>(List.of("ip", "netns", "exec", namespace));
        line.addAll(command);
        return line;
    }

    /** Lets it pass on packets that are for others. */
    public Host forwarding() {
        writeSetting("ipv4/ip_forward", 1);
        if (Network.hasIpv6()) {
            writeSetting("ipv6/conf/all/forwarding", 1);
        }
        return this;
    }

    /** Sends everything that is not for its own links through the router at the other end of the link. */
    public Host routeThrough(Link link) {
        Host router = link.other(this);
        command("ip", "route", "add", "default", "via", link.ipv4(router));
        if (Network.hasIpv6()) {
            command("ip", "-6", "route", "add", "default", "via", link.ipv6(router));
        }
        return this;
    }

    /** Writes one of the numbers below /proc/sys/net, such as {@code ipv4/ip_forward}. */
    public void writeSetting(String name, int value) {
        command("sh", "-c", "echo " + value + " >/proc/sys/net/" + name);
    }

    String namespace() {
        return namespace;
    }

    String nextInterface() {
        return "eth" + interfaces++;
    }

    void endPrograms() {
        for (Process program : programs) {
            program.destroyForcibly();
            try {
                program.waitFor();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    @Override
    public String toString() {
        return namespace;
    }
}
