package dev.jwinsock;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jwinsock.transport.Status;
import java.lang.reflect.Field;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class WsaErrorTest {
    @Test
    void everyErrorOfTheSpecificationHasItsNumberAndNoOtherExists() throws Exception {
        Map<String, Integer> expected = new TreeMap<>();
        for (String[] row : Tsv.rows("errors.tsv")) {
            expected.put(row[0], Integer.valueOf(row[1]));
        }
        Map<String, Integer> declared = new TreeMap<>();
        for (WsaError error : WsaError.values()) {
            declared.put(error.name(), error.number());
        }
        assertThat(expected).hasSizeGreaterThan(95);
        assertThat(declared).isEqualTo(expected);
    }

    @Test
    void everyErrorHasATextOfItsOwn() {
        assertThat(WsaError.values())
                .allSatisfy(error -> assertThat(error.text()).matches("[A-Z].*[.)]"))
                .extracting(WsaError::text)
                .filteredOn(text -> !text.startsWith("The look-up has no more results"))
                .doesNotHaveDuplicates();
    }

    @Test
    void theNumberOfTwoNamesGivesTheFirst() {
        assertThat(WsaError.of(11004)).isSameAs(WsaError.WSANO_DATA);
        assertThat(WsaError.of(8)).isSameAs(WsaError.WSA_NOT_ENOUGH_MEMORY);
        assertThat(WsaError.WSANO_ADDRESS.number()).isEqualTo(WsaError.WSANO_DATA.number());
    }

    @Test
    void messagesHaveNameNumberAndText() {
        assertThat(WsaError.message(10061)).startsWith("WSAECONNREFUSED (10061): Nothing listens");
        assertThat(WsaError.of(12345)).isNull();
        assertThat(WsaError.message(12345)).contains("12345");
        assertThat(Ws2tcpip.gai_strerror(Ws2tcpip.EAI_NONAME)).startsWith("WSAHOST_NOT_FOUND (11001): ");
    }

    /** Status has names of its own; what counts is that each number is a known error with the sign turned. */
    @Test
    void everyStatusIsAWinsockErrorWithTheSignTurned() throws Exception {
        Map<Integer, String> names = new TreeMap<>();
        for (Field field : Status.class.getFields()) {
            int status = field.getInt(null);
            if (field.getName().equals("OK")) {
                assertThat(status).isZero();
                continue;
            }
            if (!field.getName().equals("NOT_FOUND")) { // ERROR_NOT_FOUND of CancelIoEx, which is no Winsock function
                assertThat(WsaError.of(-status)).as(field.getName()).isNotNull();
            }
            assertThat(names.put(status, field.getName()))
                    .as("another name of " + field.getName())
                    .isNull();
        }
        assertThat(names).hasSizeGreaterThan(35);
    }

    @Test
    void theStatusNamesStandForTheRightErrors() {
        Map<Integer, WsaError> pairs = Map.ofEntries(
                Map.entry(Status.OPERATION_ABORTED, WsaError.WSA_OPERATION_ABORTED),
                Map.entry(Status.INTERRUPTED, WsaError.WSAEINTR),
                Map.entry(Status.ACCESS, WsaError.WSAEACCES),
                Map.entry(Status.FAULT, WsaError.WSAEFAULT),
                Map.entry(Status.INVALID, WsaError.WSAEINVAL),
                Map.entry(Status.TOO_MANY_FILES, WsaError.WSAEMFILE),
                Map.entry(Status.WOULD_BLOCK, WsaError.WSAEWOULDBLOCK),
                Map.entry(Status.ALREADY, WsaError.WSAEALREADY),
                Map.entry(Status.NOT_SOCKET, WsaError.WSAENOTSOCK),
                Map.entry(Status.DESTINATION_REQUIRED, WsaError.WSAEDESTADDRREQ),
                Map.entry(Status.MESSAGE_SIZE, WsaError.WSAEMSGSIZE),
                Map.entry(Status.PROTOCOL_TYPE, WsaError.WSAEPROTOTYPE),
                Map.entry(Status.NO_PROTOCOL_OPTION, WsaError.WSAENOPROTOOPT),
                Map.entry(Status.PROTOCOL_NOT_SUPPORTED, WsaError.WSAEPROTONOSUPPORT),
                Map.entry(Status.SOCKET_TYPE_NOT_SUPPORTED, WsaError.WSAESOCKTNOSUPPORT),
                Map.entry(Status.OPERATION_NOT_SUPPORTED, WsaError.WSAEOPNOTSUPP),
                Map.entry(Status.FAMILY_NOT_SUPPORTED, WsaError.WSAEAFNOSUPPORT),
                Map.entry(Status.ADDRESS_IN_USE, WsaError.WSAEADDRINUSE),
                Map.entry(Status.ADDRESS_NOT_AVAILABLE, WsaError.WSAEADDRNOTAVAIL),
                Map.entry(Status.NETWORK_DOWN, WsaError.WSAENETDOWN),
                Map.entry(Status.NETWORK_UNREACHABLE, WsaError.WSAENETUNREACH),
                Map.entry(Status.NETWORK_RESET, WsaError.WSAENETRESET),
                Map.entry(Status.CONNECTION_ABORTED, WsaError.WSAECONNABORTED),
                Map.entry(Status.CONNECTION_RESET, WsaError.WSAECONNRESET),
                Map.entry(Status.NO_BUFFERS, WsaError.WSAENOBUFS),
                Map.entry(Status.IS_CONNECTED, WsaError.WSAEISCONN),
                Map.entry(Status.NOT_CONNECTED, WsaError.WSAENOTCONN),
                Map.entry(Status.SHUT_DOWN, WsaError.WSAESHUTDOWN),
                Map.entry(Status.TIMED_OUT, WsaError.WSAETIMEDOUT),
                Map.entry(Status.CONNECTION_REFUSED, WsaError.WSAECONNREFUSED),
                Map.entry(Status.HOST_DOWN, WsaError.WSAEHOSTDOWN),
                Map.entry(Status.HOST_UNREACHABLE, WsaError.WSAEHOSTUNREACH),
                Map.entry(Status.SYSTEM_NOT_READY, WsaError.WSASYSNOTREADY),
                Map.entry(Status.VERSION_NOT_SUPPORTED, WsaError.WSAVERNOTSUPPORTED),
                Map.entry(Status.NOT_INITIALISED, WsaError.WSANOTINITIALISED),
                Map.entry(Status.DISCONNECTING, WsaError.WSAEDISCON),
                Map.entry(Status.SYSTEM_CALL_FAILURE, WsaError.WSASYSCALLFAILURE));
        assertThat(pairs).allSatisfy((status, error) -> assertThat(-status).isEqualTo(error.number()));
    }
}
