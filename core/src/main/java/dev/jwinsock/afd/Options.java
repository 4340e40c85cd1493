package dev.jwinsock.afd;

import dev.jwinsock.IntRef;
import dev.jwinsock.transport.Capability;
import dev.jwinsock.transport.Status;
import org.jspecify.annotations.Nullable;

/** getsockopt and setsockopt over the {@link OptionTable}. */
final class Options {
    private static final byte[] NOTHING = {};

    private Options() {}

    static int get(AfdSocket socket, int level, int code, byte @Nullable [] value, @Nullable IntRef length) {
        if (value == null || length == null || length.value <= 0) {
            return Status.FAULT; // S268
        }
        Option option = OptionTable.find(level, code);
        int status = check(socket, option, level, Option.Access.GET);
        if (option == null || status != Status.OK) {
            return status;
        }
        Option.BytesReader bytes = option.bytesReader;
        if (bytes != null) {
            return read(socket, bytes, value, length);
        }
        Option.Reader reader = option.reader;
        int number = reader == null ? socket.value(option) : reader.read(socket, option);
        return OptionCodec.encode(option, number, value, length);
    }

    private static int read(AfdSocket socket, Option.BytesReader reader, byte[] to, IntRef length) {
        int passed = length.value;
        int room = Math.min(passed, to.length);
        if (room == 0) {
            return Status.FAULT;
        }
        length.value = room;
        int status = reader.read(socket, to, length);
        if (length.value == room) {
            length.value = passed; // S281: a length that is larger than needed is left as it was passed
        }
        return status;
    }

    static int set(AfdSocket socket, int level, int code, byte @Nullable [] value, int length) {
        Option option = OptionTable.find(level, code);
        int status = check(socket, option, level, Option.Access.SET);
        if (option == null || status != Status.OK) {
            return status;
        }
        byte[] from = value == null && option.bytesWriter != null && length == 0 ? NOTHING : value;
        if (from == null || length < 0 || !OptionCodec.longEnough(option, Math.min(length, from.length))) {
            return Status.FAULT; // S262
        }
        socket.lock.lock();
        try {
            Option.BytesWriter bytes = option.bytesWriter;
            if (bytes != null) {
                return bytes.store(socket, from, Math.min(length, from.length));
            }
            int number = OptionCodec.decode(option, from, length);
            Option.Writer writer = option.writer;
            return writer == null ? keep(socket, option, number) : writer.store(socket, option, number);
        } finally {
            socket.lock.unlock();
        }
    }

    /** With the socket's lock held: sets the value in the kernel, if it goes there, and keeps it. */
    static int keep(AfdSocket socket, Option option, int value) {
        int status = socket.apply(option, value);
        if (status == Status.OK) {
            socket.store(option, value);
        }
        return status;
    }

    private static int check(AfdSocket socket, @Nullable Option option, int level, Option.Access wanted) {
        if (option == null) {
            return OptionTable.unknown(level);
        }
        if (option.access == Option.Access.NONE) {
            return option.refusal;
        }
        if ((option.kinds & Kind.of(socket.protocol)) == 0) {
            return option.otherwise;
        }
        if (option.level == OptionTable.IP && socket.v6Only()) {
            return Status.INVALID; // as the IPv6 level on an IPv4 socket (S294); a dual-stack socket has both
        }
        if (option.access != wanted && option.access != Option.Access.BOTH) {
            return socket.isStream() ? option.refusal : option.refusalElsewhere;
        }
        Capability needed = option.needs;
        return needed == null || socket.session.can(needed) ? Status.OK : Status.NO_PROTOCOL_OPTION;
    }
}
