package dev.jwinsock.afd;

import dev.jwinsock.IntRef;
import dev.jwinsock.transport.Status;
import org.jspecify.annotations.Nullable;

/** getsockopt and setsockopt over the {@link Option} table: the rules that need more than a row. */
final class Options {
    private static final int MOST_UDP_BYTES = 65507;

    private Options() {}

    static int get(AfdSocket socket, int level, int code, byte @Nullable [] value, @Nullable IntRef length) {
        if (value == null || length == null || length.value <= 0) {
            return Status.FAULT; // S268
        }
        Option option = Option.find(level, code);
        int status = check(socket, option, level, false);
        if (option == null || status != Status.OK) {
            return status;
        }
        if (option.form == Option.Form.PROTOCOL_INFO) {
            return protocolInfo(socket, option, value, length);
        }
        int stored = OptionCodec.encode(option, read(socket, option), value, length.value);
        if (stored < 0) {
            return stored;
        }
        length.value = stored;
        return Status.OK;
    }

    private static int read(AfdSocket socket, Option option) {
        return switch (option) {
            case LISTENS -> socket.listens() ? 1 : 0;
            case ERROR -> socket.error();
            case TYPE -> socket.protocol.iSocketType;
            case DONT_LINGER -> (socket.value(Option.LINGER) & 0xffff) == 0 ? 1 : 0; // S275
            case MAX_MESSAGE_SIZE -> socket.isStream() ? -1 : MOST_UDP_BYTES; // S152
            case CONNECT_TIME -> socket.connectedSeconds();
            default -> socket.value(option);
        };
    }

    private static int protocolInfo(AfdSocket socket, Option option, byte[] value, IntRef length) {
        byte[] info = option == Option.PROTOCOL_INFO_A ? socket.protocol.toBytesA() : socket.protocol.toBytes();
        if (length.value < info.length || value.length < info.length) {
            length.value = info.length; // S281
            return Status.FAULT;
        }
        System.arraycopy(info, 0, value, 0, info.length);
        return Status.OK;
    }

    static int set(AfdSocket socket, int level, int code, byte @Nullable [] value, int length) {
        Option option = Option.find(level, code);
        int status = check(socket, option, level, true);
        if (option == null || status != Status.OK) {
            return status;
        }
        if (value == null || length < 0 || !OptionCodec.longEnough(option, Math.min(length, value.length))) {
            return Status.FAULT; // S262
        }
        int number = OptionCodec.decode(option, value, length);
        socket.lock.lock();
        try {
            return store(socket, option, number);
        } finally {
            socket.lock.unlock();
        }
    }

    private static int check(AfdSocket socket, @Nullable Option option, int level, boolean setting) {
        if (option == null) {
            return Option.unknown(level);
        }
        if (option.access == Option.Access.INVALID) {
            return Status.INVALID;
        }
        if (!socket.has(option)) {
            // S294: IPV6_V6ONLY on an IPv4 socket is WSAEINVAL; S276 and the others WSAENOPROTOOPT
            return option.kind == Option.Kind.IPV6 ? Status.INVALID : Status.NO_PROTOCOL_OPTION;
        }
        if (setting && option.access == Option.Access.GET) {
            return option == Option.TYPE && !socket.isStream() ? Status.INVALID : Status.NO_PROTOCOL_OPTION; // S279
        }
        return Status.OK;
    }

    /** With the socket's lock held. */
    private static int store(AfdSocket socket, Option option, int number) {
        int value = number;
        switch (option) {
            case REUSE_ADDRESS, EXCLUSIVE_ADDRESS_USE -> {
                Option opposite = option == Option.REUSE_ADDRESS ? Option.EXCLUSIVE_ADDRESS_USE : Option.REUSE_ADDRESS;
                if (number != 0 && socket.value(opposite) != 0) {
                    return Status.INVALID; // S061
                }
            }
            case CONDITIONAL_ACCEPT -> {
                if (socket.listens()) {
                    return Status.INVALID; // A156
                }
            }
            case IPV6_ONLY -> {
                if (socket.isBound()) {
                    return Status.INVALID; // S294
                }
            }
            case KEEP_ALIVE -> {
                if (socket.connecting()) {
                    return Status.INVALID; // "SO_KEEPALIVE socket option": not while a connect is under way
                }
                if (number != 0) {
                    keepAliveTimes(socket);
                }
            }
            case OOB_INLINE -> socket.inlineChanging(number != 0);
            case LINGER -> value = (number & 0xffff) == 0 ? number & 0xffff0000 : number & 0xffff0000 | 1; // S274
            case DONT_LINGER -> {
                int seconds = socket.value(Option.LINGER) & 0xffff0000;
                socket.store(Option.LINGER, number != 0 ? seconds : seconds | 1);
                return Status.OK;
            }
            default -> {}
        }
        int status = socket.apply(option, value);
        if (status == Status.OK) {
            socket.store(option, value);
        }
        return status;
    }

    /** Windows's times (2 hours, then 10 probes a second apart) instead of the kernel's. */
    private static void keepAliveTimes(AfdSocket socket) {
        socket.apply(Option.KEEP_IDLE, socket.value(Option.KEEP_IDLE));
        socket.apply(Option.KEEP_INTERVAL, socket.value(Option.KEEP_INTERVAL));
        socket.apply(Option.KEEP_COUNT, socket.value(Option.KEEP_COUNT));
    }
}
