package dev.jwinsock.compat.harness;

import static dev.jwinsock.Winsock2.WSAGetLastError;

import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/**
 * A call made on a thread of its own, because it blocks: {@code Call<Integer> c = Call.of(() -> recv(s, buf, 10, 0));}.
 *
 * @param <T> what the call returns
 */
public final class Call<T> {
    static final String THREAD_NAME = "compat-call-";
    private static final AtomicInteger NUMBER = new AtomicInteger();

    private final FutureTask<Result<T>> task;
    private final Thread thread;

    private record Result<T>(T value, int error) {}

    private Call(Supplier<T> body) {
        task = new FutureTask<>(() -> {
            T value = body.get();
            return new Result<>(value, WSAGetLastError());
        });
        thread = new Thread(task, THREAD_NAME + NUMBER.incrementAndGet());
        thread.setDaemon(true);
        thread.start();
    }

    public static <T> Call<T> of(Supplier<T> body) {
        return new Call<>(body);
    }

    public boolean isDone() {
        return task.isDone();
    }

    /**
     * Waits until the call blocks, as far as that can be seen: the thread waits in the JVM, or has been in the same
     * native call for a while.
     */
    public Call<T> awaitBlocked() {
        int[] seen = {0};
        Deadline.require("the call blocks", () -> {
            if (task.isDone()) {
                return true;
            }
            seen[0] = isWaiting() ? seen[0] + 1 : 0;
            return seen[0] >= 20;
        });
        if (task.isDone()) {
            throw new AssertionError("the call did not block: returned " + value() + ", last error " + error());
        }
        return this;
    }

    private boolean isWaiting() {
        if (thread.getState() != Thread.State.RUNNABLE) {
            return thread.getState() != Thread.State.NEW;
        }
        // A thread in poll(2) is RUNNABLE for the JVM; a native method on top of the stack tells.
        StackTraceElement[] stack = thread.getStackTrace();
        return stack.length > 0 && stack[0].isNativeMethod();
    }

    /** What the call returned; fails when it does not return within {@link Deadline#LIMIT}. */
    public T value() {
        return result(Deadline.LIMIT).value();
    }

    /** The last error of the call's thread after the call. */
    public int error() {
        return result(Deadline.LIMIT).error();
    }

    private Result<T> result(Duration limit) {
        try {
            return task.get(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            AssertionError error = new AssertionError("the call still blocks");
            error.setStackTrace(thread.getStackTrace());
            throw error;
        } catch (ExecutionException e) {
            throw new AssertionError("the call threw", e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        }
    }
}
