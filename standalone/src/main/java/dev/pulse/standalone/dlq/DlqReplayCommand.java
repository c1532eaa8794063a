package dev.pulse.standalone.dlq;

import dev.pulse.agent.cli.StopSignal;
import dev.pulse.domain.verdict.Rejection;
import dev.pulse.marketplace.letter.LetterQuery;
import dev.pulse.schemas.serde.RegistryRecordSerdes;
import dev.pulse.verifier.crypto.SignatureProvider;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code pulse dlq replay}: what was refused wrongly goes to the verifier once more, each letter once. */
@Command(
        name = "replay",
        sortOptions = false,
        description = {
            "Puts what was refused back into heartbeats.raw, where the verifier judges it as any other record.",
            "Each letter once, whoever runs it how often, and cut off anywhere. Left where they are, unless options say"
                    + " otherwise: letters that came of a replay, and those that the rules refuse as before. Begin with"
                    + " --dry-run."
        },
        mixinStandardHelpOptions = true)
public final class DlqReplayCommand implements Callable<Integer> {
    private static final Duration REGISTRY_WITHIN = Duration.ofSeconds(10);
    private static final int MOST_PER_SECOND = 100_000;

    @Spec
    private CommandSpec spec;

    @Mixin
    private LetterOptions which;

    @Option(
            names = "--dry-run",
            description = "Says what would be put back and what would be left, and changes nothing.")
    private boolean dryRun;

    @Option(
            names = "--limit",
            defaultValue = "10000",
            description = "Letters that are put back at most (default: ${DEFAULT-VALUE}).")
    private long limit;

    @Option(
            names = "--rate",
            defaultValue = "1000",
            description = "Letters a second at most, 1 to 100000 (default: ${DEFAULT-VALUE}).")
    private int rate;

    @Option(names = "--ingest", paramLabel = "NAME", description = "Only what this ingest took.")
    private String ingest;

    @Option(
            names = "--clock-ahead",
            paramLabel = "SECONDS",
            defaultValue = "0",
            description =
                    "How far that ingest's clock was ahead (negative: behind) when it took them: taken off its times"
                            + " of receipt, by which freshness is judged. Needs --ingest, and --reason skew alone.")
    private long clockAhead;

    @Option(names = "--refused-again", description = "Also letters that came of a replay.")
    private boolean refusedAgain;

    @Option(names = "--still-refused", description = "Also letters that the rules refuse as before.")
    private boolean stillRefused;

    @Option(
            names = "--timeout",
            defaultValue = "1h",
            description = "How long it works at most (default: ${DEFAULT-VALUE}).")
    private Duration timeout;

    @Option(names = "--json", description = "Prints JSON.")
    private boolean json;

    @Mixin
    private LetterSource source;

    @Override
    public Integer call() throws InterruptedException {
        LetterQuery query = which.query(Instant.now());
        check(query);
        ReplayOrder order = new ReplayOrder(
                query, limit, rate, dryRun, refusedAgain, stillRefused, ingest, Duration.ofSeconds(clockAhead));
        return source.run((grid, serdes) -> replay(order, grid, serdes));
    }

    private void check(LetterQuery query) {
        if (!which.namesReasons()) {
            throw refused("--reason is needed: what is put back is what was mended");
        }
        if (query.reasons().contains(Rejection.REPLAY)) {
            throw refused("--reason: a heartbeat that is older than the newest one of its node stays so;"
                    + " there is nothing to judge once more");
        }
        if (limit < 1) {
            throw refused("--limit must be 1 or more");
        }
        if (rate < 1 || rate > MOST_PER_SECOND) {
            throw refused("--rate must be 1 to " + MOST_PER_SECOND);
        }
        if (clockAhead != 0 && (ingest == null || !query.reasons().equals(Set.of(Rejection.SKEW)))) {
            throw refused("--clock-ahead needs --ingest and --reason skew: it is one ingest's clock that was wrong");
        }
        if (Math.abs(clockAhead) > Duration.ofDays(3_650).toSeconds()) {
            throw refused("--clock-ahead must be within ten years");
        }
    }

    private ParameterException refused(String why) {
        return new ParameterException(spec.commandLine(), why);
    }

    private int replay(ReplayOrder order, LetterSource.Grid grid, RegistryRecordSerdes serdes)
            throws InterruptedException {
        PrintWriter err = spec.commandLine().getErr();
        if (!order.dryRun()) {
            serdes.awaitRegistry(REGISTRY_WITHIN, waiting -> {});
        }
        Replay replay = new Replay(
                order, grid.consumers(), serdes, SignatureProvider.AUTO.load(why -> {}), InstantSource.system());
        boolean whole = false;
        try (StopSignal stop = StopSignal.install()) {
            whole = replay.run(
                    () -> new ReplayWriter(grid.kafka(), () -> grid.now().course(), serdes),
                    new Patience(timeout, err, System::nanoTime),
                    stop.latch());
            if (!whole) {
                err.println("Stopped before the end; what is counted below is committed. Run it again to go on.");
            }
        } finally {
            print(replay.result());
        }
        return whole ? 0 : 1;
    }

    private void print(ReplayResult result) {
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            out.println(DlqListCommand.pretty(document(result)));
            out.flush();
            return;
        }
        out.printf("%-22s %,12d%n", "letters", result.matching());
        out.printf(
                "%-22s %,12d%n",
                dryRun ? "would be put back" : "put back", dryRun ? result.toSend() : result.committed());
        result.left()
                .forEach((cause, left) -> out.printf(
                        "%-22s %,12d   for example %s: %s%n",
                        cause.word().replace('_', ' '), left.letters(), left.example(), left.detail()));
        if (result.isLimited()) {
            out.printf("There are more; --limit is %,d. %s%n", limit, dryRun ? "" : "Run it again to go on.");
        }
        out.flush();
    }

    private Map<String, Object> document(ReplayResult result) {
        Map<String, Object> left = new LinkedHashMap<>();
        result.left()
                .forEach((cause, of) -> left.put(
                        cause.word(),
                        Map.of("letters", of.letters(), "example", of.example().toString(), "detail", of.detail())));
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("dry_run", dryRun);
        all.put("letters", result.matching());
        all.put("due", result.toSend());
        all.put("put_back", result.committed());
        all.put("left", left);
        all.put("limited", result.isLimited());
        return all;
    }
}
