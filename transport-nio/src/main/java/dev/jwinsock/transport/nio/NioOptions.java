package dev.jwinsock.transport.nio;

import dev.jwinsock.transport.Status;
import dev.jwinsock.transport.TransportOption;
import java.io.IOException;
import java.net.SocketOption;
import java.net.StandardSocketOptions;
import java.nio.channels.NetworkChannel;
import java.nio.channels.SocketChannel;
import java.util.EnumMap;
import java.util.Map;
import jdk.net.ExtendedSocketOptions;
import org.jspecify.annotations.Nullable;

/** The transport's options as Java's. IPV6_ONLY and ICMP_ERRORS have no counterpart. */
final class NioOptions {
    private static final Map<TransportOption, SocketOption<?>> JAVA = new EnumMap<>(Map.ofEntries(
            Map.entry(TransportOption.SEND_BUFFER, StandardSocketOptions.SO_SNDBUF),
            Map.entry(TransportOption.RECEIVE_BUFFER, StandardSocketOptions.SO_RCVBUF),
            Map.entry(TransportOption.KEEP_ALIVE, StandardSocketOptions.SO_KEEPALIVE),
            Map.entry(TransportOption.KEEP_IDLE, ExtendedSocketOptions.TCP_KEEPIDLE),
            Map.entry(TransportOption.KEEP_INTERVAL, ExtendedSocketOptions.TCP_KEEPINTERVAL),
            Map.entry(TransportOption.KEEP_COUNT, ExtendedSocketOptions.TCP_KEEPCOUNT),
            Map.entry(TransportOption.NO_DELAY, StandardSocketOptions.TCP_NODELAY),
            Map.entry(TransportOption.BROADCAST, StandardSocketOptions.SO_BROADCAST),
            Map.entry(TransportOption.REUSE_ADDRESS, StandardSocketOptions.SO_REUSEADDR),
            Map.entry(TransportOption.REUSE_PORT, StandardSocketOptions.SO_REUSEPORT),
            Map.entry(TransportOption.LINGER, StandardSocketOptions.SO_LINGER)));

    private NioOptions() {}

    static boolean supports(NetworkChannel channel, TransportOption option) {
        if (option == TransportOption.OOB_INLINE) {
            return channel instanceof SocketChannel;
        }
        SocketOption<?> java = JAVA.get(option);
        return java != null && channel.supportedOptions().contains(java);
    }

    /** @return the value or NO_PROTOCOL_OPTION */
    static int get(NetworkChannel channel, TransportOption option) throws IOException {
        if (!supports(channel, option)) {
            return Status.NO_PROTOCOL_OPTION;
        }
        if (option == TransportOption.OOB_INLINE) {
            return ((SocketChannel) channel).socket().getOOBInline() ? 1 : 0;
        }
        @Nullable Object value = channel.getOption(JAVA.get(option));
        if (value instanceof Boolean on) {
            return on ? 1 : 0;
        }
        return value instanceof Integer number ? number : Status.NO_PROTOCOL_OPTION;
    }

    /** @return OK or NO_PROTOCOL_OPTION */
    @SuppressWarnings("unchecked") // the type is asked for before
    static int set(NetworkChannel channel, TransportOption option, int value) throws IOException {
        if (!supports(channel, option)) {
            return Status.NO_PROTOCOL_OPTION;
        }
        if (option == TransportOption.OOB_INLINE) {
            ((SocketChannel) channel).socket().setOOBInline(value != 0);
            return Status.OK;
        }
        SocketOption<?> java = JAVA.get(option);
        if (java.type() == Boolean.class) {
            channel.setOption((SocketOption<Boolean>) java, value != 0);
        } else {
            channel.setOption((SocketOption<Integer>) java, value);
        }
        return Status.OK;
    }
}
