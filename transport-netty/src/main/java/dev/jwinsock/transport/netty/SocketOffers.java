package dev.jwinsock.transport.netty;

import dev.jwinsock.transport.Interest;
import dev.jwinsock.transport.SharedSocket;
import dev.jwinsock.transport.Status;
import dev.jwinsock.transport.Transport;
import dev.jwinsock.transport.TransportException;
import io.netty.channel.ChannelException;
import io.netty.channel.unix.DomainSocketAddress;
import io.netty.channel.unix.FileDescriptor;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sockets on their way to other processes. Each offer is a Unix-domain socket that listens in a directory that only
 * this user may enter, named by the offer's number. Whoever connects and is the process meant gets a byte that says how
 * the socket is used, with it the descriptor (SCM_RIGHTS), then the state, then the end; and the offer is over.
 */
final class SocketOffers {
    private static final Logger LOG = LoggerFactory.getLogger(SocketOffers.class);

    private static final Set<PosixFilePermission> PRIVATE = PosixFilePermissions.fromString("rwx------");
    private static final long TAKE_MILLIS = 5_000;
    private static final int ATTEMPTS = 8;

    private final NativeTransport transport;
    private final Platform.Option peerProcess;
    private final SecureRandom numbers = new SecureRandom();
    private final List<Offer> open = new ArrayList<>(); // guarded by "this"

    /** @param peerProcess the option of a connected Unix-domain socket whose first int is the peer's process */
    SocketOffers(NativeTransport transport, Platform.Option peerProcess) {
        this.transport = transport;
        this.peerProcess = peerProcess;
    }

    // ---- the process that offers

    int offer(KernelSocket socket, long process, byte[] state) {
        if (state.length > Transport.MAX_SHARED_STATE) {
            return Status.NO_BUFFERS;
        }
        List<Offer> forgotten;
        synchronized (this) {
            forgotten = open.stream()
                    .filter(old -> ProcessHandle.of(old.process).isEmpty())
                    .toList();
        }
        forgotten.forEach(Offer::end);
        // The program may close its socket before the other process asks.
        int copied = socket.duplicate();
        if (copied < 0) {
            return copied;
        }
        FdSocket copy = new FdSocket(copied);
        FdSocket door = null;
        try {
            Path directory = directory();
            door = FdSocket.openDomain();
            int number = bind(door, directory);
            door.listen(1);
            Offer offer = new Offer(process, copy, socket.blocks(), state, door, file(directory, number));
            synchronized (this) {
                open.add(offer);
            }
            offer.open();
            return number;
        } catch (IOException | ChannelException e) {
            FdSocket.closeQuietly(copy);
            FdSocket.closeQuietly(door);
            LOG.warn("a socket cannot be offered to process {}", process, e);
            return e instanceof FileSystemException ? Status.ACCESS : FdSocket.status(transport.platform(), cause(e));
        }
    }

    private static Throwable cause(Exception e) {
        Throwable cause = e.getCause();
        return e instanceof ChannelException && cause != null ? cause : e;
    }

    private int bind(FdSocket door, Path directory) throws IOException {
        for (int attempt = 1; ; attempt++) {
            int number = 1 + numbers.nextInt(Integer.MAX_VALUE - 1);
            try {
                door.bind(new DomainSocketAddress(file(directory, number).toFile()));
                return number;
            } catch (IOException e) {
                if (attempt == ATTEMPTS) {
                    throw e;
                }
            }
        }
    }

    void close() {
        List<Offer> ending;
        synchronized (this) {
            ending = List.copyOf(open);
        }
        ending.forEach(Offer::end);
    }

    private final class Offer {
        final long process;
        private final FdSocket socket;
        private final boolean blocks;
        private final byte[] state;
        private final Path file;
        private final FdSocket door;
        /** The same descriptor, which this closes: only for its arming. */
        private final KernelSocket armed;

        Offer(long process, FdSocket socket, boolean blocks, byte[] state, FdSocket door, Path file) {
            this.process = process;
            this.socket = socket;
            this.blocks = blocks;
            this.state = state;
            this.file = file;
            this.door = door;
            this.armed = new KernelSocket(transport, door.intValue(), false, false);
        }

        void open() {
            armed.listener(ready -> answer());
            armed.arm(Interest.READ);
        }

        /** On an I/O thread. */
        private void answer() {
            boolean taken = false;
            Scratch scratch = Scratch.acquire();
            try {
                int accepted = door.accept(scratch.peer);
                if (accepted >= 0) {
                    FdSocket asking = new FdSocket(accepted);
                    try {
                        taken = processOf(asking) == process && give(asking);
                    } finally {
                        FdSocket.closeQuietly(asking);
                    }
                }
            } catch (IOException e) {
                LOG.debug("an offer was not taken", e);
            } finally {
                scratch.release();
            }
            if (taken) {
                end();
            } else {
                armed.arm(Interest.READ);
            }
        }

        /** All of it fits the empty queue of a new connection. */
        private boolean give(FdSocket to) throws IOException {
            if (to.sendFd(socket.intValue()) < 0) {
                return false;
            }
            ByteBuffer rest = ByteBuffer.allocateDirect(1 + state.length);
            rest.put((byte) (blocks ? 1 : 0)).put(state).flip();
            return to.write(rest, 0, rest.limit()) == rest.limit();
        }

        void end() {
            boolean first;
            synchronized (SocketOffers.this) {
                first = open.remove(this);
            }
            if (first) {
                armed.close();
                FdSocket.closeQuietly(socket);
                try {
                    Files.deleteIfExists(file);
                } catch (IOException e) {
                    LOG.debug("{} was left behind", file, e);
                }
            }
        }
    }

    private int processOf(FdSocket peer) {
        Scratch scratch = Scratch.acquire();
        try {
            long value = scratch.value(0, 0);
            int failed = Posix.getsockopt(
                    peer.intValue(), peerProcess.level(), peerProcess.name(), value, scratch.length(2 * Integer.BYTES));
            return failed == 0 ? scratch.value() : 0;
        } finally {
            scratch.release();
        }
    }

    // ---- the process that takes

    SharedSocket take(int number, boolean ipv6, Transport.Kind kind) throws TransportException {
        FdSocket asking = null;
        FileDescriptor received = null;
        try {
            Path file = file(directory(), number);
            if (!Files.exists(file)) {
                throw new TransportException(Status.INVALID, "no such offer");
            }
            asking = FdSocket.openDomain();
            if (!asking.connect(new DomainSocketAddress(file.toFile()))) {
                throw new TransportException(Status.INVALID, "the offering process is busy");
            }
            received = receive(asking);
            ByteBuffer state = receiveState(asking);
            boolean blocks = state.get() != 0;
            byte[] bytes = new byte[state.remaining()];
            state.get(bytes);
            KernelSocket socket =
                    new KernelSocket(transport, received.intValue(), ipv6, kind == Transport.Kind.DATAGRAM);
            socket.sharedAs(blocks);
            received = null;
            return new SharedSocket(socket, bytes);
        } catch (IOException | ChannelException e) {
            TransportException failure = new TransportException(Status.INVALID, "no such offer: " + e.getMessage());
            failure.initCause(e);
            throw failure;
        } finally {
            FdSocket.closeQuietly(asking);
            FdSocket.closeQuietly(received);
        }
    }

    private static FileDescriptor receive(FdSocket from) throws IOException, TransportException {
        awaitReadable(from);
        int fd = from.recvFd();
        if (fd <= 0) {
            throw new TransportException(Status.INVALID, "the socket is offered to another process");
        }
        return new FileDescriptor(fd);
    }

    /** How the socket is used and its state: what comes until the end. */
    private static ByteBuffer receiveState(FdSocket from) throws IOException, TransportException {
        ByteBuffer state = ByteBuffer.allocateDirect(1 + Transport.MAX_SHARED_STATE);
        while (true) {
            awaitReadable(from);
            int n = from.read(state, state.position(), state.limit());
            if (n < 0) {
                break;
            }
            state.position(state.position() + n);
            if (!state.hasRemaining()) {
                break;
            }
        }
        state.flip();
        if (!state.hasRemaining()) {
            throw new TransportException(Status.INVALID, "the offering process has ended");
        }
        return state;
    }

    private static void awaitReadable(FdSocket socket) throws TransportException {
        Scratch scratch = Scratch.acquire();
        try {
            long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(TAKE_MILLIS);
            while (true) {
                long left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
                if (left <= 0) {
                    throw new TransportException(Status.INVALID, "the offering process does not answer");
                }
                // Less than 0: interrupted
                if (Posix.poll(scratch.poll(socket.intValue(), Platform.POLLIN), 1, (int) left) > 0) {
                    return;
                }
            }
        } finally {
            scratch.release();
        }
    }

    // ---- where they meet

    private static Path file(Path directory, int number) {
        return directory.resolve(Integer.toHexString(number));
    }

    /** Nobody else can put a socket of theirs in it, or have made it for us. */
    private static Path directory() throws IOException {
        String user = System.getProperty("user.name", "");
        Path directory = Path.of(System.getProperty("java.io.tmpdir", "/tmp"), "jwinsock-" + user);
        if (!Files.exists(directory)) {
            Files.createDirectory(directory, PosixFilePermissions.asFileAttribute(PRIVATE));
        }
        boolean ours = Files.isDirectory(directory, LinkOption.NOFOLLOW_LINKS)
                && Files.getOwner(directory).getName().equals(user)
                && Files.getPosixFilePermissions(directory).equals(PRIVATE);
        if (!ours) {
            throw new FileSystemException(directory.toString(), null, "is not ours alone");
        }
        return directory;
    }
}
