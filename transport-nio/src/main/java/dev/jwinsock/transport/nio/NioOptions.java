package dev.jwinsock.transport.nio;

import dev.jwinsock.transport.Status;
import dev.jwinsock.transport.TransportOption;
import java.io.IOException;
import java.net.NetworkInterface;
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
            Map.entry(TransportOption.LINGER, StandardSocketOptions.SO_LINGER),
            // Java's go by the channel's family: see DUAL_MULTICAST
            Map.entry(TransportOption.MULTICAST_INTERFACE, StandardSocketOptions.IP_MULTICAST_IF),
            Map.entry(TransportOption.MULTICAST_HOPS, StandardSocketOptions.IP_MULTICAST_TTL),
            Map.entry(TransportOption.MULTICAST_INTERFACE_IPV6, StandardSocketOptions.IP_MULTICAST_IF),
            Map.entry(TransportOption.MULTICAST_HOPS_IPV6, StandardSocketOptions.IP_MULTICAST_TTL),
            Map.entry(TransportOption.TRAFFIC_CLASS, StandardSocketOptions.IP_TOS)));

    private NioOptions() {}

    static boolean supports(NetworkChannel channel, TransportOption option) {
        return option == TransportOption.OOB_INLINE ? channel instanceof SocketChannel : java(channel, option) != null;
    }

    /** Java's option if this channel has it: which ones do depends on the kind of channel and on the system. */
    private static @Nullable SocketOption<?> java(NetworkChannel channel, TransportOption option) {
        SocketOption<?> java = JAVA.get(option);
        return java != null && channel.supportedOptions().contains(java) ? java : null;
    }

    /** @return the value or NO_PROTOCOL_OPTION */
    static int get(NetworkChannel channel, TransportOption option) throws IOException {
        if (option == TransportOption.OOB_INLINE && channel instanceof SocketChannel stream) {
            // no public constant for it
            return stream.socket().getOOBInline() ? 1 : 0;
        }
        SocketOption<?> java = java(channel, option);
        if (java == null) {
            return Status.NO_PROTOCOL_OPTION;
        }
        @Nullable Object value = channel.getOption(java);
        if (value instanceof Boolean on) {
            return on ? 1 : 0;
        }
        return value instanceof Integer number ? number : Status.NO_PROTOCOL_OPTION;
    }

    /** @return OK or NO_PROTOCOL_OPTION */
    @SuppressWarnings("unchecked") // the type is asked for before
    static int set(NetworkChannel channel, TransportOption option, int value) throws IOException {
        if (option == TransportOption.OOB_INLINE && channel instanceof SocketChannel stream) {
            stream.socket().setOOBInline(value != 0);
            return Status.OK;
        }
        SocketOption<?> java = java(channel, option);
        if (java == null) {
            return Status.NO_PROTOCOL_OPTION;
        }
        if (java == StandardSocketOptions.IP_MULTICAST_IF) {
            return setInterface(channel, value);
        }
        if (java.type() == Boolean.class) {
            channel.setOption((SocketOption<Boolean>) java, value != 0);
        } else {
            channel.setOption((SocketOption<Integer>) java, value);
        }
        return Status.OK;
    }

    /** An interface once chosen cannot be given up: Java has no word for the system's choice. */
    private static int setInterface(NetworkChannel channel, int index) throws IOException {
        if (index == 0) {
            @Nullable NetworkInterface before = channel.getOption(StandardSocketOptions.IP_MULTICAST_IF);
            return before == null ? Status.OK : Status.OPERATION_NOT_SUPPORTED;
        }
        NetworkInterface chosen = NetworkInterface.getByIndex(index);
        if (chosen == null) {
            return Status.ADDRESS_NOT_AVAILABLE;
        }
        channel.setOption(StandardSocketOptions.IP_MULTICAST_IF, chosen);
        return Status.OK;
    }
}
