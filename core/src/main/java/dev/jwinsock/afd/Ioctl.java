package dev.jwinsock.afd;

import dev.jwinsock.IntRef;
import dev.jwinsock.transport.Status;
import org.jspecify.annotations.Nullable;

/**
 * A control code of WSAIoctl: a row of the {@link IoctlTable}. The rows are the constants of the classes named after their
 * group, see there.
 */
final class Ioctl {
    /** What a control code does. */
    @FunctionalInterface
    interface Handler {
        /**
         * Without the socket's lock.
         *
         * @param in the input; never null, empty when the program passes NULL; {@code inLength} bytes of it count
         * @param out room for the output; never null, empty when the program passes NULL; {@code outLength} bytes of it
         *     may be used
         * @param returned the bytes stored; 0 when this is called
         * @return a status
         */
        int carryOut(AfdSocket socket, byte[] in, int inLength, byte[] out, int outLength, IntRef returned);
    }

    /** A control code that can stay pending. */
    @FunctionalInterface
    interface Waiter {
        /**
         * Makes the operation; it begins with its {@link Control#begun}. Without the socket's lock. The buffers are the
         * program's until the operation has ended; lengths as in {@link Handler}.
         */
        Control operation(Operations owner, byte[] in, int inLength, byte[] out, int outLength);
    }

    final int code;
    final String name;
    /** Sockets that have it: bits of {@link Kind}. */
    final int kinds;
    /** What the others are told. */
    final int otherwise;

    final int leastIn;
    /** What a shorter input is told. */
    final int shortIn;

    final int leastOut;
    /** What a shorter output is told. */
    final int shortOut;

    /** What it is told with an OVERLAPPED, or OK. */
    final int overlapped;
    /** With an OVERLAPPED it completes as if it had taken time. */
    final boolean completesLater;
    /** A call that fails leaves the OVERLAPPED alone. */
    final boolean failsQuietly;
    /** A buffer that is too short leaves the count of bytes alone. */
    final boolean keepsCount;
    /** It answers with the handle it was called with. */
    final boolean answersHandle;

    final @Nullable Handler handler;
    final @Nullable Waiter waiter;
    /** What everybody is told, when there is no handler. */
    final int refusal;
    /** Where this is known from: fact ids, or headings of the specification. */
    final String source;

    final NumberSource numberSource;
    /** For the documentation: what its effect is here, where one might expect more or something else; or empty. */
    final String remark;

    private Ioctl(Row row) {
        code = row.code;
        name = row.name;
        kinds = row.kinds;
        otherwise = row.otherwise;
        leastIn = row.leastIn;
        shortIn = row.shortIn;
        leastOut = row.leastOut;
        shortOut = row.shortOut;
        overlapped = row.overlapped;
        completesLater = row.completesLater;
        failsQuietly = row.failsQuietly;
        keepsCount = row.keepsCount;
        answersHandle = row.answersHandle;
        handler = row.handler;
        waiter = row.waiter;
        refusal = row.refusal;
        source = row.source;
        numberSource = row.numberSource;
        remark = row.remark;
    }

    @Override
    public String toString() {
        return name;
    }

    /** Begins a row. @param name as in the Windows header */
    static Row row(int code, String name) {
        return new Row(code, name);
    }

    /** A row in the making: what it does not say is the usual. */
    static final class Row {
        private final int code;
        private final String name;
        private int kinds = Kind.ANY;
        private int otherwise = Status.OPERATION_NOT_SUPPORTED;
        private int leastIn;
        private int shortIn = Status.FAULT;
        private int leastOut;
        private int shortOut = Status.FAULT;
        private int overlapped = Status.OK;
        private boolean completesLater;
        private boolean failsQuietly;
        private boolean keepsCount;
        private boolean answersHandle;
        private @Nullable Handler handler;
        private @Nullable Waiter waiter;
        private int refusal = Status.OPERATION_NOT_SUPPORTED; // S254
        private String source = "";
        private NumberSource numberSource = NumberSource.HEADERS;
        private String remark = "";

        private Row(int code, String name) {
            this.code = code;
            this.name = name;
        }

        /** @param sockets bits of {@link Kind} @param status what the others are told */
        Row on(int sockets, int status) {
            kinds = sockets;
            otherwise = status;
            return this;
        }

        /** Fewer bytes of input are WSAEFAULT. */
        Row in(int bytes) {
            return in(bytes, Status.FAULT);
        }

        Row in(int bytes, int otherwiseTold) {
            leastIn = bytes;
            shortIn = otherwiseTold;
            return this;
        }

        /** Room for fewer bytes of output is WSAEFAULT. */
        Row out(int bytes) {
            return out(bytes, Status.FAULT);
        }

        Row out(int bytes, int otherwiseTold) {
            leastOut = bytes;
            shortOut = otherwiseTold;
            return this;
        }

        /** @param status what it is told with an OVERLAPPED */
        Row synchronousOnly(int status) {
            overlapped = status;
            return this;
        }

        /** With an OVERLAPPED it always pends, and completes at once (A163). */
        Row completesLater() {
            completesLater = true;
            return this;
        }

        /** With an OVERLAPPED a call that fails changes nothing of it (A183). */
        Row failsQuietly() {
            failsQuietly = true;
            return this;
        }

        /** A buffer that is too short leaves the count of bytes as it was (A167, A188). */
        Row keepsCount() {
            keepsCount = true;
            return this;
        }

        /** In place of {@link #does}: the answer is the handle itself. */
        Row answersHandle() {
            answersHandle = true;
            return this;
        }

        Row does(Handler method) {
            handler = method;
            return this;
        }

        /** With an OVERLAPPED it pends; {@link #does} says what happens without. */
        Row pends(Waiter method) {
            waiter = method;
            return this;
        }

        /** Known, and always refused. */
        Row refused(int status) {
            refusal = status;
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

        Ioctl ioctl() {
            if (name.isEmpty() || source.isEmpty()) {
                throw new IllegalStateException("incomplete row " + name);
            }
            return new Ioctl(this);
        }
    }
}
