package dev.jwinsock.afd;

import dev.jwinsock.QOS;
import dev.jwinsock.transport.Status;
import dev.jwinsock.transport.TransportOption;
import org.jspecify.annotations.Nullable;

/** What control codes have set on a socket and what must survive its kernel socket. Guarded by the socket's lock. */
final class ControlSettings {
    /** SIO_KEEPALIVE_VALS in milliseconds; the kernel has seconds. -1 when it was not called. */
    int keepAliveMillis = -1;

    int keepAliveIntervalMillis = -1;

    /** SIO_TCP_INITIAL_RTO: how often a SYN is sent again, -1 for the system's number. */
    int synRetries = -1;

    /** SIO_SET_COMPATIBILITY_MODE: the most of the receive window, 0 for no limit. */
    int windowClamp;

    /** The same: the receive buffer of a connection cannot be made smaller. */
    boolean receiveBufferOnlyGrows;

    /** SIO_SET_PRIORITY_HINT. */
    boolean background;

    /** SIO_CPU_AFFINITY, -1 when it was not called. */
    int processor = -1;

    /** SIO_SET_QOS. */
    @Nullable
    QOS qualityOfService;

    /** SIO_SET_WFP_CONNECTION_REDIRECT_RECORDS. */
    boolean redirected;

    /** SIO_ASSOCIATE_PORT_RESERVATION: the token, 0 for none. */
    long reservation;

    /** What an accepted socket has of its listener's. */
    ControlSettings inherited() {
        ControlSettings child = new ControlSettings();
        child.keepAliveMillis = keepAliveMillis;
        child.keepAliveIntervalMillis = keepAliveIntervalMillis;
        child.windowClamp = windowClamp;
        child.receiveBufferOnlyGrows = receiveBufferOnlyGrows;
        child.background = background;
        child.qualityOfService = qualityOfService;
        return child;
    }

    /** The kernel socket is another one. */
    void apply(AfdSocket socket) {
        if (synRetries >= 0) {
            socket.kernel.setOption(TransportOption.SYN_RETRIES, synRetries);
        }
        if (windowClamp > 0) {
            clampWindow(socket);
        }
        if (background) {
            socket.kernel.setOption(TransportOption.BACKGROUND, 1);
        }
        if (redirected) {
            RedirectIoctls.mark(socket);
        }
        QOS quality = qualityOfService;
        if (quality != null) {
            QosIoctls.apply(socket, quality);
        }
    }

    /** Besides, a receive buffer of a size that was asked for does not grow by itself, and limits the window. */
    int clampWindow(AfdSocket socket) {
        if (!socket.isSet(SocketOptions.RECEIVE_BUFFER)) {
            socket.kernel.setOption(TransportOption.RECEIVE_BUFFER, windowClamp);
        }
        int status = socket.kernel.setOption(TransportOption.WINDOW_CLAMP, windowClamp);
        return status == Status.NO_PROTOCOL_OPTION ? Status.OK : status;
    }
}
