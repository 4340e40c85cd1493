package dev.jwinsock.examples.life;

import static dev.jwinsock.Winsock2.*;

import dev.jwinsock.SOCKET;
import dev.jwinsock.WSADATA;
import dev.jwinsock.examples.Errors;
import java.io.PrintStream;

/**
 * The measurement of "Calculating Overhead with Netstat": ten bytes, sent one at a time without the Nagle algorithm, and
 * what the interface's counters say about them.
 */
public final class OneByteSends {
    private static final int CALLS = 10;
    private static final int PACKETS_TO_CONNECT = 3;
    private static final int PACKETS_TO_CLOSE = 4;

    private OneByteSends() {}

    public static void main(String[] argv) {
        if (argv.length > 0) {
            System.out.println("usage: OneByteSends");
            System.exit(argv[0].equals("--help") ? 0 : 1);
        }
        System.exit(run(System.out));
    }

    /** @return the exit code */
    static int run(PrintStream out) {
        int iResult = WSAStartup(MAKEWORD(2, 2), new WSADATA());
        if (iResult != 0) {
            out.printf("WSAStartup failed with error: %s%n", Errors.text(iResult));
            return 1;
        }
        try {
            measure(out);
            return 0;
        } catch (IllegalStateException e) {
            out.println(e.getMessage());
            return 1;
        } finally {
            WSACleanup();
        }
    }

    private static void measure(PrintStream out) {
        NetworkStatistics before = NetworkStatistics.read();
        CountedCalls calls;
        try (LoopbackServer server = new LoopbackServer(OneByteSends::swallow)) {
            calls = new CountedCalls(server.address());
            sendOneByOne(calls);
        }
        long user = calls.userBytes();
        out.printf("%d bytes in %d send calls%n", user, calls.sends());

        int packets = PACKETS_TO_CONNECT + PACKETS_TO_CLOSE + 2 * calls.sends(); // one with data, one that acknowledges
        Traffic theory = new Traffic(packets, (long) packets * Traffic.ETHERNET_BYTES_PER_PACKET, user);
        print("In theory, with Ethernet's smallest packets", theory, out);

        Traffic measured = Traffic.since(before, user);
        if (measured == null) {
            out.println("This system has no interface counters that the program can read.");
        } else {
            print("Measured at the loopback interface", measured, out);
        }
    }

    private static void sendOneByOne(CountedCalls calls) {
        SOCKET s = calls.newSocket();
        CountedCalls.check("setsockopt", setsockopt(s, IPPROTO_TCP, TCP_NODELAY, 1));
        calls.connectToServer(s);
        byte[] one = {'x'};
        for (int i = 0; i < CALLS; i++) {
            calls.sendAll(s, one, 1);
        }
        closesocket(s);
    }

    private static void swallow(SOCKET s) {
        byte[] buffer = new byte[CALLS];
        int received = recv(s, buffer, buffer.length, 0);
        while (received > 0) {
            received = recv(s, buffer, buffer.length, 0);
        }
    }

    private static void print(String what, Traffic traffic, PrintStream out) {
        out.printf(
                "%s: %d packets, %d bytes, overhead %d / %d = %s%n",
                what,
                traffic.packets(),
                traffic.bytes(),
                traffic.bytes() - traffic.userBytes(),
                traffic.bytes(),
                Life.percent(traffic.overhead()));
    }
}
