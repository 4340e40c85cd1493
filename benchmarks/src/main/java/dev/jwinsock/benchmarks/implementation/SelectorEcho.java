package dev.jwinsock.benchmarks.implementation;

import dev.jwinsock.benchmarks.remote.RemoteClients;
import dev.jwinsock.benchmarks.shape.Crew;
import dev.jwinsock.benchmarks.shape.Dialogue;
import dev.jwinsock.benchmarks.shape.Latencies;
import dev.jwinsock.benchmarks.shape.Measurement;
import dev.jwinsock.benchmarks.shape.Sample;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;

/** Round trips over many connections with one selector loop for all server sides and one for all client sides. */
final class SelectorEcho {
    private SelectorEcho() {}

    static Sample measure(Measurement measurement) throws Exception {
        return measurement.shape().hasRemoteClients() ? serve(measurement) : both(measurement);
    }

    private static Sample both(Measurement measurement) throws Exception {
        int count = measurement.connections();
        List<SocketChannel> clients = new ArrayList<>();
        List<SocketChannel> servers = new ArrayList<>();
        try (ServerSocketChannel listener = listen()) {
            for (int i = 0; i < count; i++) {
                SocketChannel client = SocketChannel.open(StandardProtocolFamily.INET);
                clients.add(client);
                client.connect(Loopback.port(NioSockets.portOf(listener)));
                servers.add(accept(listener));
            }
            Crew crew = new Crew(measurement.style());
            Latencies latencies = new Latencies();
            Dialogue[] questions = Dialogue.clients(count, measurement.nanos(), latencies);
            crew.start("server", () -> SelectorLoop.run(servers, Dialogue.servers(count)));
            crew.start("client", () -> SelectorLoop.run(clients, questions));
            crew.await(measurement.limitNanos());
            return latencies.sample(measurement.shape());
        } finally {
            close(clients);
            close(servers);
        }
    }

    private static Sample serve(Measurement measurement) throws Exception {
        int count = measurement.connections();
        List<SocketChannel> servers = new ArrayList<>();
        try (ServerSocketChannel listener = listen()) {
            Crew crew = new Crew(measurement.style());
            crew.start("server", () -> {
                for (int i = 0; i < count; i++) {
                    servers.add(accept(listener));
                }
                SelectorLoop.run(servers, Dialogue.servers(count));
            });
            Sample sample = RemoteClients.connect(NioSockets.portOf(listener), measurement)
                    .run();
            crew.await(measurement.limitNanos());
            return sample;
        } finally {
            close(servers);
        }
    }

    private static ServerSocketChannel listen() throws IOException {
        ServerSocketChannel listener = ServerSocketChannel.open(StandardProtocolFamily.INET);
        listener.bind(Loopback.port(0), BlockingImplementation.BACKLOG);
        return listener;
    }

    private static SocketChannel accept(ServerSocketChannel listener) throws IOException {
        SocketChannel accepted = listener.accept();
        // The client closes first; the reset that answers leaves no port in TIME_WAIT.
        accepted.setOption(StandardSocketOptions.SO_LINGER, 0);
        return accepted;
    }

    private static void close(List<SocketChannel> channels) throws IOException {
        for (SocketChannel channel : channels) {
            channel.close();
        }
    }
}
