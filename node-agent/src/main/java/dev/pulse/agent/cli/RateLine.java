package dev.pulse.agent.cli;

import dev.pulse.agent.fleet.FleetSummary;
import dev.pulse.agent.fleet.KindSummary;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;

/** A fleet's live rates: one line that moves on a terminal, a line every ten seconds elsewhere. */
final class RateLine {
    private static final Duration PLAIN_EVERY = Duration.ofSeconds(10);

    private final PrintWriter out;
    private final boolean terminal;
    private Duration lastAt = Duration.ZERO;
    private long lastPosts;
    private long lastAcknowledged;

    RateLine(PrintWriter out, boolean terminal) {
        this.out = out;
        this.terminal = terminal;
    }

    /** Whether the standard error output is a terminal: the console of newer JDKs answers even where there is none. */
    static boolean isTerminal() {
        try {
            String target = Files.readSymbolicLink(Path.of("/proc/self/fd/2")).toString();
            return target.startsWith("/dev/pts/") || target.startsWith("/dev/tty") || target.equals("/dev/console");
        } catch (IOException | UnsupportedOperationException e) {
            return false;
        }
    }

    void show(FleetSummary summary) {
        Duration passed = summary.elapsed().minus(lastAt);
        if (!terminal && passed.compareTo(PLAIN_EVERY) < 0) {
            return;
        }
        KindSummary total = summary.total();
        double seconds = Math.max(1, passed.toMillis()) / 1000.0;
        String line = String.format(
                Locale.ROOT,
                "%5d s  %d/%d nodes acknowledged  %.0f posts/s  %.0f acknowledged/s  %d retries  %d timeouts  %d errors"
                        + "  %d in flight  %d waiting",
                summary.elapsed().toSeconds(),
                summary.nodesAcknowledged(),
                summary.nodes(),
                (total.posts() - lastPosts) / seconds,
                (total.acknowledged() - lastAcknowledged) / seconds,
                total.retries(),
                total.timeouts(),
                total.errors(),
                summary.inFlight(),
                summary.waiting());
        lastAt = summary.elapsed();
        lastPosts = total.posts();
        lastAcknowledged = total.acknowledged();
        if (terminal) {
            out.print("\r\033[K" + line);
        } else {
            out.println(line);
        }
        out.flush();
    }

    /** A line of its own. */
    void say(String sentence) {
        out.println((terminal ? "\r\033[K" : "") + sentence);
        out.flush();
    }

    void end() {
        if (terminal) {
            out.println();
            out.flush();
        }
    }
}
