package dev.jwinsock.multipoint;

import dev.jwinsock.SOCKET;
import dev.jwinsock.WSAPOLLFD;
import dev.jwinsock.fd_set;
import dev.jwinsock.spi.TransportServiceProvider;
import dev.jwinsock.timeval;
import dev.jwinsock.transport.Status;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * select and WSAPoll. Leaves' sockets, and a listening root's connections to be accepted, are the base provider's to wait
 * for; what it does not know of ends its wait through a {@link Waker}.
 */
final class Readiness {
    private static final int POLLERR = 0x1;
    private static final int POLLHUP = 0x2;
    private static final int POLLNVAL = 0x4;
    private static final int POLLWRNORM = 0x10;
    private static final int POLLRDNORM = 0x100;
    private static final int POLLRDBAND = 0x200;
    private static final int REQUESTABLE = POLLWRNORM | POLLRDNORM | POLLRDBAND;

    private final RootedProvider provider;
    private final Queue<Waker> idle = new ConcurrentLinkedQueue<>();

    Readiness(RootedProvider provider) {
        this.provider = provider;
    }

    /** The base provider is about to end. */
    void close() {
        for (Waker waker = idle.poll(); waker != null; waker = idle.poll()) {
            waker.close();
        }
    }

    /** A look without waiting, and one that waits. */
    private interface Look {
        /** @return how many are ready without the base provider; NOT_SOCKET */
        int own();

        /** Asks the base provider, too. @return how many are ready in all, or a status */
        int all(int own, @Nullable Waker waker, int millis);
    }

    private int await(Collection<Virtual> virtuals, Limit limit, Look look) {
        Waker waker = null;
        List<Session> watched = new ArrayList<>();
        try {
            while (true) {
                if (waker != null) {
                    waker.reset();
                }
                int own = look.own();
                if (own < 0) {
                    return own;
                }
                boolean last = own > 0 || limit.isOver();
                if (!last && waker == null) {
                    waker = waker();
                    if (waker == null) {
                        return Status.NO_BUFFERS;
                    }
                    watch(virtuals, waker, watched);
                    continue; // something may have changed before it was watched
                }
                int ready = look.all(own, last ? null : waker, last ? 0 : limit.millis());
                if (ready != 0 || last) {
                    return ready;
                }
            }
        } finally {
            if (waker != null) {
                unwatch(watched, waker);
                waker.reset();
                idle.add(waker);
            }
        }
    }

    private @Nullable Waker waker() {
        for (Waker waker = idle.poll(); waker != null; waker = idle.poll()) {
            if (waker.isOpen()) {
                return waker; // and not of a time before the last WSACleanup
            }
        }
        return Waker.open(provider.below());
    }

    private static void watch(Collection<Virtual> virtuals, Waker waker, List<Session> watched) {
        Set<Session> sessions = new LinkedHashSet<>();
        virtuals.forEach(v -> sessions.add(v.session));
        for (Session session : sessions) {
            session.enter();
            session.watch(waker);
            session.exit();
            watched.add(session);
        }
    }

    private static void unwatch(List<Session> watched, Waker waker) {
        for (Session session : watched) {
            session.enter();
            session.unwatch(waker);
            session.exit();
        }
    }

    private static boolean isReadable(Virtual virtual) {
        virtual.session.enter();
        try {
            return virtual.isReadable();
        } finally {
            virtual.session.exit();
        }
    }

    private static boolean isWritable(Virtual virtual) {
        virtual.session.enter();
        try {
            return virtual.isWritable();
        } finally {
            virtual.session.exit();
        }
    }

    // ---------------------------------------------------------------- WSAPoll

    int poll(@Nullable WSAPOLLFD[] fds, int count, int timeout) {
        List<Virtual> virtuals = new ArrayList<>();
        boolean valid = true;
        for (int i = 0; i < count; i++) {
            WSAPOLLFD fd = fds[i];
            Virtual virtual = fd == null ? null : virtual(fd.fd);
            if (fd != null && virtual != null) {
                virtuals.add(virtual);
                valid &= (fd.events & ~REQUESTABLE) == 0;
            }
        }
        TransportServiceProvider base = provider.below();
        if (virtuals.isEmpty()) {
            return base.WSPPoll(fds, count, timeout);
        }
        if (!valid) {
            for (int i = 0; i < count; i++) {
                WSAPOLLFD fd = fds[i];
                if (fd != null) {
                    fd.revents = 0; // S194
                }
            }
            return Status.INVALID;
        }
        Limit limit = timeout < 0 ? Limit.NONE : Limit.after(TimeUnit.MILLISECONDS.toNanos(timeout));
        return await(virtuals, limit, new Polled(fds, count));
    }

    private static @Nullable Virtual virtual(@Nullable SOCKET s) {
        return s == null || s == SOCKET.INVALID ? null : RootedProvider.of(s);
    }

    private final class Polled implements Look {
        private final @Nullable WSAPOLLFD[] fds;
        private final int count;

        Polled(@Nullable WSAPOLLFD[] fds, int count) {
            this.fds = fds;
            this.count = count;
        }

        @Override
        public int own() {
            int ready = 0;
            for (int i = 0; i < count; i++) {
                WSAPOLLFD fd = fds[i];
                Virtual virtual = fd == null ? null : virtual(fd.fd);
                if (fd != null && virtual != null) {
                    fd.revents = (short) flags(virtual, fd.events);
                    ready += fd.revents != 0 ? 1 : 0;
                }
            }
            return ready;
        }

        private int flags(Virtual virtual, int events) {
            if (virtual.isClosed()) {
                return POLLNVAL;
            }
            virtual.session.enter();
            try {
                return (virtual.isReadable() ? POLLRDNORM & events : 0)
                        | (virtual.isWritable() ? POLLWRNORM & events : 0)
                        | (virtual.isEnded() ? POLLHUP : 0);
            } finally {
                virtual.session.exit();
            }
        }

        @Override
        public int all(int own, @Nullable Waker waker, int millis) {
            WSAPOLLFD[] below = new WSAPOLLFD[count + (waker == null ? 0 : 1)];
            for (int i = 0; i < count; i++) {
                WSAPOLLFD fd = fds[i];
                SOCKET s = fd == null || fd.fd == null ? SOCKET.INVALID : fd.fd;
                Virtual virtual = virtual(s);
                int events = fd == null ? 0 : fd.events;
                if (virtual != null) {
                    boolean asks = virtual.listens() && (events & POLLRDNORM) != 0;
                    s = asks && !virtual.isClosed() ? virtual.link() : SOCKET.INVALID;
                    events = POLLRDNORM;
                }
                below[i] = new WSAPOLLFD(s, events);
            }
            if (waker != null) {
                below[count] = new WSAPOLLFD(waker.socket, POLLRDNORM);
            }
            int status = provider.below().WSPPoll(below, below.length, millis);
            if (status < 0) {
                return status;
            }
            int ready = 0;
            for (int i = 0; i < count; i++) {
                WSAPOLLFD fd = fds[i];
                if (fd == null) {
                    continue;
                }
                int flags = below[i].revents;
                if (virtual(fd.fd) == null) {
                    fd.revents = 0;
                } else {
                    flags &= POLLRDNORM | POLLERR | POLLNVAL;
                }
                fd.revents |= (short) flags;
                ready += fd.revents != 0 ? 1 : 0;
            }
            return ready;
        }
    }

    // ---------------------------------------------------------------- select

    int select(
            int nfds,
            @Nullable fd_set readfds,
            @Nullable fd_set writefds,
            @Nullable fd_set exceptfds,
            @Nullable timeval timeout) {
        Selected look = new Selected(readfds, writefds, exceptfds);
        if (look.virtuals.isEmpty()) {
            return provider.below().WSPSelect(nfds, readfds, writefds, exceptfds, timeout);
        }
        if (timeout != null && (timeout.tv_sec < 0 || timeout.tv_usec < 0)) {
            return Status.INVALID;
        }
        Limit limit = timeout == null
                ? Limit.NONE
                : Limit.after(
                        TimeUnit.SECONDS.toNanos(timeout.tv_sec) + TimeUnit.MICROSECONDS.toNanos(timeout.tv_usec));
        int ready = await(look.virtuals, limit, look);
        if (ready >= 0) {
            look.store();
        }
        return ready;
    }

    private final class Selected implements Look {
        private final @Nullable fd_set[] sets;
        private final List<Set<SOCKET>> ready =
                List.of(new LinkedHashSet<>(), new LinkedHashSet<>(), new LinkedHashSet<>());
        final Set<Virtual> virtuals = new LinkedHashSet<>();

        Selected(@Nullable fd_set... sets) {
            this.sets = sets;
            for (int i = 0; i < sets.length; i++) {
                for (SOCKET s : members(i)) {
                    Virtual virtual = virtual(s);
                    if (virtual != null) {
                        virtuals.add(virtual);
                    }
                }
            }
        }

        private List<SOCKET> members(int i) {
            fd_set set = sets[i];
            return set == null ? List.of() : Arrays.asList(set.fd_array).subList(0, set.fd_count);
        }

        @Override
        public int own() {
            ready.forEach(Set::clear);
            for (Virtual virtual : virtuals) {
                if (virtual.isClosed()) {
                    return Status.NOT_SOCKET;
                }
            }
            // No root has anything for exceptfds: it has no urgent data, and a failed join is told by FD_CONNECT only
            for (int i = 0; i < 2; i++) {
                for (SOCKET s : members(i)) {
                    Virtual virtual = virtual(s);
                    if (virtual != null && (i == 0 ? isReadable(virtual) : isWritable(virtual))) {
                        ready.get(i).add(s);
                    }
                }
            }
            return count();
        }

        private int count() {
            return ready.stream().mapToInt(Set::size).sum();
        }

        @Override
        public int all(int own, @Nullable Waker waker, int millis) {
            fd_set[] below = new fd_set[sets.length];
            boolean any = false;
            for (int i = 0; i < sets.length; i++) {
                List<SOCKET> asked = new ArrayList<>();
                for (SOCKET s : members(i)) {
                    Virtual virtual = virtual(s);
                    if (virtual == null) {
                        asked.add(s);
                    } else if (i == 0 && virtual.listens()) {
                        asked.add(virtual.link());
                    }
                }
                if (i == 0 && waker != null) {
                    asked.add(waker.socket);
                }
                below[i] = new fd_set(asked.size());
                below[i].fd_array = asked.toArray(SOCKET[]::new);
                below[i].fd_count = asked.size();
                any |= !asked.isEmpty();
            }
            if (!any) {
                return own;
            }
            timeval time = millis < 0 ? null : new timeval(millis / 1000, millis % 1000 * 1000);
            int status = provider.below().WSPSelect(0, below[0], below[1], below[2], time);
            if (status < 0) {
                return status;
            }
            for (int i = 0; i < sets.length; i++) {
                for (int k = 0; k < below[i].fd_count; k++) {
                    SOCKET s = below[i].fd_array[k];
                    if (waker == null || s != waker.socket) {
                        ready.get(i).add(s); // a listening root's link is the root's own handle
                    }
                }
            }
            return count();
        }

        /** S183: what is ready moves together, in its order. */
        void store() {
            for (int i = 0; i < sets.length; i++) {
                fd_set set = sets[i];
                if (set == null) {
                    continue;
                }
                int count = 0;
                for (int k = 0; k < set.fd_count; k++) {
                    if (ready.get(i).contains(set.fd_array[k])) {
                        set.fd_array[count++] = set.fd_array[k];
                    }
                }
                set.fd_count = count;
            }
        }
    }
}
