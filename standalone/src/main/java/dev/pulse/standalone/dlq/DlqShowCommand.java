package dev.pulse.standalone.dlq;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.pulse.domain.verdict.Sha256;
import dev.pulse.marketplace.http.operator.LetterAnswer;
import dev.pulse.marketplace.letter.Examination;
import dev.pulse.marketplace.letter.FoundLetter;
import dev.pulse.marketplace.letter.LetterDesk;
import dev.pulse.marketplace.letter.LookUp;
import dev.pulse.schemas.generation.Generation;
import dev.pulse.schemas.generation.LetterPlace;
import dev.pulse.schemas.serde.RecordSerdes;
import dev.pulse.schemas.topic.Topics;
import java.io.PrintWriter;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code pulse dlq show}: one letter, what stands in it and what the rules say of it now. */
@Command(
        name = "show",
        sortOptions = false,
        description = {
            "Shows one dead letter: why it was refused, what stands in it, what each rule says of it now.",
            "Places, addresses, host names and fields that this version does not know are hidden, and so are the bytes,"
                    + " unless --bytes is given: a heartbeat may say where somebody lives."
        },
        mixinStandardHelpOptions = true)
public final class DlqShowCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Parameters(
            paramLabel = "LETTER",
            description = "Where it stands, as `dlq list` prints it: skew/3/17, g2/skew/3/17.")
    private String letter;

    @Option(names = "--bytes", description = "Hides nothing: the payload as it was signed, and the bytes in base64.")
    private boolean bytes;

    @Option(names = "--json", description = "Prints JSON, as the explorer's /api/v1/dead-letters/... answers.")
    private boolean json;

    @Mixin
    private LetterSource source;

    @Override
    public Integer call() throws InterruptedException {
        LetterPlace place = LetterPlace.parse(letter)
                .orElseThrow(() -> new ParameterException(
                        spec.commandLine(), "'" + letter + "' is no place of a letter; write it as skew/3/17"));
        return source.run((grid, serdes) -> show(place, grid, serdes));
    }

    private int show(LetterPlace place, LetterSource.Grid grid, RecordSerdes serdes) {
        LookUp found;
        try (LetterDesk desk = new LetterDesk(grid.consumers(), serdes, InstantSource.system(), System::nanoTime)) {
            found = desk.find(place);
        }
        return switch (found) {
            case LookUp.Found one -> {
                List<String> history = history(place, one.letter().found(), grid, serdes);
                if (json) {
                    print(one, history);
                } else {
                    say(one.letter(), place, history);
                }
                yield 0;
            }
            case LookUp.Gone gone ->
                failed("The letter " + place + " is older than Kafka keeps them; the oldest there is at "
                        + gone.oldest() + ".");
            case LookUp.Never never -> failed("No letter stands at " + place + ".");
            case LookUp.Late late -> failed("Kafka did not give the letter within 3 seconds; try again.");
        };
    }

    private int failed(String why) {
        spec.commandLine().getErr().println(why);
        return 1;
    }

    /** What replays did to it. */
    private static List<String> history(
            LetterPlace place, FoundLetter letter, LetterSource.Grid grid, RecordSerdes serdes) {
        ReplayBook book = new ReplayBook(grid.consumers(), serdes);
        book.read(place.generation(), place.partition());
        List<String> history = new ArrayList<>();
        book.replayOf(place)
                .ifPresent(done -> history.add("Put into " + done.getRawTopic() + " once more at " + done.getAt()
                        + ", at partition " + done.getRawPartition() + ", offset " + done.getRawOffset() + "."));
        if (letter.source() != null && Generation.base(letter.source().topic()).equals(Topics.RAW.name())) {
            book.originOf(letter.source(), letter.sourceOffset())
                    .ifPresent(origin -> history.add("What was refused came of a replay of " + origin + "."));
        }
        return history;
    }

    private void print(LookUp.Found one, List<String> history) {
        ObjectNode answer = new ObjectMapper().valueToTree(LetterAnswer.of(one.letter(), one.asOf()));
        answer.put("original_sha256", digest(one.letter()));
        answer.putPOJO("replays", history);
        if (!bytes) {
            answer.putNull("original_base64");
            answer.putNull("original_text");
            if (answer.get("heartbeat") instanceof ObjectNode heartbeat) {
                heartbeat.put(
                        "payload",
                        new Redaction().payload(heartbeat.path("payload").asText(null)));
                heartbeat.putNull("payload_base64");
            }
        }
        spec.commandLine().getOut().println(DlqListCommand.pretty(answer));
        spec.commandLine().getOut().flush();
    }

    private void say(Examination letter, LetterPlace place, List<String> history) {
        PrintWriter out = spec.commandLine().getOut();
        FoundLetter found = letter.found();
        out.println("letter      " + place);
        out.println("received    " + Instant.ofEpochMilli(found.at()));
        out.println("node        " + Objects.requireNonNullElse(found.nodeId(), "-"));
        out.println("account     " + Objects.requireNonNullElse(found.account(), "-"));
        if (found.source() != null) {
            out.println("stood in    " + found.source().topic() + ", partition "
                    + found.source().partition() + ", offset " + found.sourceOffset());
        }
        out.println("bytes       " + found.originalBytes() + ", SHA-256 " + digest(letter));
        letter.findings().forEach(finding -> out.println("            " + finding));
        history.forEach(done -> out.println("replays     " + done));
        Examination.Inside inside = letter.heartbeat();
        if (inside != null) {
            out.println("taken by    " + inside.ingest() + ", region " + inside.region() + ", by its clock at "
                    + Instant.ofEpochMilli(inside.receivedAt()));
            out.println("payload     " + (bytes ? text(inside) : new Redaction().payload(inside.text())));
            out.println("signature   " + Base64.getEncoder().encodeToString(inside.signature()));
        }
        if (bytes) {
            out.println("original    " + Base64.getEncoder().encodeToString(letter.original()));
        }
        letter.advice().forEach(advice -> out.println("advice      " + advice));
        out.flush();
    }

    private static String text(Examination.Inside inside) {
        return Objects.requireNonNullElseGet(
                inside.text(), () -> "base64 " + Base64.getEncoder().encodeToString(inside.payload()));
    }

    /** Of as many bytes as are shown. */
    private static String digest(Examination letter) {
        return HexFormat.of().formatHex(Sha256.hash(letter.original()));
    }
}
