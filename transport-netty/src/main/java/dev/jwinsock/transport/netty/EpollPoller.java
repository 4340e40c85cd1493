package dev.jwinsock.transport.netty;

import dev.jwinsock.transport.Interest;
import dev.jwinsock.transport.Status;
import dev.jwinsock.transport.TransportException;
import io.netty.channel.unix.Buffer;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** {@link KernelPoller} with epoll. The wake-up is an eventfd, edge-triggered like the rest: it is never read. */
final class EpollPoller extends KernelPoller {
    private static final int NON_BLOCKING = 0x800;
    private static final int EPOLLET = 1 << 31;

    private static final int ONE = 16;

    private final int epoll;
    private final int eventFd;
    private final ByteBuffer events =
            ByteBuffer.allocateDirect(MAX_EVENTS * EpollCalls.EVENT_SIZE).order(ByteOrder.nativeOrder());
    private final long eventsAddress = Buffer.memoryAddress(events);
    /** An epoll_event to register with, and the number that a wake-up adds to the eventfd. Guarded by the lock. */
    private final ByteBuffer memory = ByteBuffer.allocateDirect(24).order(ByteOrder.nativeOrder());

    private final long address = Buffer.memoryAddress(memory);

    private EpollPoller(Platform platform, int epoll, int eventFd) {
        super(platform);
        this.epoll = epoll;
        this.eventFd = eventFd;
        memory.putLong(ONE, 1L);
    }

    static EpollPoller open(Platform platform) throws TransportException {
        int epoll = EpollCalls.epoll_create1(EpollCalls.CLOSE_ON_EXEC);
        if (epoll < 0) {
            throw new TransportException(platform.status(Posix.errno()), "epoll_create1");
        }
        int eventFd = EpollCalls.eventfd(0, EpollCalls.CLOSE_ON_EXEC | NON_BLOCKING);
        if (eventFd < 0) {
            int status = platform.status(Posix.errno());
            Posix.close(epoll);
            throw new TransportException(status, "eventfd");
        }
        EpollPoller poller = new EpollPoller(platform, epoll, eventFd);
        int status = poller.control(EpollCalls.EPOLL_CTL_ADD, eventFd, EpollArming.EPOLLIN | EPOLLET, WAKE_TOKEN);
        if (status != Status.OK) {
            poller.close();
            throw new TransportException(status, "epoll_ctl");
        }
        return poller;
    }

    @Override
    int fd() {
        return epoll;
    }

    private int control(int operation, int fd, int mask, long token) {
        memory.putInt(0, mask);
        memory.putLong(EpollCalls.EVENT_DATA, token);
        return EpollCalls.epoll_ctl(epoll, operation, fd, address) == 0 ? Status.OK : platform.status(Posix.errno());
    }

    @Override
    int register(int fd, long token, int before, int after) {
        int mask = EPOLLET
                | ((after & Interest.READ) != 0
                        ? EpollArming.EPOLLIN | EpollArming.EPOLLRDHUP | EpollArming.EPOLLPRI
                        : 0)
                | ((after & Interest.WRITE) != 0 ? EpollArming.EPOLLOUT : 0);
        return control(before == 0 ? EpollCalls.EPOLL_CTL_ADD : EpollCalls.EPOLL_CTL_MOD, fd, mask, token);
    }

    @Override
    void unregister(int fd, int interest) {
        control(EpollCalls.EPOLL_CTL_DEL, fd, 0, 0);
    }

    @Override
    void signal() {
        Posix.write(eventFd, address + ONE, Long.BYTES);
    }

    @Override
    void closeDescriptors() {
        Posix.close(epoll);
        Posix.close(eventFd);
    }

    @Override
    int awaitEvents(long nanos) {
        int count = EpollCalls.epoll_wait(epoll, eventsAddress, MAX_EVENTS, PollWaiter.millis(nanos));
        return count >= 0 ? count : platform.status(Posix.errno());
    }

    @Override
    long token(int index) {
        return events.getLong(index * EpollCalls.EVENT_SIZE + EpollCalls.EVENT_DATA);
    }

    @Override
    int ready(int index) {
        int ready = EpollArming.interest(events.getInt(index * EpollCalls.EVENT_SIZE));
        // An error or hang-up ends every wait.
        return (ready & Interest.FAILED) != 0 ? ready | Interest.READ | Interest.WRITE : ready;
    }
}
