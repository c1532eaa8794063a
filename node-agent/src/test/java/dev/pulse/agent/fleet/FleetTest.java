package dev.pulse.agent.fleet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.pulse.agent.FakeIngest;
import dev.pulse.agent.FakeIngest.Post;
import dev.pulse.agent.FakeIngest.Reply;
import dev.pulse.agent.ingest.HeartbeatPost;
import dev.pulse.domain.account.Account;
import dev.pulse.domain.heartbeat.Heartbeat;
import dev.pulse.domain.heartbeat.HeartbeatReader;
import dev.pulse.domain.heartbeat.Reading;
import dev.pulse.domain.verdict.HeartbeatJudge;
import dev.pulse.domain.verdict.ReferenceEd25519;
import dev.pulse.domain.verdict.Rejection;
import dev.pulse.domain.verdict.Verdict;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Fleets against a real HTTP server: what the summary says must be what the server saw. */
class FleetTest {
    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final Duration DRAIN = Duration.ofSeconds(10);
    /** Longer than a busy machine ever takes: what is not to time out never does. */
    private static final Duration PATIENT = Duration.ofSeconds(30);

    private static final HeartbeatReader READER = new HeartbeatReader(null, false);

    @Test
    void every_kind_is_what_it_claims_to_be_and_the_summary_is_exact() throws InterruptedException {
        FleetSettings settings = FleetSettings.of(40, SECOND, List.of("eu", "us", "ap"))
                .withRates(new FleetRates(0.1, 0.1, 0.1, 0.1, 0.4));
        try (FakeIngest ingest = new FakeIngest(FleetTest::ingestAnswer)) {
            FleetSummary summary = run(settings, ingest, fleetHas(200));

            assertThat(summary.nodesAcknowledged()).isEqualTo(40);
            assertConsistent(summary);
            Map<String, Long> outcomes = judged(ingest.posts());
            assertThat(summary.total().posts()).isEqualTo(ingest.posts().size());
            assertThat(summary.of(Kind.GOOD).acknowledged()).isEqualTo(outcomes.get("accepted"));
            assertThat(summary.of(Kind.BAD_SIGNATURE).acknowledged())
                    .isPositive()
                    .isEqualTo(outcomes.get("signature"));
            assertThat(summary.of(Kind.SKEWED).acknowledged()).isPositive().isEqualTo(outcomes.get("skew"));
            assertThat(summary.of(Kind.IMPOSTOR).acknowledged()).isPositive().isEqualTo(outcomes.get("identity"));
            assertThat(summary.of(Kind.DUPLICATE).acknowledged()).isPositive().isEqualTo(outcomes.get("duplicate"));
            KindSummary malformed = summary.of(Kind.MALFORMED);
            assertThat(malformed.refused()).isPositive().isEqualTo(outcomes.get("refused"));
            assertThat(malformed.acknowledged()).isZero();
            summary.malformed()
                    .forEach((way, counts) -> assertThat(counts.answers().keySet())
                            .as(way.wire())
                            .isSubsetOf(Set.of(way.expectedStatus())));
            assertThat(summary.malformed().values().stream().reduce(KindSummary::plus))
                    .contains(malformed);
        }
    }

    @Test
    void what_is_answered_429_is_sent_again_with_the_same_bytes_and_counted_once() throws InterruptedException {
        try (FakeIngest ingest =
                new FakeIngest(post -> post.times() == 1 ? new Reply(429, "", "1") : Reply.accepted(1))) {
            FleetSummary summary = run(FleetSettings.of(10, SECOND, List.of()), ingest, fleetHas(20));

            assertConsistent(summary);
            KindSummary good = summary.of(Kind.GOOD);
            assertThat(good.answered(202)).isEqualTo(good.acknowledged());
            assertThat(good.retries()).isEqualTo(good.acknowledged());
            assertThat(good.answered(429)).isEqualTo(good.heartbeats());
            assertThat(good.heartbeats()).isEqualTo(distinct(ingest.posts()));
        }
    }

    @Test
    void outlives_an_outage_and_loses_nothing() throws InterruptedException {
        FleetSettings settings = FleetSettings.of(20, SECOND, List.of("eu"));
        FakeIngest first = new FakeIngest(post -> Reply.accepted(1));
        int port = first.port();
        try (HeartbeatPost post = HeartbeatPost.forFleet(first.target(), PATIENT, 256);
                Fleet fleet = new Fleet(settings, FleetSeed.of("outage"), post, InstantSource.system())) {
            fleet.start();
            awaitTrue(() -> fleet.summary().nodesAcknowledged() == 20);
            first.close();
            awaitTrue(() -> fleet.summary().of(Kind.GOOD).errors() > 40);
            long before = fleet.summary().of(Kind.GOOD).acknowledged();
            try (FakeIngest second = new FakeIngest(port, answered -> Reply.accepted(1))) {
                awaitTrue(() -> nodeIds(second.posts()).size() == 20);
                FleetSummary summary = fleet.stop(DRAIN);

                assertConsistent(summary);
                assertThat(summary.of(Kind.GOOD).retries()).isPositive();
                assertThat(summary.of(Kind.GOOD).acknowledged() - before).isEqualTo(distinct(second.posts()));
            }
        }
    }

    @Test
    void a_timeout_is_counted_and_the_same_bytes_are_sent_again() throws InterruptedException {
        Set<String> unanswered = ConcurrentHashMap.newKeySet();
        try (FakeIngest ingest =
                new FakeIngest(post -> unanswered.add(heartbeat(post).nodeId()) ? Reply.of(0) : Reply.accepted(1))) {
            // A heartbeat is repeated for an interval: far longer than the time-out of a second.
            FleetSettings settings = FleetSettings.of(3, SECOND.multipliedBy(10), List.of());
            FleetSummary summary = run(settings, ingest, SECOND, fleetHas(6));

            assertConsistent(summary);
            KindSummary good = summary.of(Kind.GOOD);
            // A busy machine may add a few that nobody asked for.
            assertThat(good.timeouts()).isGreaterThanOrEqualTo(3);
            assertThat(good.retries()).isBetween(3L, good.timeouts());
            assertThat(ingest.posts().stream().filter(post -> post.times() == 2))
                    .hasSizeGreaterThanOrEqualTo(3);
        }
    }

    @Test
    void killed_nodes_are_silent_for_good_and_the_others_are_not() throws InterruptedException {
        Map<String, Long> heard = new ConcurrentHashMap<>();
        try (FakeIngest ingest = new FakeIngest(post -> {
                    heard.merge(heartbeat(post).nodeId(), 1L, Long::sum);
                    return Reply.accepted(1);
                });
                HeartbeatPost post = HeartbeatPost.forFleet(ingest.target(), PATIENT, 256);
                Fleet fleet = new Fleet(
                        FleetSettings.of(20, SECOND, List.of()), FleetSeed.of("kill"), post, InstantSource.system())) {
            fleet.start();
            awaitTrue(() -> fleet.summary().nodesAcknowledged() == 20);

            List<String> killed = fleet.kill(0.25);

            assertThat(killed).hasSize(5).isSorted();
            awaitTrue(() -> fleet.summary().inFlight() == 0);
            Map<String, Long> atKill = new HashMap<>(heard);
            awaitTrue(() -> heard.entrySet().stream()
                    .filter(entry -> !killed.contains(entry.getKey()))
                    .allMatch(entry -> entry.getValue() >= atKill.get(entry.getKey()) + 2));
            assertThat(killed)
                    .allSatisfy(name -> assertThat(heard.get(name)).isLessThanOrEqualTo(atKill.get(name) + 1));
            FleetSummary summary = fleet.stop(DRAIN);
            assertThat(summary.killed()).isEqualTo(killed);
            assertThat(fleet.kill(0.5)).hasSize(10).doesNotContainAnyElementsOf(killed);
        }
    }

    @Test
    void never_more_in_flight_than_allowed() throws InterruptedException {
        FleetSettings bounded =
                new FleetSettings(50, Optional.of(SECOND), Duration.ZERO, "n-", List.of(), null, FleetRates.NONE, 4);
        AtomicInteger inside = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        try (FakeIngest ingest = new FakeIngest(post -> {
            most.accumulateAndGet(inside.incrementAndGet(), Math::max);
            LockSupport.parkNanos(5_000_000);
            inside.decrementAndGet();
            return Reply.accepted(1);
        })) {
            FleetSummary summary = run(bounded, ingest, fleetHas(100));

            assertConsistent(summary);
            assertThat(summary.nodesAcknowledged()).isEqualTo(50);
            assertThat(most.get()).isBetween(2, 4);
        }
    }

    @Test
    void follows_the_server_when_it_has_no_interval_of_its_own() throws InterruptedException {
        FleetSettings settings =
                new FleetSettings(3, Optional.empty(), Duration.ZERO, "n-", List.of(), null, FleetRates.NONE, 8);
        try (FakeIngest ingest = new FakeIngest(post -> Reply.accepted(1))) {
            FleetSummary summary = run(settings, ingest, fleetHas(9));

            assertThat(summary.of(Kind.GOOD).acknowledged()).isGreaterThanOrEqualTo(9);
        }
    }

    private static Predicate<Fleet> fleetHas(long good) {
        return fleet -> fleet.summary().of(Kind.GOOD).acknowledged() >= good;
    }

    private static FleetSummary run(FleetSettings settings, FakeIngest ingest, Predicate<Fleet> until)
            throws InterruptedException {
        return run(settings, ingest, PATIENT, until);
    }

    private static FleetSummary run(FleetSettings settings, FakeIngest ingest, Duration timeout, Predicate<Fleet> until)
            throws InterruptedException {
        try (HeartbeatPost post = HeartbeatPost.forFleet(ingest.target(), timeout, 256);
                Fleet fleet = new Fleet(settings, FleetSeed.of("test"), post, InstantSource.system())) {
            fleet.start();
            awaitTrue(() -> until.test(fleet));
            return fleet.stop(DRAIN);
        }
    }

    private static void assertConsistent(FleetSummary summary) {
        assertThat(summary.inFlight()).isZero();
        summary.kinds().forEach((kind, counts) -> {
            long answers = counts.answers().values().stream()
                    .mapToLong(Long::longValue)
                    .sum();
            assertThat(counts.posts())
                    .as(kind.wire())
                    .isEqualTo(counts.heartbeats() + counts.retries())
                    .isEqualTo(answers + counts.timeouts() + counts.errors());
            assertThat(counts.heartbeats())
                    .as(kind.wire())
                    .isEqualTo(counts.acknowledged() + counts.refused() + counts.givenUp() + counts.open());
            assertThat(counts.open()).as(kind.wire()).isNotNegative();
        });
    }

    /** What an ingest answers, by the grid's own reader. */
    private static Reply ingestAnswer(Post post) {
        if (!"application/json".equals(post.contentType())) {
            return Reply.of(415);
        }
        if (post.body().length > 8192) {
            return Reply.of(413);
        }
        return READER.read(post.body()) instanceof Reading.Read ? Reply.accepted(1) : Reply.of(400);
    }

    /** The verdict of everything that came, in the order it came, as the grid would give it. */
    private static Map<String, Long> judged(List<Post> posts) {
        HeartbeatJudge judge = new HeartbeatJudge(new ReferenceEd25519(), false);
        Map<String, Account> bound = new HashMap<>();
        Map<String, Post> last = new HashMap<>();
        Map<String, Long> outcomes = new TreeMap<>();
        for (Post post : posts) {
            outcomes.merge(outcome(post, judge, bound, last), 1L, Long::sum);
        }
        return outcomes;
    }

    private static String outcome(Post post, HeartbeatJudge judge, Map<String, Account> bound, Map<String, Post> last) {
        if (ingestAnswer(post).status() != 202) {
            return "refused";
        }
        Reading.Read read = (Reading.Read) READER.read(post.body());
        Heartbeat heartbeat = read.heartbeat();
        Account holder = bound.get(heartbeat.nodeId());
        Verdict verdict = judge.judge(read, InstantSource.system().millis(), holder);
        if (verdict instanceof Verdict.Rejected rejected) {
            // The rule of order: what claims another account is an impostor, whatever else it is.
            assertThat(rejected.reason()).isNotEqualTo(Rejection.REPLAY);
            return rejected.reason().wire();
        }
        bound.put(heartbeat.nodeId(), heartbeat.account());
        Post before = last.get(heartbeat.nodeId());
        if (before != null && before.text().equals(post.text())) {
            return "duplicate";
        }
        assertThat(before == null || heartbeat(before).timestamp() < heartbeat.timestamp())
                .as("timestamps increase")
                .isTrue();
        last.put(heartbeat.nodeId(), post);
        return "accepted";
    }

    private static Heartbeat heartbeat(Post post) {
        return ((Reading.Read) READER.read(post.body())).heartbeat();
    }

    private static Set<String> nodeIds(List<Post> posts) {
        return posts.stream().map(post -> heartbeat(post).nodeId()).collect(Collectors.toSet());
    }

    private static long distinct(List<Post> posts) {
        return posts.stream().map(Post::text).distinct().count();
    }

    private static void awaitTrue(BooleanSupplier condition) {
        await().atMost(Duration.ofSeconds(30))
                .pollInterval(Duration.ofMillis(20))
                .until(condition::getAsBoolean);
    }
}
