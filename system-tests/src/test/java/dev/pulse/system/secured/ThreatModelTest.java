package dev.pulse.system.secured;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What the threat model says that holds is held by a test that there is. */
class ThreatModelTest {
    private static final Path ROOT = Path.of("..");
    private static final Pattern NAMED = Pattern.compile("`(\\w+Test)`");

    @Test
    void every_test_that_it_names_is_there() throws IOException {
        Set<String> named = Stream.of("docs/concepts/threat-model.md", "docs/guides/secure-http.md", "SECURITY.md")
                .flatMap(file ->
                        NAMED.matcher(text(ROOT.resolve(file))).results().map(found -> found.group(1)))
                .collect(Collectors.toSet());
        assertThat(named).hasSizeGreaterThan(30);
        try (Stream<Path> files = Files.walk(ROOT)) {
            Set<String> there = files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith("Test.java"))
                    .map(name -> name.substring(0, name.length() - ".java".length()))
                    .collect(Collectors.toSet());
            assertThat(there).containsAll(named);
        }
    }

    @Test
    void every_line_of_a_threat_names_one() {
        assertThat(text(ROOT.resolve("docs/concepts/threat-model.md"))
                        .lines()
                        .dropWhile(line -> !line.startsWith("## Who"))
                        .takeWhile(line -> !line.startsWith("## Floods"))
                        .filter(line ->
                                line.startsWith("|") && !line.startsWith("|---") && !line.startsWith("| wants")))
                .isNotEmpty()
                .allMatch(line -> NAMED.matcher(line.substring(line.lastIndexOf('|', line.length() - 2)))
                        .find());
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
