package dev.jwinsock.benchmarks.memory;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;

/** The other ends, in a process of their own: so that both sides may have as many descriptors as a process can. */
final class IdleClients {
    private IdleClients() {}

    /** Connects so many times to the port, says so, and keeps the connections until its input ends. */
    public static void main(String[] args) throws IOException {
        InetSocketAddress server = new InetSocketAddress(InetAddress.getLoopbackAddress(), Integer.parseInt(args[0]));
        int count = Integer.parseInt(args[1]);
        List<SocketChannel> connections = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            SocketChannel channel = SocketChannel.open(server);
            // A reset in the end: thousands of TIME_WAIT would be in the way of what follows
            channel.setOption(StandardSocketOptions.SO_LINGER, 0);
            connections.add(channel);
        }
        System.out.println("connected");
        while (System.in.read() >= 0) {
            // nothing is said there
        }
        for (SocketChannel channel : connections) {
            channel.close();
        }
    }
}
