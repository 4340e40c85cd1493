package dev.jwinsock.benchmarks.overhead;

import dev.jwinsock.transport.Accepted;
import dev.jwinsock.transport.Endpoint;
import dev.jwinsock.transport.Status;
import dev.jwinsock.transport.Transport;
import dev.jwinsock.transport.TransportException;
import dev.jwinsock.transport.TransportOption;
import dev.jwinsock.transport.TransportSocket;
import dev.jwinsock.transport.Transports;
import java.io.IOException;
import java.nio.ByteBuffer;

/** The calls of a transport socket. */
final class TransportCalls extends Calls {
    private static final int LOOPBACK = 0x7f000001;

    private final Transport transport;
    private final TransportSocket near;
    private final TransportSocket far;
    private final ByteBuffer one = ByteBuffer.allocateDirect(1);
    private final ByteBuffer many = ByteBuffer.allocateDirect(REFILL);

    TransportCalls() throws IOException {
        try {
            transport = Transports.open();
            TransportSocket listener = transport.open(false, Transport.Kind.STREAM);
            check("bind", listener.bind(new Endpoint().setIpv4(LOOPBACK, 0)));
            check("listen", listener.listen(1));
            Endpoint address = new Endpoint();
            check("localAddress", listener.localAddress(address));
            near = transport.open(false, Transport.Kind.STREAM);
            near.connect(address);
            Accepted accepted = new Accepted();
            int status = listener.accept(accepted);
            while (status == Status.WOULD_BLOCK) {
                Thread.onSpinWait();
                status = listener.accept(accepted);
            }
            check("accept", status);
            while ((status = near.finishConnect()) == Status.WOULD_BLOCK) {
                Thread.onSpinWait();
            }
            check("connect", status);
            listener.close();
            TransportSocket peer = accepted.socket;
            if (peer == null) {
                throw new IOException("nothing accepted");
            }
            far = peer;
            check("NO_DELAY", near.setOption(TransportOption.NO_DELAY, 1));
            // As afd does for a socket of which the program says that it is in non-blocking mode
            near.nonBlockingMode(true);
        } catch (TransportException e) {
            throw new IOException(e);
        }
    }

    private static void check(String call, int status) throws IOException {
        if (status < 0) {
            throw new IOException(call + ": " + status);
        }
    }

    @Override
    int receiveNothing() {
        int status = near.receive(one.clear(), false);
        if (status != Status.WOULD_BLOCK) {
            throw new IllegalStateException("receive: " + status);
        }
        return status;
    }

    @Override
    int receive() {
        return near.receive(one.clear(), false);
    }

    @Override
    int send() {
        return near.send(one.clear());
    }

    @Override
    void refill(int bytes) throws IOException {
        if (far.send(many.clear().limit(bytes)) != bytes) {
            throw new IOException("a short send");
        }
    }

    @Override
    void drain(int bytes) throws IOException {
        int left = bytes;
        while (left > 0) {
            int count = far.receive(many.clear(), false);
            if (count != Status.WOULD_BLOCK) {
                check("receive", count);
                left -= count;
            }
        }
    }

    @Override
    void close() {
        near.close();
        far.close();
        transport.close();
    }
}
