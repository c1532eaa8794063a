package dev.pulse.benchmarks.record;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Memory of a process in bytes.
 *
 * @param rss pages of it that are in memory
 * @param pss the same, a page that n processes share counted as an nth: what processes of one machine add up to
 * @param peakRss the most that rss ever was
 */
public record Memory(long rss, long pss, long peakRss) {
    private static final long KIB = 1024;

    /**
     * Reads it from {@code /proc/PID/smaps_rollup} and {@code status}.
     *
     * @throws UncheckedIOException when there is no such process, or it is somebody else's
     */
    public static Memory of(long pid) {
        return read(Path.of("/proc", Long.toString(pid)));
    }

    static Memory read(Path process) {
        try {
            List<String> pages = Files.readAllLines(process.resolve("smaps_rollup"), StandardCharsets.UTF_8);
            List<String> status = Files.readAllLines(process.resolve("status"), StandardCharsets.UTF_8);
            return new Memory(bytes(pages, "Rss:"), bytes(pages, "Pss:"), bytes(status, "VmHWM:"));
        } catch (IOException gone) {
            throw new UncheckedIOException("no memory to be read in " + process, gone);
        }
    }

    private static long bytes(List<String> lines, String key) {
        return lines.stream()
                .filter(line -> line.startsWith(key))
                .map(line -> line.substring(key.length()).replace("kB", "").strip())
                .mapToLong(kib -> Long.parseLong(kib) * KIB)
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("the kernel tells no " + key));
    }
}
