package dev.jwinsock.afd;

/** Where the number of an option or a control code is known from. */
enum NumberSource {
    /** The free headers of mingw-w64 (12.0.0 was compiled and compared). */
    HEADERS(""),
    /** Not in those: the winapi crate, version 0.3.9, whose constants were made from the Windows SDK. */
    BINDINGS("winapi"),
    /** In neither: as programs for the Windows SDK use it. */
    SDK("SDK");

    /** For a table; empty for the usual. */
    final String mark;

    NumberSource(String mark) {
        this.mark = mark;
    }
}
