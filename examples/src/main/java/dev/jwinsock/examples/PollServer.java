package dev.jwinsock.examples;

import static dev.jwinsock.Winsock2.*;

import dev.jwinsock.IntRef;
import dev.jwinsock.SOCKET;
import dev.jwinsock.WSADATA;
import dev.jwinsock.WSAPOLLFD;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** An echo server on WSAPoll: one thread for any number of connections. */
public final class PollServer {
    private static final int BUFLEN = 4096;
    private static final int FOREVER = -1;

    private PollServer() {}

    public static void main(String[] argv) {
        int port = EchoListener.portArgument("PollServer", argv);
        System.exit(run(port, System.out, s -> System.out.printf("Listening on port: %d%n", EchoListener.port(s))));
    }

    /**
     * Serves until the listening socket is closed.
     *
     * @param listening is given that socket
     * @return the exit code
     */
    static int run(int port, PrintStream out, Consumer<SOCKET> listening) {
        int iResult = WSAStartup(MAKEWORD(2, 2), new WSADATA());
        if (iResult != 0) {
            out.printf("WSAStartup failed with error: %s%n", Errors.text(iResult));
            return 1;
        }
        SOCKET listenSocket = EchoListener.open(port, out);
        int code = listenSocket == INVALID_SOCKET ? 1 : serve(listenSocket, out, listening);
        WSACleanup();
        return code;
    }

    private static int serve(SOCKET listenSocket, PrintStream out, Consumer<SOCKET> listening) {
        ioctlsocket(listenSocket, FIONBIO, new IntRef(1));
        listening.accept(listenSocket);
        byte[] buffer = new byte[BUFLEN];
        List<WSAPOLLFD> fds = new ArrayList<>();
        fds.add(new WSAPOLLFD(listenSocket, POLLRDNORM));
        while (true) {
            if (WSAPoll(fds.toArray(WSAPOLLFD[]::new), fds.size(), FOREVER) == SOCKET_ERROR) {
                out.printf("WSAPoll failed with error: %s%n", Errors.last());
                return 1;
            }
            if ((fds.get(0).revents & POLLNVAL) != 0) {
                fds.subList(1, fds.size()).forEach(fd -> closesocket(fd.fd));
                return 0;
            }
            fds.removeIf(fd -> fd.revents != 0 && fd.fd != listenSocket && !goesOn(fd, buffer, out));
            if (fds.get(0).revents != 0) {
                // An accepted socket is non-blocking, as its listener is
                for (SOCKET s = EchoListener.next(listenSocket, out);
                        s != INVALID_SOCKET;
                        s = EchoListener.next(listenSocket, out)) {
                    fds.add(new WSAPOLLFD(s, POLLRDNORM));
                }
            }
        }
    }

    private static boolean goesOn(WSAPOLLFD fd, byte[] buffer, PrintStream out) {
        // POLLHUP and POLLERR need no case of their own: recv tells what they mean, after the data that are left
        boolean goesOn = EchoListener.echo(fd.fd, buffer, out);
        if (!goesOn) {
            closesocket(fd.fd);
        }
        return goesOn;
    }
}
