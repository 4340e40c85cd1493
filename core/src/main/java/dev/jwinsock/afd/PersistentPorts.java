package dev.jwinsock.afd;

import dev.jwinsock.transport.Endpoint;
import dev.jwinsock.transport.Status;
import dev.jwinsock.transport.Transport;
import dev.jwinsock.transport.TransportException;
import dev.jwinsock.transport.TransportSocket;
import dev.jwinsock.transport.Transports;
import java.io.File;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The persistent reservations of blocks of ports: a text file of the user's, a block a line ({@code tcp 5000 20}). All of
 * the user's processes see the same blocks, so that no kernel socket can hold the ports as it does for a runtime
 * reservation: binding looks here.
 *
 * <p>The file is {@code jwinsock/port-reservations} in the user's configuration directory, or what the system property
 * {@value #PLACE} names. Lines that are no blocks stay as they are.
 */
final class PersistentPorts {
    static final String PLACE = "jwinsock.portReservations";

    private static final Logger LOG = LoggerFactory.getLogger(PersistentPorts.class);
    private static final Pattern LINE = Pattern.compile("\\s*(tcp|udp)\\s+(\\d{1,5})\\s+(\\d{1,5})\\s*");
    private static final int MOST_PORTS = 65_536;

    /** Tokens of runtime reservations are positive. */
    private static final long PERSISTENT = 1L << 63;

    private static final int BITS = 20;

    /** What was read last. */
    private static final class Contents {
        final File file;
        final long modified;
        final long length;
        final List<Block> blocks;

        Contents(File file, long modified, long length, List<Block> blocks) {
            this.file = file;
            this.modified = modified;
            this.length = length;
            this.blocks = blocks;
        }
    }

    /** A reserved block. */
    record Block(boolean stream, int start, int count) {
        boolean has(int port) {
            return port >= start && port < start + count;
        }

        boolean overlaps(Block other) {
            return stream == other.stream && start < other.start + other.count && other.start < start + count;
        }

        /** The same in all processes, so that it can be handed on; Windows's may change with each start of the system. */
        long token() {
            return PERSISTENT | (stream ? 1L : 0) << 2 * BITS | (long) start << BITS | count;
        }

        private String line() {
            return (stream ? "tcp " : "udp ") + start + ' ' + count;
        }

        private static @Nullable Block of(String line) {
            Matcher matcher = LINE.matcher(line);
            if (!matcher.matches()) {
                return null;
            }
            int start = Integer.parseInt(matcher.group(2));
            int count = Integer.parseInt(matcher.group(3));
            return isValid(start, count) ? new Block(matcher.group(1).equals("tcp"), start, count) : null;
        }
    }

    // Guarded by the class.
    private static Contents read = new Contents(new File(""), -1, -1, List.of());

    private PersistentPorts() {}

    // ---------------------------------------------------------------- what is reserved

    /** The block that has the port, or null. */
    static @Nullable Block find(int port, boolean stream) {
        for (Block block : blocks()) {
            if (block.stream == stream && block.has(port)) {
                return block;
            }
        }
        return null;
    }

    static boolean any(boolean stream) {
        return blocks().stream().anyMatch(block -> block.stream == stream);
    }

    /** The block of a token, or null. */
    static @Nullable Block find(long token, boolean stream) {
        return token >= 0
                ? null
                : blocks().stream()
                        .filter(block -> block.stream == stream && block.token() == token)
                        .findFirst()
                        .orElse(null);
    }

    private static synchronized List<Block> blocks() {
        File file = place();
        long modified = file.lastModified();
        long length = file.length();
        if (!file.equals(read.file) || modified != read.modified || length != read.length) {
            List<Block> blocks = new ArrayList<>();
            if (modified != 0) {
                for (String line : lines(file.toPath())) {
                    Block block = Block.of(line);
                    if (block != null) {
                        blocks.add(block);
                    } else if (!line.isBlank() && !line.startsWith("#")) {
                        LOG.warn("{}: no reservation of ports, left out: {}", file, line);
                    }
                }
            }
            read = new Contents(file, modified, length, List.copyOf(blocks));
        }
        return read.blocks;
    }

    /** What cannot be read reserves nothing. */
    private static List<String> lines(Path file) {
        try {
            // Whatever bytes there are make characters
            return Files.readAllLines(file, StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            LOG.warn("{}: the reservations of ports cannot be read: {}", file, e.toString());
            return List.of();
        }
    }

    private static File place() {
        String named = System.getProperty(PLACE);
        return named != null
                ? new File(named).getAbsoluteFile()
                : new File(configuration(), "jwinsock/port-reservations");
    }

    private static File configuration() {
        File home = new File(System.getProperty("user.home", ""));
        if (System.getProperty("os.name", "").toLowerCase(Locale.ROOT).startsWith("mac")) {
            return new File(home, "Library/Application Support");
        }
        String chosen = System.getenv("XDG_CONFIG_HOME");
        return chosen != null && new File(chosen).isAbsolute() ? new File(chosen) : new File(home, ".config");
    }

    static boolean isValid(int start, int count) {
        return start > 0 && count > 0 && start + count <= MOST_PORTS;
    }

    // ---------------------------------------------------------------- the functions

    /**
     * @param transport of the session, or null without one
     * @return OK; INVALID_PARAMETER; ADDRESS_IN_USE when a part is reserved or in use; ACCESS when it cannot be written
     */
    static int create(@Nullable Transport transport, boolean stream, int start, int count) {
        if (!isValid(start, count)) {
            return Status.INVALID_PARAMETER;
        }
        Block wanted = new Block(stream, start, count);
        if (isUsed(transport, wanted)) {
            return Status.ADDRESS_IN_USE;
        }
        return change(lines -> {
            for (String line : lines) {
                Block there = Block.of(line);
                if (there != null && there.overlaps(wanted)) {
                    return Status.ADDRESS_IN_USE;
                }
            }
            lines.add(wanted.line());
            return Status.OK;
        });
    }

    /** @return the block, or null */
    static @Nullable Block lookup(boolean stream, int start, int count) {
        Block wanted = new Block(stream, start, count);
        return blocks().contains(wanted) ? wanted : null;
    }

    /** Sockets keep the ports that they have taken out of it. @return OK; INVALID_PARAMETER; NOT_FOUND; ACCESS */
    static int delete(boolean stream, int start, int count) {
        if (!isValid(start, count)) {
            return Status.INVALID_PARAMETER;
        }
        Block ending = new Block(stream, start, count);
        return change(lines -> lines.removeIf(line -> ending.equals(Block.of(line))) ? Status.OK : Status.NOT_FOUND);
    }

    /** Whether a socket of whatever program has one of the ports. */
    private static boolean isUsed(@Nullable Transport transport, Block wanted) {
        if (transport != null) {
            return isUsedNow(transport, wanted);
        }
        try (Transport ours = Transports.open()) {
            return isUsedNow(ours, wanted);
        } catch (TransportException e) {
            return false; // no sockets here, so that nothing can be said
        }
    }

    private static boolean isUsedNow(Transport transport, Block wanted) {
        for (int port = wanted.start; port < wanted.start + wanted.count; port++) {
            try {
                TransportSocket probe = PortReservations.open(transport, wanted.stream);
                int status = PortReservations.bind(probe, port);
                probe.close();
                if (status == Status.ADDRESS_IN_USE) {
                    return true;
                }
            } catch (TransportException e) {
                return false;
            }
        }
        return false;
    }

    /** A port outside of all blocks for a bind that leaves the choice to the system; 0 when there is none to be had. */
    static int freePort(Transport transport, boolean stream) {
        List<TransportSocket> reserved = new ArrayList<>(); // held, so that the system does not choose them again
        try {
            while (reserved.size() < MOST_PORTS) {
                TransportSocket probe = PortReservations.open(transport, stream);
                Endpoint found = new Endpoint();
                if (PortReservations.bind(probe, 0) != Status.OK || probe.localAddress(found) != Status.OK) {
                    probe.close();
                    return 0;
                }
                if (find(found.port(), stream) == null) {
                    probe.close();
                    return found.port();
                }
                reserved.add(probe);
            }
        } catch (TransportException e) {
            return 0;
        } finally {
            reserved.forEach(TransportSocket::close);
        }
        return 0;
    }

    // ---------------------------------------------------------------- the file

    private interface Change {
        /** @param lines changed when the result is OK */
        int apply(List<String> lines);
    }

    /** One change at a time, of all processes; whoever reads sees the file before or after it. */
    private static synchronized int change(Change change) {
        Path file = place().toPath();
        Path directory = file.getParent();
        if (directory == null) {
            return Status.ACCESS;
        }
        try {
            Files.createDirectories(directory);
            Path lockFile = file.resolveSibling(file.getFileName() + ".lock");
            try (FileChannel channel = FileChannel.open(lockFile, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                    FileLock lock = channel.lock()) {
                List<String> lines = new ArrayList<>();
                if (Files.exists(file)) {
                    lines.addAll(Files.readAllLines(file, StandardCharsets.ISO_8859_1));
                }
                int status = lock.isValid() ? change.apply(lines) : Status.ACCESS;
                if (status == Status.OK) {
                    replace(file, String.join("\n", lines) + (lines.isEmpty() ? "" : "\n"));
                }
                return status;
            }
        } catch (IOException | UnsupportedOperationException e) {
            LOG.warn("{}: the reservations of ports cannot be written: {}", file, e.toString());
            return Status.ACCESS;
        } finally {
            read = new Contents(new File(""), -1, -1, List.of());
        }
    }

    private static void replace(Path file, String text) throws IOException {
        Path fresh = Files.createTempFile(file.getParent(), file.getFileName() + "-", ".tmp");
        try {
            try (FileChannel channel = FileChannel.open(fresh, StandardOpenOption.WRITE)) {
                ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.ISO_8859_1));
                while (bytes.hasRemaining()) {
                    channel.write(bytes);
                }
                channel.force(true);
            }
            Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(fresh);
        }
    }
}
