package dev.jwinsock.examples.life;

import static dev.jwinsock.Winsock2.*;

import dev.jwinsock.WSADATA;
import dev.jwinsock.examples.Errors;
import dev.jwinsock.transport.Transports;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** All versions of the program with the same board, one after the other, with what each has cost. */
public final class Life {
    private static final int DEFAULT_SIDE = 16;
    private static final int DEFAULT_GENERATIONS = 4;
    private static final int WARM_UP_SIDE = 4;
    private static final long SEED = 1970;

    private Life() {}

    public static void main(String[] argv) {
        int[] numbers = numbers(argv);
        if (numbers.length != 3) {
            System.out.printf(
                    "usage: Life [rows columns generations]        (default %d %d %d; at most %d rows and columns)%n",
                    DEFAULT_SIDE, DEFAULT_SIDE, DEFAULT_GENERATIONS, Field.LARGEST);
            System.exit(argv.length == 1 && argv[0].equals("--help") ? 0 : 1);
        }
        System.out.println(Transports.describe());
        System.exit(run(numbers[0], numbers[1], numbers[2], System.out));
    }

    /** @return none if they cannot be used */
    private static int[] numbers(String[] argv) {
        if (argv.length == 0) {
            return new int[] {DEFAULT_SIDE, DEFAULT_SIDE, DEFAULT_GENERATIONS};
        }
        int[] numbers = new int[argv.length];
        for (int i = 0; i < argv.length; i++) {
            if (!argv[i].matches("[0-9]{1,3}")) {
                return new int[0];
            }
            numbers[i] = Integer.parseInt(argv[i]);
            if (i < 2 && (numbers[i] == 0 || numbers[i] > Field.LARGEST)) {
                return new int[0];
            }
        }
        return numbers;
    }

    /** @return the exit code: 0 when all versions end with the same board on both sides */
    static int run(int rows, int columns, int generations, PrintStream out) {
        int iResult = WSAStartup(MAKEWORD(2, 2), new WSADATA());
        if (iResult != 0) {
            out.printf("WSAStartup failed with error: %s%n", Errors.text(iResult));
            return 1;
        }
        try {
            for (LifeVersion version : LifeVersion.values()) { // so that no time below is that of loading classes
                version.play(Field.random(WARM_UP_SIDE, WARM_UP_SIDE, SEED), 1);
            }
            List<Game> games = new ArrayList<>();
            for (LifeVersion version : LifeVersion.values()) {
                games.add(version.play(Field.random(rows, columns, SEED), generations));
            }
            print(games, out);
            Field last = games.get(0).last();
            boolean equal = games.stream()
                    .allMatch(game -> game.last().equals(last) && game.shown().equals(last));
            out.println(equal ? "All boards are equal in the end." : "The boards differ.");
            return equal ? 0 : 1;
        } catch (IllegalStateException e) {
            out.println(e.getMessage());
            return 1;
        } finally {
            WSACleanup();
        }
    }

    private static void print(List<Game> games, PrintStream out) {
        out.printf(
                "%-20s%9s%8s%8s%12s |%9s%9s%10s%10s |%8s%n",
                "", "connect", "send", "recv", "user bytes", "packets", "bytes", "overhead", "Ethernet", "ms");
        for (Game game : games) {
            CountedCalls calls = game.calls();
            Traffic traffic = game.traffic();
            out.printf(
                    Locale.ROOT,
                    "%-20s%9d%8d%8d%12d |%9s%9s%10s%10s |%8.1f%n",
                    game.version().title(),
                    calls.connections(),
                    calls.sends(),
                    calls.receives(),
                    calls.userBytes(),
                    traffic == null ? "-" : traffic.packets(),
                    traffic == null ? "-" : traffic.bytes(),
                    traffic == null ? "-" : percent(traffic.overhead()),
                    traffic == null ? "-" : percent(traffic.overheadOnEthernet()),
                    game.nanos() / 1e6);
        }
    }

    static String percent(double part) {
        return String.format(Locale.ROOT, "%.1f %%", part * 100);
    }
}
