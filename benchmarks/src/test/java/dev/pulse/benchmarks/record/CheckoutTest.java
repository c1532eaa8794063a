package dev.pulse.benchmarks.record;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CheckoutTest {
    @TempDir
    private Path home;

    @Test
    void a_changed_tree_is_said_to_be_so_but_not_for_what_benchmarks_write() throws Exception {
        Assumptions.assumeTrue(git("--version") == 0, "git is not installed");
        git("init", "-q");
        Path results = Files.createDirectories(home.resolve("benchmarks/results"));
        Files.writeString(home.resolve("Code.java"), "1");
        Files.writeString(results.resolve("micro.json"), "1");
        git("add", "-A");
        git("-c", "user.name=t", "-c", "user.email=t@example.org", "commit", "-q", "-m", "one");
        Checkout checkout = new Checkout(home);
        String clean = checkout.commit();
        assertThat(clean).matches("[0-9a-f]{12}");

        Files.writeString(results.resolve("micro.json"), "2");
        assertThat(checkout.commit()).isEqualTo(clean);

        Files.writeString(home.resolve("Code.java"), "2");
        assertThat(checkout.commit()).isEqualTo(clean + "-dirty");
    }

    @Test
    void outside_of_a_checkout_the_commit_is_unknown() {
        assertThat(new Checkout(home).commit()).isEqualTo("unknown");
    }

    private int git(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("git", "-C", home.toString()));
        command.addAll(List.of(arguments));
        try {
            return new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start()
                    .waitFor();
        } catch (IOException noGit) {
            return -1;
        }
    }
}
