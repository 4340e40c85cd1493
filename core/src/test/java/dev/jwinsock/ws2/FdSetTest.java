package dev.jwinsock.ws2;

import static dev.jwinsock.Winsock2.*;
import static org.assertj.core.api.Assertions.assertThat;

import dev.jwinsock.SOCKET;
import dev.jwinsock.fd_set;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** The FD_ macros need no socket that is open, only handles. */
class FdSetTest {
    private static final class Handle extends SOCKET {
        Handle(long value) {
            super(value);
        }
    }

    private static SOCKET[] handles(int count) {
        SOCKET[] handles = new SOCKET[count];
        Arrays.setAll(handles, i -> new Handle(4L * (i + 1)));
        return handles;
    }

    private static SOCKET[] members(fd_set set) {
        return Arrays.copyOf(set.fd_array, set.fd_count);
    }

    /** S184. */
    @Test
    void memberIsNotAddedTwice() {
        SOCKET[] s = handles(2);
        fd_set set = new fd_set();
        FD_SET(s[0], set);
        FD_SET(s[1], set);
        FD_SET(s[0], set);
        assertThat(members(set)).containsExactly(s[0], s[1]);
    }

    /** S184. */
    @Test
    void whatFindsNoRoomIsDropped() {
        SOCKET[] s = handles(FD_SETSIZE + 1);
        fd_set set = new fd_set();
        for (SOCKET socket : s) {
            FD_SET(socket, set);
        }
        assertThat(members(set)).containsExactly(Arrays.copyOf(s, FD_SETSIZE));
        assertThat(FD_ISSET(s[FD_SETSIZE], set)).isFalse();
        assertThat(__WSAFDIsSet(s[FD_SETSIZE - 1], set)).isEqualTo(1);
    }

    /** S183. */
    @Test
    void arrayMayBeLongerOrShorter() {
        SOCKET[] s = handles(200);
        fd_set large = new fd_set(200);
        fd_set small = new fd_set(1);
        for (SOCKET socket : s) {
            FD_SET(socket, large);
            FD_SET(socket, small);
        }
        assertThat(members(large)).containsExactly(s);
        assertThat(members(small)).containsExactly(s[0]);
    }

    /** S184. */
    @Test
    void clearingClosesTheGapInOrder() {
        SOCKET[] s = handles(4);
        fd_set set = new fd_set();
        for (SOCKET socket : s) {
            FD_SET(socket, set);
        }
        FD_CLR(s[1], set);
        FD_CLR(s[1], set);
        assertThat(members(set)).containsExactly(s[0], s[2], s[3]);
        assertThat(__WSAFDIsSet(s[1], set)).isZero();
        FD_CLR(s[3], set);
        assertThat(members(set)).containsExactly(s[0], s[2]);
    }

    @Test
    void zeroLeavesNoMember() {
        SOCKET[] s = handles(1);
        fd_set set = new fd_set();
        FD_SET(s[0], set);
        FD_ZERO(set);
        assertThat(FD_ISSET(s[0], set)).isFalse();
        FD_SET(s[0], set);
        assertThat(members(set)).containsExactly(s[0]);
    }
}
