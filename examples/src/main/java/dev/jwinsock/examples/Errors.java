package dev.jwinsock.examples;

import dev.jwinsock.Winsock2;
import dev.jwinsock.WsaError;

/** Error numbers in words, for people who do not know them by heart. */
public final class Errors {
    private Errors() {}

    /** The calling thread's last error. */
    public static String last() {
        return text(Winsock2.WSAGetLastError());
    }

    public static String text(int number) {
        WsaError known = WsaError.of(number);
        return known == null ? Integer.toString(number) : number + " (" + known.name() + ": " + known.text() + ")";
    }
}
