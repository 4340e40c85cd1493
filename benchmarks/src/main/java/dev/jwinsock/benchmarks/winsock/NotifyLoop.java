package dev.jwinsock.benchmarks.winsock;

import static dev.jwinsock.Windows.*;
import static dev.jwinsock.Winsock2.*;

import dev.jwinsock.HANDLE;
import dev.jwinsock.IntRef;
import dev.jwinsock.OVERLAPPED_ENTRY;
import dev.jwinsock.SOCKET;
import dev.jwinsock.SOCK_NOTIFY_REGISTRATION;
import dev.jwinsock.benchmarks.shape.Dialogue;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Level-triggered notifications on a port, registered once, and non-blocking calls. */
final class NotifyLoop {
    private static final int ENTRIES = 64;

    private NotifyLoop() {}

    static void run(SOCKET[] sockets, Dialogue[] dialogues) throws IOException {
        HANDLE port = CreateIoCompletionPort(INVALID_HANDLE_VALUE, null, null, 1);
        SOCK_NOTIFY_REGISTRATION[] registrations = new SOCK_NOTIFY_REGISTRATION[sockets.length];
        for (int i = 0; i < sockets.length; i++) {
            registrations[i] = registration(sockets[i], new NonBlockingTalk(sockets[i], dialogues[i]));
        }
        check(ProcessSocketNotifications(port, registrations.length, registrations, 0, 0, null, null));
        for (SOCK_NOTIFY_REGISTRATION registration : registrations) {
            check(registration.registrationResult);
            talk(registration.completionKey).open();
        }
        OVERLAPPED_ENTRY[] entries = new OVERLAPPED_ENTRY[ENTRIES];
        IntRef count = new IntRef();
        int open = sockets.length;
        while (open > 0) {
            check(ProcessSocketNotifications(port, 0, null, INFINITE, ENTRIES, entries, count));
            for (int i = 0; i < count.value; i++) {
                if (!talk(entries[i].lpCompletionKey).goOn()) {
                    open--;
                }
            }
        }
        CloseHandle(port);
    }

    private static SOCK_NOTIFY_REGISTRATION registration(SOCKET socket, NonBlockingTalk talk) {
        SOCK_NOTIFY_REGISTRATION registration = new SOCK_NOTIFY_REGISTRATION();
        registration.socket = socket;
        registration.completionKey = talk;
        registration.eventFilter = SOCK_NOTIFY_REGISTER_EVENT_IN | SOCK_NOTIFY_REGISTER_EVENT_HANGUP;
        registration.operation = SOCK_NOTIFY_OP_ENABLE;
        registration.triggerFlags = SOCK_NOTIFY_TRIGGER_PERSISTENT | SOCK_NOTIFY_TRIGGER_LEVEL;
        return registration;
    }

    private static NonBlockingTalk talk(@Nullable Object key) throws IOException {
        if (key instanceof NonBlockingTalk talk) {
            return talk;
        }
        throw new IOException("a notification of nobody");
    }

    private static void check(int error) throws IOException {
        if (error != ERROR_SUCCESS) {
            throw new IOException("ProcessSocketNotifications: error " + error);
        }
    }
}
