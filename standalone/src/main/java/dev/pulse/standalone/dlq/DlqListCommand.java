package dev.pulse.standalone.dlq;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.pulse.marketplace.http.Problem;
import dev.pulse.marketplace.http.operator.FoundLettersAnswer;
import dev.pulse.marketplace.http.operator.FoundLettersAnswer.FoundLetterAnswer;
import dev.pulse.marketplace.http.operator.LetterCursor;
import dev.pulse.marketplace.letter.FoundLetter;
import dev.pulse.marketplace.letter.LetterDesk;
import dev.pulse.marketplace.letter.LetterPage;
import dev.pulse.marketplace.letter.LetterQuery;
import dev.pulse.schemas.serde.RecordSerdes;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code pulse dlq list}: letters, newest first, without their bytes. */
@Command(
        name = "list",
        sortOptions = false,
        description = "Lists dead letters, newest first. Reads Kafka itself; changes nothing, and commits no offsets.",
        mixinStandardHelpOptions = true)
public final class DlqListCommand implements Callable<Integer> {
    private static final int MOST = 10_000;
    private static final int PAGE = 500;

    @Spec
    private CommandSpec spec;

    @Mixin
    private LetterOptions which;

    @Option(
            names = "--limit",
            defaultValue = "50",
            description = "Letters at most, 1 to 10000 (default: ${DEFAULT-VALUE}).")
    private int limit;

    @Option(names = "--cursor", paramLabel = "CURSOR", description = "Goes on where an earlier list ended.")
    private String cursor;

    @Option(
            names = "--timeout",
            defaultValue = "60s",
            description = "How long it reads at most (default: ${DEFAULT-VALUE}).")
    private Duration timeout;

    @Option(names = "--json", description = "Prints JSON, as the explorer's /api/v1/dead-letters/search answers.")
    private boolean json;

    @Mixin
    private LetterSource source;

    /** What was found, and where another list goes on. */
    private record Listed(List<FoundLetter> letters, List<Long> bounds, boolean complete, long read, long left) {}

    @Override
    public Integer call() throws InterruptedException {
        if (limit < 1 || limit > MOST) {
            throw new ParameterException(spec.commandLine(), "--limit must be 1 to " + MOST);
        }
        InstantSource clock = InstantSource.system();
        Instant now = clock.instant();
        LetterQuery query = which.query(now);
        List<Long> from = bounds(query);
        return source.run((grid, serdes) -> {
            Listed listed = list(grid, serdes, clock, query, from);
            if (json) {
                print(listed, query, now);
            } else {
                table(listed, query);
            }
            return 0;
        });
    }

    private List<Long> bounds(LetterQuery query) {
        try {
            return cursor == null ? null : LetterCursor.bounds(cursor, query);
        } catch (Problem bad) {
            throw new ParameterException(
                    spec.commandLine(),
                    "--cursor: " + bad.getMessage()
                            + " The conditions must be those of the list before, times written out.",
                    bad);
        }
    }

    private Listed list(
            LetterSource.Grid grid, RecordSerdes serdes, InstantSource clock, LetterQuery query, List<Long> from) {
        Patience patience = new Patience(timeout, spec.commandLine().getErr(), System::nanoTime);
        List<FoundLetter> letters = new ArrayList<>();
        long read = 0;
        try (LetterDesk desk = new LetterDesk(grid.consumers(), serdes, clock, System::nanoTime)) {
            List<Long> bounds = from;
            while (true) {
                LetterPage page = desk.search(query, bounds, Math.min(PAGE, limit - letters.size()));
                letters.addAll(page.letters());
                read += page.read();
                bounds = page.bounds();
                boolean full = letters.size() == limit;
                if (bounds == null || full || patience.over()) {
                    if (bounds != null && !full) {
                        patience.stopped(
                                page.left(), "Narrow it by --node, --reason or --since, or allow more --timeout.");
                    }
                    return new Listed(letters, bounds, bounds == null || full, read, page.left());
                }
                patience.progress(read, page.left());
            }
        } catch (LetterDesk.TooWideException | LetterDesk.OtherPartitionsException wrong) {
            throw new LetterSource.UnusableException(wrong.getMessage());
        }
    }

    private void print(Listed listed, LetterQuery query, Instant now) {
        FoundLettersAnswer answer = new FoundLettersAnswer(
                listed.letters().stream().map(FoundLetterAnswer::of).toList(),
                listed.bounds() == null ? null : LetterCursor.of(listed.bounds(), query),
                listed.complete(),
                listed.read(),
                now.getEpochSecond(),
                listed.left());
        PrintWriter out = spec.commandLine().getOut();
        out.println(pretty(answer));
        out.flush();
    }

    static String pretty(Object value) {
        try {
            return new ObjectMapper().writerWithDefaultPrettyPrinter().writeValueAsString(value);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private void table(Listed listed, LetterQuery query) {
        PrintWriter out = spec.commandLine().getOut();
        out.printf("%-22s %-20s %-24s %s%n", "letter", "received", "node", "why");
        for (FoundLetter letter : listed.letters()) {
            out.printf(
                    "%-22s %-20s %-24s %s%n",
                    letter.place(),
                    Instant.ofEpochSecond(Math.floorDiv(letter.at(), 1_000L)),
                    Objects.requireNonNullElse(letter.nodeId(), "-"),
                    letter.detail());
        }
        if (listed.bounds() != null) {
            out.printf(
                    "more: the same conditions%s%s --cursor %s%n",
                    query.since() == null ? "" : ", --since " + query.since(),
                    query.until() == null ? "" : ", --until " + query.until(),
                    LetterCursor.of(listed.bounds(), query));
        }
        out.flush();
    }
}
