package dev.jwinsock.examples;

import static dev.jwinsock.Winsock2.*;
import static org.assertj.core.api.Assertions.assertThat;

import dev.jwinsock.IntRef;
import dev.jwinsock.SOCKET;
import dev.jwinsock.WSADATA;
import dev.jwinsock.sockaddr_in;
import dev.jwinsock.transport.TransportProvider;
import dev.jwinsock.transport.Transports;
import java.io.IOException;
import java.io.StringWriter;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.ServiceLoader;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The Java code in README.md compiles as it stands there, and does what the text says. */
@Timeout(60)
final class ReadmeTest {
    private static final Path README =
            Path.of(System.getProperty("basedir", "")).toAbsolutePath().resolveSibling("README.md");
    private static final Pattern FENCED = Pattern.compile("^```java\\R(.*?)^```", Pattern.MULTILINE | Pattern.DOTALL);
    private static final Pattern IMPORTS = Pattern.compile("^import .*;\\R", Pattern.MULTILINE);

    private final @Nullable String chosen = System.getProperty(Transports.CHOICE);

    @TempDir
    private Path directory;

    @AfterEach
    void chooseAsBefore() {
        if (chosen == null) {
            System.clearProperty(Transports.CHOICE);
        } else {
            System.setProperty(Transports.CHOICE, chosen);
        }
    }

    static Stream<String> transports() {
        return ServiceLoader.load(TransportProvider.class).stream()
                .map(ServiceLoader.Provider::get)
                .filter(transport -> transport.unavailable() == null)
                .map(TransportProvider::name);
    }

    private static List<String> snippets() throws IOException {
        return FENCED.matcher(Files.readString(README))
                .results()
                .map(found -> found.group(1))
                .toList();
    }

    private static String snippet(String first) throws IOException {
        return snippets().stream()
                .filter(code -> code.startsWith(first))
                .findFirst()
                .orElseThrow(() -> new AssertionError("README.md has no snippet that begins with " + first));
    }

    /** Compiles {@code static int run(parameters) { code }}, with the imports of the first snippet. */
    private MethodHandle compile(String name, MethodType type, String parameters, String code) throws Exception {
        String imports = String.join(
                "",
                IMPORTS.matcher(snippet("import") + code)
                        .results()
                        .map(found -> found.group())
                        .toList());
        Path source = directory.resolve(name + ".java");
        Files.writeString(
                source,
                imports + "public final class " + name + " { public static int run(" + parameters + ") {\n"
                        + IMPORTS.matcher(code).replaceAll("") + "} }\n");
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        StringWriter messages = new StringWriter();
        boolean compiled = compiler.getTask(
                        messages,
                        null,
                        null,
                        List.of("-d", directory.toString(), "-cp", System.getProperty("java.class.path"), "-proc:none"),
                        null,
                        compiler.getStandardFileManager(null, null, StandardCharsets.UTF_8)
                                .getJavaFileObjects(source))
                .call();
        assertThat(compiled).as("%s", messages).isTrue();
        URLClassLoader loader = new URLClassLoader(
                new URL[] {directory.toUri().toURL()}, getClass().getClassLoader());
        return MethodHandles.publicLookup().findStatic(loader.loadClass(name), "run", type);
    }

    @Test
    void everySnippetIsTriedHere() throws IOException {
        assertThat(snippets()).hasSize(3);
    }

    @ParameterizedTest
    @MethodSource("transports")
    void aSocketIsBound(String transport) throws Throwable {
        System.setProperty(Transports.CHOICE, transport);
        String code = snippet("import").replace("htons(27015)", "htons(0)"); // any free port will do here
        MethodHandle run = compile(
                "Bind",
                MethodType.methodType(int.class),
                "",
                code + "closesocket(listenSocket);\nWSACleanup();\nreturn iResult;\n");
        assertThat((int) run.invokeExact()).isZero();
    }

    @ParameterizedTest
    @MethodSource("transports")
    void theEventLoopEchoes(String transport) throws Exception {
        System.setProperty(Transports.CHOICE, transport);
        echoes("Loop", snippet("HANDLE") + "return open ? 1 : 0;\n");
    }

    @ParameterizedTest
    @MethodSource("transports")
    void theCompletionPortEchoes(String transport) throws Exception {
        System.setProperty(Transports.CHOICE, transport);
        echoes("Port", snippet("import static dev.jwinsock.Windows") + "return 0;\n");
    }

    private void echoes(String name, String code) throws Exception {
        MethodHandle run = compile(name, MethodType.methodType(int.class, SOCKET.class), "SOCKET s", code);
        assertThat(WSAStartup(MAKEWORD(2, 2), new WSADATA())).isZero();
        try {
            SOCKET listener = socket(AF_INET, SOCK_STREAM, IPPROTO_TCP);
            sockaddr_in address = new sockaddr_in();
            address.sin_family = AF_INET;
            address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
            assertThat(bind(listener, address, sizeof(address))).isZero();
            assertThat(listen(listener, 1)).isZero();
            assertThat(getsockname(listener, address, new IntRef(sizeof(address))))
                    .isZero();
            try (Socket client = new Socket(InetAddress.getLoopbackAddress(), ntohs(address.sin_port) & 0xffff)) {
                client.setSoTimeout(30_000);
                SOCKET s = accept(listener, null, null);
                FutureTask<Integer> loop = new FutureTask<>(() -> invoke(run, s));
                Thread thread = new Thread(loop, "loop");
                thread.setDaemon(true);
                thread.start();
                byte[] message = new byte[10_000]; // more than the buffer of the loop
                for (int i = 0; i < message.length; i++) {
                    message[i] = (byte) (i * 31);
                }
                for (int round = 0; round < 3; round++) {
                    client.getOutputStream().write(message);
                    assertThat(client.getInputStream().readNBytes(message.length))
                            .isEqualTo(message);
                }
                client.getOutputStream().write(message);
                client.shutdownOutput();
                assertThat(client.getInputStream().readAllBytes())
                        .as("the last message, and the end of the stream")
                        .isEqualTo(message);
                assertThat(loop.get(30, TimeUnit.SECONDS)).isZero();
                assertThat(closesocket(s)).as("the loop closed it").isEqualTo(SOCKET_ERROR);
            }
        } finally {
            WSACleanup();
        }
    }

    private static int invoke(MethodHandle run, SOCKET s) throws Exception {
        try {
            return (int) run.invokeExact(s);
        } catch (Exception | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new AssertionError(e);
        }
    }
}
