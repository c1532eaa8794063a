package dev.pulse.benchmarks.record;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * Processor time that processes have used, user and system together, as the kernel accounts it in {@code
 * /proc/PID/stat}: fields 14 and 15 of proc(5), whole ticks of 10 ms. A difference between two readings is therefore
 * good to 20 ms, and worth quoting over seconds only.
 */
public final class CpuClock {
    /** Microseconds in a tick: the kernel shows all times in USER_HZ, which is 100 on every architecture of ours. */
    public static final long TICK_MICROS = 10_000;

    /** Where the group of threads stands that were gone before a reading, or came after a listing. */
    public static final String ENDED = "(ended)";

    private static final Pattern NUMBERING = Pattern.compile("[-#_./: 0-9]+$");
    private static final int UTIME = 11;
    private static final int STIME = 12;

    private final Path proc;

    /** The clock of this machine. */
    public CpuClock() {
        this(Path.of("/proc"));
    }

    CpuClock(Path proc) {
        this.proc = proc;
    }

    /**
     * What a process had used.
     *
     * @param micros microseconds in all
     * @param groups the same by group of threads; ended threads under {@link #ENDED}, so that they add up
     */
    public record Usage(long micros, Map<String, Long> groups) {
        /** Copies the groups. */
        public Usage {
            groups = Map.copyOf(groups);
        }

        /** What was used since an earlier reading of the same process. */
        public Usage since(Usage earlier) {
            Map<String, Long> used = new TreeMap<>(groups);
            earlier.groups.forEach((group, before) -> used.merge(group, -before, Long::sum));
            used.values().removeIf(value -> value == 0);
            return new Usage(micros - earlier.micros, used);
        }
    }

    /**
     * Microseconds that a process, with all threads it ever had, has used.
     *
     * @throws UncheckedIOException when there is no such process
     */
    public long micros(long pid) {
        return ticks(process(pid).resolve("stat")) * TICK_MICROS;
    }

    /**
     * The same by group of threads: those whose names differ by a number at the end alone. The kernel keeps 15 bytes of
     * a name.
     *
     * @throws UncheckedIOException when there is no such process
     */
    public Usage usage(long pid) {
        Map<String, Long> groups = new TreeMap<>();
        try (DirectoryStream<Path> threads =
                Files.newDirectoryStream(process(pid).resolve("task"))) {
            for (Path thread : threads) {
                add(thread, groups);
            }
        } catch (IOException gone) {
            throw new UncheckedIOException("no process " + pid, gone);
        }
        long living = groups.values().stream().mapToLong(Long::longValue).sum();
        long all = micros(pid);
        groups.put(ENDED, Math.max(0, all - living));
        return new Usage(Math.max(all, living), groups);
    }

    /** A thread that ended since it was listed is left out: it is in the process's sum. */
    private static void add(Path thread, Map<String, Long> groups) {
        Path stat = thread.resolve("stat");
        String name;
        long micros;
        try {
            name = Files.readString(thread.resolve("comm"), StandardCharsets.UTF_8);
            micros = ticks(stat) * TICK_MICROS;
        } catch (IOException | UncheckedIOException ended) {
            return;
        }
        groups.merge(group(name.strip()), micros, Long::sum);
    }

    /** The group of a thread: its name without the number at its end. */
    static String group(String name) {
        String group = NUMBERING.matcher(name).replaceFirst("");
        return group.isEmpty() ? name : group;
    }

    private Path process(long pid) {
        return proc.resolve(Long.toString(pid));
    }

    private static long ticks(Path stat) {
        try {
            String line = Files.readString(stat, StandardCharsets.ISO_8859_1);
            // The name stands in parentheses and may hold anything, parentheses and spaces too.
            String[] fields = line.substring(line.lastIndexOf(')') + 2).split(" ", UTIME + 3);
            return Long.parseLong(fields[UTIME]) + Long.parseLong(fields[STIME]);
        } catch (IOException gone) {
            throw new UncheckedIOException("no such process: " + stat, gone);
        }
    }
}
