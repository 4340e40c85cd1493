package dev.jwinsock.afd;

import dev.jwinsock.transport.Capability;
import dev.jwinsock.transport.Status;
import dev.jwinsock.transport.TcpStatistics;

/** The ideal send backlog: how much a program should keep on its way. */
final class IdealBacklog {
    /** A178: before the connection has told anything better. */
    private static final int INITIAL = 0x10000;

    /** "The range … can theoretically vary from 0 to a maximum of 16 megabytes." */
    private static final int MOST = 16 << 20;

    private IdealBacklog() {}

    /** @return bytes; or NOT_CONNECTED (A178), also once the connection is broken or its sending end shut */
    static int of(AfdSocket socket) {
        if (!socket.isConnected() || socket.sendShut) {
            return Status.NOT_CONNECTED;
        }
        if (!socket.session.can(Capability.TCP_STATISTICS)) {
            return INITIAL;
        }
        TcpStatistics told = new TcpStatistics();
        if (socket.kernel.statistics(told) != Status.OK || told.state == TcpStatistics.CLOSED) {
            return Status.NOT_CONNECTED;
        }
        return told.initialWindow ? INITIAL : Math.min(Math.max(told.congestionWindow, INITIAL), MOST);
    }
}
