package dev.jwinsock.benchmarks.netty;

import dev.jwinsock.benchmarks.shape.Latencies;
import dev.jwinsock.benchmarks.shape.Measurement;
import dev.jwinsock.benchmarks.shape.Sample;
import io.netty.channel.EventLoop;
import io.netty.util.concurrent.Promise;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** HAND_OVER: two event loops, each of which gives the other a task. */
final class NettyHandOver {
    private final EventLoop asking;
    private final EventLoop answering;
    private final long nanos;
    private final Latencies latencies = new Latencies();
    private final Promise<Sample> result;
    // The asking loop's.
    private long before;
    private long deadline;

    private NettyHandOver(Measurement measurement, EventLoop asking, EventLoop answering) {
        this.asking = asking;
        this.answering = answering;
        nanos = measurement.nanos();
        result = asking.newPromise();
    }

    static Sample measure(Measurement measurement, EventLoop answering, EventLoop asking) throws Exception {
        NettyHandOver run = new NettyHandOver(measurement, asking, answering);
        asking.execute(run::begin);
        if (!run.result.await(measurement.limitNanos(), TimeUnit.NANOSECONDS)) {
            throw new TimeoutException("a task is lost");
        }
        return run.result.get();
    }

    private void begin() {
        before = System.nanoTime();
        deadline = before + nanos;
        answering.execute(this::answer);
    }

    private void answer() {
        asking.execute(this::answered);
    }

    private void answered() {
        long now = System.nanoTime();
        latencies.record(now - before);
        before = now;
        if (now - deadline < 0) {
            answering.execute(this::answer);
        } else {
            result.setSuccess(latencies.sample());
        }
    }
}
