package dev.jwinsock.afd;

import dev.jwinsock.IntRef;
import dev.jwinsock.WSAMSG;
import dev.jwinsock.sockaddr;
import dev.jwinsock.spi.NtStatus;
import dev.jwinsock.transport.Endpoint;
import dev.jwinsock.transport.Interest;
import dev.jwinsock.transport.Status;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** WSARecv, WSARecvFrom and WSARecvMsg. */
final class ReceiveOperation extends TransferOperation {
    /** Where a datagram's sender goes when the receive has completed. */
    private static final class Sender {
        final Endpoint address = new Endpoint();
        /** Null: nobody wants to know. */
        @Nullable
        sockaddr to;

        @Nullable
        IntRef length;
    }

    // Made when they are first needed, which is never on a stream.
    private @Nullable Sender sender;
    private @Nullable MessageReceipt receipt;
    private boolean isMessage;

    ReceiveOperation(Operations owner) {
        super(owner);
    }

    /** @param to null: nobody wants to know */
    void sender(@Nullable sockaddr to, @Nullable IntRef length) {
        Sender told = sender;
        if (told == null && to != null) {
            told = new Sender();
            sender = told;
        }
        if (told != null) {
            told.to = to;
            told.length = length;
        }
    }

    /** @param to of WSARecvMsg, else null @return false when its control data are no valid memory */
    boolean message(@Nullable WSAMSG to) {
        isMessage = to != null;
        if (to == null) {
            return true;
        }
        MessageReceipt made = receipt;
        if (made == null) {
            made = new MessageReceipt();
            receipt = made;
        }
        ByteBuffer single = one;
        if (single != null) {
            many = new ByteBuffer[] {single};
            one = null;
        }
        return made.begin(to) == Status.OK;
    }

    @Override
    int attempt() {
        ByteBuffer single = one;
        int room = Buffers.remaining(single, many);
        Sender wanted = sender;
        Endpoint origin = wanted == null || wanted.to == null ? null : wanted.address;
        if (origin != null) {
            origin.clear();
        }
        MessageReceipt told = isMessage ? receipt : null;
        int n = told == null
                ? owner.socket.receiveNow(single, many, flags, origin)
                : owner.socket.receiveMessageNow(many, flags, origin, told);
        if (n == Status.WOULD_BLOCK) {
            owner.drained();
            return n;
        }
        if (n == Status.MESSAGE_SIZE) {
            // A047: what was stored, the rest is gone; A197: or only control data were too long
            transferred = room - Buffers.remaining(single, many);
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
        Sender wanted = sender;
        if (wanted != null && wanted.to != null && wanted.length != null && wanted.address.isSet()) {
            Addresses.write(wanted.address, wanted.to, wanted.length);
        }
        MessageReceipt told = receipt;
        if (isMessage && told != null && (result >= 0 || result == Status.MESSAGE_SIZE)) {
            told.store();
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
        sender(null, null);
        MessageReceipt told = receipt;
        if (told != null) {
            told.forget();
        }
        owner.keep(this);
    }
}
