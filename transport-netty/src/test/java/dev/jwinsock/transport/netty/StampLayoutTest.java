package dev.jwinsock.transport.netty;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.jwinsock.transport.AdapterClocks.Stamped;
import dev.jwinsock.transport.ControlData;
import dev.jwinsock.transport.TransportException;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** Time stamps as Linux's kernel reports them, also those of adapters, which few machines have. */
class StampLayoutTest {
    private static final int SOL_SOCKET = 1;
    private static final int IPPROTO_IP = 0;
    private static final int SCM_TIMESTAMPNS = 35;
    private static final int SCM_TIMESTAMPING = 37;
    private static final int IP_RECVERR = 11;
    private static final int CLOCK_MONOTONIC = 1;
    private static final long SECOND = 1_000_000_000;

    private final MessageMemory memory = new MessageMemory();
    private final ControlData read = new ControlData();
    private int end = MessageMemory.CONTROL;

    private ByteBuffer message(int level, int type, int length) {
        ByteBuffer bytes = memory.bytes;
        bytes.putLong(end, 16 + length).putInt(end + 8, level).putInt(end + 12, type);
        ByteBuffer data = bytes.slice(end + 16, length).order(bytes.order());
        end += 16 + length + 7 & -8;
        return data;
    }

    private void stamps(long software, long adapter) {
        message(SOL_SOCKET, SCM_TIMESTAMPING, 48)
                .putLong(0, software / SECOND)
                .putLong(8, software % SECOND)
                .putLong(16, 0)
                .putLong(24, 0)
                .putLong(32, adapter / SECOND)
                .putLong(40, adapter % SECOND);
    }

    private void left(int number) {
        ByteBuffer error = message(IPPROTO_IP, IP_RECVERR, 16);
        error.put(4, (byte) 4).putInt(8, 0).putInt(12, number);
    }

    private void read() {
        memory.message(0, 0, 0, 0, end - MessageMemory.CONTROL);
        ControlLayout.LINUX.read(memory, new byte[16], false, read);
    }

    private void readLeft() {
        memory.message(0, 0, 0, 0, end - MessageMemory.CONTROL);
        ControlLayout.LINUX.readLeft(memory, read);
    }

    @Test
    void anAdaptersStampComesBeforeTheKernels() {
        long now = System.currentTimeMillis() * 1_000_000;
        message(SOL_SOCKET, SCM_TIMESTAMPNS, 16).putLong(0, now / SECOND).putLong(8, now % SECOND);
        stamps(now, 5 * SECOND + 7);
        read();
        assertThat(read.has(ControlData.STAMP)).isTrue();
        assertThat(read.byAdapter).isTrue();
        assertThat(read.stamp).isEqualTo(5 * SECOND + 7);
    }

    @Test
    void withoutOneItIsTheKernels() {
        long now = System.currentTimeMillis() * 1_000_000;
        message(SOL_SOCKET, SCM_TIMESTAMPNS, 16).putLong(0, now / SECOND).putLong(8, now % SECOND);
        stamps(now, 0);
        read();
        assertThat(read.has(ControlData.STAMP)).isTrue();
        assertThat(read.byAdapter).isFalse();
        assertThat(read.stamp).isCloseTo(System.nanoTime(), within(60 * SECOND));
    }

    @Test
    void whatHasLeftIsToldByWhoeverStampedIt() {
        stamps(0, 3 * SECOND);
        left(41);
        readLeft();
        assertThat(read.stamp).isEqualTo(3 * SECOND);
        assertThat(read.byAdapter).isTrue();
        assertThat(read.stampId).isEqualTo(41);
        end = MessageMemory.CONTROL;
        stamps(System.currentTimeMillis() * 1_000_000, 0);
        left(42);
        readLeft();
        assertThat(read.byAdapter).isFalse();
        assertThat(read.stamp).isCloseTo(System.nanoTime(), within(60 * SECOND));
        assertThat(read.stampId).isEqualTo(42);
    }

    /** Numbers of net_tstamp.h. */
    @Test
    void whatDriversSay() {
        assertThat(LinuxAdapterClocks.stamped(0x18 | 2, 0, 0))
                .containsExactlyInAnyOrder(Stamped.RECEIVED_BY_KERNEL, Stamped.SENT_BY_KERNEL);
        assertThat(LinuxAdapterClocks.stamped(0, 1 | 1 << 1, 1 | 1 << 12))
                .containsExactlyInAnyOrder(Stamped.SENT_BY_ADAPTER, Stamped.PTP_RECEIVED_BY_ADAPTER);
        assertThat(LinuxAdapterClocks.stamped(0, 1, 1 | 1 << 1))
                .containsExactlyInAnyOrder(Stamped.RECEIVED_BY_ADAPTER, Stamped.PTP_RECEIVED_BY_ADAPTER);
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void clocksAreRead() throws TransportException {
        var reading = LinuxAdapterClocks.read(CLOCK_MONOTONIC); // which System.nanoTime reads, too
        assertThat(reading.adapter()).isBetween(reading.before(), reading.after());
    }
}
