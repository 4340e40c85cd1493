package dev.jwinsock.afd;

import java.util.List;

/** The table of socket options for whoever wants to look at it: documentation, tests. */
public final class OptionCatalog {
    /**
     * An option.
     *
     * @param name as in the Windows header
     * @param aliases other names of the same number
     * @param gets whether getsockopt has it, on the sockets that have it
     * @param sets whether setsockopt has it
     * @param source fact ids, or the heading of the specification
     */
    public record Row(
            int level, int code, String name, List<String> aliases, boolean gets, boolean sets, String source) {}

    private OptionCatalog() {}

    public static List<Row> rows() {
        return OptionTable.rows().stream()
                .map(option -> new Row(
                        option.level,
                        option.code,
                        option.name,
                        option.aliases,
                        option.access == Option.Access.GET || option.access == Option.Access.BOTH,
                        option.access == Option.Access.SET || option.access == Option.Access.BOTH,
                        option.source))
                .toList();
    }
}
