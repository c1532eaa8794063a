package dev.pulse.system.scale;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.pulse.agent.cli.AgentCommands;
import dev.pulse.domain.verdict.Rejection;
import dev.pulse.schemas.access.Actor;
import dev.pulse.schemas.serde.RegistryRecordSerdes;
import dev.pulse.schemas.topic.Topics;
import dev.pulse.standalone.dlq.DlqCommand;
import dev.pulse.system.Http;
import dev.pulse.system.books.Books;
import dev.pulse.system.books.RecordedPost;
import dev.pulse.system.books.TopicReader;
import dev.pulse.system.rig.Cluster;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;

/** What {@code dlq} makes of letters that a grid left in two generations; nobody sends heartbeats meanwhile. */
final class DeadLetters {
    private static final String[] IMPOSTORS = {"replay", "--reason", "identity", "--json"};

    private final Cluster cluster;

    DeadLetters(Cluster cluster) {
        this.cluster = cluster;
    }

    /** What a command printed, and how it ended. */
    private record Done(int status, String out, String err) {
        JsonNode json() {
            assertThat(status).as(err).isZero();
            return Http.json(out);
        }
    }

    private Done dlq(String... arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        List<String> line = new ArrayList<>(List.of(arguments));
        line.addAll(List.of("--bootstrap", cluster.kafka().bootstrapServers(), "--registry", cluster.registryUrl()));
        line.addAll(cluster.secured().options(arguments[0].equals("replay") ? Actor.REPLAYER : Actor.OPERATOR));
        int status = AgentCommands.configured(new DlqCommand())
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(err))
                .execute(line.toArray(String[]::new));
        return new Done(status, out.toString(), err.toString());
    }

    private int impostors() {
        return new TopicReader(cluster.kafka())
                .read(Topics.dead(Rejection.IDENTITY))
                .size();
    }

    void areFoundInBothGenerations() {
        int all = impostors();
        JsonNode stats = dlq("stats", "--reason", "identity", "--json").json();
        assertThat(stats.path("letters").asLong()).isEqualTo(all);
        Done list = dlq("list", "--reason", "identity", "--limit", "10000");
        List<String> places = list.out()
                .lines()
                .filter(line -> line.contains("identity/"))
                .map(line -> line.substring(0, line.indexOf(' ')))
                .toList();
        assertThat(places)
                .hasSize(all)
                .doesNotHaveDuplicates()
                .anyMatch(place -> place.startsWith("identity/"))
                .anyMatch(place -> place.startsWith("g2/identity/"));
        for (String place : List.of(places.getFirst(), places.getLast())) {
            assertThat(dlq("show", place).out()).contains("letter      " + place + "\n");
        }
        assertThat(dlq("show", "g3/identity/0/0").err()).contains("No letter stands at g3/identity/0/0.");
    }

    /** The verifier refuses them once more: those are letters of a replay, whichever generation the first ones stand in. */
    void arePutBackOnceIntoTheOneInUse(RecordedPost post) {
        int all = impostors();
        assertThat(dlq(IMPOSTORS).json().path("put_back").asLong()).isEqualTo(all);
        await("they are refused once more").atMost(ScaleTest.SOON).until(() -> impostors() == 2 * all);
        JsonNode again = dlq(IMPOSTORS).json();
        assertThat(again.path("put_back").asLong()).isZero();
        assertThat(again.at("/left/replayed_before/letters").asLong()).isEqualTo(all);
        assertThat(again.at("/left/refused_again/letters").asLong()).isEqualTo(all);
        try (RegistryRecordSerdes serdes = cluster.serdes()) {
            Books books = Books.read(cluster.kafka(), serdes);
            assertThat(books.replayed()).isEqualTo(all);
            assertThat(books.replays()).isEmpty();
            assertThat(books.outcomes()).isEmpty();
            assertThat(books.promises(post, 0)).isEmpty();
        }
    }

    /** As it is where the grid turns to yet another generation while a replay is at work (decision 0035). */
    void areLeftWhereTheTopicIsSealed() {
        try (Admin admin = Admin.create(cluster.kafka().clientProperties())) {
            AlterConfigOp seal = new AlterConfigOp(
                    new ConfigEntry(TopicConfig.MAX_MESSAGE_BYTES_CONFIG, "1"), AlterConfigOp.OpType.SET);
            admin.incrementalAlterConfigs(Map.of(
                            new ConfigResource(ConfigResource.Type.TOPIC, "pulse.heartbeats.raw.g2"), List.of(seal)))
                    .all()
                    .get(30, TimeUnit.SECONDS);
        } catch (Exception failure) {
            throw new AssertionError(failure);
        }
        Done refused = dlq("replay", "--reason", "identity", "--refused-again", "--json");
        assertThat(refused.status()).isEqualTo(1);
        assertThat(refused.err()).contains("pulse.heartbeats.raw.g2 is closed", "run it again");
        assertThat(Http.json(refused.out()).path("put_back").asLong()).isZero();
    }
}
