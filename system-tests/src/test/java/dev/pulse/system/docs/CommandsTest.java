package dev.pulse.system.docs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pulse.standalone.Pulse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;

/** Every {@code pulse} command that a page shows is one that there is, with options that it has. */
class CommandsTest {
    private static final Path ROOT = Path.of("..");

    /** Up to what ends a command in a shell or in a sentence; {@code run NAME} is the tutorial's way into the background. */
    private static final Pattern SHOWN =
            Pattern.compile("(?:\\./pulse|\\$pulse|\"\\$pulse\"|^run [\\w$-]+|; do run [\\w$-]+) ([^`|;&>#)]*)");

    /** Options that a page gives a name to. */
    private static final Pattern NAMED = Pattern.compile("(?m)^(\\w+)=\"((?:--|\\$\\w+ --)[^\"]*)\"");

    /** What the script itself starts, with modules that this one does not know; and the function's own definition. */
    private static final Set<String> ELSEWHERE = Set.of("bench", "chaos", "\"$@\"", "COMMAND", "...");

    static Stream<Path> pages() throws IOException {
        List<Path> all = new ArrayList<>();
        for (String place :
                List.of("docs", "README.md", "CONTRIBUTING.md", "SECURITY.md", "benchmarks/README.md", "infra")) {
            try (Stream<Path> files = Files.walk(ROOT.resolve(place))) {
                files.filter(file -> file.toString().endsWith(".md")).forEach(all::add);
            }
        }
        return all.stream().filter(page -> !shown(read(page)).isEmpty()).sorted();
    }

    @ParameterizedTest
    @MethodSource("pages")
    void shows_commands_that_there_are(Path page) {
        assertThat(shown(read(page)))
                .allSatisfy(command -> assertThat(wrong(command)).as(command).isNull());
    }

    @Test
    void a_command_or_an_option_that_there_is_not_is_found() {
        assertThat(wrong("topics scale --bootstrap B --partitions 32")).isNull();
        assertThat(wrong("topics shrink --partitions 32")).isEqualTo("topics has no shrink");
        assertThat(wrong("topics scale --parts=32")).isEqualTo("scale has no --parts");
        assertThat(wrong("sise")).isEqualTo("pulse has no sise");
        assertThat(shown(
                        "all=\"--one 1\"\nmore=\"$all --two 2\"\n$pulse size $more # sized\nrun fleet fleet --nodes 5"))
                .containsExactly("size --one 1 --two 2", "fleet --nodes 5");
    }

    private static String read(Path page) {
        try {
            return Files.readString(page);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private static List<String> shown(String page) {
        String text = page.replaceAll("\\\\\\n\\s*", " ");
        Map<String, String> named = new LinkedHashMap<>();
        for (Matcher names = NAMED.matcher(text); names.find(); ) {
            named.put(names.group(1), expanded(names.group(2), named));
        }
        List<String> all = new ArrayList<>();
        text.lines().forEach(line -> {
            for (Matcher command = SHOWN.matcher(line); command.find(); ) {
                all.add(expanded(command.group(1), named).strip());
            }
        });
        all.removeIf(command -> command.isEmpty() || ELSEWHERE.contains(command.split(" ", 2)[0]));
        return all;
    }

    private static String expanded(String text, Map<String, String> named) {
        String whole = text;
        for (Map.Entry<String, String> name : named.entrySet()) {
            whole = whole.replace("$" + name.getKey(), name.getValue());
        }
        return whole;
    }

    /** What is wrong with a command, or null. Values are not looked at: a page may write FILE, or N. */
    private static String wrong(String command) {
        CommandLine at = Pulse.commands();
        for (String word : List.of(command.split("\\s+", -1))) {
            if (at.getSubcommands().containsKey(word)) {
                at = at.getSubcommands().get(word);
            } else if (word.startsWith("--")) {
                String option = word.replaceFirst("[=,.].*", "");
                if (!at.getCommandSpec().optionsMap().containsKey(option)) {
                    return at.getCommandName() + " has no " + option;
                }
            } else if (!at.getSubcommands().isEmpty()) {
                return at.getCommandName() + " has no " + word;
            }
        }
        return null;
    }
}
