package dev.jwinsock.ws2;

import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;

/** A call in a thread of its own; ended with the test. */
final class Background<T> implements AutoCloseable {
    private final FutureTask<T> task;
    private final Thread thread;

    private Background(Callable<T> call) {
        task = new FutureTask<>(call);
        thread = new Thread(task, "background");
        thread.setDaemon(true);
        thread.start();
    }

    /** Starts the call and returns when it is blocked. */
    static <T> Background<T> waiting(Callable<T> call) {
        Background<T> background = new Background<>(call);
        background.awaitWaiting();
        return background;
    }

    static <T> Background<T> running(Callable<T> call) {
        return new Background<>(call);
    }

    Thread thread() {
        return thread;
    }

    void awaitWaiting() {
        Awaitility.await().until(() -> thread.getState() == Thread.State.WAITING);
    }

    T result() {
        try {
            return task.get(20, TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public void close() {
        result();
        try {
            thread.join(TimeUnit.SECONDS.toMillis(20));
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
        if (thread.isAlive()) {
            throw new AssertionError("still running: " + thread);
        }
    }
}
