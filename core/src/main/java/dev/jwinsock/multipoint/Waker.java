package dev.jwinsock.multipoint;

import dev.jwinsock.IntRef;
import dev.jwinsock.Ref;
import dev.jwinsock.SOCKET;
import dev.jwinsock.WSAPROTOCOL_INFO;
import dev.jwinsock.sockaddr_in;
import dev.jwinsock.spi.SocketHandle;
import dev.jwinsock.spi.TransportServiceProvider;
import dev.jwinsock.transport.Status;
import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * Ends a wait of the base provider's for readiness when something changes that the base provider does not know of: a
 * datagram socket that sends to itself.
 */
final class Waker implements Runnable {
    private static final int AF_INET = 2;
    private static final int SOCK_DGRAM = 2;
    private static final int IPPROTO_UDP = 17;
    private static final byte[] LOOPBACK = {127, 0, 0, 1};

    private final TransportServiceProvider base;
    final SocketHandle socket;
    private final AtomicBoolean woken = new AtomicBoolean();

    private Waker(TransportServiceProvider base, SocketHandle socket) {
        this.base = base;
        this.socket = socket;
    }

    /** Null when there is no socket to be had. */
    static @Nullable Waker open(TransportServiceProvider base) {
        WSAPROTOCOL_INFO udp = base.protocols().stream()
                .filter(p -> p.iAddressFamily == AF_INET && p.iProtocol == IPPROTO_UDP)
                .findFirst()
                .orElse(null);
        Ref<SOCKET> made = new Ref<>();
        if (udp == null
                || base.WSPSocket(AF_INET, SOCK_DGRAM, IPPROTO_UDP, udp, 0, RootedProvider.OVERLAPPED, made) < 0
                || !(made.value instanceof SocketHandle socket)) {
            return null;
        }
        sockaddr_in self = new sockaddr_in();
        self.sin_family = AF_INET;
        self.sin_addr.fromBytes(LOOPBACK, 0);
        int size = self.sizeof();
        int status = base.WSPBind(socket, self, size);
        if (status == Status.OK) {
            status = base.WSPGetSockName(socket, self, new IntRef(size));
        }
        if (status == Status.OK) {
            status = base.WSPConnect(socket, self, size); // so that nobody else wakes
        }
        if (status == Status.OK) {
            status = base.WSPIoctl(socket, Virtual.FIONBIO, Bytes.of(1), Integer.BYTES, null, 0, new IntRef());
        }
        if (status != Status.OK) {
            base.WSPCloseSocket(socket);
            return null;
        }
        return new Waker(base, socket);
    }

    @Override
    public void run() {
        if (!woken.getAndSet(true)) {
            base.WSPSend(socket, ByteBuffer.allocate(1), 0);
        }
    }

    /** Before the next look. */
    void reset() {
        if (woken.get()) {
            ByteBuffer one = ByteBuffer.allocate(1);
            while (base.WSPRecv(socket, one, 0) >= 0) {
                one.clear();
            }
            woken.set(false);
        }
    }

    boolean isOpen() {
        return base.isOpen(socket);
    }

    void close() {
        base.WSPCloseSocket(socket);
    }
}
