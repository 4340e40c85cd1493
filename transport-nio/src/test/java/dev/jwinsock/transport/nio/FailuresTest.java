package dev.jwinsock.transport.nio;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jwinsock.transport.Status;
import java.io.IOException;
import java.net.BindException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.PortUnreachableException;
import java.net.SocketException;
import java.nio.channels.AlreadyBoundException;
import java.nio.channels.AlreadyConnectedException;
import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ConnectionPendingException;
import java.nio.channels.NoConnectionPendingException;
import java.nio.channels.NotYetConnectedException;
import java.nio.channels.UnsupportedAddressTypeException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class FailuresTest {
    private static final int FALLBACK = Status.SYSTEM_CALL_FAILURE;

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            Connection reset                                                             | -10054
            Connection reset by peer                                                     | -10054
            An existing connection was forcibly closed by the remote host                | -10054
            Broken pipe                                                                  | -10054
            Software caused connection abort                                             | -10053
            An established connection was aborted by the software in your host machine   | -10053
            Connection refused                                                           | -10061
            Connection refused: connect                                                  | -10061
            No connection could be made because the target machine actively refused it   | -10061
            Connection timed out                                                         | -10060
            Operation timed out                                                          | -10060
            Network is unreachable                                                       | -10051
            Network is down                                                              | -10050
            No route to host                                                             | -10065
            Host is down                                                                 | -10064
            Address already in use                                                       | -10048
            Address already in use: bind                                                 | -10048
            Cannot assign requested address                                              | -10049
            Can't assign requested address                                               | -10049
            Can't send to port 0                                                         | -10049
            Permission denied                                                            | -10013
            Operation not permitted                                                      | -10013
            Too many open files                                                          | -10024
            Message too long                                                             | -10040
            The message is larger than the maximum supported by the underlying transport | -10040
            No buffer space available                                                    | -10055
            Socket closed                                                                | -10038
            Socket operation on nonsocket: configureBlocking                             | -10038
            Transport endpoint is not connected                                          | -10057
            Address family not supported by protocol                                     | -10047
            Protocol not available                                                       | -10042
            Invalid argument                                                             | -10022
            """)
    void textTells(String text, int status) {
        assertThat(Failures.status(new SocketException(text), FALLBACK)).isEqualTo(status);
        assertThat(Failures.status(new IOException(text), FALLBACK)).isEqualTo(status);
    }

    static Stream<Arguments> types() {
        return Stream.of(
                Arguments.of(new PortUnreachableException(), Status.CONNECTION_REFUSED),
                Arguments.of(new AlreadyConnectedException(), Status.IS_CONNECTED),
                Arguments.of(new ConnectionPendingException(), Status.ALREADY),
                Arguments.of(new NoConnectionPendingException(), Status.NOT_CONNECTED),
                Arguments.of(new NotYetConnectedException(), Status.NOT_CONNECTED),
                Arguments.of(new AlreadyBoundException(), Status.INVALID),
                Arguments.of(new UnsupportedAddressTypeException(), Status.FAMILY_NOT_SUPPORTED),
                Arguments.of(new ClosedChannelException(), Status.NOT_SOCKET),
                Arguments.of(new AsynchronousCloseException(), Status.NOT_SOCKET),
                Arguments.of(new IllegalArgumentException("no such value"), Status.INVALID));
    }

    @ParameterizedTest
    @MethodSource("types")
    void typeTells(Exception failure, int status) {
        assertThat(Failures.status(failure, FALLBACK)).isEqualTo(status);
    }

    @Test
    void typeTellsWhenTheTextIsInAnotherLanguage() {
        assertThat(Failures.status(new ConnectException("Verbindungsaufbau abgelehnt"), FALLBACK))
                .isEqualTo(Status.CONNECTION_REFUSED);
        assertThat(Failures.status(new NoRouteToHostException("Keine Route zum Zielrechner"), FALLBACK))
                .isEqualTo(Status.HOST_UNREACHABLE);
        assertThat(Failures.status(new BindException(), FALLBACK)).isEqualTo(Status.ADDRESS_IN_USE);
    }

    @Test
    void textOutranksAnAmbiguousType() {
        assertThat(Failures.status(new BindException("Permission denied"), FALLBACK))
                .isEqualTo(Status.ACCESS);
        assertThat(Failures.status(new ConnectException("Connection timed out"), FALLBACK))
                .isEqualTo(Status.TIMED_OUT);
    }

    @Test
    void theCallTellsWhenNothingElseDoes() {
        assertThat(Failures.status(new IOException("Daten\u00fcbergabe unterbrochen"), Status.CONNECTION_RESET))
                .isEqualTo(Status.CONNECTION_RESET);
        assertThat(Failures.status(new IOException((String) null), Status.ADDRESS_IN_USE))
                .isEqualTo(Status.ADDRESS_IN_USE);
    }
}
