package dev.jwinsock.examples;

import static dev.jwinsock.Mswsock.*;
import static dev.jwinsock.Winsock2.*;

import dev.jwinsock.SOCKET;
import dev.jwinsock.TRANSMIT_FILE_BUFFERS;
import dev.jwinsock.WSADATA;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.function.Consumer;

/**
 * Sends a file to everyone who connects, with a line before it and one after it, by TransmitFile: the file goes from the
 * kernel's cache to the connection without passing through the program.
 */
public final class FileServer {
    private static final String USAGE = "usage: FileServer file [port]        (default port 27015; Ctrl-C ends it)";

    private FileServer() {}

    public static void main(String[] argv) {
        if (argv.length < 1 || argv.length > 2 || argv[0].equals("--help")) {
            System.out.println(USAGE);
            System.exit(argv.length == 1 ? 0 : 1);
        }
        int port = argv.length == 1 ? EchoListener.DEFAULT_PORT : Integer.parseInt(argv[1]);
        System.exit(run(
                Path.of(argv[0]),
                port,
                System.out,
                s -> System.out.printf("Listening on port: %d%n", EchoListener.port(s))));
    }

    /**
     * Serves until the listening socket is closed.
     *
     * @param listening is given that socket
     * @return the exit code
     */
    static int run(Path path, int port, PrintStream out, Consumer<SOCKET> listening) {
        int iResult = WSAStartup(MAKEWORD(2, 2), new WSADATA());
        if (iResult != 0) {
            out.printf("WSAStartup failed with error: %s%n", Errors.text(iResult));
            return 1;
        }
        SOCKET listenSocket = EchoListener.open(port, out);
        int code = 1;
        if (listenSocket != INVALID_SOCKET) {
            try (FileChannel file = FileChannel.open(path, StandardOpenOption.READ)) {
                listening.accept(listenSocket);
                serve(listenSocket, file, path.getFileName() + " of " + file.size() + " bytes\n", out);
                code = 0;
            } catch (IOException e) {
                out.printf("%s cannot be read: %s%n", path, e.getMessage());
                closesocket(listenSocket);
            }
        }
        WSACleanup();
        return code;
    }

    private static void serve(SOCKET listenSocket, FileChannel file, String title, PrintStream out) throws IOException {
        TRANSMIT_FILE_BUFFERS around = new TRANSMIT_FILE_BUFFERS();
        around.Head = ByteBuffer.wrap(title.getBytes(StandardCharsets.UTF_8));
        around.HeadLength = around.Head.remaining();
        around.Tail = ByteBuffer.wrap("\nend\n".getBytes(StandardCharsets.UTF_8));
        around.TailLength = around.Tail.remaining();
        for (SOCKET s = accept(listenSocket, null, null); s != INVALID_SOCKET; s = accept(listenSocket, null, null)) {
            file.position(0);
            if (!TransmitFile(s, file, 0, 0, null, around, TF_DISCONNECT)) {
                out.printf("TransmitFile failed with error: %s%n", Errors.last());
            }
            closesocket(s);
        }
    }
}
