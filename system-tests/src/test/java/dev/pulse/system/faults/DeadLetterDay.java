package dev.pulse.system.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.pulse.agent.cli.AgentCommands;
import dev.pulse.domain.verdict.Rejection;
import dev.pulse.schemas.serde.RegistryRecordSerdes;
import dev.pulse.schemas.topic.Topics;
import dev.pulse.standalone.dlq.DlqCommand;
import dev.pulse.system.Http;
import dev.pulse.system.PulseProcess;
import dev.pulse.system.books.Books;
import dev.pulse.system.books.RecordedPost;
import dev.pulse.system.books.TopicReader;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/**
 * An operator's day with the dead letters that a fleet left behind: looked at, counted, put back, cut off in the middle of
 * that, put back to the end. The books must balance as before.
 */
final class DeadLetterDay {
    private final Parts parts;
    private final Path folder;
    private final RecordedPost post;

    DeadLetterDay(Parts parts, Path folder, RecordedPost post) {
        this.parts = parts;
        this.folder = folder;
        this.post = post;
    }

    /** What a command printed, and how it ended. */
    private record Done(int status, String out, String err) {}

    private String[] command(String... arguments) {
        return Stream.concat(
                        Arrays.stream(arguments),
                        Stream.of("--bootstrap", parts.kafka().bootstrapServers(), "--registry", parts.registryUrl()))
                .toArray(String[]::new);
    }

    private Done dlq(String... arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int status = AgentCommands.configured(new DlqCommand())
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(err))
                .execute(command(arguments));
        return new Done(status, out.toString(), err.toString());
    }

    private JsonNode json(String... arguments) {
        List<String> all = new ArrayList<>(List.of(arguments));
        all.add("--json");
        Done done = dlq(all.toArray(String[]::new));
        assertThat(done.status()).as(done.err()).isZero();
        return Http.json(done.out());
    }

    void live(RegistryRecordSerdes serdes) {
        Books before = Books.read(parts.kafka(), serdes);
        looked(before);
        long skewed = clockMended(before);
        long impostors = refusedAgain(before);
        await("the books balance")
                .atMost(Parts.SOON)
                .untilAsserted(() -> assertBooks(Books.read(parts.kafka(), serdes), skewed + impostors));
        Books after = Books.read(parts.kafka(), serdes);
        assertThat(after.dead(Rejection.SKEW)).isEqualTo(before.dead(Rejection.SKEW));
        assertThat(after.verifiedHeartbeats()).isEqualTo(before.verifiedHeartbeats() + skewed);
        assertThat(after.dead(Rejection.IDENTITY)).isEqualTo(before.dead(Rejection.IDENTITY) + impostors);

        JsonNode again = json("replay", "--reason", "skew,identity");
        assertThat(again.path("put_back").asLong()).as("none of it twice").isZero();
        assertThat(again.at("/left/replayed_before/letters").asLong()).isEqualTo(skewed + impostors);
        assertThat(again.at("/left/refused_again/letters").asLong()).isEqualTo(impostors);
    }

    private void looked(Books books) {
        JsonNode stats = json("stats");
        for (Rejection reason : List.of(Rejection.SIGNATURE, Rejection.SKEW, Rejection.IDENTITY)) {
            assertThat(stats.at("/reasons/" + reason.wire() + "/letters").asLong())
                    .isEqualTo(books.dead(reason))
                    .isPositive();
        }
        assertThat(stats.path("complete").asBoolean()).isTrue();
        String noisiest = stats.path("nodes").fieldNames().next();
        JsonNode list = json("list", "--reason", "skew", "--limit", "3");
        assertThat(list.path("letters")).hasSize(3);
        JsonNode rest = json(
                "list",
                "--reason",
                "skew",
                "--limit",
                "10000",
                "--cursor",
                list.path("next_cursor").asText());
        assertThat(rest.path("letters").size() + 3L).isEqualTo(books.dead(Rejection.SKEW));
        assertThat(json("list", "--node", noisiest).path("letters").findValuesAsText("node_id"))
                .containsOnly(noisiest);
        JsonNode letter = list.path("letters").path(0);
        String place = "skew/" + letter.path("partition").asInt() + "/"
                + letter.path("offset").asLong();
        Done shown = dlq("show", place);
        assertThat(shown.out())
                .contains("received    ", "Its signature holds", "\"location\":\"(hidden)\"", "advice      ")
                .doesNotContain("latitude");
        assertThat(dlq("show", place, "--bytes").out()).contains("latitude_e6", "original    ");
        assertThat(dlq("show", "skew/0/1000000").err()).contains("No letter stands at skew/0/1000000.");
    }

    /** The ingest's clock is said to have been ten minutes ahead: what was ten minutes late then was in time. */
    private long clockMended(Books books) {
        String[] mended = {"replay", "--reason", "skew", "--ingest", "ingest-eu", "--clock-ahead", "600"};
        assertThat(json("replay", "--reason", "skew", "--dry-run")
                        .at("/left/still_refused/letters")
                        .asLong())
                .as("nothing was mended")
                .isEqualTo(books.dead(Rejection.SKEW));
        JsonNode dry = json(with(mended, "--dry-run"));
        long due = dry.path("due").asLong();
        assertThat(due).isGreaterThan(4).isLessThan(books.dead(Rejection.SKEW));
        assertThat(dry.path("put_back").asLong()).isZero();

        try (PulseProcess slow =
                PulseProcess.start(folder, with(new String[] {"dlq"}, command(with(mended, "--rate", "2"))))) {
            await("it is in the middle").atMost(Parts.SOON).until(() -> written() >= 2);
            slow.kill();
        }
        long first = written();
        assertThat(first).as("cut off before the end").isLessThan(due);
        JsonNode second = json(mended);
        assertThat(second.path("put_back").asLong()).isEqualTo(due - first);
        assertThat(second.at("/left/replayed_before/letters").asLong()).isEqualTo(first);
        assertThat(written()).isEqualTo(due);
        return due;
    }

    /** Only the verifier knows who a name belongs to: it refuses the impostors once more. A second replay shuts one out. */
    private long refusedAgain(Books books) {
        long before = written();
        try (PulseProcess slow = PulseProcess.start(
                folder, with(new String[] {"dlq"}, command("replay", "--reason", "identity", "--rate", "1")))) {
            await("it has begun").atMost(Parts.SOON).until(() -> written() > before);
            JsonNode other = json("replay", "--reason", "identity");
            assertThat(slow.awaitExit(Parts.SOON)).as(slow.output()).isEqualTo(1);
            assertThat(slow.output()).contains("Another replay has begun");
            assertThat(other.path("put_back").asLong()).isPositive();
        }
        assertThat(written() - before).isEqualTo(books.dead(Rejection.IDENTITY));
        return books.dead(Rejection.IDENTITY);
    }

    private long written() {
        return new TopicReader(parts.kafka()).read(Topics.REPLAYED).size();
    }

    private static String[] with(String[] some, String... more) {
        return Stream.concat(Arrays.stream(some), Arrays.stream(more)).toArray(String[]::new);
    }

    private void assertBooks(Books books, long replayed) {
        assertThat(books.replayed()).isEqualTo(replayed);
        assertThat(books.promises(post, 0)).isEmpty();
        assertThat(parts.balance(books)).isEmpty();
    }
}
