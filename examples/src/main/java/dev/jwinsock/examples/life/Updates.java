package dev.jwinsock.examples.life;

import static dev.jwinsock.Winsock2.*;

import dev.jwinsock.SOCKET;

/** What the server does with a connection: it brings its board up to date. */
final class Updates {
    private static final int BUFLEN = 4096;
    private static final byte[] REPLY = {1};

    private Updates() {}

    /** Sets a cell for each triplet, and answers each with one byte. */
    static void triplets(SOCKET s, Field field) {
        byte[] buffer = new byte[BUFLEN];
        int held = 0;
        int received = recv(s, buffer, buffer.length, 0);
        while (received > 0) {
            held += received;
            int used = 0;
            while (held - used >= Triplet.SIZE) {
                Triplet.apply(buffer, used, field);
                used += Triplet.SIZE;
                if (!reply(s)) {
                    return;
                }
            }
            held -= used;
            System.arraycopy(buffer, used, buffer, 0, held); // the beginning of a triplet whose end is under way
            received = recv(s, buffer, held, buffer.length - held, 0);
        }
    }

    /** Changes what a mask of the whole board says, and answers each mask with one byte. */
    static void masks(SOCKET s, Field field) {
        byte[] mask = new byte[ChangeMask.size(field)];
        while (recv(s, mask, mask.length, MSG_WAITALL) == mask.length) {
            ChangeMask.apply(mask, field);
            if (!reply(s)) {
                return;
            }
        }
    }

    private static boolean reply(SOCKET s) {
        return send(s, REPLY, REPLY.length, 0) != SOCKET_ERROR;
    }
}
