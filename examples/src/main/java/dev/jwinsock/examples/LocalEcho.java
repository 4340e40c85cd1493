package dev.jwinsock.examples;

import static dev.jwinsock.Winsock2.*;

import dev.jwinsock.SOCKET;
import dev.jwinsock.WSADATA;
import dev.jwinsock.sockaddr_un;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** A server and a client of AF_UNIX in one program: the address is a file, which the program makes room for and removes. */
public final class LocalEcho {
    private static final String GREETING = "hello through the file system";

    private LocalEcho() {}

    public static void main(String[] argv) throws IOException {
        if (argv.length > 1) {
            System.out.println("usage: LocalEcho [path]");
            System.exit(1);
        }
        Path directory = Files.createTempDirectory("jwinsock");
        String path =
                argv.length == 1 ? argv[0] : directory.resolve("echo.sock").toString();
        int code = run(path, System.out);
        Files.delete(directory);
        System.exit(code);
    }

    /** @return the exit code */
    static int run(String path, PrintStream out) {
        int iResult = WSAStartup(MAKEWORD(2, 2), new WSADATA());
        if (iResult != 0) {
            out.printf("WSAStartup failed with error: %s%n", Errors.text(iResult));
            return 1;
        }
        SOCKET listener = listen(path, out);
        int code = listener == INVALID_SOCKET ? 1 : converse(listener, path, out);
        WSACleanup(); // closes what is open still
        if (listener != INVALID_SOCKET) {
            remove(path);
        }
        return code;
    }

    private static SOCKET listen(String path, PrintStream out) {
        SOCKET listener = socket(AF_UNIX, SOCK_STREAM, 0);
        if (listener == INVALID_SOCKET) {
            out.printf("socket failed with error: %s%n", Errors.last());
            return INVALID_SOCKET;
        }
        sockaddr_un address = new sockaddr_un(path);
        if (bind(listener, address, sizeof(address)) == SOCKET_ERROR
                || dev.jwinsock.Winsock2.listen(listener, SOMAXCONN) == SOCKET_ERROR) {
            out.printf("bind failed with error: %s%n", Errors.last());
            return INVALID_SOCKET;
        }
        return listener;
    }

    private static int converse(SOCKET listener, String path, PrintStream out) {
        sockaddr_un address = new sockaddr_un(path);
        SOCKET client = socket(AF_UNIX, SOCK_STREAM, 0);
        if (connect(client, address, sizeof(address)) == SOCKET_ERROR) {
            out.printf("connect failed with error: %s%n", Errors.last());
            return 1;
        }
        SOCKET server = accept(listener, null, null);
        byte[] greeting = GREETING.getBytes(StandardCharsets.UTF_8);
        send(client, greeting, greeting.length, 0);
        shutdown(client, SD_SEND);

        byte[] buffer = new byte[100];
        for (int n = recv(server, buffer, buffer.length, 0); n > 0; n = recv(server, buffer, buffer.length, 0)) {
            send(server, buffer, n, 0);
        }
        closesocket(server);

        StringBuilder echo = new StringBuilder();
        int n;
        while ((n = recv(client, buffer, buffer.length, 0)) > 0) {
            echo.append(new String(buffer, 0, n, StandardCharsets.UTF_8));
        }
        closesocket(client);
        out.printf("Echo: %s%n", echo);
        return n == 0 && echo.toString().equals(GREETING) ? 0 : 1;
    }

    private static void remove(String path) {
        try {
            Files.deleteIfExists(Path.of(path));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
