package dev.jwinsock;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
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
                assertThat(constants.put(row[0], Integer.valueOf(row[1]))).as(row[0]).isNull();
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
    void ws2tcpipHasTheNumbersOfItsHeadersAndNoOthers() throws Exception {
        Map<String, Integer> expected = listed(header -> header.equals("ws2tcpip.h") || header.equals("ws2ipdef.h"));
        assertThat(expected).hasSizeGreaterThan(130);
        assertThat(declared(Ws2tcpip.class)).isEqualTo(expected);
    }

    @Test
    void aStaticImportOfAllHeadersIsNeverAmbiguous() throws Exception {
        assertThat(declared(Winsock2.class).keySet())
                .doesNotContainAnyElementsOf(declared(Ws2tcpip.class).keySet())
                .doesNotContainAnyElementsOf(declared(Windows.class).keySet());
        assertThat(declared(Ws2tcpip.class).keySet())
                .doesNotContainAnyElementsOf(declared(Windows.class).keySet());
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
