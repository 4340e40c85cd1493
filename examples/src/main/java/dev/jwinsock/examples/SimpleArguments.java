package dev.jwinsock.examples;

import static dev.jwinsock.Winsock2.*;

import org.jspecify.annotations.Nullable;

/** The arguments of {@link Ipv6Server} and {@link Ipv6Client}, in the forms that the C programs take. */
final class SimpleArguments {
    static final String DEFAULT_PORT = "5001"; // Arbitrary, albeit a historical test port
    static final int MAX_EXTRA = 65536 - "Message #4294967295".length() - 1;

    @Nullable
    String host;

    int family = PF_UNSPEC; // Accept either IPv4 or IPv6
    int socketType = SOCK_STREAM; // TCP
    String port = DEFAULT_PORT;
    int extraBytes;
    int maxIterations = 1;
    boolean runForever;

    private SimpleArguments() {}

    /**
     * @param options the letters that the program knows
     * @return null when the program is to say how it is used
     */
    static @Nullable SimpleArguments parse(String[] argv, String options) {
        SimpleArguments arguments = new SimpleArguments();
        for (int i = 0; i < argv.length; i++) {
            String option = argv[i];
            if (option.length() != 2 || "-/".indexOf(option.charAt(0)) < 0) {
                return null;
            }
            char letter = Character.toLowerCase(option.charAt(1));
            String value = i + 1 < argv.length && !argv[i + 1].startsWith("-") ? argv[++i] : null;
            if (options.indexOf(letter) < 0 || !arguments.take(letter, value)) {
                return null;
            }
        }
        return arguments;
    }

    private boolean take(char letter, @Nullable String value) {
        if (value == null) {
            runForever = letter == 'n';
            return runForever;
        }
        switch (letter) {
            case 'f':
                return takeFamily(value);
            case 't':
                socketType = value.equalsIgnoreCase("UDP") ? SOCK_DGRAM : SOCK_STREAM;
                return value.equalsIgnoreCase("UDP") || value.equalsIgnoreCase("TCP");
            case 'p':
                port = value;
                return true;
            case 'b':
                extraBytes = number(value);
                return extraBytes >= 0 && extraBytes <= MAX_EXTRA;
            case 'n':
                maxIterations = number(value);
                return maxIterations >= 0;
            default: // 'a' for the server, 's' for the client
                host = value;
                return true;
        }
    }

    private boolean takeFamily(String value) {
        String name = value.toUpperCase(java.util.Locale.ROOT);
        switch (name.replaceFirst("^AF_", "PF_")) {
            case "PF_INET":
                family = PF_INET;
                return true;
            case "PF_INET6":
                family = PF_INET6;
                return true;
            case "PF_UNSPEC":
                family = PF_UNSPEC;
                return true;
            default:
                return false;
        }
    }

    /** atoi, but -1 for what is no number. */
    private static int number(String value) {
        return value.matches("[0-9]{1,9}") ? Integer.parseInt(value) : -1;
    }

    String protocol() {
        return socketType == SOCK_STREAM ? "TCP" : "UDP";
    }

    static String familyName(int family) {
        return family == PF_INET ? "PF_INET" : "PF_INET6";
    }
}
