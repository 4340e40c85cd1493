package dev.jwinsock.afd;

import dev.jwinsock.SOCKET;
import dev.jwinsock.WSAPOLLFD;
import dev.jwinsock.fd_set;
import dev.jwinsock.spi.SocketHandle;
import dev.jwinsock.spi.Upcalls;
import dev.jwinsock.timeval;
import dev.jwinsock.transport.Status;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** select and WSAPoll: one wait over many sockets, and the members and flags that Windows reports. */
final class Polling {
    // winsock2.h; none of them is Linux's (S191)
    private static final int POLLERR = 0x1;
    private static final int POLLHUP = 0x2;
    private static final int POLLNVAL = 0x4;
    private static final int POLLWRNORM = 0x10;
    private static final int POLLRDNORM = 0x100;
    private static final int POLLRDBAND = 0x200;
    private static final int REQUESTABLE = POLLWRNORM | POLLRDNORM | POLLRDBAND;

    private static final int READ_SET = Condition.READABLE | Condition.ENDED | Condition.BROKEN;
    private static final int WRITE_SET = Condition.WRITABLE | Condition.BROKEN;
    private static final int EXCEPT_SET = Condition.CONNECT_FAILED | Condition.URGENT;

    private Polling() {}

    static AfdSocket of(SOCKET s) {
        return (AfdSocket) ((SocketHandle) s).context();
    }

    // ---------------------------------------------------------------- select

    /** One of the three sets while select works on it. */
    private static final class Members {
        final @Nullable fd_set set;
        final int wanted;
        /** By position in the set: the entry of the wait, or -1 when the kernel has nothing to tell. */
        final int[] entries;

        final boolean[] ready;

        Members(@Nullable fd_set set, int wanted) {
            this.set = set;
            this.wanted = wanted;
            int count = set == null ? 0 : Math.min(set.fd_count, set.fd_array.length);
            entries = new int[count];
            ready = new boolean[count];
        }

        AfdSocket socket(int position) {
            fd_set all = set;
            if (all == null) {
                throw new IndexOutOfBoundsException(position);
            }
            return of(all.fd_array[position]);
        }

        /** @return the number of members known to be ready without the kernel, or NOT_SOCKET */
        int enlist(MultiWait wait) {
            int standing = 0;
            for (int i = 0; i < entries.length; i++) {
                AfdSocket socket = socket(i);
                if (socket.closed()) {
                    return Status.NOT_SOCKET;
                }
                entries[i] = -1;
                ready[i] = (socket.standing(wanted) & wanted) != 0;
                if (ready[i]) {
                    standing++;
                    continue;
                }
                int interest = socket.pollInterest(wanted);
                if (interest != 0) {
                    entries[i] = wait.add(socket, interest);
                }
            }
            return standing;
        }

        int collect(MultiWait wait) {
            int count = 0;
            for (int i = 0; i < entries.length; i++) {
                if (!ready[i] && entries[i] >= 0) {
                    int bits = wait.ready(entries[i]);
                    ready[i] = bits != 0 && socket(i).meets(bits, wanted);
                }
                count += ready[i] ? 1 : 0;
            }
            return count;
        }

        /** S183: what is ready moves together, in its order. */
        void store() {
            fd_set all = set;
            if (all == null) {
                return;
            }
            int count = 0;
            for (int i = 0; i < entries.length; i++) {
                if (ready[i]) {
                    all.fd_array[count++] = all.fd_array[i];
                }
            }
            all.fd_count = count;
        }
    }

    static int select(
            Session session,
            @Nullable fd_set readfds,
            @Nullable fd_set writefds,
            @Nullable fd_set exceptfds,
            @Nullable timeval timeout) {
        if (timeout != null && (timeout.tv_sec < 0 || timeout.tv_usec < 0)) {
            return Status.INVALID;
        }
        // S187: more than a million microseconds are taken as they are
        long limit = timeout == null
                ? -1
                : TimeUnit.SECONDS.toNanos(timeout.tv_sec) + TimeUnit.MICROSECONDS.toNanos(timeout.tv_usec);
        Members[] sets = {
            new Members(readfds, READ_SET), new Members(writefds, WRITE_SET), new Members(exceptfds, EXCEPT_SET),
        };
        Upcalls ws2 = session.upcalls();
        SocketWaitPoint point = session.provider().waitPoint();
        MultiWait wait = point.waitFor(session);
        long deadline = limit <= 0 ? Deadline.NONE : Deadline.afterNanos(limit);
        while (true) {
            int count = 0;
            try {
                for (Members members : sets) {
                    int standing = members.enlist(wait);
                    if (standing < 0) {
                        return standing;
                    }
                    count += standing;
                }
                long nanos = count > 0 || limit == 0 ? 0 : Deadline.left(deadline);
                int status = awaitAlertably(ws2, point, wait, nanos);
                if (status != Status.OK) {
                    return status == Status.INTERRUPTED ? Status.NOT_SOCKET : status;
                }
                count = 0;
                for (Members members : sets) {
                    count += members.collect(wait);
                }
            } finally {
                wait.clear();
            }
            if (count > 0 || limit == 0 || Deadline.over(deadline)) {
                for (Members members : sets) {
                    members.store();
                }
                return count;
            }
            ws2.runCalls();
        }
    }

    /** S188: procedure calls run when select has to wait, and not when something is ready at once. */
    private static int awaitAlertably(Upcalls ws2, SocketWaitPoint point, MultiWait wait, long nanos) {
        if (nanos == 0) {
            return wait.await(0);
        }
        boolean queued = ws2.alertable(point);
        try {
            return point.block(wait, queued ? 0 : nanos);
        } finally {
            ws2.alertable(null);
        }
    }

    // ---------------------------------------------------------------- WSAPoll

    static int poll(Session session, WSAPOLLFD[] fds, int count, int timeout) {
        for (int i = 0; i < count; i++) {
            if ((fds[i].events & ~REQUESTABLE) != 0) {
                for (int j = 0; j < count; j++) {
                    fds[j].revents = 0; // S194
                }
                return Status.INVALID;
            }
        }
        MultiWait wait = session.provider().waitPoint().waitFor(session);
        long deadline = timeout <= 0 ? Deadline.NONE : Deadline.after(timeout);
        int[] entries = new int[count];
        while (true) {
            int ready = 0;
            try {
                for (int i = 0; i < count; i++) {
                    entries[i] = enlist(wait, fds[i]);
                    ready += fds[i].revents != 0 ? 1 : 0;
                }
                long nanos = ready > 0 || timeout == 0 ? 0 : Deadline.left(deadline);
                int status = wait.await(nanos);
                boolean closed = status == Status.INTERRUPTED;
                if (status != Status.OK && !closed) {
                    return status; // trying again would only spin
                }
                for (int i = 0; i < count; i++) {
                    int entry = entries[i];
                    if (entry >= 0 && (closed || wait.ready(entry) != 0)) {
                        boolean counted = fds[i].revents != 0; // a queued urgent byte
                        fds[i].revents |= (short) collect(wait, entry, fds[i]);
                        ready += fds[i].revents != 0 && !counted ? 1 : 0;
                    }
                }
                if (closed && ready == 0) {
                    continue; // the closed one is POLLNVAL in the next round
                }
            } finally {
                wait.clear();
            }
            if (ready > 0 || timeout == 0 || Deadline.over(deadline)) {
                return ready;
            }
        }
    }

    /** Sets the flags that are known without the kernel. @return the entry of the wait, or -1 */
    private static int enlist(MultiWait wait, WSAPOLLFD fd) {
        fd.revents = 0;
        SOCKET s = fd.fd;
        if (s == null || s == SOCKET.INVALID) {
            return -1;
        }
        AfdSocket socket = s instanceof SocketHandle ? of(s) : null;
        if (socket == null || socket.closed()) {
            fd.revents = POLLNVAL;
            return -1;
        }
        int wanted = ((fd.events & POLLRDNORM) != 0 ? Condition.READABLE : 0)
                | ((fd.events & POLLWRNORM) != 0 ? Condition.WRITABLE : 0)
                | ((fd.events & POLLRDBAND) != 0 ? Condition.URGENT : 0)
                | Condition.ENDED;
        int standing = socket.standing(wanted);
        fd.revents = (short) flags(standing, fd.events);
        // A queued urgent byte says nothing about the rest
        if (fd.revents != 0 && (standing & ~Condition.URGENT) != 0) {
            return -1;
        }
        int interest = socket.pollInterest(wanted);
        if (interest == 0) {
            return -1;
        }
        return wait.add(socket, interest);
    }

    private static int collect(MultiWait wait, int entry, WSAPOLLFD fd) {
        int bits = wait.ready(entry);
        AfdSocket socket = wait.socket(entry);
        if (socket.closed()) {
            return POLLNVAL;
        }
        return bits == 0 ? 0 : flags(socket.conditions(bits), fd.events);
    }

    private static int flags(int conditions, int requested) {
        int flags = 0;
        if ((conditions & Condition.READABLE) != 0) {
            flags |= POLLRDNORM & requested;
        }
        if ((conditions & Condition.WRITABLE) != 0) {
            flags |= POLLWRNORM & requested;
        }
        if ((conditions & Condition.URGENT) != 0) {
            flags |= POLLRDBAND & requested;
        }
        if ((conditions & Condition.ENDED) != 0) {
            flags |= POLLHUP;
        }
        if ((conditions & (Condition.BROKEN | Condition.CONNECT_FAILED)) != 0) {
            flags |= POLLERR | POLLHUP | POLLWRNORM & requested; // S165
        }
        return flags;
    }
}
