package dev.pulse.benchmarks.run.gauge;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Memory of a JVM.
 *
 * @param resident bytes resident
 * @param live bytes of live objects after a full collection, or -1 where it was not asked for
 */
public record ProcessMemory(long resident, long live) {
    private static final Pattern RESIDENT = Pattern.compile("VmRSS:\\s+(\\d+) kB");
    private static final Pattern TOTAL = Pattern.compile("(?m)^Total\\s+\\d+\\s+(\\d+)");

    /** What a process has resident; nothing is asked of it. */
    public static ProcessMemory of(long pid) throws IOException {
        Matcher status = RESIDENT.matcher(Files.readString(Path.of("/proc", Long.toString(pid), "status")));
        return new ProcessMemory(status.find() ? Long.parseLong(status.group(1)) * 1024 : 0, -1);
    }

    /** The same with live objects: makes the JVM collect all its garbage, so not while it is measured. */
    public static ProcessMemory collected(long pid) throws IOException {
        String printed = Jcmd.ask(pid, "GC.class_histogram");
        Matcher total = TOTAL.matcher(printed);
        return new ProcessMemory(of(pid).resident(), total.find() ? Long.parseLong(total.group(1)) : -1);
    }
}
