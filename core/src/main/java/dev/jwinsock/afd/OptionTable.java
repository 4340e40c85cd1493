package dev.jwinsock.afd;

import dev.jwinsock.transport.Status;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** All socket options: each group's rows are constants of a class of its own, which lists them for this table. */
final class OptionTable {
    /** Option levels; an unknown one is WSAEINVAL (S260), an unknown option in one WSAENOPROTOOPT (S261). */
    static final int SOCKET = 0xffff;

    static final int IP = 0;
    static final int TCP = 6;
    static final int UDP = 17;
    static final int IPV6 = 41;

    private static final List<Option> ROWS = Stream.of(
                    SocketOptions.ROWS,
                    IpOptions.ROWS,
                    Ipv6Options.ROWS,
                    TcpOptions.ROWS,
                    UdpOptions.ROWS,
                    MulticastOptions.ROWS,
                    MessageOptions.ROWS,
                    RawOptions.ROWS,
                    ForeignOptions.ROWS)
            .flatMap(List::stream)
            .toList();

    private static final Option[] KERNEL =
            ROWS.stream().filter(Option::goesToTheKernel).toArray(Option[]::new);

    /** By hash of level and code, the next free place if that is taken: found without making an object. */
    private static final @Nullable Option[] PLACES = new Option[Integer.highestOneBit(ROWS.size()) * 4];

    /** How many options keep a number. */
    private static final int COUNT = Option.count();

    private static final int[] INITIAL = new int[COUNT + (COUNT + 31) / 32];
    private static final int[] INITIAL_OF_STREAMS = INITIAL.clone();

    static {
        for (Option option : ROWS) {
            int place = place(option.level, option.code);
            while (PLACES[place] != null) {
                place = place + 1 & PLACES.length - 1;
            }
            PLACES[place] = option;
            if (option.index >= 0) {
                INITIAL[option.index] = option.initial;
                INITIAL_OF_STREAMS[option.index] = option.initialOnStreams;
            }
        }
    }

    private OptionTable() {}

    private static int place(int level, int code) {
        int hash = (level * 31 + code) * 0x9E3779B9;
        return hash >>> Integer.numberOfLeadingZeros(PLACES.length) + 1;
    }

    static List<Option> rows() {
        return ROWS;
    }

    static @Nullable Option find(int level, int code) {
        int place = place(level, code);
        Option each = PLACES[place];
        while (each != null && (each.level != level || each.code != code)) {
            place = place + 1 & PLACES.length - 1;
            each = PLACES[place];
        }
        return each;
    }

    /** The error for a level and code that {@link #find} does not know. */
    static int unknown(int level) {
        boolean known = level == SOCKET || level == IP || level == TCP || level == UDP || level == IPV6;
        return known ? Status.NO_PROTOCOL_OPTION : Status.INVALID;
    }

    /** Options to be set again on a new kernel socket; not to be changed. */
    static Option[] ofTheKernel() {
        return KERNEL;
    }

    /**
     * Values of a new socket by {@link Option#index}, followed by a bit for each: whether the program has set it. Not to
     * be changed.
     */
    static int[] initialValues(boolean stream) {
        return stream ? INITIAL_OF_STREAMS : INITIAL;
    }

    /** @return the values with one of them changed, and its bit set */
    static int[] with(int[] values, Option option, int value) {
        int[] changed = values.clone();
        changed[option.index] = value;
        changed[COUNT + option.index / 32] |= 1 << option.index % 32;
        return changed;
    }

    static boolean isSet(int[] values, Option option) {
        return option.index >= 0 && (values[COUNT + option.index / 32] & 1 << option.index % 32) != 0;
    }
}
