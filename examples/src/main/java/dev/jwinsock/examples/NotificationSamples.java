package dev.jwinsock.examples;

import static dev.jwinsock.Windows.*;
import static dev.jwinsock.Winsock2.*;

import dev.jwinsock.HANDLE;
import dev.jwinsock.IntRef;
import dev.jwinsock.OVERLAPPED_ENTRY;
import dev.jwinsock.SOCKET;
import dev.jwinsock.SOCK_NOTIFY_REGISTRATION;
import dev.jwinsock.WSADATA;
import dev.jwinsock.sockaddr_in;
import java.io.PrintStream;

/**
 * "SimplePollReplacement" and "SimpleEdgeTriggeredSample" of "Winsock socket state notifications"; {@link
 * NotificationServer} is the third program. The clients are in the same thread, since a loopback send does not wait.
 */
public final class NotificationSamples {
    private static final int CLIENT_LOOP_COUNT = 10;
    private static final int PATIENCE_MILLIS = 10_000;

    private final PrintStream out;
    private final HANDLE ioCompletionPort;
    private final OVERLAPPED_ENTRY[] notification = {new OVERLAPPED_ENTRY()};
    private final IntRef notificationCount = new IntRef();
    private final byte[] dataBuffer = new byte[512];

    private NotificationSamples(PrintStream out, HANDLE ioCompletionPort) {
        this.out = out;
        this.ioCompletionPort = ioCompletionPort;
    }

    public static void main(String[] argv) {
        System.exit(run(System.out));
    }

    /** @return the exit code */
    static int run(PrintStream out) {
        int iResult = WSAStartup(MAKEWORD(2, 2), new WSADATA());
        HANDLE port = CreateIoCompletionPort(INVALID_HANDLE_VALUE, null, null, 0);
        if (iResult != 0 || port == null) {
            out.printf("WSAStartup failed with error: %s%n", Errors.text(iResult));
            return 1;
        }
        NotificationSamples samples = new NotificationSamples(out, port);
        boolean done = samples.simplePollReplacement() && samples.simpleEdgeTriggered();
        CloseHandle(port);
        WSACleanup();
        return done ? 0 : 1;
    }

    /** @return whether it is registered; what is wrong is printed */
    private boolean register(SOCKET s, int events, int operation, int triggers) {
        SOCK_NOTIFY_REGISTRATION registration = new SOCK_NOTIFY_REGISTRATION();
        registration.socket = s;
        registration.completionKey = s;
        registration.eventFilter = events;
        registration.operation = operation;
        registration.triggerFlags = triggers;
        int errorCode = ProcessSocketNotifications(
                ioCompletionPort, 1, new SOCK_NOTIFY_REGISTRATION[] {registration}, 0, 0, null, null);
        if (errorCode == ERROR_SUCCESS) {
            errorCode = registration.registrationResult;
        }
        if (errorCode != ERROR_SUCCESS) {
            out.printf("ProcessSocketNotifications failed with error: %s%n", Errors.text(errorCode));
        }
        return errorCode == ERROR_SUCCESS;
    }

    /** @return the events, 0 when none came */
    private int next() {
        if (!GetQueuedCompletionStatusEx(
                ioCompletionPort, notification, 1, notificationCount, PATIENCE_MILLIS, false)) {
            out.printf("GetQueuedCompletionStatusEx failed with error: %s%n", Errors.last());
            return 0;
        }
        return SocketNotificationRetrieveEvents(notification[0]);
    }

    /** A persistent, level-triggered registration: told as long as there are data, until the client hangs up. */
    private boolean simplePollReplacement() {
        SOCKET listenSocket = EchoListener.open(0, out);
        SOCKET client = EchoConnection.open(EchoListener.port(listenSocket), out);
        SOCKET server = accept(listenSocket, null, null);
        int received = 0;
        boolean open = register(
                server,
                SOCK_NOTIFY_REGISTER_EVENT_IN | SOCK_NOTIFY_REGISTER_EVENT_HANGUP,
                SOCK_NOTIFY_OP_ENABLE,
                SOCK_NOTIFY_TRIGGER_LEVEL);
        for (int i = 0; open && i < CLIENT_LOOP_COUNT; i++) {
            send(client, new byte[] {(byte) i}, 1, 0);
        }
        shutdown(client, SD_SEND);
        while (open) {
            int events = next();
            if ((events & SOCK_NOTIFY_EVENT_IN) != 0) {
                // We don't check for a 0-size receive because we subscribed to hang-up notifications
                received += recv(server, dataBuffer, 1, 0);
            } else if ((events & SOCK_NOTIFY_EVENT_HANGUP) != 0) {
                out.printf("Received %d bytes. Client hung up.%n", received);
                break;
            } else {
                open = false; // an error, or nothing came
            }
        }
        open = open && deregisterAndWait(server);
        closesocket(client);
        closesocket(server);
        closesocket(listenSocket);
        return open && received == CLIENT_LOOP_COUNT;
    }

    /** Only after SOCK_NOTIFY_EVENT_REMOVE what belongs to the registration may be freed. */
    private boolean deregisterAndWait(SOCKET s) {
        if (!register(s, 0, SOCK_NOTIFY_OP_REMOVE, 0)) {
            return false;
        }
        int events;
        do {
            events = next();
        } while (events != 0 && (events & SOCK_NOTIFY_EVENT_REMOVE) == 0);
        return events != 0;
    }

    /** An edge-triggered UDP server: it must receive until it would block, or no further edge is sure to come. */
    private boolean simpleEdgeTriggered() {
        SOCKET server = socket(AF_INET, SOCK_DGRAM, IPPROTO_UDP);
        ioctlsocket(server, FIONBIO, new IntRef(1));
        // Before the socket is bound, so that nothing can have come before the registration
        boolean registered =
                register(server, SOCK_NOTIFY_REGISTER_EVENT_IN, SOCK_NOTIFY_OP_ENABLE, SOCK_NOTIFY_TRIGGER_EDGE);
        sockaddr_in address = new sockaddr_in();
        address.sin_family = AF_INET;
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        bind(server, address, sizeof(address));
        getsockname(server, address, new IntRef(sizeof(address)));
        SOCKET client = socket(AF_INET, SOCK_DGRAM, IPPROTO_UDP);
        int datagramCount = 0;
        for (int i = 0; registered && i < CLIENT_LOOP_COUNT; i++) {
            sendto(client, new byte[] {(byte) i}, 1, 0, address, sizeof(address));
            if ((next() & SOCK_NOTIFY_EVENT_IN) == 0) {
                break;
            }
            while (recv(server, dataBuffer, dataBuffer.length, 0) >= 0) {
                datagramCount++;
            }
        }
        out.printf("Received %d datagrams.%n", datagramCount);
        closesocket(client);
        closesocket(server);
        return datagramCount == CLIENT_LOOP_COUNT;
    }
}
