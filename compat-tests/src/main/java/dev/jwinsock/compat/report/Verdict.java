package dev.jwinsock.compat.report;

import java.util.Locale;

/** What a test, or all tests of a fact together, showed. The order is that of precedence when tests are merged. */
public enum Verdict {
    FAIL,
    PASS,
    /** The transport lacks a capability, or the machine something else, that the fact needs. */
    UNSUPPORTED,
    /** No test of the fact ran. */
    UNTESTED;

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
