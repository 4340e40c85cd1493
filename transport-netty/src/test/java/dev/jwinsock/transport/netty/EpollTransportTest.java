package dev.jwinsock.transport.netty;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jwinsock.transport.Capability;
import dev.jwinsock.transport.Interest;
import dev.jwinsock.transport.Transport;
import dev.jwinsock.transport.Transport.Kind;
import dev.jwinsock.transport.TransportSocket;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
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
    void hasEveryCapabilityThatLinuxOffers() {
        assertThat(transport.name()).isEqualTo("epoll");
        assertThat(EnumSet.complementOf(EnumSet.copyOf(transport.capabilities())))
                .containsExactly(Capability.OOB_QUEUE);
    }

    @Test
    void waitersOfDeadThreadsAreFreed() throws Exception {
        TransportSocket socket = socket(false, Kind.DATAGRAM);
        for (int i = 0; i < 100; i++) {
            Thread thread = new Thread(() -> transport.waiter().await(socket, Interest.READ, 0));
            thread.start();
            thread.join();
        }
        assertThat(descriptors()).isLessThanOrEqualTo(before + 2);
    }
}
