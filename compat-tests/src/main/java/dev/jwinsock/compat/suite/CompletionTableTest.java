package dev.jwinsock.compat.suite;

import static dev.jwinsock.Mswsock.*;
import static dev.jwinsock.Windows.*;
import static dev.jwinsock.Winsock2.*;
import static dev.jwinsock.compat.harness.Expect.*;
import static dev.jwinsock.compat.harness.Sockets.*;
import static org.assertj.core.api.Assertions.assertThat;

import dev.jwinsock.HANDLE;
import dev.jwinsock.IntRef;
import dev.jwinsock.LPWSAOVERLAPPED_COMPLETION_ROUTINE;
import dev.jwinsock.OVERLAPPED;
import dev.jwinsock.SOCKET;
import dev.jwinsock.WSABUF;
import dev.jwinsock.WSAMSG;
import dev.jwinsock.compat.Conforms;
import dev.jwinsock.compat.WinsockTest;
import dev.jwinsock.compat.harness.Deadline;
import dev.jwinsock.compat.harness.Pair;
import dev.jwinsock.compat.harness.Pairs;
import java.nio.ByteBuffer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * "Receiving Completion Indications": what the three parameters lpOverlapped, hEvent and lpCompletionRoutine mean, for each
 * function that has them, when it completes at once and when it pends.
 */
@WinsockTest
final class CompletionTableTest extends OverlappedScene {
    private static final int BYTES = 4;

    /** A function with lpOverlapped and lpCompletionRoutine. */
    private enum Function {
        WSA_SEND(false) {
            @Override
            int call(
                    Pair pair,
                    @Nullable OVERLAPPED ov,
                    @Nullable LPWSAOVERLAPPED_COMPLETION_ROUTINE routine,
                    IntRef count) {
                return WSASend(pair.client(), data(), 1, count, 0, ov, routine);
            }
        },
        WSA_SEND_TO(false) {
            @Override
            int call(
                    Pair pair,
                    @Nullable OVERLAPPED ov,
                    @Nullable LPWSAOVERLAPPED_COMPLETION_ROUTINE routine,
                    IntRef count) {
                return WSASendTo(pair.client(), data(), 1, count, 0, null, 0, ov, routine);
            }
        },
        WSA_SEND_MSG(false) {
            @Override
            int call(
                    Pair pair,
                    @Nullable OVERLAPPED ov,
                    @Nullable LPWSAOVERLAPPED_COMPLETION_ROUTINE routine,
                    IntRef count) {
                return WSASendMsg(pair.client(), message(), 0, count, ov, routine);
            }
        },
        WSA_IOCTL(false) {
            @Override
            int call(
                    Pair pair,
                    @Nullable OVERLAPPED ov,
                    @Nullable LPWSAOVERLAPPED_COMPLETION_ROUTINE routine,
                    IntRef count) {
                return WSAIoctl(pair.client(), FIONREAD, null, 0, new byte[BYTES], BYTES, count, ov, routine);
            }
        },
        WSA_RECV(true) {
            @Override
            int call(
                    Pair pair,
                    @Nullable OVERLAPPED ov,
                    @Nullable LPWSAOVERLAPPED_COMPLETION_ROUTINE routine,
                    IntRef count) {
                return WSARecv(pair.client(), data(), 1, count, new IntRef(), ov, routine);
            }
        },
        WSA_RECV_FROM(true) {
            @Override
            int call(
                    Pair pair,
                    @Nullable OVERLAPPED ov,
                    @Nullable LPWSAOVERLAPPED_COMPLETION_ROUTINE routine,
                    IntRef count) {
                return WSARecvFrom(pair.client(), data(), 1, count, new IntRef(), null, null, ov, routine);
            }
        },
        WSA_RECV_MSG(true) {
            @Override
            int call(
                    Pair pair,
                    @Nullable OVERLAPPED ov,
                    @Nullable LPWSAOVERLAPPED_COMPLETION_ROUTINE routine,
                    IntRef count) {
                return WSARecvMsg(pair.client(), message(), count, ov, routine);
            }
        };

        final boolean receives;

        Function(boolean receives) {
            this.receives = receives;
        }

        abstract int call(
                Pair pair, @Nullable OVERLAPPED ov, @Nullable LPWSAOVERLAPPED_COMPLETION_ROUTINE routine, IntRef count);

        static WSABUF[] data() {
            return new WSABUF[] {new WSABUF(ByteBuffer.allocateDirect(BYTES))};
        }

        static WSAMSG message() {
            WSAMSG message = new WSAMSG();
            message.lpBuffers = data();
            message.dwBufferCount = 1;
            return message;
        }
    }

    static Stream<Arguments> table() {
        return Stream.of(Function.values())
                .flatMap(function -> Stream.of(false, true)
                        .filter(pends -> !pends || function.receives)
                        .flatMap(pends -> Stream.of("none", "overlapped", "overlapped event")
                                .flatMap(how -> Stream.of(false, true)
                                        .map(routine -> Arguments.of(function, pends, how, routine)))));
    }

    @ParameterizedTest(name = "{0} pends {1} with {2}, routine {3}")
    @MethodSource("table")
    @Conforms("D291")
    void whoIsTold(Object which, boolean pends, String how, boolean withRoutine) {
        Function function = (Function) which;
        Pair pair = Pairs.tcp();
        nonblocking(pair.client());
        if (function.receives && !pends) {
            sendText(pair.server(), "data");
            Deadline.require("the data come", () -> readable(pair.client()) == BYTES);
        }
        HANDLE event = event();
        int[] told = new int[1];
        LPWSAOVERLAPPED_COMPLETION_ROUTINE routine =
                withRoutine ? (error, bytes, overlapped, flags) -> told[0]++ : null;
        OVERLAPPED ov = how.equals("none") ? null : new OVERLAPPED();
        if (ov != null && how.endsWith("event")) {
            ov.hEvent = event;
        }
        IntRef count = new IntRef(UNTOUCHED);
        int result = function.call(pair, ov, routine, count);
        if (ov == null) {
            // Neither event nor routine count without an OVERLAPPED: the call is the plain one
            if (pends) {
                expectLastError(WSAEWOULDBLOCK);
            } else {
                expectZero(result);
                assertThat(count.value).isEqualTo(BYTES);
            }
            assertThat(SleepEx(0, true)).isZero();
            assertThat(told[0]).isZero();
            return;
        }
        if (pends) {
            expectError(WSA_IO_PENDING, result);
            assertThat(count.value).isEqualTo(UNTOUCHED);
            assertThat(HasOverlappedIoCompleted(ov)).isFalse();
            sendText(pair.server(), "data");
        } else {
            expectZero(result);
            assertThat(count.value).isEqualTo(BYTES);
        }
        SOCKET s = pair.client();
        if (withRoutine) {
            assertThat(told[0]).isZero();
            assertThat(SleepEx(LIMIT_MILLIS, true)).isEqualTo(WAIT_IO_COMPLETION);
            assertThat(told[0]).isEqualTo(1);
            assertThat(WaitForSingleObject(event, 0)).isEqualTo(WAIT_TIMEOUT); // hEvent is the program's own
        } else if (ov.hEvent != null) {
            assertThat(WaitForSingleObject(event, LIMIT_MILLIS)).isEqualTo(WAIT_OBJECT_0);
            assertThat(SleepEx(0, true)).isZero();
        } else {
            assertThat(WaitForSingleObject(s, LIMIT_MILLIS)).isEqualTo(WAIT_OBJECT_0); // A023
        }
        expectResult(s, ov, function == Function.WSA_IOCTL ? 0 : BYTES);
    }
}
