package dev.pulse.benchmarks.run.gauge;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How many records a stream service restored, by what it writes into its log. */
public final class RestoreTally {
    private static final Pattern RESTORED = Pattern.compile("restored \\S+ from \\S+: (\\d+) records in");

    private final Path log;
    private final long before;

    private RestoreTally(Path log, long before) {
        this.log = log;
        this.before = before;
    }

    /** Counts what is written from now on. */
    public static RestoreTally from(Path log) throws IOException {
        return new RestoreTally(log, count(log));
    }

    private static long count(Path log) throws IOException {
        Matcher lines = RESTORED.matcher(Files.readString(log));
        long records = 0;
        while (lines.find()) {
            records += Long.parseLong(lines.group(1));
        }
        return records;
    }

    /** Records restored since. */
    public long records() throws IOException {
        return count(log) - before;
    }
}
