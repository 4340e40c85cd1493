package dev.jwinsock.compat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.jwinsock.compat.harness.Transports;
import dev.jwinsock.compat.options.OptionMatrix;
import dev.jwinsock.transport.TransportProvider;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** docs/options.md says what is so; {@code -Djvm.flags=-Doptions.write=true} writes it anew. */
final class OptionsDocTest {
    private static final Path PAGE = Path.of("../docs/options.md");

    @Test
    void thePageIsNotStale() throws IOException {
        List<TransportProvider> transports = Transports.selected();
        assumeTrue(
                transports.stream().map(TransportProvider::name).toList().equals(List.of("epoll", "nio")),
                "the page is about these transports");
        assumeTrue(Files.exists(Path.of("/proc/net/if_inet6")), "no IPv6 here");
        String before = System.getProperty(Transports.PROPERTY);
        try {
            String page = OptionMatrix.page(transports);
            if (Boolean.getBoolean("options.write")) {
                Files.writeString(PAGE, page);
            }
            assertThat(Files.exists(PAGE) ? Files.readString(PAGE) : "")
                    .as("docs/options.md is stale: run this test with -Djvm.flags=-Doptions.write=true and commit it")
                    .isEqualTo(page);
        } finally {
            if (before == null) {
                System.clearProperty(Transports.PROPERTY);
            } else {
                System.setProperty(Transports.PROPERTY, before);
            }
        }
    }
}
