package dev.jwinsock.transport.netty;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import dev.jwinsock.transport.Capability;
import dev.jwinsock.transport.Interest;
import dev.jwinsock.transport.PollList;
import dev.jwinsock.transport.Transport;
import dev.jwinsock.transport.Transport.Kind;
import dev.jwinsock.transport.TransportSocket;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;

/** The contract on Linux, and what only Linux can show. */
@EnabledIf("isAvailable")
class EpollTransportTest extends TransportContract {
    static boolean isAvailable() {
        return new EpollTransportProvider().unavailable() == null;
    }

    @Override
    Transport open() {
        return new EpollTransportProvider().open();
    }

    private static long descriptors() {
        try (Stream<Path> list = Files.list(Path.of("/proc/self/fd"))) {
            return list.filter(path -> {
                        try {
                            String target = Files.readSymbolicLink(path).toString();
                            return target.startsWith("socket:") || target.startsWith("anon_inode:");
                        } catch (IOException e) {
                            return false; // the listing's own descriptor
                        }
                    })
                    .count();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private final long before = descriptors();

    @Override
    @AfterEach
    void end() {
        super.end();
        assertThat(descriptors()).isEqualTo(before);
    }

    @Test
    void hasEveryCapability() {
        assertThat(transport.name()).isEqualTo("epoll");
        assertThat(transport.capabilities()).containsExactlyInAnyOrder(Capability.values());
    }

    @Test
    void waitingForAListAllocatesNothing() throws Exception {
        PollList list = new PollList();
        for (int i = 0; i < 100; i++) {
            list.add(socket(false, Kind.DATAGRAM), Interest.READ);
        }
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long id = Thread.currentThread().getId();
        int rounds = 2_000;
        long least = Long.MAX_VALUE;
        // The first turns load classes and warm up.
        for (int turn = 0; turn < 5; turn++) {
            long start = threads.getThreadAllocatedBytes(id);
            for (int i = 0; i < rounds; i++) {
                waiter().await(list, 0);
            }
            least = Math.min(least, threads.getThreadAllocatedBytes(id) - start);
        }
        assertThat(least).isLessThan(8L * rounds); // less than half the smallest object in a round
    }

    @Test
    void waitersOfDeadThreadsAreFreed() throws Exception {
        TransportSocket socket = socket(false, Kind.DATAGRAM);
        for (int i = 0; i < 100; i++) {
            Thread thread = new Thread(() -> waiter().await(socket, Interest.READ, 0));
            thread.start();
            thread.join();
        }
        assertThat(descriptors()).isLessThanOrEqualTo(before + 2);
    }
}
