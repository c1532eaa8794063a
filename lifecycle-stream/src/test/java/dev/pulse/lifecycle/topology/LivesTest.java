package dev.pulse.lifecycle.topology;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.pulse.domain.account.Account;
import dev.pulse.domain.life.Command;
import dev.pulse.domain.life.Hold;
import dev.pulse.domain.life.LifeRule;
import dev.pulse.domain.life.Offer;
import dev.pulse.domain.life.Ownership;
import dev.pulse.domain.life.Ownership.Proof;
import dev.pulse.domain.life.Window;
import dev.pulse.schemas.CommandKind;
import dev.pulse.schemas.LifecycleStage;
import dev.pulse.schemas.LivenessState;
import dev.pulse.schemas.NodeEvent;
import dev.pulse.schemas.NodeOutcome;
import dev.pulse.schemas.NodeState;
import dev.pulse.schemas.topic.Topics;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A node's life: commands in, outcomes, events and states out. */
class LivesTest {
    private static final LifecycleSettings SETTINGS = LifecycleSettings.of(60_000);
    private static final Account FARMER = new Account("fa".repeat(32));
    private static final Account RENTER = new Account("ee".repeat(32));
    private static final Ownership OWNER = new Ownership(
            FARMER,
            "farm-1",
            new Account(Pipeline.ACCOUNT),
            Pipeline.START / 1_000,
            new Proof("{\"node_account\":\"" + Pipeline.ACCOUNT + "\"}", "c2ln"));
    private static final Offer OFFER = new Offer("l-1", "market", 60, 2, "basic", Pipeline.START);

    @TempDir
    private Path dir;

    private Pipeline pipe;
    private int commands;

    @BeforeEach
    void open() {
        pipe = new Pipeline(SETTINGS, dir, new SurvivingStores());
        pipe.tick();
    }

    @AfterEach
    void close() {
        pipe.close();
    }

    private String ask(Command command) {
        pipe.command("c-" + commands++, "n", command);
        return pipe.values(Topics.OUTCOMES).getLast().getCode();
    }

    private NodeState state() {
        return pipe.values(Topics.STATE).getLast();
    }

    private List<String> events() {
        return pipe.values(Topics.EVENTS).stream()
                .map(e -> e.getSequence() + " " + e.getLiveness() + " " + e.getLifecycleBefore() + ">"
                        + e.getLifecycle() + " " + e.getCause())
                .toList();
    }

    private static Hold wanted(String id) {
        return new Hold(id, null, RENTER, 1, 1, 0, 0);
    }

    private Hold reserved(String id, Duration length) {
        return new Hold(id, "r-" + id, RENTER, 1, 1, pipe.now(), pipe.now() + length.toMillis());
    }

    private void publish() {
        pipe.beat("n");
        assertThat(ask(new Command.Pair(OWNER))).isEqualTo("ok");
        assertThat(ask(new Command.Publish(FARMER, OFFER))).isEqualTo("ok");
        events();
    }

    @Test
    void from_first_heartbeat_to_rented_and_back() {
        publish();
        NodeState published = state();
        assertThat(published.getLifecycle()).isEqualTo(LifecycleStage.PUBLISHED);
        assertThat(published.getOwner().getFarmer()).isEqualTo(FARMER.hex());
        assertThat(published.getOwner().getProved()).isTrue();
        assertThat(published.getOffer().getPricePerHour()).isEqualTo(60);

        assertThat(ask(new Command.Reserve(wanted("a")))).isEqualTo("ok");
        assertThat(ask(new Command.Reserve(reserved("a", Duration.ofHours(1))))).isEqualTo("ok");
        assertThat(ask(new Command.Reserve(wanted("b")))).isEqualTo("ok");
        assertThat(ask(new Command.Reserve(wanted("c")))).isEqualTo("not_enough_slices");
        assertThat(state().getHolds())
                .extracting(hold -> hold.getRequestId(), hold -> hold.getReservationId())
                .containsExactly(tuple("a", "r-a"), tuple("b", null));
        assertThat(ask(new Command.Unpublish())).isEqualTo("slices_reserved");
        assertThat(ask(new Command.Release("b", null))).isEqualTo("ok");
        assertThat(ask(new Command.Release(null, "r-a"))).isEqualTo("ok");
        assertThat(ask(new Command.Unpublish())).isEqualTo("ok");
        assertThat(events())
                .containsExactly(
                        "4 ONLINE PUBLISHED>RESERVED COMMAND",
                        "5 ONLINE RESERVED>RESERVED COMMAND",
                        "6 ONLINE RESERVED>RESERVED COMMAND",
                        "7 ONLINE RESERVED>RESERVED COMMAND",
                        "8 ONLINE RESERVED>PUBLISHED COMMAND",
                        "9 ONLINE PUBLISHED>PENDING COMMAND");
    }

    @Test
    void a_node_may_be_paired_before_it_is_heard_from() {
        assertThat(ask(new Command.Pair(OWNER))).isEqualTo("ok");
        assertThat(state()).satisfies(state -> {
            assertThat(state.getLiveness()).isEqualTo(LivenessState.OFFLINE);
            assertThat(state.getLifecycle()).isEqualTo(LifecycleStage.PENDING);
            assertThat(state.getFirstSeen().toEpochMilli()).isZero();
            assertThat(state.getObservedMs()).isZero();
        });
        pipe.seconds(700);
        assertThat(pipe.values(Topics.STATE)).as("written again like any other").isNotEmpty();
        assertThat(pipe.values(Topics.CENSUS)).as("it is in no region yet").isEmpty();
        pipe.beat("n");
        assertThat(events())
                .containsExactly("1 OFFLINE null>PENDING COMMAND", "2 ONLINE PENDING>PENDING FIRST_HEARTBEAT");
        pipe.seconds(181);
        assertThat(events())
                .as("and is followed from then on")
                .containsExactly("3 OFFLINE PENDING>PENDING GRACE_EXPIRED");
    }

    @Test
    void a_promise_ends_by_itself_and_so_does_a_reservation() {
        publish();
        ask(new Command.Reserve(wanted("a")));
        ask(new Command.Reserve(reserved("b", Duration.ofMinutes(5))));
        assertThat(ask(new Command.Reserve(wanted("c")))).isEqualTo("not_enough_slices");
        events();
        beatFor(LifeRule.PROMISE_MS / 1_000 - 1);
        assertThat(events()).isEmpty();
        beatFor(1);
        assertThat(events()).containsExactly("6 ONLINE RESERVED>RESERVED ELAPSED");
        assertThat(ask(new Command.Reserve(wanted("c")))).isEqualTo("ok");
        assertThat(ask(new Command.Release("c", null))).isEqualTo("ok");
        beatFor(300);
        assertThat(events()).last().isEqualTo("9 ONLINE RESERVED>PUBLISHED ELAPSED");
    }

    private void beatFor(long seconds) {
        for (long i = 0; i < seconds; i++) {
            pipe.second();
            if (i % 60 == 0) {
                pipe.beat("n");
            }
        }
    }

    @Test
    void times_are_kept_over_a_restart() {
        publish();
        ask(new Command.Reserve(reserved("a", Duration.ofMinutes(5))));
        ask(new Command.Maintain(new Window(pipe.now() + 600_000, pipe.now() + 900_000)));
        pipe = pipe.restarted();
        pipe.outage(Duration.ofMinutes(6));
        pipe.tick();
        assertThat(events()).containsExactly("6 ONLINE RESERVED>PUBLISHED ELAPSED");
        pipe.outage(Duration.ofMinutes(5));
        pipe.tick();
        assertThat(events()).containsExactly("7 ONLINE PUBLISHED>MAINTENANCE ELAPSED");
        pipe.outage(Duration.ofMinutes(5));
        pipe.tick();
        assertThat(events()).containsExactly("8 ONLINE MAINTENANCE>PUBLISHED ELAPSED");
    }

    @Test
    void maintenance_is_in_neither_part_of_uptime() {
        publish();
        beatFor(100);
        assertThat(ask(new Command.Maintain(new Window(pipe.now(), pipe.now() + 3_600_000))))
                .isEqualTo("ok");
        NodeState before = state();
        assertThat(ask(new Command.Reserve(wanted("a")))).isEqualTo("in_maintenance");
        pipe.seconds(3_599);
        assertThat(state()).satisfies(within -> {
            assertThat(within.getLiveness()).isEqualTo(LivenessState.OFFLINE);
            assertThat(within.getObservedMs()).isEqualTo(before.getObservedMs());
            assertThat(within.getOnlineMs()).isEqualTo(before.getOnlineMs());
        });
        pipe.second();
        assertThat(state()).satisfies(after -> {
            assertThat(after.getLifecycle()).isEqualTo(LifecycleStage.PUBLISHED);
            assertThat(after.getObservedMs()).isEqualTo(before.getObservedMs());
            assertThat(after.getOnlineMs()).isEqualTo(before.getOnlineMs());
            assertThat(after.getFlaps()).isZero();
        });
    }

    @Test
    void events_say_what_uptime_stands_at() {
        ask(new Command.Pair(OWNER));
        pipe.seconds(700);
        pipe.beat("n");
        ask(new Command.Publish(FARMER, OFFER));
        beatFor(100);
        pipe.outage(Duration.ofHours(2));
        pipe.tick();
        beatFor(400);
        ask(new Command.Maintain(new Window(pipe.now(), pipe.now() + 3_600_000)));
        pipe.seconds(3_600);
        pipe.beat("n");
        pipe.seconds(250);
        List<NodeEvent> all = pipe.values(Topics.EVENTS);
        List<NodeState> states = pipe.values(Topics.STATE);
        assertThat(all)
                .allSatisfy(event -> assertThat(states)
                        .filteredOn(state -> state.getSequence() == event.getSequence())
                        .first()
                        .extracting(NodeState::getOnlineMs, NodeState::getObservedMs)
                        .containsExactly(event.getOnlineMs(), event.getObservedMs()));
        assertThat(all)
                .extracting(
                        event -> event.getLiveness() + " " + event.getLifecycle() + " " + event.getCause(),
                        NodeEvent::getOnlineMs,
                        NodeEvent::getObservedMs)
                .containsExactly(
                        tuple("OFFLINE PENDING COMMAND", 0L, 0L),
                        tuple("ONLINE PENDING FIRST_HEARTBEAT", 0L, 0L),
                        tuple("ONLINE PUBLISHED COMMAND", 0L, 0L),
                        tuple("ONLINE MAINTENANCE COMMAND", 440_000L, 440_000L),
                        tuple("OFFLINE MAINTENANCE GRACE_EXPIRED", 440_000L, 440_000L),
                        tuple("OFFLINE PUBLISHED ELAPSED", 440_000L, 440_000L),
                        tuple("ONLINE PUBLISHED HEARTBEAT", 440_000L, 440_000L),
                        tuple("OFFLINE PUBLISHED GRACE_EXPIRED", 621_000L, 621_000L));
    }

    @Test
    void a_window_that_opens_before_the_first_heartbeat_counts_for_nothing() {
        ask(new Command.Pair(OWNER));
        pipe.seconds(100);
        ask(new Command.Maintain(new Window(pipe.now(), pipe.now() + 60_000)));
        pipe.seconds(30);
        pipe.beat("n");
        pipe.seconds(30);
        assertThat(state().getObservedMs()).isZero();
        pipe.seconds(10);
        pipe.beat("n");
        ask(new Command.Publish(FARMER, OFFER));
        assertThat(state())
                .extracting(NodeState::getOnlineMs, NodeState::getObservedMs)
                .containsExactly(10_000L, 10_000L);
    }

    @Test
    void slices_are_promised_on_nodes_that_are_online_alone() {
        publish();
        pipe.seconds(200);
        assertThat(ask(new Command.Reserve(wanted("a")))).isEqualTo("not_online");
        pipe.beat("n");
        assertThat(ask(new Command.Reserve(wanted("b")))).isEqualTo("ok");
    }

    @Test
    void a_reservation_holds_while_its_node_is_silent_and_can_be_given_back() {
        publish();
        for (int other = 0; other < 30; other++) {
            pipe.beat("other-" + other);
        }
        pipe.beat("n");
        assertThat(ask(new Command.Reserve(reserved("a", Duration.ofHours(9))))).isEqualTo("ok");
        assertThat(ask(new Command.Reserve(reserved("b", Duration.ofHours(9))))).isEqualTo("ok");
        pipe.seconds(300);
        assertThat(silent(LivenessState.UNKNOWN).getHolds()).hasSize(2);
        assertThat(ask(new Command.Release(null, "r-a"))).isEqualTo("ok");
        // Ten minutes, and its share of an hour.
        pipe.seconds(4_400);
        NodeState offline = silent(LivenessState.OFFLINE);
        assertThat(offline.getHolds())
                .extracting(hold -> hold.getReservationId())
                .containsExactly("r-b");
        assertThat(ask(new Command.Reserve(reserved("c", Duration.ofHours(9)))))
                .as("what the ledger has is taken as it is")
                .isEqualTo("ok");
        assertThat(ask(new Command.Release(null, "r-b"))).isEqualTo("ok");
    }

    /** The node's newest state, which is this. */
    private NodeState silent(LivenessState liveness) {
        NodeState state = pipe.values(Topics.STATE).stream()
                .filter(written -> written.getNodeId().equals("n"))
                .reduce((first, second) -> second)
                .orElseThrow();
        assertThat(state.getLiveness()).isEqualTo(liveness);
        return state;
    }

    @Test
    void a_pairing_by_another_account_than_the_heartbeats_is_refused() {
        pipe.beat("n");
        Ownership stolen = new Ownership(FARMER, "farm-1", RENTER, Pipeline.START / 1_000, new Proof("{}", "c2ln"));
        assertThat(ask(new Command.Pair(stolen))).isEqualTo("wrong_account");
        assertThat(ask(new Command.Pair(OWNER))).isEqualTo("ok");
    }

    @Test
    void a_command_that_makes_no_sense_is_answered_and_stops_nothing() {
        for (CommandKind kind : CommandKind.values()) {
            pipe.command("k-" + kind, "ghost", kind);
        }
        assertThat(pipe.values(Topics.OUTCOMES))
                .as("but for a rotation, which the verifier answers")
                .hasSize(CommandKind.values().length - 1)
                .allSatisfy(outcome -> {
                    assertThat(outcome.getDone()).isFalse();
                    assertThat(outcome.getCode()).isIn("bad_command", "unknown_node");
                });
        pipe.command("c", "Not A Node", new Command.Pair(OWNER));
        assertThat(pipe.values(Topics.OUTCOMES))
                .extracting(NodeOutcome::getCode)
                .containsExactly("unknown_node");
        publish();
    }
}
