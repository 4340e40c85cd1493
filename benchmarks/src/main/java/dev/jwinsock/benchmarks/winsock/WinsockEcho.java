package dev.jwinsock.benchmarks.winsock;

import static dev.jwinsock.Winsock2.*;

import dev.jwinsock.SOCKET;
import dev.jwinsock.benchmarks.remote.RemoteClients;
import dev.jwinsock.benchmarks.shape.Crew;
import dev.jwinsock.benchmarks.shape.Dialogue;
import dev.jwinsock.benchmarks.shape.Latencies;
import dev.jwinsock.benchmarks.shape.Measurement;
import dev.jwinsock.benchmarks.shape.Sample;
import dev.jwinsock.benchmarks.shape.Style;
import java.util.Arrays;

/**
 * Round trips over many connections with one of the loops on both sides. As few threads a side as the style lets a
 * program have: one, but where a wait is for 64 event objects at most.
 */
final class WinsockEcho {
    private WinsockEcho() {}

    static Sample measure(Measurement measurement) throws Exception {
        return measurement.shape().hasRemoteClients() ? serve(measurement) : both(measurement);
    }

    private static Sample both(Measurement measurement) throws Exception {
        SOCKET[] clients = new SOCKET[measurement.connections()];
        SOCKET[] servers = new SOCKET[measurement.connections()];
        WinsockSockets.connectPairs(clients, servers, flags(measurement.style()));
        Latencies latencies = new Latencies();
        Crew crew = new Crew(measurement.style());
        start(crew, "server", measurement.style(), servers, Dialogue.servers(servers.length));
        start(
                crew,
                "client",
                measurement.style(),
                clients,
                Dialogue.clients(clients.length, measurement.nanos(), latencies));
        crew.await(measurement.limitNanos());
        return latencies.sample(measurement.shape());
    }

    private static Sample serve(Measurement measurement) throws Exception {
        SOCKET listener = WinsockSockets.listening();
        SOCKET[] servers = new SOCKET[measurement.connections()];
        Crew crew = new Crew(measurement.style());
        crew.start("acceptor", () -> {
            for (int i = 0; i < servers.length; i++) {
                servers[i] = WinsockSockets.accepted(listener, flags(measurement.style()));
            }
            start(crew, "server", measurement.style(), servers, Dialogue.servers(servers.length));
        });
        Sample sample = RemoteClients.connect(WinsockSockets.portOf(listener), measurement)
                .run();
        crew.await(measurement.limitNanos());
        closesocket(listener);
        return sample;
    }

    private static void start(Crew crew, String side, Style style, SOCKET[] sockets, Dialogue[] dialogues) {
        int threads = threads(style, sockets.length);
        for (int t = 0; t < threads; t++) {
            int from = sockets.length * t / threads;
            int to = sockets.length * (t + 1) / threads;
            SOCKET[] some = Arrays.copyOfRange(sockets, from, to);
            Dialogue[] their = Arrays.copyOfRange(dialogues, from, to);
            crew.start(side + "-" + t, () -> EchoLoop.of(style).run(some, their));
        }
    }

    private static int threads(Style style, int connections) {
        return style == Style.EVENT || style == Style.OVERLAPPED
                ? (connections + WSA_MAXIMUM_WAIT_EVENTS - 1) / WSA_MAXIMUM_WAIT_EVENTS
                : 1;
    }

    private static int flags(Style style) {
        return style == Style.RIO ? RioTable.FLAGS : WSA_FLAG_OVERLAPPED;
    }
}
