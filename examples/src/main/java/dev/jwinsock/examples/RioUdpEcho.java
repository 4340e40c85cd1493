package dev.jwinsock.examples;

import static dev.jwinsock.Mswsock.*;
import static dev.jwinsock.RIO_EXTENSION_FUNCTION_TABLE.*;
import static dev.jwinsock.RIO_NOTIFICATION_COMPLETION.*;
import static dev.jwinsock.Windows.*;
import static dev.jwinsock.Winsock2.*;

import dev.jwinsock.HANDLE;
import dev.jwinsock.IntRef;
import dev.jwinsock.RIORESULT;
import dev.jwinsock.RIO_BUF;
import dev.jwinsock.RIO_BUFFERID;
import dev.jwinsock.RIO_CQ;
import dev.jwinsock.RIO_EXTENSION_FUNCTION_TABLE;
import dev.jwinsock.RIO_NOTIFICATION_COMPLETION;
import dev.jwinsock.RIO_RQ;
import dev.jwinsock.Ref;
import dev.jwinsock.SOCKET;
import dev.jwinsock.WSADATA;
import dev.jwinsock.sockaddr_in;
import java.io.PrintStream;
import java.nio.ByteBuffer;
import java.util.function.Consumer;

/**
 * A UDP echo server with registered I/O: many receives are outstanding in one piece of registered memory, each datagram
 * goes back to where it came from, and between bursts the thread waits for the completion queue's event.
 */
public final class RioUdpEcho {
    private static final int SLOTS = 64;
    private static final int ROOM = 2048;
    private static final int ADDRESS = 28;
    private static final int SLOT = ROOM + ADDRESS;

    /** A part of the memory, and which way it goes. */
    private static final class Slot {
        private final RIO_BUF data;
        private final RIO_BUF address;
        private boolean sending;

        Slot(RIO_BUFFERID id, int number) {
            data = new RIO_BUF(id, number * SLOT, ROOM);
            address = new RIO_BUF(id, number * SLOT + ROOM, ADDRESS);
        }
    }

    private RioUdpEcho() {}

    public static void main(String[] argv) {
        int port = EchoListener.portArgument("RioUdpEcho", argv);
        System.exit(run(port, System.out, s -> System.out.printf("Receiving on port: %d%n", EchoListener.port(s))));
    }

    /**
     * Serves until the socket is closed.
     *
     * @param receiving is given that socket
     * @return the exit code
     */
    static int run(int port, PrintStream out, Consumer<SOCKET> receiving) {
        int iResult = WSAStartup(MAKEWORD(2, 2), new WSADATA());
        if (iResult != 0) {
            out.printf("WSAStartup failed with error: %s%n", Errors.text(iResult));
            return 1;
        }
        SOCKET s = WSASocket(AF_INET, SOCK_DGRAM, IPPROTO_UDP, null, 0, WSA_FLAG_OVERLAPPED | WSA_FLAG_REGISTERED_IO);
        sockaddr_in any = new sockaddr_in();
        any.sin_family = AF_INET;
        any.sin_port = htons(port);
        Ref<RIO_EXTENSION_FUNCTION_TABLE> table = new Ref<>();
        int code = 1;
        if (bind(s, any, sizeof(any)) == SOCKET_ERROR) {
            out.printf("bind failed with error: %s%n", Errors.last());
        } else if (WSAIoctl(
                        s,
                        SIO_GET_MULTIPLE_EXTENSION_FUNCTION_POINTER,
                        WSAID_MULTIPLE_RIO,
                        16,
                        table,
                        112,
                        new IntRef(),
                        null,
                        null)
                == SOCKET_ERROR) {
            out.printf("WSAIoctl failed with error: %s%n", Errors.last());
        } else if (table.value != null) {
            receiving.accept(s);
            serve(s, table.value);
            code = 0;
        }
        closesocket(s);
        WSACleanup();
        return code;
    }

    private static void serve(SOCKET s, RIO_EXTENSION_FUNCTION_TABLE rio) {
        HANDLE event = WSACreateEvent();
        RIO_NOTIFICATION_COMPLETION byEvent = new RIO_NOTIFICATION_COMPLETION();
        byEvent.Type = RIO_EVENT_COMPLETION;
        byEvent.EventHandle = event;
        byEvent.NotifyReset = true;
        RIO_CQ completions = rio.RIOCreateCompletionQueue(2 * SLOTS, byEvent);
        RIO_RQ requests = rio.RIOCreateRequestQueue(s, SLOTS, 1, SLOTS, 1, completions, completions, null);
        RIO_BUFFERID memory = rio.RIORegisterBuffer(ByteBuffer.allocateDirect(SLOTS * SLOT), SLOTS * SLOT);
        for (int i = 0; i < SLOTS; i++) {
            receive(rio, requests, new Slot(memory, i));
        }
        RIORESULT[] results = new RIORESULT[SLOTS];
        boolean open = true;
        while (open) {
            int count = rio.RIODequeueCompletion(completions, results, SLOTS);
            if (count == 0) {
                rio.RIONotify(completions);
                WaitForSingleObject(event, INFINITE);
            }
            for (int i = 0; i < count; i++) {
                open &= results[i].Status != WSA_OPERATION_ABORTED; // the socket was closed
                if (open && results[i].RequestContext instanceof Slot slot) {
                    next(rio, requests, slot, results[i]);
                }
            }
        }
        rio.RIOCloseCompletionQueue(completions);
        rio.RIODeregisterBuffer(memory);
        WSACloseEvent(event);
    }

    private static void next(RIO_EXTENSION_FUNCTION_TABLE rio, RIO_RQ requests, Slot slot, RIORESULT result) {
        if (slot.sending || result.Status != 0) {
            receive(rio, requests, slot);
            return;
        }
        slot.sending = true;
        slot.data.Length = result.BytesTransferred;
        rio.RIOSendEx(requests, slot.data, 1, null, slot.address, null, null, 0, slot);
    }

    private static void receive(RIO_EXTENSION_FUNCTION_TABLE rio, RIO_RQ requests, Slot slot) {
        slot.sending = false;
        slot.data.Length = ROOM;
        rio.RIOReceiveEx(requests, slot.data, 1, null, slot.address, null, null, 0, slot);
    }
}
