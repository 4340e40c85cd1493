package dev.jwinsock.compat.suite;

import static dev.jwinsock.Winsock2.*;
import static dev.jwinsock.compat.harness.Expect.*;

import dev.jwinsock.SOCKET;
import dev.jwinsock.compat.Conforms;
import dev.jwinsock.compat.WinsockTest;
import dev.jwinsock.compat.harness.Transports;
import dev.jwinsock.compat.suite.AddressReuseTest.Mode;
import dev.jwinsock.sockaddr;
import dev.jwinsock.transport.Capability;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** "Enhanced Socket Security": what the second bind call gives, by the first one's options and address; same user. */
@WinsockTest
final class BindMatrixTest extends Scene {
    private static final Mode[] MODES = Mode.values();

    // Rows: the first bind; columns: the second. Each mode has two, wildcard and specific. As the specification prints
    // it.
    private static final String TABLE = """
            #                       Default            SO_REUSEADDR       SO_EXCLUSIVEADDRUSE
            #                       Wildcard Specific  Wildcard Specific  Wildcard Specific
            Default    Wildcard     INUSE    Success   ACCESS   Success   INUSE    Success
            Default    Specific     Success  INUSE     Success  ACCESS    INUSE    INUSE
            Reuse      Wildcard     INUSE    Success   Success  Success   INUSE    Success
            Reuse      Specific     Success  INUSE     Success  Success   INUSE    INUSE
            Exclusive  Wildcard     INUSE    ACCESS    ACCESS   ACCESS    INUSE    ACCESS
            Exclusive  Specific     Success  INUSE     Success  ACCESS    INUSE    INUSE
            """;

    /** One cell on one protocol; {@code id} is its number in the table, row by row. */
    record Cell(
            String id,
            Family family,
            int type,
            Mode first,
            boolean firstWild,
            Mode second,
            boolean secondWild,
            String result) {
        @Override
        public String toString() {
            return id + " " + family + (type == SOCK_STREAM ? " TCP " : " UDP ") + place(first, firstWild) + ", then "
                    + place(second, secondWild) + ": " + result;
        }

        private static String place(Mode mode, boolean wild) {
            return mode + (wild ? " wildcard" : " specific");
        }
    }

    static List<Cell> cells() {
        List<Cell> cells = new ArrayList<>();
        int number = 0;
        for (String line : TABLE.lines().filter(l -> !l.startsWith("#")).toList()) {
            String[] words = line.split(" +");
            Mode first = Mode.valueOf(words[0].toUpperCase(Locale.ROOT));
            for (int column = 0; column < 6; column++) {
                String id = String.format("D%03d", ++number);
                for (Family family : Family.values()) {
                    for (int type : new int[] {SOCK_STREAM, SOCK_DGRAM}) {
                        cells.add(new Cell(
                                id,
                                family,
                                type,
                                first,
                                words[1].equals("Wildcard"),
                                MODES[column / 2],
                                column % 2 == 0,
                                words[2 + column]));
                    }
                }
            }
        }
        return cells;
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("cells")
    @Conforms({
        "D001", "D002", "D003", "D004", "D005", "D006", "D007", "D008", "D009", "D010", "D011", "D012",
        "D013", "D014", "D015", "D016", "D017", "D018", "D019", "D020", "D021", "D022", "D023", "D024",
        "D025", "D026", "D027", "D028", "D029", "D030", "D031", "D032", "D033", "D034", "D035", "D036"
    })
    void secondBind(Cell cell) {
        if (cell.result().equals("Success")) {
            Transports.assumeCapability(Capability.REUSE_CONTROL); // the addresses overlap in every cell
        }
        int port = Ports.unused();
        SOCKET first = socket(cell.family(), cell.type(), cell.first());
        expectZero(bindTo(first, address(cell.family(), cell.firstWild(), port)));
        SOCKET second = socket(cell.family(), cell.type(), cell.second());
        int result = bindTo(second, address(cell.family(), cell.secondWild(), port));
        switch (cell.result()) {
            case "Success" -> expectZero(result);
            case "INUSE" -> expectError(WSAEADDRINUSE, result);
            case "ACCESS" -> expectError(WSAEACCES, result);
            default -> throw new IllegalArgumentException(cell.result());
        }
    }

    private SOCKET socket(Family family, int type, Mode mode) {
        SOCKET s = family.socket(type);
        mode.applyTo(s);
        return s;
    }

    private static sockaddr address(Family family, boolean wild, int port) {
        return wild ? family.wildcard(port) : family.loopback(port);
    }
}
