package dev.jwinsock.afd;

import dev.jwinsock.transport.Endpoint;
import dev.jwinsock.transport.TransportSocket;
import org.jspecify.annotations.Nullable;

/** What accept made; and whom it asks. */
final class AcceptResult {
    /** Decides about a connection. */
    interface Condition {
        /** @return CF_ACCEPT, CF_REJECT or CF_DEFER */
        int judge(TransportSocket connection, Endpoint peer);
    }

    /** Null: all are accepted. */
    final @Nullable Condition condition;

    @Nullable
    AfdSocket socket;

    final Endpoint peer = new Endpoint();

    AcceptResult(@Nullable Condition condition) {
        this.condition = condition;
    }
}
