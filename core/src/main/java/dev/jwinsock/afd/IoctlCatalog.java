package dev.jwinsock.afd;

import java.util.List;

/** The table of control codes for whoever wants to look at it: documentation, tests. */
public final class IoctlCatalog {
    /**
     * A control code of WSAIoctl.
     *
     * @param name as in the Windows header
     * @param leastIn bytes of input that it needs
     * @param leastOut bytes of output that it needs
     * @param numberFrom empty when free headers have the number, else where it is from
     * @param remark what its effect is here, where one might expect another; or empty
     * @param source fact ids, or the heading of the specification
     */
    public record Row(
            int code, String name, int leastIn, int leastOut, String numberFrom, String remark, String source) {}

    private IoctlCatalog() {}

    public static List<Row> rows() {
        return IoctlTable.rows().stream()
                .map(ioctl -> new Row(
                        ioctl.code,
                        ioctl.name,
                        ioctl.leastIn,
                        ioctl.leastOut,
                        ioctl.numberSource.mark,
                        ioctl.remark,
                        ioctl.source))
                .toList();
    }
}
