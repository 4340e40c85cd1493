package dev.jwinsock.afd;

import dev.jwinsock.IntRef;
import dev.jwinsock.sockaddr;
import dev.jwinsock.spi.NtStatus;
import dev.jwinsock.transport.Endpoint;
import dev.jwinsock.transport.Interest;
import dev.jwinsock.transport.Status;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** WSARecv and WSARecvFrom. */
final class ReceiveOperation extends TransferOperation {
    private @Nullable sockaddr from;
    private @Nullable IntRef fromlen;
    private @Nullable Endpoint sender;

    ReceiveOperation(Operations owner) {
        super(owner);
    }

    /** Where the sender's address goes when it has completed. */
    void sender(@Nullable sockaddr to, @Nullable IntRef length) {
        from = to;
        fromlen = length;
        if (to != null && sender == null) {
            sender = new Endpoint();
        }
    }

    @Override
    int attempt() {
        ByteBuffer single = one;
        int room = Buffers.remaining(single, many);
        Endpoint origin = from == null ? null : sender;
        if (origin != null) {
            origin.clear();
        }
        int n = owner.socket.receiveNow(single, many, flags, origin);
        if (n == Status.WOULD_BLOCK) {
            owner.drained();
            return n;
        }
        if (n == Status.MESSAGE_SIZE) {
            transferred = room; // A047: what was stored, the rest is gone
            return n;
        }
        if (n < 0) {
            return n;
        }
        transferred += n;
        if (n < room && owner.socket.isStream()) {
            owner.drained();
            if ((flags & AfdSocket.FLAG_WAIT_ALL) != 0 && n > 0) {
                return Status.WOULD_BLOCK;
            }
        }
        return transferred;
    }

    @Override
    int interest() {
        return (flags & AfdSocket.FLAG_OOB) != 0 ? Interest.URGENT : Interest.READ;
    }

    @Override
    void store() {
        sockaddr to = from;
        IntRef length = fromlen;
        Endpoint origin = sender;
        if (to != null && length != null && origin != null && origin.isSet()) {
            Addresses.write(origin, to, length);
        }
    }

    @Override
    int ntStatus() {
        // What came back for a datagram is not the end of a connection
        return result == Status.CONNECTION_RESET && !owner.socket.isStream()
                ? NtStatus.PORT_UNREACHABLE
                : super.ntStatus();
    }

    @Override
    void forget() {
        super.forget();
        from = null;
        fromlen = null;
        owner.keep(this);
    }
}
