package dev.jwinsock.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the project's Markdown points to exists: files, headings, and the programs of the examples. */
final class DocumentationTest {
    private static final Path PROJECT =
            Path.of(System.getProperty("basedir", "")).toAbsolutePath().getParent();
    private static final Pattern LINK = Pattern.compile("\\]\\((?!https?:)([^)#\\s]*)(?:#([^)\\s]+))?\\)");
    private static final Pattern HEADING = Pattern.compile("^#+ (.+)$", Pattern.MULTILINE);
    private static final Pattern PROGRAM = Pattern.compile("-Ddemo=\"?([a-z.]+\\.[A-Z]\\w*)");

    static List<Path> documents() throws IOException {
        List<Path> documents = new ArrayList<>(List.of(
                PROJECT.resolve("README.md"),
                PROJECT.resolve("CONTRIBUTING.md"),
                PROJECT.resolve("benchmarks/README.md"),
                PROJECT.resolve("compat-tests/README.md")));
        try (Stream<Path> docs = Files.list(PROJECT.resolve("docs"))) {
            docs.filter(file -> file.toString().endsWith(".md")).sorted().forEach(documents::add);
        }
        return documents;
    }

    @ParameterizedTest
    @MethodSource("documents")
    void linksLeadSomewhere(Path document) throws IOException {
        for (MatchResult link : found(LINK, document)) {
            String file = link.group(1);
            Path target = file.isEmpty() ? document : document.resolveSibling(file);
            assertThat(target.normalize()).exists();
            if (link.group(2) != null) {
                assertThat(anchors(target)).as("headings of %s", target).contains(link.group(2));
            }
        }
    }

    @ParameterizedTest
    @MethodSource("documents")
    void programsCanBeRun(Path document) throws IOException {
        for (MatchResult program : found(PROGRAM, document)) {
            assertThatCode(() -> Class.forName(program.group(1)).getMethod("main", String[].class))
                    .as(program.group(1))
                    .doesNotThrowAnyException();
        }
    }

    private static List<MatchResult> found(Pattern pattern, Path document) throws IOException {
        return pattern.matcher(Files.readString(document)).results().toList();
    }

    /** As the usual renderers make them: lower case, hyphens for spaces, no punctuation. */
    private static Set<String> anchors(Path document) throws IOException {
        return found(HEADING, document).stream()
                .map(heading -> heading.group(1).toLowerCase(Locale.ROOT))
                .map(text -> text.replaceAll("[^\\w\\- ]", "").replace(' ', '-'))
                .collect(Collectors.toSet());
    }
}
