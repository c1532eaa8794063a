package dev.pulse.standalone.secure;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The JDK's own tool for certificates. Passwords reach it through files, never through its arguments. */
final class Keytool {
    private static final long SECONDS = 60;

    private final Path tool = Path.of(System.getProperty("java.home"), "bin", "keytool");
    private final Path folder;

    /** @param folder what file names are relative to */
    Keytool(Path folder) {
        this.folder = folder;
    }

    /**
     * Runs it.
     *
     * @throws IOException when it fails, with what it printed
     */
    void run(String... arguments) throws IOException {
        if (!Files.isExecutable(tool)) {
            throw new IOException(tool + " is missing: certificates are made with a whole JDK");
        }
        // Each call is a virtual machine that lives for a moment.
        List<String> command =
                new ArrayList<>(List.of(tool.toString(), "-J-XX:TieredStopAtLevel=1", "-J-XX:+UseSerialGC"));
        command.addAll(Arrays.asList(arguments));
        Path output = Files.createTempFile(folder, "keytool", ".out");
        try {
            Process process = new ProcessBuilder(command)
                    .directory(folder.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(output.toFile())
                    .start();
            process.getOutputStream().close();
            boolean ended = process.waitFor(SECONDS, TimeUnit.SECONDS);
            if (!ended) {
                process.destroyForcibly();
            }
            if (!ended || process.exitValue() != 0) {
                throw new IOException("keytool " + arguments[0] + " failed: "
                        + new String(Files.readAllBytes(output), StandardCharsets.UTF_8).strip());
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", interrupted);
        } finally {
            Files.delete(output);
        }
    }
}
