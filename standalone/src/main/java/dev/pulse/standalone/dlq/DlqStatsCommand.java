package dev.pulse.standalone.dlq;

import dev.pulse.marketplace.letter.LetterQuery;
import dev.pulse.marketplace.letter.LetterScan;
import dev.pulse.schemas.serde.RecordSerdes;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code pulse dlq stats}: how many letters there are, of what, of whom, and since when. */
@Command(
        name = "stats",
        sortOptions = false,
        description = "Counts dead letters by reason, hour and node, by reading them from the oldest up.",
        mixinStandardHelpOptions = true)
public final class DlqStatsCommand implements Callable<Integer> {
    private static final int MOST_TOP = 1_000;

    @Spec
    private CommandSpec spec;

    @Mixin
    private LetterOptions which;

    @Option(
            names = "--top",
            defaultValue = "10",
            description = "How many of the noisiest nodes are named, 0 to 1000 (default: ${DEFAULT-VALUE}).")
    private int top;

    @Option(
            names = "--timeout",
            defaultValue = "5m",
            description = "How long it reads at most (default: ${DEFAULT-VALUE}).")
    private Duration timeout;

    @Option(names = "--json", description = "Prints JSON instead of tables.")
    private boolean json;

    @Mixin
    private LetterSource source;

    @Override
    public Integer call() throws InterruptedException {
        if (top < 0 || top > MOST_TOP) {
            throw new ParameterException(spec.commandLine(), "--top must be 0 to " + MOST_TOP);
        }
        LetterQuery query = which.query(Instant.now());
        return source.run((grid, serdes) -> {
            LetterTally tally = new LetterTally();
            long left = count(grid, serdes, query, tally);
            if (json) {
                spec.commandLine().getOut().println(DlqListCommand.pretty(document(tally, left)));
            } else {
                tables(tally);
            }
            spec.commandLine().getOut().flush();
            return left == 0 ? 0 : 1;
        });
    }

    private long count(LetterSource.Grid grid, RecordSerdes serdes, LetterQuery query, LetterTally tally) {
        Patience patience = new Patience(timeout, spec.commandLine().getErr(), System::nanoTime);
        try (LetterScan scan = new LetterScan(grid.consumers(), serdes)) {
            scan.open(query, null);
            long all = scan.left();
            long left = all;
            while (left > 0 && !patience.over()) {
                scan.next().forEach(letter -> tally.add(letter.found()));
                left = scan.left();
                patience.progress(all - left, left);
            }
            if (left > 0) {
                patience.stopped(left, "What follows is of the oldest; narrow it by --since, or allow more --timeout.");
            }
            return left;
        }
    }

    private Map<String, Object> document(LetterTally tally, long left) {
        Map<String, Object> reasons = new LinkedHashMap<>();
        tally.reasons()
                .forEach((reason, count) -> reasons.put(
                        reason.wire(),
                        Map.of(
                                "letters",
                                count.letters(),
                                "bytes",
                                count.bytes(),
                                "oldest",
                                count.oldest().getEpochSecond(),
                                "newest",
                                count.newest().getEpochSecond())));
        Map<String, Long> hours = new LinkedHashMap<>();
        tally.hours().forEach((hour, count) -> hours.put(hour.toString(), count));
        Map<String, Long> nodes = new LinkedHashMap<>();
        tally.noisiest(top).forEach(node -> nodes.put(node.nodeId(), node.letters()));
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("letters", tally.letters());
        all.put("reasons", reasons);
        all.put("hours", hours);
        all.put("nodes", nodes);
        all.put("nodes_too_low_by", tally.tooLow());
        all.put("without_node", tally.nameless());
        all.put("complete", left == 0);
        all.put("left", left);
        return all;
    }

    private void tables(LetterTally tally) {
        PrintWriter out = spec.commandLine().getOut();
        out.printf("%-10s %12s %15s  %-20s %-20s%n", "reason", "letters", "bytes kept", "first", "last");
        tally.reasons()
                .forEach((reason, count) -> out.printf(
                        "%-10s %,12d %,15d  %-20s %-20s%n",
                        reason.wire(),
                        count.letters(),
                        count.bytes(),
                        Instant.ofEpochSecond(count.oldest().getEpochSecond()),
                        Instant.ofEpochSecond(count.newest().getEpochSecond())));
        out.printf("%-10s %,12d%n", "all", tally.letters());
        if (!tally.hours().isEmpty()) {
            out.printf("%n%-20s %12s%n", "hour (UTC)", "letters");
            tally.hours().forEach((hour, count) -> out.printf("%-20s %,12d%n", hour, count));
        }
        if (top > 0 && tally.letters() > 0) {
            out.printf("%n%-40s %12s%n", "node", "letters");
            tally.noisiest(top).forEach(node -> out.printf("%-40s %,12d%n", node.nodeId(), node.letters()));
            if (tally.nameless() > 0) {
                out.printf("%-40s %,12d%n", "(no node id)", tally.nameless());
            }
            if (tally.tooLow() > 0) {
                out.printf("There are many nodes: their counts may be too low by up to %,d.%n", tally.tooLow());
            }
        }
    }
}
