package dev.jwinsock.compat;

import static dev.jwinsock.Winsock2.*;
import static org.assertj.core.api.Assertions.assertThat;

import dev.jwinsock.compat.harness.Call;
import dev.jwinsock.compat.harness.Sockets;
import dev.jwinsock.sockaddr;
import dev.jwinsock.sockaddr_in;
import dev.jwinsock.sockaddr_storage;
import java.util.function.Supplier;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;
import org.jspecify.annotations.Nullable;

/** Whatever a function is given, it answers with a documented error: it throws nothing, and it does not block. */
abstract class ArgumentsProperties extends TransportProperties {
    @Property(tries = 2000, shrinking = ShrinkingMode.BOUNDED)
    @Conforms("D072")
    void onlyDocumentedErrors(
            @ForAll Function function,
            @ForAll SocketState state,
            @ForAll("names") Supplier<@Nullable sockaddr> name,
            @ForAll("lengths") int length,
            @ForAll("lengths") int size,
            @ForAll("flags") int flags,
            @ForAll("levels") int level,
            @ForAll("options") int option,
            @ForAll("memory") Supplier<byte @Nullable []> memory) {
        Arguments arguments = new Arguments(state.make(), name.get(), length, size, flags, level, option, memory.get());
        Call<Integer> call = Call.of(() -> function.call(arguments));
        if (call.value() == SOCKET_ERROR) {
            assertThat(function.mayFailWith(call.error()))
                    .as("%s on %s may fail with %d: %s", function, state, call.error(), arguments)
                    .isTrue();
        }
    }

    @Provide
    Arbitrary<Supplier<@Nullable sockaddr>> names() {
        return Arbitraries.of(
                () -> null,
                () -> Sockets.loopback(0),
                () -> Sockets.localAddress(Sockets.listener()),
                () -> Sockets.localAddress(Sockets.boundUdp()),
                () -> Sockets.any(0),
                ArgumentsProperties::unknownFamily,
                () -> Sockets.loopback6(0),
                () -> Sockets.mappedLoopback(0),
                () -> new sockaddr_storage(Sockets.loopback(0)),
                sockaddr_storage::new);
    }

    private static sockaddr unknownFamily() {
        sockaddr_in name = Sockets.loopback(0);
        name.sin_family = (short) 0xdead;
        return name;
    }

    @Provide
    Arbitrary<Integer> lengths() {
        return Arbitraries.oneOf(
                Arbitraries.of(-1, 0, 1, 2, 4, 7, 8, 15, 16, 24, 28, 128, 1000, Integer.MAX_VALUE, Integer.MIN_VALUE),
                Arbitraries.integers());
    }

    @Provide
    Arbitrary<Integer> flags() {
        return Arbitraries.oneOf(
                Arbitraries.of(0, MSG_OOB, MSG_PEEK, MSG_DONTROUTE, MSG_WAITALL, MSG_PARTIAL, SD_BOTH, IPPROTO_TCP),
                Arbitraries.of(FD_READ | FD_CLOSE, FD_ALL_EVENTS, POLLIN, POLLOUT, POLLIN | POLLOUT, POLLERR),
                Arbitraries.integers());
    }

    @Provide
    Arbitrary<Integer> levels() {
        return Arbitraries.oneOf(
                Arbitraries.of(SOL_SOCKET, IPPROTO_IP, IPPROTO_IPV6, IPPROTO_TCP, IPPROTO_UDP, AF_INET, AF_INET6),
                Arbitraries.integers());
    }

    @Provide
    Arbitrary<Integer> options() {
        return Arbitraries.oneOf(
                Arbitraries.integers().between(-5, 50),
                Arbitraries.integers().between(0x1001, 0x1008),
                Arbitraries.of(
                        SO_BROADCAST, SO_LINGER, SO_OOBINLINE, SO_DONTLINGER, SO_PROTOCOL_INFO, FIONBIO, FIONREAD),
                Arbitraries.integers());
    }

    @Provide
    Arbitrary<Supplier<byte @Nullable []>> memory() {
        return Arbitraries.of(
                () -> null,
                () -> new byte[0],
                () -> new byte[4],
                () -> new byte[1000],
                () -> "127.1".getBytes(java.nio.charset.StandardCharsets.ISO_8859_1));
    }
}
