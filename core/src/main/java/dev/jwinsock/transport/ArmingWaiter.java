package dev.jwinsock.transport;

/**
 * A virtual thread's waiter of a transport that has nothing better: it arms the sockets, and whoever their listener
 * tells wakes it ({@link #interest}).
 */
public final class ArmingWaiter extends ParkingWaiter {
    private static final int ALL = ~0;

    private volatile int interest = ALL;

    /** The {@link Interest} bits any of which is to wake it. */
    public int interest() {
        return interest;
    }

    @Override
    public int await(TransportSocket socket, int wanted, long nanos) {
        interest = wanted;
        socket.arm(wanted);
        park(nanos);
        return 0; // the caller looks at the socket itself
    }

    @Override
    public int await(PollList list, long nanos) {
        int ready = look(list);
        if (ready == 0 && nanos != 0) {
            for (int i = 0; i < list.size(); i++) {
                list.socket(i).arm(list.interest(i));
            }
            park(nanos);
            ready = look(list);
        }
        return ready;
    }

    private static int look(PollList list) {
        int ready = 0;
        for (int i = 0; i < list.size(); i++) {
            int bits = list.socket(i).readiness(list.interest(i));
            list.ready(i, bits);
            ready += bits == 0 ? 0 : 1;
        }
        return ready;
    }
}
