package dev.jwinsock.afd;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jwinsock.Mswsock;
import dev.jwinsock.WSABUF;
import dev.jwinsock.WSACMSGHDR;
import dev.jwinsock.WSAMSG;
import dev.jwinsock.transport.ControlData;
import dev.jwinsock.transport.Status;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

/** Control data of any length and content: nothing unchecked goes further, and nobody throws or loops for ever. */
final class ControlParserTest {
    /** For each of the 1000 tries; with 1000 it is a million. */
    private static final int BUFFERS = Integer.getInteger("conformance.buffersPerTry", 50);

    private static final int[] LEVELS = {OptionTable.IP, OptionTable.IPV6, OptionTable.SOCKET, OptionTable.UDP};
    private static final int[] TYPES = {2, 3, 4, 19, 21, 39, 40, 50, 0x300B};
    private static final int MOST = 160;

    private final ControlData data = new ControlData();

    @Property
    void parserTakesOnlyWhatIsValid(@ForAll long seed) {
        Random random = new Random(seed);
        for (int i = 0; i < BUFFERS; i++) {
            ByteBuffer buffer = any(random);
            boolean ipv6 = random.nextBoolean();
            int status = ControlParser.parse(buffer, ipv6, !ipv6 || random.nextBoolean(), data);
            assertThat(status).isIn(Status.OK, Status.INVALID);
            if (status == Status.OK) {
                check();
            }
        }
    }

    private void check() {
        if (data.has(ControlData.HOP_LIMIT)) {
            assertThat(data.hopLimit).isBetween(0, 255);
        }
        if (data.has(ControlData.TRAFFIC_CLASS)) {
            assertThat(data.trafficClass).isBetween(0, 255);
            assertThat(data.trafficClass & 3).isNotEqualTo(3); // A209
        }
        if (data.has(ControlData.SEGMENT_SIZE)) {
            assertThat(data.segmentSize).isBetween(1, 65535);
        }
        if (data.has(ControlData.PACKET_INFO)) {
            assertThat(data.interfaceIndex).isNotNegative();
        }
    }

    @Property
    void macrosEnd(@ForAll long seed) {
        Random random = new Random(seed);
        for (int i = 0; i < BUFFERS; i++) {
            WSAMSG message = new WSAMSG();
            message.Control = new WSABUF(any(random));
            message.Control.len += random.nextInt(9) - 4;
            int steps = 0;
            WSACMSGHDR each = Mswsock.WSA_CMSG_FIRSTHDR(message);
            while (each != null) {
                assertThat(++steps).isLessThanOrEqualTo(MOST / 16);
                assertThat(Mswsock.WSA_CMSG_DATA(each).remaining()).isBetween(0, MOST - 16);
                each = Mswsock.WSA_CMSG_NXTHDR(message, each);
            }
        }
    }

    /** Half of them nearly right. */
    private static ByteBuffer any(Random random) {
        byte[] bytes = new byte[random.nextInt(MOST + 1)];
        random.nextBytes(bytes);
        ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        int at = random.nextBoolean() ? bytes.length : 0;
        while (bytes.length - at >= 24) {
            int length = random.nextInt(6) == 0 ? random.nextInt(48) : 16 + 4 * (1 + random.nextInt(5));
            buffer.putLong(at, random.nextInt(16) == 0 ? random.nextLong() : length);
            buffer.putInt(at + 8, LEVELS[random.nextInt(LEVELS.length)]);
            buffer.putInt(at + 12, TYPES[random.nextInt(TYPES.length)]);
            if (random.nextInt(3) != 0) {
                buffer.putInt(at + 16, random.nextInt(8));
            }
            at += Math.max(length, 16) + 7 & -8;
        }
        return buffer;
    }

    @Test
    void objectsAreReadInOrderAndTheBitsOfCongestionAreApart() {
        ByteBuffer buffer = ByteBuffer.allocate(72).order(ByteOrder.LITTLE_ENDIAN);
        object(buffer, OptionTable.IP, 50, 1);
        object(buffer, OptionTable.IP, 3, 0xB8);
        object(buffer, OptionTable.SOCKET, 0x300B, -5);
        assertThat(ControlParser.parse(buffer.flip(), false, true, data)).isZero();
        assertThat(data.trafficClass).isEqualTo(0xB9);
        assertThat(data.stampId).isEqualTo(-5);
        assertThat(data.fields()).isEqualTo(ControlData.TRAFFIC_CLASS | ControlData.STAMP_ID);
    }

    private static void object(ByteBuffer to, int level, int type, int value) {
        to.putLong(20).putInt(level).putInt(type).putInt(value).putInt(0);
    }
}
