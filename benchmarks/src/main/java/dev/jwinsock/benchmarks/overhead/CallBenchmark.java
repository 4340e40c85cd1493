package dev.jwinsock.benchmarks.overhead;

import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** Calls on a non-blocking connection that never wait: by the transport alone, and through the whole of Winsock. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class CallBenchmark {
    /** What this machine does not have is left out by {@link Overhead}. */
    @Param({"epoll", "nio"})
    public String transport = "";

    /** Who calls. */
    @Param({"TRANSPORT", "BYTE_BUFFER", "BYTE_ARRAY"})
    public Caller caller = Caller.TRANSPORT;

    private Calls idle = Calls.NONE;
    private Calls receiving = Calls.NONE;
    private Calls sending = Calls.NONE;

    /** Three connections: on one nothing ever comes. */
    @Setup
    public void connect() throws IOException {
        System.setProperty("jwinsock.transport", transport);
        idle = caller.connect();
        receiving = caller.connect();
        sending = caller.connect();
    }

    @TearDown
    public void close() throws IOException {
        idle.close();
        receiving.close();
        sending.close();
    }

    /** A receive that fails with WSAEWOULDBLOCK. */
    @Benchmark
    public int receiveWouldBlock() {
        return idle.receiveNothing();
    }

    /** A receive of one of many bytes that are there. */
    @Benchmark
    public int receiveOneByte() throws IOException {
        return receiving.receiveOne();
    }

    /** A send of one byte. */
    @Benchmark
    public int sendOneByte() throws IOException {
        return sending.sendOne();
    }
}
