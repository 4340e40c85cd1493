package dev.jwinsock.afd;

import dev.jwinsock.IntRef;
import dev.jwinsock.transport.Capability;
import dev.jwinsock.transport.Status;
import dev.jwinsock.transport.TransportOption;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A socket option of the base provider: a row of the {@link OptionTable}. What a program sets is kept as it was given and
 * reads back exactly; where a kernel option is named the value goes there too. A row with a behaviour of its own names a
 * method for it.
 *
 * <p>The rows are the constants of the classes named after their level or group, see {@link OptionTable}.
 */
final class Option {
    /** How the value lies in memory, and which lengths are accepted. */
    enum Form {
        /** BOOL of which one byte is read and written (S263). */
        FLAG_BYTE,
        /** BOOL; from one byte on. */
        FLAG,
        /** BOOL; 4 bytes. Read into fewer the length becomes 0 (S269). */
        WHOLE_FLAG,
        /** DWORD; of a shorter value the bytes that are there (S271). */
        SHORT_NUMBER,
        /** DWORD; 4 bytes. */
        NUMBER,
        /** struct linger: two 16-bit fields; the on-switch in the low half of the stored int. */
        LINGER,
        /** Anything else: a structure, a list, an action. The row's own methods read and write it. */
        BYTES;

        boolean isFlag() {
            return this == FLAG || this == FLAG_BYTE || this == WHOLE_FLAG;
        }
    }

    enum Access {
        GET,
        SET,
        BOTH,
        /** Known, and refused. */
        NONE
    }

    /** What a number reads as, when not as the value that was kept. */
    @FunctionalInterface
    interface Reader {
        /** @return the value */
        int read(AfdSocket socket, Option option);
    }

    /** What setting a number does, when not {@link Options#keep}. */
    @FunctionalInterface
    interface Writer {
        /** With the socket's lock held. @return a status */
        int store(AfdSocket socket, Option option, int value);
    }

    /** Sets the value in the kernel; also asked when the kernel socket has been replaced. */
    @FunctionalInterface
    interface Applier {
        /** With the socket's lock held. @return a status */
        int apply(AfdSocket socket, int value);
    }

    /** Reads an option of the form {@link Form#BYTES}. */
    @FunctionalInterface
    interface BytesReader {
        /**
         * @param to room for the value; never null
         * @param length in: the bytes that may be used, at least 1 and at most {@code to.length}; out: the bytes stored
         * @return a status
         */
        int read(AfdSocket socket, byte[] to, IntRef length);
    }

    /** Sets an option of the form {@link Form#BYTES}. */
    @FunctionalInterface
    interface BytesWriter {
        /**
         * With the socket's lock held.
         *
         * @param from the value; what a program may pass as NULL is empty
         * @param length how many bytes of it count; at least {@link Row#least} and at most {@code from.length}
         * @return a status
         */
        int store(AfdSocket socket, byte[] from, int length);
    }

    private static final AtomicInteger COUNT = new AtomicInteger();

    final int level;
    final int code;
    final String name;
    /** Other Windows names of the same number. */
    final List<String> aliases;

    final Form form;
    final Access access;
    /** Sockets that have the option: bits of {@link Kind}. */
    final int kinds;
    /** What the others are told. */
    final int otherwise;
    /** What a call is told whose direction the option does not have. */
    final int refusal;
    /** The same on sockets other than streams. */
    final int refusalElsewhere;

    final int initial;
    final int initialOnStreams;
    final @Nullable TransportOption kernel;
    final @Nullable Capability needs;
    final @Nullable Reader reader;
    final @Nullable Writer writer;
    final @Nullable Applier applier;
    final @Nullable BytesReader bytesReader;
    final @Nullable BytesWriter bytesWriter;
    final int least;
    /** Where this is known from: fact ids, or headings of the specification. */
    final String source;

    final NumberSource numberSource;
    /** For the documentation: what its effect is here, where one might expect more or something else; or empty. */
    final String remark;

    /** Of the kept value, in {@link AfdSocket}. */
    final int index;

    private Option(Row row) {
        level = row.level;
        code = row.code;
        name = row.name;
        aliases = row.aliases;
        form = row.form;
        access = row.access;
        kinds = row.kinds;
        otherwise = row.otherwise;
        refusal = row.refusal;
        refusalElsewhere = row.refusalElsewhere;
        initial = row.initial;
        initialOnStreams = row.initialOnStreams;
        kernel = row.kernel;
        needs = row.needs;
        reader = row.reader;
        writer = row.writer;
        applier = row.applier;
        bytesReader = row.bytesReader;
        bytesWriter = row.bytesWriter;
        least = row.least;
        source = row.source;
        numberSource = row.numberSource;
        remark = row.remark;
        index = access == Access.NONE || form == Form.BYTES ? -1 : COUNT.getAndIncrement();
    }

    /** How many options keep a number. Of use when all rows are made. */
    static int count() {
        return COUNT.get();
    }

    boolean goesToTheKernel() {
        return kernel != null || applier != null;
    }

    @Override
    public String toString() {
        return name;
    }

    /** Begins a row. @param name as in the Windows header */
    static Row row(int level, int code, String name, Form form) {
        return new Row(level, code, name, form);
    }

    /** A row in the making: what it does not say is the usual. */
    static final class Row {
        private final int level;
        private final int code;
        private final String name;
        private final Form form;
        private List<String> aliases = List.of();
        private Access access = Access.BOTH;
        private int kinds = Kind.ANY;
        private int otherwise = Status.NO_PROTOCOL_OPTION;
        private int refusal = Status.NO_PROTOCOL_OPTION;
        private int refusalElsewhere = Status.NO_PROTOCOL_OPTION;
        private int initial;
        private int initialOnStreams;
        private @Nullable TransportOption kernel;
        private @Nullable Capability needs;
        private @Nullable Reader reader;
        private @Nullable Writer writer;
        private @Nullable Applier applier;
        private @Nullable BytesReader bytesReader;
        private @Nullable BytesWriter bytesWriter;
        private int least;
        private String source = "";
        private NumberSource numberSource = NumberSource.HEADERS;
        private String remark = "";

        private Row(int level, int code, String name, Form form) {
            this.level = level;
            this.code = code;
            this.name = name;
            this.form = form;
        }

        /** Other names of the same number. */
        Row alsoNamed(String... names) {
            aliases = List.of(names);
            return this;
        }

        /** @param sockets bits of {@link Kind}; the others are told WSAENOPROTOOPT */
        Row on(int sockets) {
            kinds = sockets;
            return this;
        }

        /** @param sockets bits of {@link Kind} @param status what the others are told */
        Row on(int sockets, int status) {
            kinds = sockets;
            otherwise = status;
            return this;
        }

        Row getOnly() {
            access = Access.GET;
            return this;
        }

        Row setOnly() {
            access = Access.SET;
            return this;
        }

        /** What a call in the direction that the option does not have is told; else WSAENOPROTOOPT. */
        Row elseTold(int onStreams, int elsewhere) {
            refusal = onStreams;
            refusalElsewhere = elsewhere;
            return this;
        }

        /** Known, and always refused. */
        Row refused(int status) {
            access = Access.NONE;
            refusal = status;
            refusalElsewhere = status;
            return this;
        }

        Row initially(int value) {
            return initially(value, value);
        }

        Row initially(int value, int onStreams) {
            initial = value;
            initialOnStreams = onStreams;
            return this;
        }

        /** The value goes to the kernel; where the transport does not have the option, keeping it must do. */
        Row kernel(TransportOption option) {
            kernel = option;
            return this;
        }

        /** Without the capability the option does not exist. */
        Row needs(Capability capability) {
            needs = capability;
            return this;
        }

        Row reads(Reader method) {
            reader = method;
            return this;
        }

        Row stores(Writer method) {
            writer = method;
            return this;
        }

        Row applies(Applier method) {
            applier = method;
            return this;
        }

        Row readsBytes(BytesReader method) {
            bytesReader = method;
            return this;
        }

        /** @param bytes fewer are WSAEFAULT */
        Row storesBytes(int bytes, BytesWriter method) {
            least = bytes;
            bytesWriter = method;
            return this;
        }

        Row source(String factsOrHeading) {
            source = factsOrHeading;
            return this;
        }

        Row number(NumberSource from) {
            numberSource = from;
            return this;
        }

        Row remark(String effect) {
            remark = effect;
            return this;
        }

        Option option() {
            boolean valid = form != Form.BYTES
                    || access == Access.NONE
                    || (access == Access.SET || bytesReader != null) && (access == Access.GET || bytesWriter != null);
            if (!valid || Stream.of(name, source).anyMatch(String::isEmpty)) {
                throw new IllegalStateException("incomplete row " + name);
            }
            return new Option(this);
        }
    }
}
