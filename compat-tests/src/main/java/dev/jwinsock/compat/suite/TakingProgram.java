package dev.jwinsock.compat.suite;

import static dev.jwinsock.Winsock2.*;
import static dev.jwinsock.compat.harness.Sockets.*;

import dev.jwinsock.IntRef;
import dev.jwinsock.SOCKET;
import dev.jwinsock.WSADATA;
import dev.jwinsock.WSAPROTOCOL_INFO;
import dev.jwinsock.compat.harness.Transports;
import dev.jwinsock.sockaddr_in;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * Another process, to which sockets are given with WSADuplicateSocket. It reads lines of an order and a
 * WSAPROTOCOL_INFO, opens the socket, does what the order says, and prints a line.
 */
final class TakingProgram implements AutoCloseable {
    /** What it does with the socket that it opens. */
    enum Order {
        /** Opens it and keeps it. */
        KEEP,
        /** Receives once on the socket kept last, and sends that back with a mark. */
        ECHO,
        /** Closes the socket kept last. */
        CLOSE,
        /** Accepts a connection on the socket kept last, sends a text and closes it. */
        ACCEPT,
        /** Prints the receive time limit, the blocking mode's result of an attempt, and the peer's port. */
        DESCRIBE
    }

    static final String MARK = "other process: ";

    private final Process process;
    private final PrintStream orders;
    private final BufferedReader answers;

    private TakingProgram(Process process) {
        this.process = process;
        this.orders = new PrintStream(process.getOutputStream(), true, StandardCharsets.UTF_8);
        this.answers = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    }

    static TakingProgram start() throws IOException {
        return new TakingProgram(new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        "-D" + Transports.PROPERTY + '=' + Transports.current().name(),
                        "-Dorg.slf4j.simpleLogger.defaultLogLevel=off",
                        TakingProgram.class.getName())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start());
    }

    long pid() {
        return process.pid();
    }

    /** Opens the socket there. @return {@code "0"}, or the error number */
    String keep(WSAPROTOCOL_INFO info) throws IOException {
        return ask(Order.KEEP + " " + HexFormat.of().formatHex(info.toBytes()));
    }

    String ask(Order order) throws IOException {
        return ask(order.name());
    }

    private String ask(String line) throws IOException {
        orders.println(line);
        String answer = answers.readLine();
        if (answer == null) {
            throw new AssertionError("the other process has ended");
        }
        return answer;
    }

    @Override
    public void close() {
        orders.close(); // it ends at the end of its input
        process.destroyForcibly();
    }

    public static void main(String[] args) throws IOException {
        WSAStartup(MAKEWORD(2, 2), new WSADATA());
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        SOCKET kept = INVALID_SOCKET;
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            String[] words = line.split(" ");
            switch (Order.valueOf(words[0])) {
                case KEEP -> {
                    WSAPROTOCOL_INFO info = new WSAPROTOCOL_INFO();
                    info.fromBytes(HexFormat.of().parseHex(words[1]), 0);
                    kept = WSASocket(FROM_PROTOCOL_INFO, FROM_PROTOCOL_INFO, FROM_PROTOCOL_INFO, info, 0, 0);
                    System.out.println(kept == INVALID_SOCKET ? WSAGetLastError() : 0);
                }
                case ECHO -> System.out.println(echo(kept));
                case CLOSE -> System.out.println(closesocket(kept));
                case ACCEPT -> System.out.println(accept(kept));
                case DESCRIBE -> System.out.println(describe(kept));
            }
        }
        WSACleanup();
    }

    private static int echo(SOCKET s) {
        byte[] buffer = new byte[64];
        sockaddr_in from = new sockaddr_in();
        int n = recvfrom(s, buffer, buffer.length, 0, from, new IntRef(sizeof(from)));
        byte[] mark = MARK.getBytes(StandardCharsets.US_ASCII);
        byte[] answer = Arrays.copyOf(mark, mark.length + Math.max(0, n));
        System.arraycopy(buffer, 0, answer, mark.length, Math.max(0, n));
        return sendto(s, answer, answer.length, 0, from, sizeof(from));
    }

    private static int accept(SOCKET listener) {
        SOCKET connection = dev.jwinsock.Winsock2.accept(listener, null, null);
        byte[] text = MARK.getBytes(StandardCharsets.US_ASCII);
        int sent = send(connection, text, text.length, 0);
        closesocket(connection);
        return sent;
    }

    private static String describe(SOCKET s) {
        sockaddr_in peer = new sockaddr_in();
        int named = getpeername(s, peer, new IntRef(sizeof(peer)));
        int error = recv(s, new byte[1], 1, 0) < 0 ? WSAGetLastError() : 0;
        int port = named == 0 ? ntohs(peer.sin_port) & 0xffff : -1;
        return option(s, SOL_SOCKET, SO_RCVTIMEO) + " " + error + " " + port;
    }
}
