package dev.jwinsock.compat.suite;

import static dev.jwinsock.Winsock2.*;
import static dev.jwinsock.compat.harness.Expect.*;
import static dev.jwinsock.compat.harness.Sockets.*;
import static org.assertj.core.api.Assertions.assertThat;

import dev.jwinsock.SOCKET;
import dev.jwinsock.WSAPOLLFD;
import dev.jwinsock.compat.Conforms;
import dev.jwinsock.compat.WinsockTest;
import dev.jwinsock.compat.harness.Call;
import dev.jwinsock.compat.harness.Pair;
import dev.jwinsock.compat.harness.Pairs;
import dev.jwinsock.fd_set;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Readiness at the size of real servers. */
@WinsockTest
final class ReadinessScaleTest extends Scene {
    private static final int SOCKETS = 1000;
    private static final int ACTIVE = 10;
    private static final int ROUNDS = 20;

    private static final int GROUPS = 4;
    private static final int EVENTS = 20;
    private static final int SHARED_BY = 5;
    private static final int MESSAGES = 50;

    @Test
    @Conforms("D131")
    @Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void aThousandSocketsTenOfThemActive() {
        SOCKET[] sockets = new SOCKET[SOCKETS];
        WSAPOLLFD[] fds = new WSAPOLLFD[SOCKETS];
        for (int i = 0; i < SOCKETS; i++) {
            sockets[i] = boundUdp();
            fds[i] = new WSAPOLLFD(sockets[i], POLLRDNORM);
        }
        SOCKET sender = udp();
        for (int round = 0; round < ROUNDS; round++) {
            SOCKET[] active = new SOCKET[ACTIVE];
            for (int i = 0; i < ACTIVE; i++) {
                active[i] = sockets[(round * 7 + i * SOCKETS / ACTIVE) % SOCKETS];
                expectCount(1, sendTo(sender, data(1), loopback(port(active[i]))));
            }
            // Loopback datagrams are there when sendto returns
            fd_set set = new fd_set(SOCKETS);
            for (SOCKET s : sockets) {
                FD_SET(s, set);
            }
            expectCount(ACTIVE, select(0, set, null, null, null));
            assertThat(Arrays.copyOf(set.fd_array, set.fd_count)).containsExactlyInAnyOrder(active);
            expectCount(ACTIVE, WSAPoll(fds, SOCKETS, -1));
            for (WSAPOLLFD fd : fds) {
                assertThat(fd.revents != 0).isEqualTo(Arrays.asList(active).contains(fd.fd));
            }
            for (SOCKET s : active) {
                expectCount(1, recv(s, new byte[1]));
            }
        }
    }

    @Test
    @Conforms("D132")
    @Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void hundredsOfSocketsOnSharedEvents() {
        List<Call<Integer>> groups = new ArrayList<>();
        List<SOCKET> clients = new ArrayList<>();
        for (int g = 0; g < GROUPS; g++) {
            SOCKET[] servers = new SOCKET[EVENTS * SHARED_BY];
            for (int i = 0; i < servers.length; i++) {
                Pair pair = Pairs.tcp();
                servers[i] = pair.server();
                clients.add(pair.client());
            }
            groups.add(EchoGroup.start(servers, EVENTS));
        }
        for (int message = 0; message < MESSAGES; message++) {
            for (SOCKET client : clients) {
                expectCount(1, send(client, new byte[] {(byte) message}));
            }
            for (SOCKET client : clients) {
                byte[] echo = new byte[1];
                expectCount(1, recv(client, echo));
                assertThat(echo[0]).isEqualTo((byte) message);
            }
        }
        clients.forEach(client -> expectZero(closesocket(client)));
        for (Call<Integer> group : groups) {
            assertThat(group.value()).isEqualTo(EVENTS * SHARED_BY * MESSAGES);
        }
    }
}
