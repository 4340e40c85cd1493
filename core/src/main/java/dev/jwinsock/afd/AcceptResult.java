package dev.jwinsock.afd;

import dev.jwinsock.transport.Endpoint;
import org.jspecify.annotations.Nullable;

/** What accept made. */
final class AcceptResult {
    @Nullable
    AfdSocket socket;

    final Endpoint peer = new Endpoint();
}
