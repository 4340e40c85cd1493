package dev.jwinsock.transport.netty;

import dev.jwinsock.transport.AddressSnapshot;
import dev.jwinsock.transport.NetworkListener;
import dev.jwinsock.transport.NetworkWatch;
import dev.jwinsock.transport.Status;
import dev.jwinsock.transport.Threads;
import dev.jwinsock.transport.TransportException;
import io.netty.channel.unix.Buffer;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A kernel socket that gets a message for each change of addresses and routes, and the thread that waits for it. What a
 * message says of addresses is only a reason to look at them: most of those messages change nothing that matters.
 */
abstract class NetworkSocketWatch implements NetworkWatch {
    private static final Logger LOG = LoggerFactory.getLogger(NetworkSocketWatch.class);
    private static final int MESSAGE_BYTES = 64 * 1024;
    private static final int POLLFD = 8;

    private final Platform platform;
    private final int fd;
    private final WakeDescriptor wake;
    private final NetworkListener listener;
    private final AddressSnapshot snapshot;
    private final Thread thread;
    private volatile boolean ended;

    /**
     * Takes the descriptors over.
     *
     * @param fd gets the messages from now on
     */
    NetworkSocketWatch(Platform platform, int fd, WakeDescriptor wake, NetworkListener listener) {
        this.platform = platform;
        this.fd = fd;
        this.wake = wake;
        this.listener = listener;
        // After the socket has begun to get messages, so that nothing is missed
        this.snapshot = new AddressSnapshot();
        this.thread = new Thread(this::run, "jwinsock-network-0");
        thread.setDaemon(true);
    }

    final NetworkWatch started() {
        thread.start();
        return this;
    }

    /** A new socket, or the reason why there is none. */
    static int open(Platform platform, int family, int type, int protocol) throws TransportException {
        int made = Posix.socket(family, type, protocol);
        if (made < 0) {
            throw new TransportException(platform.status(Posix.errno()), "no socket for network changes");
        }
        return made;
    }

    /**
     * What the messages of one receive say.
     *
     * @return {@link NetworkListener} bits; of those for addresses any one means that they have to be looked at
     */
    abstract int changes(ByteBuffer messages, int length);

    private void run() {
        ByteBuffer memory = ByteBuffer.allocateDirect(MESSAGE_BYTES).order(ByteOrder.nativeOrder());
        ByteBuffer polled = ByteBuffer.allocateDirect(2 * POLLFD).order(ByteOrder.nativeOrder());
        while (!ended) {
            polled.putInt(0, fd).putShort(4, (short) Platform.POLLIN).putShort(6, (short) 0);
            polled.putInt(8, wake.readFd())
                    .putShort(12, (short) Platform.POLLIN)
                    .putShort(14, (short) 0);
            int ready = Posix.poll(Buffer.memoryAddress(polled), 2, -1);
            if (ready < 0 && platform.status(Posix.errno()) != Status.INTERRUPTED) {
                LOG.warn("the watch over network changes ends: poll fails with errno {}", Posix.errno());
                return;
            }
            if (ready > 0 && polled.getShort(6) != 0 && !ended) {
                look(drain(memory));
            }
        }
    }

    /** Takes all messages that there are. */
    private int drain(ByteBuffer memory) {
        int said = 0;
        while (true) {
            int n = (int) Posix.recv(fd, Buffer.memoryAddress(memory), memory.capacity(), platform.dontWait());
            if (n > 0) {
                said |= changes(memory, n);
                continue;
            }
            int status = n < 0 ? platform.status(Posix.errno()) : Status.WOULD_BLOCK;
            if (status == Status.NO_BUFFERS) {
                said |= ~0; // more messages than it has room for: some are lost
            } else if (status != Status.INTERRUPTED) {
                return said;
            }
        }
    }

    private void look(int said) {
        int addresses = NetworkListener.IPV4_ADDRESSES | NetworkListener.IPV6_ADDRESSES;
        int routes = NetworkListener.IPV4_ROUTES | NetworkListener.IPV6_ROUTES;
        int changes = said & routes | ((said & addresses) == 0 ? 0 : snapshot.differences());
        if (changes != 0) {
            try {
                listener.changed(changes);
            } catch (RuntimeException e) {
                LOG.error("told of a change of the network", e);
            }
        }
    }

    @Override
    public final void close() {
        ended = true;
        ByteBuffer one = ByteBuffer.allocateDirect(Long.BYTES).order(ByteOrder.nativeOrder());
        one.putLong(0, 1);
        Posix.write(wake.writeFd(), Buffer.memoryAddress(one), Long.BYTES);
        Threads.join(thread);
        Posix.close(fd);
        wake.close();
    }
}
