package dev.jwinsock.afd;

import dev.jwinsock.spi.AcceptBlocks;
import dev.jwinsock.transport.Accepted;
import dev.jwinsock.transport.Endpoint;
import dev.jwinsock.transport.Status;
import dev.jwinsock.transport.TransportSocket;
import java.nio.ByteBuffer;

/**
 * AcceptEx. First it waits in the queue of the listening socket for a connection, which becomes that of the accepting
 * socket; then, when there is room for data, as {@link FirstData} in the queue of the accepting socket, so that the
 * listening one goes on meanwhile. Wherever it ends, it is told as an operation of the listening socket (A090).
 */
final class AcceptOperation extends Operation {
    private final StreamSocket listener;
    private final StreamSocket acceptor;
    private final ByteBuffer buffer;
    private final int dataLength;
    private final int localLength;
    private final int remoteLength;
    private final Accepted accepted = new Accepted();
    private boolean movedOn;

    /** @param buffer has room for the data and both address blocks, from its position on */
    AcceptOperation(
            Operations owner,
            StreamSocket listener,
            StreamSocket acceptor,
            ByteBuffer buffer,
            int dataLength,
            int localLength,
            int remoteLength) {
        super(owner);
        this.listener = listener;
        this.acceptor = acceptor;
        this.buffer = buffer.slice();
        this.dataLength = dataLength;
        this.localLength = localLength;
        this.remoteLength = remoteLength;
    }

    /** With the listening socket's lock held, which comes before that of the accepting one. */
    @Override
    int attempt() {
        int status = listener.acceptKernel(accepted);
        TransportSocket kernel = accepted.socket;
        if (status != Status.OK || kernel == null) {
            return status;
        }
        // In one go: who closes the accepting socket finds it waiting here, or there
        acceptor.lock.lock();
        try {
            return acceptedInto(kernel);
        } finally {
            acceptor.lock.unlock();
        }
    }

    private int acceptedInto(TransportSocket kernel) {
        if (!acceptor.adopt(kernel, accepted.peer, listener)) {
            return Status.OPERATION_ABORTED; // closed a moment ago (A117)
        }
        Endpoint local = new Endpoint();
        kernel.localAddress(local);
        AcceptBlocks.write(buffer, dataLength, localLength, Addresses.of(local));
        AcceptBlocks.write(buffer, dataLength + localLength, remoteLength, Addresses.of(accepted.peer));
        if (dataLength > 0) {
            movedOn = true;
            acceptor.operations().goOn(new FirstData(this));
        }
        return 0; // A109
    }

    boolean isFor(StreamSocket socket) {
        return acceptor == socket;
    }

    /** Another operation has taken its place, and this one is not told. */
    @Override
    boolean movedOn() {
        return movedOn;
    }

    @Override
    void aborted() {
        acceptor.notAccepting();
    }

    /** A113: the first data on the connection. */
    private static final class FirstData extends Operation {
        private final StreamSocket acceptor;
        private final ByteBuffer data;

        FirstData(AcceptOperation accept) {
            super(accept.owner);
            acceptor = accept.acceptor;
            data = accept.buffer.slice(0, accept.dataLength);
            continueFrom(accept);
            owner.elsewhere(this, acceptor);
        }

        @Override
        int attempt() {
            int n = acceptor.receiveNow(data, Buffers.NONE, 0, null);
            if (n > 0) {
                transferred = n;
            }
            return n;
        }

        @Override
        void forget() {
            owner.notElsewhere(this);
            super.forget();
        }
    }
}
