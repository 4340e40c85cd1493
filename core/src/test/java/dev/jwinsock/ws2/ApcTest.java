package dev.jwinsock.ws2;

import static dev.jwinsock.Windows.*;
import static dev.jwinsock.Winsock2.*;
import static org.assertj.core.api.Assertions.assertThat;

import dev.jwinsock.HANDLE;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 30, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ApcTest {
    private final List<String> ran = new CopyOnWriteArrayList<>();

    private void queue(String name) {
        assertThat(QueueUserAPC(() -> ran.add(name), GetCurrentThread())).isTrue();
    }

    /** A057. */
    @Test
    void alertableSleepRunsThemInOrder() {
        queue("a");
        queue("b");
        assertThat(SleepEx(0, true)).isEqualTo(WAIT_IO_COMPLETION);
        assertThat(ran).containsExactly("a", "b");
        assertThat(SleepEx(0, true)).isZero();
    }

    /** A055. */
    @Test
    void otherWaitsRunNone() {
        queue("a");
        Sleep(1);
        assertThat(SleepEx(1, false)).isZero();
        assertThat(WaitForSingleObject(WSACreateEvent(), 1)).isEqualTo(WAIT_TIMEOUT);
        assertThat(ran).isEmpty();
        assertThat(WSAWaitForMultipleEvents(1, new HANDLE[] {WSACreateEvent()}, false, 0, true))
                .isEqualTo(WSA_WAIT_IO_COMPLETION);
        assertThat(ran).containsExactly("a");
    }

    /** S188. */
    @Test
    void waitThatNeedNotBlockRunsNone() {
        queue("a");
        HANDLE set = CreateEvent(true, true);
        assertThat(WaitForSingleObjectEx(set, INFINITE, true)).isEqualTo(WAIT_OBJECT_0);
        assertThat(ran).isEmpty();
        SleepEx(0, true);
        assertThat(ran).containsExactly("a");
    }

    /** A060. */
    @Test
    void theyDoNotNest() {
        List<Integer> inner = new ArrayList<>();
        HANDLE self = GetCurrentThread();
        QueueUserAPC(
                () -> {
                    QueueUserAPC(() -> ran.add("second"), self);
                    inner.add(SleepEx(1, true));
                    ran.add("first");
                },
                self);
        assertThat(SleepEx(INFINITE, true)).isEqualTo(WAIT_IO_COMPLETION);
        assertThat(inner).containsExactly(0);
        assertThat(ran).containsExactly("first", "second");
    }

    @Test
    void callEndsABlockedWaitInItsThread() {
        try (Background<Integer> waiter = Background.waiting(() -> SleepEx(INFINITE, true))) {
            QueueUserAPC(() -> ran.add(Thread.currentThread().getName()), OpenThread(waiter.thread()));
            assertThat(waiter.result()).isEqualTo(WAIT_IO_COMPLETION);
            assertThat(ran).containsExactly(waiter.thread().getName());
        }
    }

    @Test
    void targetMustBeAThread() {
        assertThat(QueueUserAPC(() -> {}, WSACreateEvent())).isFalse();
        assertThat(GetLastError()).isEqualTo(WSA_INVALID_HANDLE);
    }
}
