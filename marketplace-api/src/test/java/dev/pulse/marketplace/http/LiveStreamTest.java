package dev.pulse.marketplace.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.pulse.marketplace.fixture.Browser;
import dev.pulse.marketplace.fixture.EventStream;
import dev.pulse.marketplace.fixture.EventStream.Event;
import dev.pulse.marketplace.fixture.FakeLifecycle;
import dev.pulse.marketplace.fixture.FakeTopics;
import dev.pulse.marketplace.fixture.Records;
import dev.pulse.marketplace.fixture.TestMarketplace;
import dev.pulse.schemas.EventCause;
import dev.pulse.schemas.LifecycleStage;
import dev.pulse.schemas.LivenessState;
import dev.pulse.schemas.OwnerRecord;
import dev.pulse.schemas.topic.Topics;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The live stream of the real application. */
class LiveStreamTest {
    private final FakeTopics topics = new FakeTopics(3);
    private final FakeLifecycle lifecycle = new FakeLifecycle();
    private TestMarketplace market;
    private long sequence = 1;

    @BeforeEach
    void start() throws Exception {
        market = restart();
    }

    private TestMarketplace restart() throws Exception {
        TestMarketplace started = TestMarketplace.start(topics, lifecycle.uri(), 0, "maxWatchers: 3");
        Browser browser = new Browser(started.url());
        await().until(() -> browser.get("/ready").status() == 200);
        return started;
    }

    @AfterEach
    void stop() {
        market.close();
        lifecycle.close();
    }

    private String happen(String node, String region) {
        long number = sequence++;
        topics.append(
                Topics.EVENTS,
                node,
                Records.event(
                        node, number, LivenessState.ONLINE, LivenessState.OFFLINE, EventCause.GRACE_EXPIRED, region));
        return node + "/" + number;
    }

    private static List<String> transitions(EventStream stream) {
        return stream.events().stream()
                .filter(event -> event.name().equals("transition"))
                .map(event -> event.json().path("node_id").asText() + "/"
                        + event.json().path("sequence").asLong())
                .toList();
    }

    private EventStream open(String query, String lastEventId) {
        return EventStream.open(market.url() + "/api/v1/events" + query, lastEventId);
    }

    @Test
    void transitionsAndCountsArriveAsTheyHappen() {
        try (EventStream stream = open("", null)) {
            await().until(() ->
                    stream.events().stream().anyMatch(event -> event.name().equals("stats")));
            String first = happen("node-1", "eu");
            await().until(() -> transitions(stream).contains(first));
            Event event = stream.events().stream()
                    .filter(one -> one.name().equals("transition"))
                    .findFirst()
                    .orElseThrow();
            assertThat(event.json().path("status").asText()).isEqualTo("offline");
            assertThat(event.json().path("status_before").asText()).isEqualTo("online");
            assertThat(event.json().path("cause").asText()).isEqualTo("grace_expired");
            topics.append(Topics.STATE, "node-1", Records.state("node-1", LivenessState.OFFLINE, "eu"));
            await().until(() -> stream.events().stream()
                    .anyMatch(one -> one.name().equals("stats")
                            && one.json().path("offline").asInt() == 1));
        }
    }

    @Test
    void aClientThatComesBackGetsWhatItMissedAlsoFromAServerThatWasStartedAnew() throws Exception {
        String last;
        try (EventStream stream = open("", null)) {
            String seen = Stream.of("a", "b", "c")
                    .map(node -> happen(node, "eu"))
                    .reduce((x, y) -> y)
                    .orElseThrow();
            await().until(() -> transitions(stream).contains(seen));
            last = stream.lastId();
        }
        List<String> missed =
                Stream.of("a", "b", "c", "d").map(node -> happen(node, "eu")).toList();
        market.close();
        market = restart();
        try (EventStream stream = open("", last)) {
            await().until(() -> transitions(stream).size() >= 4);
            String live = happen("e", "us");
            await().until(() -> transitions(stream).contains(live));
            assertThat(transitions(stream))
                    .containsExactlyInAnyOrderElementsOf(
                            Stream.concat(missed.stream(), Stream.of(live)).toList());
        }
    }

    @Test
    void filtersHoldOnTheStreamToo() {
        try (EventStream european = open("?region=eu", null);
                EventStream one = open("?node_id=b&node_id=c", null)) {
            await().until(() -> !one.events().isEmpty() && !european.events().isEmpty());
            String a = happen("a", "eu");
            String b = happen("b", "us");
            String c = happen("c", "eu");
            await().until(() ->
                    transitions(european).size() == 2 && transitions(one).size() == 2);
            assertThat(transitions(european)).containsExactlyInAnyOrder(a, c);
            assertThat(transitions(one)).containsExactlyInAnyOrder(b, c);
        }
    }

    @Test
    void moreWatchersThanThereIsRoomForAreTurnedAwayAndComeInWhenOneLeaves() {
        EventStream first = open("", null);
        try (EventStream second = open("", null);
                EventStream third = open("", null)) {
            await().until(() -> Stream.of(first, second, third).allMatch(stream -> stream.status() == 200));
            Browser.Answer refused = new Browser(market.url()).get("/api/v1/events");
            assertThat(refused.status()).isEqualTo(503);
            assertThat(refused.json().path("error").asText()).isEqualTo("too_many_watchers");
            assertThat(refused.header("Retry-After")).isNotEmpty();
            first.close();
            // The server notices with the next thing that it writes.
            await().atMost(Duration.ofSeconds(20)).until(() -> {
                try (EventStream fourth = open("", null)) {
                    return fourth.status() == 200;
                }
            });
        }
    }

    @Test
    void aCursorThatIsNoneIsRefusedAndOneOfAnotherKafkaGetsAReset() {
        try (EventStream none = open("", "not a cursor")) {
            assertThat(none.status()).isEqualTo(400);
        }
        try (EventStream foreign = open("", "zz.zz.zz")) {
            await().until(() ->
                    foreign.events().stream().anyMatch(event -> event.name().equals("reset")));
        }
    }

    @Test
    void whenTheServerStopsOpenStreamsEndWithAFarewellAndHoldNothingUp() {
        try (EventStream stream = open("", null)) {
            await().until(() -> !stream.events().isEmpty());
            market.close();
            await().until(stream::ended);
            assertThat(stream.events().getLast().name()).isEqualTo("bye");
        }
    }

    @Test
    void filtersNarrowTransitionsAndResumeIsExactWithThem() {
        topics.append(
                Topics.STATE,
                "mine",
                Records.state("mine", LivenessState.ONLINE, "eu", LifecycleStage.PUBLISHED)
                        .setOwner(new OwnerRecord(Records.account("anna"), "f", Records.account("mine"), 1L, true))
                        .build());
        Browser browser = new Browser(market.url());
        await().until(() -> browser.get("/api/v1/nodes/mine").status() == 200);
        String query = "?owned_by=" + Records.account("anna")
                + "&country=be&status=offline&lifecycle=discovered&cause=grace_expired";
        String first;
        String lastId;
        try (EventStream stream = open(query, null)) {
            happen("other", "eu");
            first = happen("mine", "eu");
            await().until(() -> transitions(stream).equals(List.of(first)));
            lastId = stream.events().getLast().id();
        }
        happen("other", "eu");
        String second = happen("mine", "eu");
        try (EventStream stream = open(query, lastId)) {
            await().until(() -> transitions(stream).equals(List.of(second)));
        }
        try (EventStream stream = open(query + "&cause=heartbeat&recent=200", null)) {
            await().until(() -> transitions(stream).equals(List.of(first, second)));
        }
        for (String bad : List.of(
                "status=up", "lifecycle=born", "cause=chance", "owned_by=anna", "country=", "status=online&nope=1")) {
            assertThat(browser.get("/api/v1/events?" + bad).status()).as(bad).isEqualTo(400);
            assertThat(browser.get("/api/v1/events?" + bad)
                            .json()
                            .path("detail")
                            .asText())
                    .contains(bad.contains("nope") ? "nope" : bad.substring(0, bad.indexOf('=')));
        }
    }
}
