package dev.jwinsock.benchmarks.implementation;

import dev.jwinsock.benchmarks.shape.Crew;
import dev.jwinsock.benchmarks.shape.Measurement;
import dev.jwinsock.benchmarks.shape.Payload;
import dev.jwinsock.benchmarks.shape.Sample;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.function.IntConsumer;

/** FILE_STREAM: a file again and again to a receiver that is the same for all: a blocking channel on its own thread. */
public final class FileStream {
    private static final int BLOCKS = 256;
    public static final int FILE_BYTES = BLOCKS * Payload.BLOCK;

    private FileStream() {}

    /** Sends to one connection until the deadline, then ends the stream. */
    public interface Sender {
        void serve(FileChannel file, long deadline, IntConsumer port) throws Exception;
    }

    public static Sample measure(Measurement measurement, Sender sender) throws Exception {
        Path path = Files.createTempFile("jwinsock-benchmark", ".bin");
        try {
            byte[] block = Payload.block();
            try (FileChannel file = FileChannel.open(
                    path, StandardOpenOption.READ, StandardOpenOption.WRITE, StandardOpenOption.DELETE_ON_CLOSE)) {
                for (int i = 0; i < BLOCKS; i++) {
                    file.write(ByteBuffer.wrap(block));
                }
                return run(measurement, sender, file);
            }
        } finally {
            Files.deleteIfExists(path);
        }
    }

    private static Sample run(Measurement measurement, Sender sender, FileChannel file) throws Exception {
        Crew crew = new Crew(measurement.style());
        long begin = System.nanoTime();
        long[] received = new long[1];
        crew.start(
                "sender",
                () -> sender.serve(
                        file,
                        begin + measurement.nanos(),
                        port -> crew.start("receiver", () -> received[0] = receive(port, measurement.verify()))));
        crew.await(measurement.limitNanos());
        return Sample.throughput(received[0], System.nanoTime() - begin);
    }

    private static long receive(int port, boolean verify) throws IOException {
        ByteBuffer room = ByteBuffer.allocateDirect(4 * Payload.BLOCK);
        byte[] copy = new byte[Payload.BLOCK];
        long total = 0;
        try (SocketChannel channel = SocketChannel.open(Loopback.port(port))) {
            for (int n = channel.read(room); n >= 0; n = channel.read(room)) {
                room.flip();
                while (verify && room.hasRemaining()) {
                    int length = Math.min(copy.length, room.remaining());
                    room.get(copy, 0, length);
                    Payload.checkStream(copy, length, total);
                    total += length;
                }
                total += room.remaining();
                room.clear();
            }
        }
        Payload.checkStreamLength(total);
        return total;
    }
}
