package dev.jwinsock.compat.report;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;

/** The table of facts ({@code facts.tsv}): everything the matrix has a row for. */
public final class Facts {
    private static final String TABLE = "/dev/jwinsock/compat/facts.tsv";
    private static final Map<String, Fact> ALL = load();

    private Facts() {}

    /**
     * One row.
     *
     * @param id S… or D…
     * @param section the letter of the subject
     * @param title the fact in a few words
     * @param needs what has to exist before it can be tested, or empty
     */
    public record Fact(String id, String section, String title, String needs) {
        /** Why a run has nothing to say about it. */
        String untestedReason() {
            return needs.isEmpty() ? "no test of this fact ran" : needs;
        }
    }

    public static Collection<Fact> all() {
        return ALL.values();
    }

    /** Fails when one of the ids has no row. */
    public static void require(String... ids) {
        for (String id : ids) {
            if (!ALL.containsKey(id)) {
                throw new AssertionError("@Conforms(\"" + id + "\"): no such fact in facts.tsv");
            }
        }
    }

    private static Map<String, Fact> load() {
        Map<String, Fact> facts = new LinkedHashMap<>();
        try (InputStream stream = Facts.class.getResourceAsStream(TABLE)) {
            if (stream == null) {
                throw new IllegalStateException("no " + TABLE + " on the class path");
            }
            BufferedReader lines = new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8));
            lines.readLine(); // the heading
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                String[] cells = line.split("\t", -1);
                if (cells.length != 4
                        || facts.put(cells[0], new Fact(cells[0], cells[1], cells[2], cells[3])) != null) {
                    throw new IllegalStateException("facts.tsv: not four cells, or an id twice: " + line);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return facts;
    }
}
