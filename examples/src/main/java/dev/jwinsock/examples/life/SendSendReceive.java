package dev.jwinsock.examples.life;

import static dev.jwinsock.Winsock2.*;

import dev.jwinsock.IntRef;
import dev.jwinsock.SOCKET;
import dev.jwinsock.WSABUF;
import dev.jwinsock.WSADATA;
import dev.jwinsock.examples.Errors;
import java.io.PrintStream;
import java.nio.ByteBuffer;
import java.util.Locale;

/**
 * A request in two sends, and then a wait for the answer. The Nagle algorithm keeps the second one until the first has
 * been acknowledged, and the other side acknowledges late, since it hopes for an answer to send the acknowledgement with.
 */
public final class SendSendReceive {
    private static final int TRANSACTIONS = 20;
    private static final int HALF = 4;
    private static final int REQUEST = 2 * HALF;

    private SendSendReceive() {}

    /** How a request goes out. */
    enum Way {
        TWO_SENDS("two sends"),
        TWO_SENDS_NODELAY("two sends, TCP_NODELAY"),
        ONE_SEND("one WSASend of two buffers");

        private final String title;

        Way(String title) {
            this.title = title;
        }
    }

    public static void main(String[] argv) {
        if (argv.length > 0) {
            System.out.println("usage: SendSendReceive");
            System.exit(argv[0].equals("--help") ? 0 : 1);
        }
        System.exit(run(TRANSACTIONS, System.out));
    }

    /** @return the exit code */
    static int run(int transactions, PrintStream out) {
        int iResult = WSAStartup(MAKEWORD(2, 2), new WSADATA());
        if (iResult != 0) {
            out.printf("WSAStartup failed with error: %s%n", Errors.text(iResult));
            return 1;
        }
        try (LoopbackServer server = new LoopbackServer(SendSendReceive::answer)) {
            for (Way way : Way.values()) {
                CountedCalls calls = new CountedCalls(server.address());
                long begun = System.nanoTime();
                converse(way, transactions, calls);
                double millis = (System.nanoTime() - begun) / 1e6;
                out.printf(
                        Locale.ROOT,
                        "%-28s%4d sends, %d answers, %6.2f ms each%n",
                        way.title,
                        calls.sends(),
                        calls.receives(),
                        millis / transactions);
            }
            return 0;
        } catch (IllegalStateException e) {
            out.println(e.getMessage());
            return 1;
        } finally {
            WSACleanup();
        }
    }

    private static void converse(Way way, int transactions, CountedCalls calls) {
        SOCKET s = calls.newSocket();
        if (way == Way.TWO_SENDS_NODELAY) {
            CountedCalls.check("setsockopt", setsockopt(s, IPPROTO_TCP, TCP_NODELAY, 1));
        }
        calls.connectToServer(s);
        byte[] half = new byte[HALF];
        WSABUF[] halves = {new WSABUF(ByteBuffer.wrap(half)), new WSABUF(ByteBuffer.wrap(half))};
        byte[] reply = new byte[1];
        for (int i = 0; i < transactions; i++) {
            if (way == Way.ONE_SEND) {
                IntRef sent = new IntRef();
                CountedCalls.check("WSASend", WSASend(s, halves, halves.length, sent, 0, null, null));
                calls.sent(sent.value);
            } else {
                calls.sendAll(s, half, HALF);
                calls.sendAll(s, half, HALF);
            }
            calls.receiveSome(s, reply, 0, 1);
        }
        closesocket(s);
    }

    private static void answer(SOCKET s) {
        byte[] request = new byte[REQUEST];
        while (recv(s, request, REQUEST, MSG_WAITALL) == REQUEST && send(s, request, 1, 0) == 1) {
            // the next one
        }
    }
}
