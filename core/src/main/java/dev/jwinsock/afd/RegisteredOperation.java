package dev.jwinsock.afd;

import dev.jwinsock.spi.RegisteredRequest;
import dev.jwinsock.transport.Endpoint;
import dev.jwinsock.transport.Interest;
import dev.jwinsock.transport.Status;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.jspecify.annotations.Nullable;

/** A registered I/O request; it belongs to its request, and is used again with it. */
final class RegisteredOperation extends Operation {
    private static final int PORT = 2;
    private static final int IPV4 = 4;
    private static final int IPV6 = 8;
    private static final int SCOPE = 24;

    private final RegisteredRequest request;
    private final boolean receives;
    private final Endpoint peer = new Endpoint();
    private final byte[] ipv6 = new byte[16];
    private boolean toPeer;

    RegisteredOperation(Operations owner, RegisteredRequest request, boolean receives) {
        super(owner);
        this.request = request;
        this.receives = receives;
    }

    /** @return OK, or why the address is none */
    int prepare() {
        transferred = 0;
        result = Status.OK;
        immediate = false;
        peer.clear();
        ByteBuffer address = request.address;
        toPeer = receives || address == null;
        return toPeer || address == null ? Status.OK : read(address);
    }

    private int read(ByteBuffer address) {
        ByteBuffer bytes = address.order(ByteOrder.LITTLE_ENDIAN);
        boolean six = owner.socket.ipv6();
        if (bytes.getShort(0) != (six ? Addresses.AF_INET6 : Addresses.AF_INET)) {
            return Status.FAMILY_NOT_SUPPORTED;
        }
        int port = Short.toUnsignedInt(Short.reverseBytes(bytes.getShort(PORT)));
        if (six) {
            bytes.get(IPV6, ipv6);
            peer.setIpv6(ipv6, 0, port, bytes.getInt(SCOPE));
        } else {
            peer.setIpv4(Integer.reverseBytes(bytes.getInt(IPV4)), port);
        }
        return Status.OK;
    }

    @Override
    int attempt() {
        ByteBuffer data = request.data;
        if (data == null) {
            return 0;
        }
        return receives ? receive(data) : send(data);
    }

    private int receive(ByteBuffer data) {
        int room = data.remaining();
        Endpoint from = request.address == null ? null : peer;
        int n = owner.socket.receiveNow(data, Buffers.NONE, 0, from);
        if (n == Status.MESSAGE_SIZE) {
            transferred = room;
            return n;
        }
        if (n < 0) {
            return n;
        }
        transferred += n;
        boolean more = request.waitForAll && n > 0 && n < room && owner.socket.isStream();
        return more ? Status.WOULD_BLOCK : transferred;
    }

    private int send(ByteBuffer data) {
        do {
            int n = owner.socket.sendNow(data, Buffers.NONE, 0, toPeer ? null : peer);
            if (n < 0) {
                return n;
            }
            transferred += n;
        } while (data.hasRemaining());
        return transferred;
    }

    @Override
    int interest() {
        return receives ? Interest.READ : Interest.WRITE;
    }

    @Override
    boolean tellsItself(int ntStatus) {
        @Nullable ByteBuffer address = request.address;
        if (receives && address != null && peer.isSet()) {
            write(address);
        }
        request.completed(ntStatus, transferred);
        return true;
    }

    private void write(ByteBuffer address) {
        ByteBuffer bytes = address.order(ByteOrder.LITTLE_ENDIAN);
        bytes.putShort(PORT, Short.reverseBytes((short) peer.port()));
        if (peer.isIpv6()) {
            bytes.putShort(0, (short) Addresses.AF_INET6);
            bytes.putInt(IPV4, 0);
            bytes.put(IPV6, peer.bytes(), 0, ipv6.length);
            bytes.putInt(SCOPE, peer.scopeId());
        } else {
            bytes.putShort(0, (short) Addresses.AF_INET);
            bytes.putInt(IPV4, Integer.reverseBytes(peer.ipv4()));
        }
    }

    /** The program may have started it again. */
    @Override
    void forget() {}
}
