package dev.pulse.ledger.devnet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The client that wallets use, unchanged, gets along with the development ledger: {@code src/test/near-api-js/walk.mjs}. */
class NearApiJsTest {
    private static final Path SOURCES = Path.of("src/test/near-api-js");
    private static final Path INSTALLED = Path.of("target/near-api-js");

    @TempDir
    Path folder;

    @Test
    void nearApiJsViewsSignsAndSends() throws Exception {
        assumeTrue(works("node", "--version") && works("npm", "--version"), "Node.js and npm are not installed here");
        install();
        try (Devnet devnet = new Devnet(DevnetSettings.in(folder))) {
            String said = run(INSTALLED, "node", "walk.mjs", devnet.uri().toString());
            assertThat(said).contains("near-api-js: all as on NEAR");
        }
    }

    private static void install() throws Exception {
        Files.createDirectories(INSTALLED);
        for (String name : List.of("package.json", "package-lock.json", "walk.mjs")) {
            Files.copy(SOURCES.resolve(name), INSTALLED.resolve(name), StandardCopyOption.REPLACE_EXISTING);
        }
        if (!Files.exists(INSTALLED.resolve("node_modules/near-api-js"))) {
            run(INSTALLED, "npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund");
        }
    }

    private static boolean works(String... command) throws InterruptedException {
        try {
            run(Path.of("."), command);
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    private static String run(Path where, String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command)
                .directory(where.toFile())
                .redirectErrorStream(true)
                .start();
        process.getOutputStream().close();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).as("%s: %s", List.of(command), said).isZero();
        return said;
    }
}
