package dev.jwinsock;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

/** The constants of the header classes against the numbers of the Windows headers, both ways. */
class ConstantsTest {
    private static Map<String, Integer> declared(Class<?> header) throws IllegalAccessException {
        Map<String, Integer> constants = new TreeMap<>();
        for (Field field : header.getFields()) {
            if (field.getType() == int.class) {
                assertThat(Modifier.isStatic(field.getModifiers()) && Modifier.isFinal(field.getModifiers()))
                        .as(field.getName())
                        .isTrue();
                constants.put(field.getName(), field.getInt(null));
            }
        }
        return constants;
    }

    private static Map<String, Integer> listed(Predicate<String> header) throws IOException {
        Map<String, Integer> constants = new TreeMap<>();
        for (String[] row : Tsv.rows("constants.tsv")) {
            if (header.test(row[2])) {
                assertThat(constants.put(row[0], Long.decode(row[1]).intValue()))
                        .as(row[0])
                        .isNull();
            }
        }
        return constants;
    }

    @Test
    void winsock2HasTheNumbersOfItsHeadersAndNoOthers() throws Exception {
        Map<String, Integer> expected = listed(header -> header.equals("winsock2.h") || header.equals("ws2def.h"));
        assertThat(expected).hasSizeGreaterThan(400);
        expected.put("SOCKET_ERROR", -1);
        assertThat(declared(Winsock2.class)).isEqualTo(expected);
    }

    @Test
    void mswsockHasTheNumbersOfItsHeader() throws Exception {
        Map<String, Integer> expected = listed(header -> header.equals("mswsock.h"));
        assertThat(expected).hasSizeGreaterThan(15);
        // Not in the inventory: _WSAIORW(IOC_WS2, 36)
        expected.put("SIO_GET_MULTIPLE_EXTENSION_FUNCTION_POINTER", Winsock2.IOC_INOUT | Winsock2.IOC_WS2 | 36);
        assertThat(declared(Mswsock.class)).isEqualTo(expected);
    }

    @Test
    void ws2tcpipHasTheNumbersOfItsHeadersAndNoOthers() throws Exception {
        Map<String, Integer> expected = listed(header -> header.equals("ws2tcpip.h") || header.equals("ws2ipdef.h"));
        assertThat(expected).hasSizeGreaterThan(130);
        assertThat(declared(Ws2tcpip.class)).isEqualTo(expected);
    }

    @Test
    void mstcpipAndQosHaveTheNumbersOfTheirHeadersAndNoOthers() throws Exception {
        assertThat(declared(Mstcpip.class))
                .hasSizeGreaterThan(60)
                .isEqualTo(listed(header -> header.equals("mstcpip.h")));
        assertThat(declared(Qos.class)).hasSizeGreaterThan(20).isEqualTo(listed(header -> header.equals("qos.h")));
        assertThat(declared(Qossp.class)).isEqualTo(listed(header -> header.equals("qossp.h")));
    }

    @Test
    void aStaticImportOfAllHeadersIsNeverAmbiguous() throws Exception {
        assertThat(declared(Winsock2.class).keySet())
                .doesNotContainAnyElementsOf(declared(Ws2tcpip.class).keySet())
                .doesNotContainAnyElementsOf(declared(Windows.class).keySet());
        assertThat(declared(Ws2tcpip.class).keySet())
                .doesNotContainAnyElementsOf(declared(Windows.class).keySet());
        for (Class<?> other : List.of(Winsock2.class, Ws2tcpip.class, Windows.class)) {
            assertThat(declared(Mswsock.class).keySet())
                    .doesNotContainAnyElementsOf(declared(other).keySet());
        }
        for (Class<?> other : List.of(Winsock2.class, Ws2tcpip.class, Windows.class, Mswsock.class)) {
            assertThat(declared(Mstcpip.class).keySet())
                    .doesNotContainAnyElementsOf(declared(other).keySet());
            assertThat(declared(Qos.class).keySet())
                    .doesNotContainAnyElementsOf(declared(other).keySet());
        }
    }

    /** Not from the table: the macros by which the Windows headers build the numbers. */
    @Test
    void controlCodesAreBuiltAsByTheMacros() {
        assertThat(Winsock2.FIONREAD).isEqualTo(macro(0x40000000, 4, 'f', 127));
        assertThat(Winsock2.FIONBIO).isEqualTo(macro(0x80000000, 4, 'f', 126));
        assertThat(Winsock2.FIOASYNC).isEqualTo(macro(0x80000000, 4, 'f', 125));
        assertThat(Winsock2.SIOCATMARK).isEqualTo(macro(0x40000000, 4, 's', 7));
        assertThat(Ws2tcpip.SIO_GET_INTERFACE_LIST).isEqualTo(macro(0x40000000, 4, 't', 127));
        int ws2 = 0x08000000;
        assertThat(Winsock2.IOC_WS2).isEqualTo(ws2);
        assertThat(Winsock2.SIO_FLUSH).isEqualTo(Winsock2.IOC_VOID | ws2 | 4);
        assertThat(Winsock2.SIO_ADDRESS_LIST_QUERY).isEqualTo(Winsock2.IOC_OUT | ws2 | 22);
        assertThat(Winsock2.SIO_GET_EXTENSION_FUNCTION_POINTER).isEqualTo(Winsock2.IOC_INOUT | ws2 | 6);
        assertThat(Winsock2.IOC_INOUT).isEqualTo(0xC0000000);
    }

    private static int macro(int direction, int size, char group, int number) {
        return direction | size << 16 | group << 8 | number;
    }

    @Test
    void onlyTheseNumbersAreZero() throws Exception {
        Map<String, Integer> zeros = declared(Winsock2.class);
        zeros.putAll(declared(Ws2tcpip.class));
        zeros.values().removeIf(value -> value != 0);
        assertThat(zeros.keySet())
                .containsExactlyInAnyOrder(
                        "ADDR_ANY",
                        "AF_UNSPEC",
                        "BIGENDIAN",
                        "CF_ACCEPT",
                        "COMP_EQUAL",
                        "FD_READ_BIT",
                        "INADDR_ANY",
                        "IOC_UNIX",
                        "IPPROTO_HOPOPTS",
                        "IPPROTO_IP",
                        "IP_PMTUDISC_NOT_SET",
                        "LAYERED_PROTOCOL",
                        "MCAST_INCLUDE",
                        "NS_ALL",
                        "PF_UNSPEC",
                        "RNRSERVICE_REGISTER",
                        "SD_RECEIVE",
                        "SECURITY_PROTOCOL_NONE",
                        "SOCK_NOTIFY_OP_NONE",
                        "SOCK_NOTIFY_REGISTER_EVENT_NONE",
                        "WSA_WAIT_EVENT_0");
    }

    @Test
    void constantsThatAreNotNumbers() {
        assertThat(Winsock2.INVALID_SOCKET).isSameAs(SOCKET.INVALID).hasToString("INVALID_SOCKET");
        assertThat(Winsock2.INVALID_SOCKET.value()).isEqualTo(-1);
        assertThat(Winsock2.WSA_INVALID_EVENT).isNull();
    }

    @Test
    void theErrorsOfGetaddrinfoAreWinsockErrors() {
        assertThat(Ws2tcpip.EAI_NONAME).isEqualTo(Winsock2.WSAHOST_NOT_FOUND);
        assertThat(Ws2tcpip.EAI_SERVICE).isEqualTo(Winsock2.WSATYPE_NOT_FOUND);
        assertThat(Ws2tcpip.EAI_FAMILY).isEqualTo(Winsock2.WSAEAFNOSUPPORT);
        assertThat(Ws2tcpip.EAI_FAIL).isEqualTo(Winsock2.WSANO_RECOVERY);
    }
}
