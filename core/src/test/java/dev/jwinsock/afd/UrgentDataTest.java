package dev.jwinsock.afd;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jwinsock.transport.Interest;
import dev.jwinsock.transport.Status;
import dev.jwinsock.transport.TransportSocket;
import java.lang.reflect.Proxy;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The queue on a kernel with Linux's one urgent byte, where data and urgent bytes can arrive between any two calls of
 * it. Small letters are data and capital ones urgent.
 */
final class UrgentDataTest {
    private static final ByteBuffer[] NO_ARRAY = {};

    /** Linux's rules for one connection. */
    private static final class Kernel {
        final StringBuilder stream = new StringBuilder();
        final StringBuilder handedOut = new StringBuilder();
        int copied;
        boolean marked;
        boolean unread;
        int mark;
        Runnable meanwhile = () -> {};

        void arrive(char c) {
            if (Character.isUpperCase(c)) {
                if (marked && mark == copied && copied != stream.length()) {
                    copied++;
                }
                marked = true;
                unread = true;
                mark = stream.length();
            }
            stream.append(c);
        }

        int available() {
            return marked && mark >= copied ? mark - copied : stream.length() - copied;
        }

        int receiveUrgent(ByteBuffer to, boolean peek) {
            if (!unread) {
                return Status.WOULD_BLOCK;
            }
            to.put((byte) stream.charAt(mark));
            if (!peek) {
                unread = false;
            }
            handedOut.append(stream.charAt(mark));
            return 1;
        }

        int receive(ByteBuffer to, boolean peek) {
            int next = copied;
            int n = 0;
            while (next < stream.length() && to.hasRemaining()) {
                if (marked && next == mark) {
                    if (n > 0) {
                        break;
                    }
                    next++;
                    continue;
                }
                to.put((byte) stream.charAt(next++));
                n++;
            }
            if (!peek) {
                copied = next;
                if (marked && copied > mark) {
                    marked = false;
                    unread = false;
                }
            }
            return n > 0 ? n : Status.WOULD_BLOCK;
        }

        TransportSocket socket() {
            return (TransportSocket) Proxy.newProxyInstance(
                    getClass().getClassLoader(), new Class<?>[] {TransportSocket.class}, (self, method, arguments) -> {
                        meanwhile.run();
                        return switch (method.getName()) {
                            case "available" -> available();
                            case "readiness" -> unread ? Interest.URGENT : 0;
                            case "atMark" -> marked && mark == copied ? 1 : 0;
                            case "receiveUrgent" -> receiveUrgent((ByteBuffer) arguments[0], (boolean) arguments[1]);
                            case "receive" ->
                                arguments[0] instanceof ByteBuffer[] many
                                        ? receive(many[0], (boolean) arguments[3])
                                        : receive((ByteBuffer) arguments[0], (boolean) arguments[1]);
                            default -> throw new AssertionError(method);
                        };
                    });
        }
    }

    private final Kernel kernel = new Kernel();
    private final UrgentData urgent = new UrgentData(kernel.socket());

    private void arrive(String text) {
        text.chars().forEach(c -> kernel.arrive((char) c));
    }

    /** One receive, or "" when there is nothing. */
    private String receive(int room, boolean peek) {
        urgent.take();
        ByteBuffer to = ByteBuffer.allocate(room);
        int n = urgent.receive(to, NO_ARRAY, peek, false);
        assertThat(n).isEqualTo(to.position() > 0 ? to.position() : Status.WOULD_BLOCK);
        return new String(to.array(), 0, to.position(), StandardCharsets.US_ASCII);
    }

    private String urgentBytes() {
        StringBuilder all = new StringBuilder();
        ByteBuffer one = ByteBuffer.allocate(1);
        while (urgent.receiveUrgent(one.clear(), false) == 1) {
            all.append((char) one.get(0));
        }
        return all.toString();
    }

    @Test
    void theOldestIsReadFirst() {
        for (String part : new String[] {"aX", "Y", "bcZ"}) {
            arrive(part);
            assertThat(urgent.take()).isTrue();
        }
        assertThat(urgent.take()).isFalse();
        assertThat(urgentBytes()).isEqualTo("XYZ");
        assertThat(receive(9, false)).isEqualTo("a");
        assertThat(receive(9, true)).isEqualTo("bc");
        assertThat(receive(9, false)).isEqualTo("bc");
        assertThat(receive(9, false)).isEmpty();
    }

    @Test
    void manyUnreadOnesLoseTheOldest() {
        for (int i = 0; i < 5000; i++) {
            arrive(String.valueOf((char) ('A' + i % 26)));
            assertThat(urgent.take()).isTrue();
        }
        String left = urgentBytes();
        assertThat(left).hasSize(4096);
        assertThat(left.charAt(0)).isEqualTo((char) ('A' + (5000 - 4096) % 26));
        assertThat(receive(9, false)).isEmpty();
    }

    @Test
    void replacedUnseenIsData() {
        arrive("aXbYc"); // X before anybody looked
        assertThat(receive(9, false)).isEqualTo("aXb");
        assertThat(receive(9, false)).isEqualTo("c");
        assertThat(urgentBytes()).isEqualTo("Y");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8, 9})
    void replacedWhileTakenIsNotInTheStream(int call) {
        arrive("abX");
        int[] calls = {0};
        kernel.meanwhile = () -> {
            if (++calls[0] == call) {
                arrive("cdY");
            }
        };
        urgent.take();
        urgent.take();
        StringBuilder all = new StringBuilder();
        for (String part = receive(9, false); !part.isEmpty(); part = receive(9, false)) {
            all.append(part).append('|');
        }
        // Before the first look at it there is no way to know of X
        assertThat(all).asString().isEqualTo(call <= 2 ? "abXcd|" : "ab|cd|");
        assertThat(urgentBytes()).isEqualTo(call <= 4 ? "Y" : "XY");
    }

    /** Whatever arrives when: no data are lost, no urgent byte is there twice, and none that is queued is passed over. */
    @Test
    void arrivalsAtAnyTime() {
        for (int seed = 0; seed < 20_000; seed++) {
            new UrgentDataTest().arrivalsAtAnyTime(new Random(seed), "seed " + seed);
        }
    }

    private void arrivalsAtAnyTime(Random random, String what) {
        int[] sent = {0, 0};
        int odds = 1 + random.nextInt(12);
        kernel.meanwhile = () -> {
            while (sent[0] + sent[1] < 60 && random.nextInt(odds + 1) == 0) {
                boolean mark = sent[1] < 26 && random.nextInt(3) == 0;
                kernel.arrive((char) (mark ? 'A' + sent[1]++ : 'a' + sent[0]++ % 26));
            }
        };
        StringBuilder received = new StringBuilder();
        StringBuilder queued = new StringBuilder();
        StringBuilder over = new StringBuilder();
        int idle = 0;
        while (idle < 50) {
            urgent.take();
            String known = kernel.handedOut.toString();
            ByteBuffer to = ByteBuffer.allocate(1 + random.nextInt(12));
            boolean peek = random.nextInt(4) == 0;
            int n = urgent.receive(to, NO_ARRAY, peek, false);
            if (n > 0) {
                String part = new String(to.array(), 0, n, StandardCharsets.US_ASCII);
                over.append(passedOver(known, received, part));
                received.append(peek ? "" : part);
            }
            idle = sent[0] + sent[1] == 60 && n <= 0 ? idle + 1 : 0;
            if (random.nextInt(8) == 0) {
                queued.append(urgentBytes());
            }
        }
        queued.append(urgentBytes());
        String data = received.toString().replaceAll("[A-Z]", "");
        String expected = kernel.stream.toString().replaceAll("[A-Z]", "");
        assertThat(data).as(what).isEqualTo(expected);
        String told = queued + received.toString().replaceAll("[a-z]", "");
        assertThat(told.chars().distinct().count()).as("%s: %s", what, told).isEqualTo(told.length());
        assertThat(over.chars().filter(c -> queued.indexOf(String.valueOf((char) c)) >= 0))
                .as("%s: %s queued, %s received", what, queued, received)
                .isEmpty();
        assertThat(queued.chars().toArray()).as("%s: in order", what).isSorted();
    }

    /** Urgent bytes, seen before the receive, that stand between its first and its last byte. */
    private String passedOver(String known, StringBuilder before, String part) {
        int start = before.toString().replaceAll("[A-Z]", "").length();
        int end = start + part.replaceAll("[A-Z]", "").length();
        StringBuilder over = new StringBuilder();
        int data = 0;
        for (int i = 0; i < kernel.stream.length() && data < end; i++) {
            char c = kernel.stream.charAt(i);
            if (Character.isLowerCase(c)) {
                data++;
            } else if (data > start && known.indexOf(c) >= 0) {
                over.append(c);
            }
        }
        return over.toString();
    }
}
