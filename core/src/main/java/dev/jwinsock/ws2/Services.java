package dev.jwinsock.ws2;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Service names and port numbers: the system's file, and behind it the names that every Windows has. */
final class Services {
    static final String TCP = "tcp";
    static final String UDP = "udp";

    /** The rows that programs count on, in the form of the file. */
    private static final List<String> BUILT_IN = List.of(
            "echo 7/tcp",
            "echo 7/udp",
            "discard 9/tcp sink null",
            "discard 9/udp sink null",
            "daytime 13/tcp",
            "daytime 13/udp",
            "qotd 17/tcp quote",
            "qotd 17/udp quote",
            "chargen 19/tcp ttytst source",
            "chargen 19/udp ttytst source",
            "ftp-data 20/tcp",
            "ftp 21/tcp",
            "ssh 22/tcp",
            "telnet 23/tcp",
            "smtp 25/tcp mail",
            "time 37/tcp timserver",
            "time 37/udp timserver",
            "domain 53/tcp",
            "domain 53/udp",
            "bootps 67/udp dhcps",
            "bootpc 68/udp dhcpc",
            "tftp 69/udp",
            "gopher 70/tcp",
            "finger 79/tcp",
            "http 80/tcp www www-http",
            "kerberos 88/tcp krb5 kerberos-sec",
            "kerberos 88/udp krb5 kerberos-sec",
            "pop3 110/tcp",
            "sunrpc 111/tcp rpcbind portmap",
            "sunrpc 111/udp rpcbind portmap",
            "nntp 119/tcp usenet",
            "ntp 123/udp",
            "epmap 135/tcp loc-srv",
            "epmap 135/udp loc-srv",
            "netbios-ns 137/tcp nbname",
            "netbios-ns 137/udp nbname",
            "netbios-dgm 138/udp nbdatagram",
            "netbios-ssn 139/tcp nbsession",
            "imap 143/tcp imap4",
            "snmp 161/udp",
            "snmptrap 162/udp snmp-trap",
            "ldap 389/tcp",
            "https 443/tcp MCom",
            "https 443/udp MCom",
            "microsoft-ds 445/tcp",
            "microsoft-ds 445/udp",
            "syslog 514/udp",
            "ldaps 636/tcp sldap",
            "imaps 993/tcp",
            "pop3s 995/tcp",
            "ms-sql-s 1433/tcp",
            "ms-wbt-server 3389/tcp");

    private record Row(String name, int port, String protocol, List<String> aliases) {
        boolean isCalled(String wanted) {
            // A260: names compare without regard to case
            return name.equalsIgnoreCase(wanted) || aliases.stream().anyMatch(wanted::equalsIgnoreCase);
        }
    }

    private Services() {}

    // Read at the first look-up
    private static final class Table {
        static final List<Row> ROWS = load();
    }

    /** @return the port, or -1 when the protocol has no such service */
    static int port(String name, String protocol) {
        for (Row row : Table.ROWS) {
            if (row.protocol.equals(protocol) && row.isCalled(name)) {
                return row.port;
            }
        }
        return -1;
    }

    static @Nullable String name(int port, String protocol) {
        for (Row row : Table.ROWS) {
            if (row.port == port && row.protocol.equals(protocol)) {
                return row.name;
            }
        }
        return null;
    }

    private static List<Row> load() {
        List<Row> rows = new ArrayList<>();
        systemFile().forEach(line -> add(rows, line));
        BUILT_IN.forEach(line -> add(rows, line));
        return List.copyOf(rows);
    }

    private static List<String> systemFile() {
        String windows = System.getenv("SystemRoot");
        Path file =
                windows == null ? Path.of("/etc/services") : Path.of(windows, "System32", "drivers", "etc", "services");
        try {
            return Files.readAllLines(file, StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            return List.of(); // many small systems have none: the built-in rows are made for that
        }
    }

    // "name port/protocol alias ... # comment"
    private static void add(List<Row> rows, String line) {
        String[] fields = line.replaceFirst("#.*", "").trim().split("\\s+");
        int slash = fields.length < 2 ? -1 : fields[1].indexOf('/');
        if (slash < 1 || slash > 5) {
            return;
        }
        int port = AddressText.digits(fields[1].substring(0, slash), 10);
        if (port >= 0 && port <= 0xffff) {
            rows.add(new Row(
                    fields[0],
                    port,
                    fields[1].substring(slash + 1),
                    List.of(fields).subList(2, fields.length)));
        }
    }
}
