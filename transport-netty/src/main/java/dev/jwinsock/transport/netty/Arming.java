package dev.jwinsock.transport.netty;

import dev.jwinsock.transport.Interest;
import dev.jwinsock.transport.ReadyListener;
import io.netty.channel.IoEvent;
import io.netty.channel.IoEventLoop;
import io.netty.channel.IoHandle;
import io.netty.channel.IoRegistration;
import io.netty.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A descriptor's registration with an event loop, made when it is armed for the first time. Every event is one-shot: a
 * kernel that is armed while data waits tells it at once, so no wake-up is lost between a would-block and the arming.
 *
 * <p>The lock ("this") is held for epoll_ctl at most, never while the listener runs.
 */
abstract class Arming implements IoHandle {
    private static final Logger LOG = LoggerFactory.getLogger(Arming.class);

    final Armable socket;
    private final IoEventLoop loop;

    private @Nullable IoRegistration registration; // guarded by "this"
    private boolean registering; // guarded by "this"
    private boolean closed; // guarded by "this"
    private int pending; // guarded by "this": asked for and not told

    Arming(Armable socket, IoEventLoop loop) {
        this.socket = socket;
        this.loop = loop;
    }

    final void arm(int interest) {
        synchronized (this) {
            int wanted = pending | interest;
            if (closed || wanted == pending) {
                return;
            }
            pending = wanted;
            IoRegistration current = registration;
            if (current != null) {
                submitOrFail(current, wanted);
                return;
            }
            if (registering) {
                return;
            }
            registering = true;
        }
        loop.execute(this::register);
    }

    /**
     * Runs on the loop, where registering ends at once. So a closed socket is never registered, and the cancellation
     * of one that is comes before anything that a later socket with the same descriptor number puts on this loop.
     */
    private void register() {
        synchronized (this) {
            if (closed || !socket.descriptor().isOpen()) {
                return;
            }
            Future<IoRegistration> future = loop.register(this);
            IoRegistration made = future.getNow();
            if (made == null) {
                LOG.warn("registering {} failed", socket.descriptor(), future.cause());
                failLater();
                return;
            }
            registration = made;
            submitOrFail(made, pending);
        }
    }

    private void submitOrFail(IoRegistration to, int interest) {
        try {
            submit(to, interest);
        } catch (RuntimeException e) {
            LOG.warn("arming {} failed", socket.descriptor(), e);
            failLater();
        }
    }

    /** Nothing will ever fire: let the waiting operation try again and find out. */
    private void failLater() {
        loop.execute(() -> ready(Interest.READ | Interest.WRITE | Interest.FAILED));
    }

    /** Asks the kernel to tell once of any of {@code interest}. */
    abstract void submit(IoRegistration to, int interest);

    /** The {@link Interest} bits of an event. */
    abstract int decode(IoEvent event);

    @Override
    public final void handle(IoRegistration from, IoEvent event) {
        // Whatever escapes from here makes the loop sleep a second, for all its sockets.
        try {
            ready(decode(event));
        } catch (Throwable e) {
            LOG.error("readiness of {} was not handled", socket.descriptor(), e);
        }
    }

    private void ready(int events) {
        int told;
        synchronized (this) {
            if (closed || pending == 0) {
                return;
            }
            // Under the lock: close waits for it, so the descriptor is still this socket's.
            boolean failed = (events & Interest.FAILED) != 0 && socket.failed();
            told = events & pending;
            if (failed) {
                told = pending | Interest.FAILED;
            }
            if (told == 0) {
                // An event of an earlier arming: that one is spent, and so is the kernel's.
                IoRegistration current = registration;
                if (current != null) {
                    submitOrFail(current, pending);
                }
                return;
            }
            pending = 0;
        }
        ReadyListener listener = socket.listener();
        if (listener != null) {
            listener.ready(told);
        }
    }

    /** After this the listener is told nothing more, and the descriptor may be closed. */
    @Override
    public final void close() {
        IoRegistration current;
        synchronized (this) {
            if (closed) {
                return;
            }
            closed = true;
            current = registration;
        }
        if (current != null) {
            try {
                current.cancel();
            } catch (RejectedExecutionException e) {
                LOG.debug("the event loop ended before {}", socket.descriptor(), e);
            }
        }
    }
}
