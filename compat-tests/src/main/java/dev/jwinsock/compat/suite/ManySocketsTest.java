package dev.jwinsock.compat.suite;

import static dev.jwinsock.Winsock2.*;
import static dev.jwinsock.compat.harness.Expect.*;
import static dev.jwinsock.compat.harness.Sockets.*;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.UnixOperatingSystemMXBean;
import dev.jwinsock.SOCKET;
import dev.jwinsock.compat.Conforms;
import dev.jwinsock.compat.WinsockTest;
import dev.jwinsock.compat.harness.Call;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** As many connections with network events as a large server has, with the clients in another process. */
@WinsockTest
final class ManySocketsTest extends Scene {
    private static final int CONNECTIONS = 10_000;
    private static final int MESSAGES = 5; // at full load, and one more in quiet surroundings
    private static final int GROUPS = 4;

    // Left for the JVM, its class path, the transport's own descriptors, and the other process's.
    private static final int RESERVED_DESCRIPTORS = 500;

    @Test
    @Conforms("D133")
    @Timeout(value = 300, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void tenThousandConnectionsOnSharedEvents() throws Exception {
        int count = connections();
        if (count < CONNECTIONS) {
            System.out.printf("%d connections: the limit of open files allows no more%n", count);
        }
        SOCKET listener = listener();
        // Few send at a time in the end, and these share an event: none of the others would make up for a lost signal
        try (LoadProgram load = LoadProgram.start(port(listener), count, MESSAGES, WSA_MAXIMUM_WAIT_EVENTS)) {
            SOCKET[] sockets = new SOCKET[count];
            for (int i = 0; i < count; i++) {
                sockets[i] = expectSocket(accept(listener, null, null));
                if (i % LoadProgram.BATCH == LoadProgram.BATCH - 1) {
                    expectCount(1, send(sockets[i], new byte[1]));
                }
            }
            List<Call<Integer>> groups = new ArrayList<>();
            for (int g = 0; g < GROUPS; g++) {
                SOCKET[] part = Arrays.copyOfRange(sockets, count * g / GROUPS, count * (g + 1) / GROUPS);
                groups.add(EchoGroup.start(part, WSA_MAXIMUM_WAIT_EVENTS));
            }
            assertThat(load.report()).isEqualTo(LoadProgram.done(count * (MESSAGES + 1L)));
            // Each connection was reset: the groups end when the last of these events has arrived
            int echoed = 0;
            for (Call<Integer> group : groups) {
                echoed += group.value();
            }
            assertThat(echoed).isEqualTo(count * (MESSAGES + 1) * LoadProgram.MESSAGE);
        }
    }

    private static int connections() {
        if (ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean system) {
            long room = system.getMaxFileDescriptorCount() - system.getOpenFileDescriptorCount() - RESERVED_DESCRIPTORS;
            return (int) Math.max(1, Math.min(CONNECTIONS, room));
        }
        return CONNECTIONS;
    }
}
