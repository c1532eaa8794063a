package dev.pulse.benchmarks.record;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/**
 * What a result was measured on.
 *
 * @param cpu the processor's model
 * @param cores logical processors that the JVM may use
 * @param memoryGb memory, GiB rounded to a tenth
 * @param os the distribution
 * @param kernel its release
 * @param jdk vendor and version of the JVM that measures, which is the one that is measured
 */
public record Machine(String cpu, int cores, double memoryGb, String os, String kernel, String jdk) {
    private static final double KIB_IN_GIB = 1024.0 * 1024;

    /** This machine, by {@code /proc} and {@code /etc}; what can't be read there is {@code unknown}. */
    public static Machine here() {
        return read(Path.of("/"));
    }

    static Machine read(Path root) {
        double kib = Double.parseDouble(
                value(root.resolve("proc/meminfo"), "MemTotal", ":", "0 kB").replace(" kB", ""));
        return new Machine(
                value(root.resolve("proc/cpuinfo"), "model name", ":", System.getProperty("os.arch")),
                Runtime.getRuntime().availableProcessors(),
                Math.round(kib / KIB_IN_GIB * 10) / 10.0,
                value(root.resolve("etc/os-release"), "PRETTY_NAME", "=", System.getProperty("os.name"))
                        .replace("\"", ""),
                System.getProperty("os.version"),
                System.getProperty("java.vendor") + " " + Runtime.version());
    }

    private static String value(Path file, String key, String separator, String otherwise) {
        try (Stream<String> lines = Files.lines(file, StandardCharsets.UTF_8)) {
            return lines.filter(line -> line.startsWith(key) && line.contains(separator))
                    .map(line -> line.substring(line.indexOf(separator) + 1).strip())
                    .findFirst()
                    .orElse(otherwise);
        } catch (IOException unreadable) {
            return otherwise;
        }
    }
}
