package dev.pulse.benchmarks.record;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The checkout that is measured.
 *
 * @param home its folder
 */
public record Checkout(Path home) {
    private static final String UNKNOWN = "unknown";
    private static final int LENGTH = 12;

    /** The checkout that the {@code pulse} script runs from, otherwise the working folder. */
    public static Checkout current() {
        return new Checkout(Path.of(System.getProperty("pulse.home", "")).toAbsolutePath());
    }

    /**
     * Twelve digits of the commit that is checked out, with {@code -dirty} where a tracked file differs from it, or
     * {@code unknown} where there is no git. What benchmarks write themselves does not count as a difference: one run
     * would otherwise soil the next.
     */
    public String commit() {
        String commit = git("rev-parse", "HEAD");
        if (commit.length() < LENGTH) {
            return UNKNOWN;
        }
        String changes = git(
                "status",
                "--porcelain",
                "--untracked-files=no",
                "--",
                ".",
                ":(exclude)benchmarks/results",
                ":(exclude)benchmarks/pages",
                ":(exclude)benchmarks/README.md");
        return commit.substring(0, LENGTH) + (changes.isEmpty() ? "" : "-dirty");
    }

    /** Where the recorded results stand. */
    public Results results() {
        return new Results(home.resolve("benchmarks").resolve("results"));
    }

    private String git(String... arguments) {
        List<String> command = new ArrayList<>(List.of("git", "-C", home.toString()));
        command.addAll(List.of(arguments));
        try {
            Process git = new ProcessBuilder(command)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            String said = new String(git.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
            return git.waitFor() == 0 ? said : "";
        } catch (IOException noGit) {
            return "";
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            return "";
        }
    }
}
