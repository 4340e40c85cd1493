package dev.jwinsock.transport.netty;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.sun.jna.Native;
import com.sun.jna.NativeLibrary;
import dev.jwinsock.transport.Accepted;
import dev.jwinsock.transport.Endpoint;
import dev.jwinsock.transport.Interest;
import dev.jwinsock.transport.Status;
import dev.jwinsock.transport.Transport;
import dev.jwinsock.transport.Transport.Kind;
import dev.jwinsock.transport.TransportException;
import dev.jwinsock.transport.TransportSocket;
import io.netty.channel.unix.Buffer;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;

/** A process that may open no more descriptors is told so, and goes on when it may again. */
@EnabledIf("dev.jwinsock.transport.netty.EpollTransportTest#isAvailable")
class DescriptorLimitTest {
    private static final int RLIMIT_NOFILE = 7;

    /** The limit's own calls. */
    private static final class Limit {
        static {
            Native.register(Limit.class, NativeLibrary.getProcess());
        }

        private final ByteBuffer memory = ByteBuffer.allocateDirect(16).order(ByteOrder.nativeOrder());
        private final long soft;

        Limit() {
            assertThat(getrlimit(RLIMIT_NOFILE, Buffer.memoryAddress(memory))).isZero();
            soft = memory.getLong(0);
        }

        void set(long value) {
            memory.putLong(0, value);
            assertThat(setrlimit(RLIMIT_NOFILE, Buffer.memoryAddress(memory))).isZero();
        }

        void restore() {
            set(soft);
        }

        static native int getrlimit(int resource, long limit);

        static native int setrlimit(int resource, long limit);
    }

    @Test
    void openAndAcceptTellTooManyFiles() throws TransportException {
        try (Transport transport = new EpollTransportProvider().open()) {
            TransportSocket listener = transport.open(false, Kind.STREAM);
            TransportSocket client = transport.open(false, Kind.STREAM);
            Endpoint address = new Endpoint().setIpv4(0x7f000001, 0);
            assertThat(listener.bind(address)).isZero();
            assertThat(listener.listen(1)).isZero();
            assertThat(listener.localAddress(address)).isZero();
            assertThat(client.connect(address)).isIn(Status.OK, Status.WOULD_BLOCK);
            assertThat(transport.waiter().await(listener, Interest.READ, -1)).isEqualTo(Interest.READ);

            Accepted accepted = new Accepted();
            Limit limit = new Limit();
            limit.set(3); // all numbers below are taken, and those above are not given out
            int status;
            int refused = 0;
            try {
                status = listener.accept(accepted);
                for (Kind kind : Kind.values()) {
                    try {
                        transport.open(true, kind).close();
                    } catch (TransportException e) {
                        assertThat(e.status()).isEqualTo(Status.TOO_MANY_FILES);
                        refused++;
                    }
                }
            } finally {
                limit.restore();
            }
            assertThat(status).isEqualTo(Status.TOO_MANY_FILES);
            assertThat(refused).isEqualTo(2);

            // The connection is still queued.
            assertThat(listener.accept(accepted)).isZero();
            accepted.socket.close();
            client.close();
            listener.close();
        }
    }

    @Test
    void unavailableTransportDoesNotOpen() {
        KQueueTransportProvider kqueue = new KQueueTransportProvider();
        assertThat(kqueue.unavailable()).isNotNull();
        assertThatExceptionOfType(UnsatisfiedLinkError.class).isThrownBy(kqueue::open);
    }
}
