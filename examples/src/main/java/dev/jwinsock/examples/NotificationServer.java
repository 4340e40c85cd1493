package dev.jwinsock.examples;

import static dev.jwinsock.Windows.*;
import static dev.jwinsock.Winsock2.*;

import dev.jwinsock.HANDLE;
import dev.jwinsock.IntRef;
import dev.jwinsock.OVERLAPPED_ENTRY;
import dev.jwinsock.SOCKET;
import dev.jwinsock.SOCK_NOTIFY_REGISTRATION;
import dev.jwinsock.WSADATA;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The "MultiThreadedTcpServer" of "Winsock socket state notifications" as an echo server: threads take level-triggered
 * one-shot notifications from a port, so that a connection is one thread's at a time, and no memory waits for input.
 */
public final class NotificationServer {
    private static final int BUFLEN = 4096;
    private static final int THREADS = 4;
    private static final int ENTRIES = 16;

    private final SOCKET listenSocket;
    private final HANDLE port;
    private final PrintStream out;

    private NotificationServer(SOCKET listenSocket, HANDLE port, PrintStream out) {
        this.listenSocket = listenSocket;
        this.port = port;
        this.out = out;
    }

    public static void main(String[] argv) {
        int port = EchoListener.portArgument("NotificationServer", argv);
        System.exit(run(
                port,
                System.out,
                s -> System.out.printf("Listening on port: %d%n", EchoListener.port(s)),
                CreateIoCompletionPort(INVALID_HANDLE_VALUE, null, null, 0)));
    }

    /**
     * Serves until the completion port is closed.
     *
     * @param listening is given the listening socket
     * @return the exit code
     */
    static int run(int port, PrintStream out, Consumer<SOCKET> listening, @Nullable HANDLE completionPort) {
        int iResult = WSAStartup(MAKEWORD(2, 2), new WSADATA());
        if (iResult != 0 || completionPort == null) {
            out.printf("WSAStartup failed with error: %s%n", Errors.text(iResult));
            return 1;
        }
        SOCKET listenSocket = EchoListener.open(port, out);
        int code = 1;
        if (listenSocket != INVALID_SOCKET) {
            ioctlsocket(listenSocket, FIONBIO, new IntRef(1)); // the accepted ones are as it is
            NotificationServer server = new NotificationServer(listenSocket, completionPort, out);
            server.register(listenSocket);
            listening.accept(listenSocket);
            code = server.serve();
        }
        WSACleanup(); // closes the connections that are left
        return code;
    }

    private int serve() {
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < THREADS; i++) {
            Thread thread = new Thread(this::work, "notifications-" + i);
            threads.add(thread);
            thread.start();
        }
        for (Thread thread : threads) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                CloseHandle(port); // ends the threads
                return 1;
            }
        }
        return 0;
    }

    /** The next input, connection or end of the socket is told once. */
    private void register(SOCKET s) {
        SOCK_NOTIFY_REGISTRATION registration = new SOCK_NOTIFY_REGISTRATION();
        registration.socket = s;
        registration.completionKey = s;
        registration.eventFilter = SOCK_NOTIFY_REGISTER_EVENT_IN | SOCK_NOTIFY_REGISTER_EVENT_HANGUP;
        registration.operation = SOCK_NOTIFY_OP_ENABLE;
        registration.triggerFlags = SOCK_NOTIFY_TRIGGER_ONESHOT | SOCK_NOTIFY_TRIGGER_LEVEL;
        int errorCode =
                ProcessSocketNotifications(port, 1, new SOCK_NOTIFY_REGISTRATION[] {registration}, 0, 0, null, null);
        if (errorCode == 0) {
            errorCode = registration.registrationResult;
        }
        if (errorCode != 0) {
            closesocket(s);
        }
    }

    private void work() {
        OVERLAPPED_ENTRY[] entries = new OVERLAPPED_ENTRY[ENTRIES];
        IntRef count = new IntRef();
        byte[] buffer = new byte[BUFLEN];
        while (ProcessSocketNotifications(port, 0, null, INFINITE, ENTRIES, entries, count) == 0) {
            for (int i = 0; i < count.value; i++) {
                if (!(entries[i].lpCompletionKey instanceof SOCKET s)) {
                    continue;
                }
                if (s == listenSocket) {
                    accept(s);
                } else if (EchoListener.echo(s, buffer, out)) {
                    register(s);
                } else {
                    closesocket(s);
                }
            }
        }
    }

    private void accept(SOCKET s) {
        for (SOCKET accepted = EchoListener.next(s, out);
                accepted != INVALID_SOCKET;
                accepted = EchoListener.next(s, out)) {
            register(accepted);
        }
        register(s);
    }
}
