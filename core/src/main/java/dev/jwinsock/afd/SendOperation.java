package dev.jwinsock.afd;

import dev.jwinsock.transport.ControlData;
import dev.jwinsock.transport.Endpoint;
import dev.jwinsock.transport.Interest;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** WSASend, WSASendTo and WSASendMsg: complete when all has been taken, never in part (A044). */
final class SendOperation extends TransferOperation {
    private final Endpoint receiver = new Endpoint();
    private boolean toPeer;
    private @Nullable ControlData control;

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

    /** After the buffers have been captured; null: none. */
    void control(@Nullable ControlData data) {
        control = data;
        ByteBuffer single = one;
        if (data != null && single != null) {
            many = new ByteBuffer[] {single};
            one = null;
        }
    }

    @Override
    int attempt() {
        ByteBuffer single = one;
        do {
            ControlData data = control;
            int n = data == null
                    ? owner.socket.sendNow(single, many, flags, toPeer ? null : receiver)
                    : owner.socket.sendMessageNow(many, toPeer ? null : receiver, data);
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
        control = null;
        owner.keep(this);
    }
}
