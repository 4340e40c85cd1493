package dev.jwinsock.ws2;

import dev.jwinsock.spi.EventSource;
import dev.jwinsock.spi.TransportServiceProvider;
import dev.jwinsock.spi.WaitPoint;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** A provider of which only the wait point is asked; nothing but a waiting thread brings its sources' news. */
final class FakeProvider {
    /** What waiting threads asked it. */
    final AtomicInteger looks = new AtomicInteger();

    final AtomicInteger sleeping = new AtomicInteger();
    /** How often it was told that a wait is over. */
    final AtomicInteger left = new AtomicInteger();

    private final ThreadLocal<Point> own = ThreadLocal.withInitial(Point::new);
    private final TransportServiceProvider provider = (TransportServiceProvider) Proxy.newProxyInstance(
            FakeProvider.class.getClassLoader(),
            new Class<?>[] {TransportServiceProvider.class},
            (proxy, method, arguments) -> {
                if (method.getName().equals("waitPoint")) {
                    return own.get();
                }
                throw new AssertionError(method);
            });

    /** A source whose news is what to do in the thread that drives it. */
    final class Source implements EventSource {
        private final Runnable news;
        private volatile boolean ready;
        private volatile Point watcher = new Point();
        private volatile boolean ended;

        Source(Runnable news) {
            this.news = news;
        }

        @Override
        public TransportServiceProvider provider() {
            return provider;
        }

        @Override
        public boolean ended() {
            return ended;
        }

        void end() {
            ended = true;
        }

        /** As when data arrive: the kernel tells who watches, and nobody else. */
        void happen() {
            ready = true;
            watcher.wake();
        }
    }

    private final class Point implements WaitPoint {
        private final Semaphore wakes = new Semaphore(0);

        @Override
        public void await(List<? extends EventSource> sources, long nanos) {
            looks.incrementAndGet();
            for (EventSource source : sources) {
                ((Source) source).watcher = this;
            }
            if (!drive(sources) && nanos != 0) {
                sleeping.incrementAndGet();
                sleep(nanos);
                sleeping.decrementAndGet();
                drive(sources);
            }
        }

        private void sleep(long nanos) {
            boolean woken = true;
            if (nanos < 0) {
                wakes.acquireUninterruptibly();
            } else {
                try {
                    woken = wakes.tryAcquire(nanos, TimeUnit.NANOSECONDS);
                } catch (InterruptedException e) {
                    throw new AssertionError(e);
                }
            }
            if (woken) {
                wakes.drainPermits();
            }
        }

        private boolean drive(List<? extends EventSource> sources) {
            boolean any = false;
            for (EventSource source : sources) {
                Source own = (Source) source;
                if (own.ready) {
                    own.ready = false;
                    own.news.run();
                    any = true;
                }
            }
            return any;
        }

        @Override
        public void leave() {
            left.incrementAndGet();
        }

        @Override
        public void wake() {
            wakes.release();
        }
    }
}
