package dev.jwinsock.afd;

import dev.jwinsock.transport.Endpoint;
import dev.jwinsock.transport.Interest;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** WSASend and WSASendTo: complete when all has been taken, never in part (A044). */
final class SendOperation extends TransferOperation {
    private final Endpoint receiver = new Endpoint();
    private boolean toPeer;

    SendOperation(Operations owner) {
        super(owner);
    }

    /** @param address null: the peer */
    void receiver(@Nullable Endpoint address) {
        toPeer = address == null;
        if (address != null) {
            receiver.copyFrom(address);
        }
    }

    @Override
    int attempt() {
        ByteBuffer single = one;
        do {
            int n = owner.socket.sendNow(single, many, flags, toPeer ? null : receiver);
            if (n < 0) {
                return n;
            }
            transferred += n;
        } while (Buffers.hasRemaining(single, many));
        return transferred;
    }

    @Override
    int interest() {
        return Interest.WRITE;
    }

    @Override
    void forget() {
        super.forget();
        owner.keep(this);
    }
}
