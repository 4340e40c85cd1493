package dev.jwinsock.compat.suite;

import static dev.jwinsock.Qos.*;
import static dev.jwinsock.Winsock2.*;
import static dev.jwinsock.compat.harness.Expect.*;
import static dev.jwinsock.compat.harness.Sockets.*;
import static org.assertj.core.api.Assertions.assertThat;

import dev.jwinsock.QOS;
import dev.jwinsock.SOCKET;
import dev.jwinsock.compat.Conforms;
import dev.jwinsock.compat.WinsockTest;
import dev.jwinsock.compat.harness.Call;
import dev.jwinsock.compat.harness.Pair;
import dev.jwinsock.compat.harness.Pairs;
import dev.jwinsock.fd_set;
import org.junit.jupiter.api.Test;

/** Quality of service by ioctl. */
@WinsockTest
final class QosIoctlsTest extends IoctlScene {
    private static QOS guaranteed() {
        QOS quality = new QOS();
        quality.SendingFlowspec.ServiceType = SERVICETYPE_GUARANTEED;
        quality.SendingFlowspec.TokenRate = 10_000_000;
        quality.ReceivingFlowspec.TokenRate = QOS_NOT_SPECIFIED;
        return quality;
    }

    @Test
    @Conforms("D409")
    void isKept() {
        for (SOCKET s : new SOCKET[] {boundUdp(), Pairs.tcp().client()}) {
            QOS quality = guaranteed();
            expectZero(ioctl(s, SIO_SET_QOS, quality, sizeof(quality), null, 0));
            QOS kept = new QOS();
            expectZero(ioctl(s, SIO_GET_QOS, null, 0, kept, sizeof(kept)));
            expectBytes(80);
            assertThat(kept).isEqualTo(quality);
        }
    }

    @Test
    @Conforms("D409")
    void nothingIsSpecifiedAtFirst() {
        QOS quality = new QOS();
        expectZero(ioctl(boundUdp(), SIO_GET_QOS, null, 0, quality, sizeof(quality)));
        assertThat(quality.SendingFlowspec.TokenRate).isEqualTo(QOS_NOT_SPECIFIED);
        assertThat(quality.SendingFlowspec.ServiceType).isEqualTo(SERVICETYPE_BESTEFFORT);
    }

    @Test
    @Conforms("D409")
    void aSenderHasToBeConnectedAReceiverBound() {
        QOS quality = new QOS();
        expectRefused(WSAENOTCONN, ioctl(tcp(), SIO_GET_QOS, null, 0, quality, sizeof(quality)));
        expectRefused(WSAENOTCONN, ioctl(udp(), SIO_GET_QOS, null, 0, quality, sizeof(quality)));
        expectZero(ioctl(boundTcp(), SIO_GET_QOS, null, 0, quality, sizeof(quality)));
    }

    @Test
    @Conforms("D409")
    void sizes() {
        SOCKET s = boundUdp();
        expectRefused(WSAEFAULT, ioctl(s, SIO_SET_QOS, guaranteed(), 79, null, 0));
        expectRefused(WSAEFAULT, ioctl(s, SIO_SET_QOS, null, 80, null, 0));
        expectRefused(WSAEFAULT, ioctl(s, SIO_GET_QOS, null, 0, new QOS(), 79));
    }

    @Test
    @Conforms("D409")
    void dataStillFlow() {
        Pair pair = Pairs.tcp();
        QOS quality = guaranteed();
        expectZero(ioctl(pair.client(), SIO_SET_QOS, quality, sizeof(quality), null, 0));
        expectCount(1000, dev.jwinsock.Winsock2.send(pair.client(), data(1000), 1000, 0));
        assertThat(receive(pair.server(), 1000)).isEqualTo(data(1000));
    }

    @Test
    @Conforms("D409")
    void aChangeIsANetworkEventUntilItIsAskedFor() {
        SOCKET s = boundUdp();
        Watch watch = watch(s, FD_QOS);
        QOS quality = guaranteed();
        expectZero(ioctl(s, SIO_SET_QOS, quality, sizeof(quality), null, 0));
        watch.expect(FD_QOS);
        expectZero(ioctl(s, SIO_SET_QOS, quality, sizeof(quality), null, 0));
        assertThat(WSAWaitForMultipleEvents(1, new dev.jwinsock.HANDLE[] {watch.event()}, false, 0, false))
                .isEqualTo(WSA_WAIT_TIMEOUT);
        expectZero(ioctl(s, SIO_GET_QOS, null, 0, quality, sizeof(quality)));
        expectZero(ioctl(s, SIO_SET_QOS, quality, sizeof(quality), null, 0));
        watch.expect(FD_QOS);
    }

    @Test
    @Conforms("D114")
    void aChangeIsNothingToSelect() {
        SOCKET s = boundUdp();
        Watch watch = watch(s, FD_QOS);
        fd_set read = new fd_set();
        fd_set except = new fd_set();
        FD_SET(s, read);
        FD_SET(s, except);
        Call<Integer> selecting =
                Call.of(() -> select(0, read, null, except, null)).awaitBlocked();
        QOS quality = guaranteed();
        expectZero(ioctl(s, SIO_SET_QOS, quality, sizeof(quality), null, 0));
        watch.expect(FD_QOS);
        selecting.awaitBlocked(); // still
        assertThat(exceptional(s)).isFalse();
        expectCount(1, sendto(udp(), data(1), 1, 0, localAddress(s), 16));
        assertThat(selecting.value()).isEqualTo(1);
        assertThat(FD_ISSET(s, read)).isTrue();
        assertThat(FD_ISSET(s, except)).isFalse();
    }
}
