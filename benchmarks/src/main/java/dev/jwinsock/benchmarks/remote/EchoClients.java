package dev.jwinsock.benchmarks.remote;

import dev.jwinsock.benchmarks.implementation.SelectorLoop;
import dev.jwinsock.benchmarks.shape.Dialogue;
import dev.jwinsock.benchmarks.shape.Latencies;
import dev.jwinsock.benchmarks.shape.Shape;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** The other process of {@link RemoteClients}: one thread with a selector. */
final class EchoClients {
    private static final int AT_ONCE = 64;
    private static final long PAUSE_NANOS = 1_000_000;

    private EchoClients() {}

    /** Reads "PORT COUNT", connects and says so; reads "NANOS", sends and receives, and tells the result; and again. */
    public static void main(String[] args) throws IOException {
        BufferedReader orders = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String order = orders.readLine(); order != null; order = orders.readLine()) {
            String[] numbers = order.split(" ", -1);
            try {
                List<SocketChannel> channels = connect(Integer.parseInt(numbers[0]), Integer.parseInt(numbers[1]));
                System.out.println("connected");
                run(channels, orders.readLine());
            } catch (IOException e) {
                System.out.println(TalkingProcess.FAILED + e);
                return;
            }
        }
    }

    private static List<SocketChannel> connect(int port, int count) throws IOException {
        InetSocketAddress server = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
        List<SocketChannel> channels = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            channels.add(SocketChannel.open(server));
            if (i % AT_ONCE == 0) {
                // Connections that overflow the server's queue would be tried again a second later.
                LockSupport.parkNanos(PAUSE_NANOS);
            }
        }
        return channels;
    }

    private static void run(List<SocketChannel> channels, @Nullable String nanos) throws IOException {
        if (nanos == null) {
            return;
        }
        Latencies latencies = new Latencies();
        SelectorLoop.run(channels, Dialogue.clients(channels.size(), Long.parseLong(nanos), latencies));
        System.out.println(RemoteClients.text(latencies.sample(Shape.ECHO_10000)));
    }
}
