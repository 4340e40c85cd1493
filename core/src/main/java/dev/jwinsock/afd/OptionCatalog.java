package dev.jwinsock.afd;

import dev.jwinsock.transport.Capability;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The table of socket options for whoever wants to look at it: documentation, tests. */
public final class OptionCatalog {
    /**
     * An option.
     *
     * @param name as in the Windows header
     * @param aliases other names of the same number
     * @param gets whether getsockopt has it, on the sockets that have it
     * @param sets whether setsockopt has it
     * @param needs without it a transport does not have the option
     * @param numberFrom empty when free headers have the number, else where it is from
     * @param remark what its effect is here, where one might expect another; or empty
     * @param source fact ids, or the heading of the specification
     */
    public record Row(
            int level,
            int code,
            String name,
            List<String> aliases,
            boolean gets,
            boolean sets,
            @Nullable Capability needs,
            String numberFrom,
            String remark,
            String source) {}

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
                        option.needs,
                        option.numberSource.mark,
                        option.remark,
                        option.source))
                .toList();
    }
}
