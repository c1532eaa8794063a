package dev.pulse.agent.node;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pulse.agent.FakeIngest;
import dev.pulse.agent.FakeIngest.Reply;
import dev.pulse.agent.heartbeat.NodeFacts;
import dev.pulse.agent.ingest.Answer;
import dev.pulse.agent.ingest.JdkHeartbeatPost;
import dev.pulse.agent.ingest.SendingRule;
import dev.pulse.agent.key.NodeIdentity;
import dev.pulse.agent.key.NodeKey;
import dev.pulse.domain.heartbeat.Capacity;
import dev.pulse.domain.heartbeat.HeartbeatReader;
import dev.pulse.domain.heartbeat.Location;
import dev.pulse.domain.heartbeat.Reading;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** The agent against a real HTTP server, with a clock that only its own pauses move. */
class NodeAgentTest {
    private static final Duration MINUTE = Duration.ofSeconds(60);
    private static final NodeFacts FACTS =
            new NodeFacts("h", null, "1", 1, -1, Capacity.UNKNOWN, Location.UNKNOWN, List.of(), "eu", null);

    private final List<Duration> pauses = new ArrayList<>();
    private final List<AgentEvent> events = new ArrayList<>();
    private Instant now = Instant.ofEpochSecond(1_790_000_000);
    private Duration timeout = Duration.ofSeconds(10);
    private int pausesAllowed = Integer.MAX_VALUE;

    @Test
    void follows_the_time_the_server_wants_and_signs_ever_later_timestamps() throws InterruptedException {
        try (FakeIngest ingest = new FakeIngest(post -> Reply.accepted(30))) {
            NodeAgent.Result result = run(ingest.target(), 4);

            assertThat(result).isEqualTo(new NodeAgent.Result(4, 0, 0));
            assertThat(pauses)
                    .hasSize(3)
                    .allSatisfy(pause -> assertThat(pause).isBetween(Duration.ofSeconds(27), Duration.ofSeconds(30)));
            assertThat(timestamps(ingest)).isSorted().doesNotHaveDuplicates().hasSize(4);
        }
    }

    @Test
    void sends_the_same_bytes_again_after_503_no_sooner_than_asked() throws InterruptedException {
        try (FakeIngest ingest =
                new FakeIngest(post -> post.times() < 4 ? new Reply(503, "", "5") : Reply.accepted(60))) {
            NodeAgent.Result result = run(ingest.target(), 1);

            assertThat(result).isEqualTo(new NodeAgent.Result(1, 0, 0));
            assertThat(ingest.posts()).hasSize(4);
            assertThat(timestamps(ingest)).containsOnly(1_790_000_000L);
            assertThat(ingest.posts().stream().map(FakeIngest.Post::text).distinct())
                    .hasSize(1);
            assertThat(pauses)
                    .hasSize(3)
                    .allSatisfy(pause -> assertThat(pause).isBetween(Duration.ofSeconds(5), MINUTE));
        }
    }

    @Test
    void gives_up_what_grew_too_old_and_makes_a_new_one() throws InterruptedException {
        try (FakeIngest ingest = new FakeIngest(
                post -> timestamp(post) == 1_790_000_000L ? new Reply(503, "", "60") : Reply.accepted(60))) {
            NodeAgent.Result result = run(ingest.target(), 1);

            assertThat(result).isEqualTo(new NodeAgent.Result(1, 0, 1));
            // Sent at 0 and 60 s; at 120 s it is more than an interval old.
            assertThat(timestamps(ingest)).containsExactly(1_790_000_000L, 1_790_000_000L, 1_790_000_120L);
            assertThat(events).contains(new AgentEvent.GivenUp(1_790_000_000L, 2));
        }
    }

    @Test
    void a_silent_server_is_a_timeout_and_the_bytes_stay_the_same() throws InterruptedException {
        timeout = Duration.ofMillis(200);
        try (FakeIngest ingest = new FakeIngest(post -> post.nth() == 1 ? Reply.of(0) : Reply.accepted(60))) {
            NodeAgent.Result result = run(ingest.target(), 1);

            assertThat(result).isEqualTo(new NodeAgent.Result(1, 0, 0));
            assertThat(ingest.posts().getLast().times()).isEqualTo(2);
            assertThat(((AgentEvent.Answered) events.getFirst()).answer()).isInstanceOf(Answer.TimedOut.class);
        }
    }

    @Test
    void a_refused_heartbeat_is_not_repeated_and_its_reason_is_told() throws InterruptedException {
        try (FakeIngest ingest = new FakeIngest(post -> post.nth() == 1
                ? new Reply(400, "{\"error\":\"wrong_audience\",\"detail\":\"For another network.\"}", null)
                : Reply.accepted(60))) {
            NodeAgent.Result result = run(ingest.target(), 2);

            assertThat(result).isEqualTo(new NodeAgent.Result(1, 1, 0));
            assertThat(ingest.posts()).extracting(FakeIngest.Post::times).containsExactly(1, 1);
            assertThat(((AgentEvent.Answered) events.getFirst()).answer())
                    .isEqualTo(new Answer.Http(400, -1, -1, "wrong_audience", "For another network."));
        }
    }

    @Test
    void nothing_listening_is_told_and_retried_until_stopped() throws InterruptedException {
        URI target;
        try (FakeIngest gone = new FakeIngest(post -> Reply.of(202))) {
            target = gone.target();
        }
        pausesAllowed = 3;

        NodeAgent.Result result = run(target, 1);

        assertThat(result).isEqualTo(new NodeAgent.Result(0, 0, 0));
        assertThat(events)
                .hasSize(4)
                .allSatisfy(event ->
                        assertThat(((AgentEvent.Answered) event).answer()).isInstanceOf(Answer.Unreachable.class));
    }

    private NodeAgent.Result run(URI target, long count) throws InterruptedException {
        try (JdkHeartbeatPost post = new JdkHeartbeatPost(target, timeout)) {
            return new NodeAgent(
                            new NodeIdentity("node-0001", NodeKey.ofSeed(new byte[32])),
                            () -> FACTS,
                            post,
                            SendingRule.of(MINUTE, 300),
                            () -> now,
                            new SplittableRandom(7),
                            this::pause,
                            events::add)
                    .run(count);
        }
    }

    private boolean pause(Duration delay) {
        pauses.add(delay);
        now = now.plus(delay);
        return pauses.size() <= pausesAllowed;
    }

    private static List<Long> timestamps(FakeIngest ingest) {
        Function<FakeIngest.Post, Long> timestamp = NodeAgentTest::timestamp;
        return ingest.posts().stream().map(timestamp).toList();
    }

    private static long timestamp(FakeIngest.Post post) {
        return ((Reading.Read) new HeartbeatReader(null, false).read(post.body()))
                .heartbeat()
                .timestamp();
    }
}
