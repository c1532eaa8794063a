package dev.pulse.system.books;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pulse.agent.ingest.Answer;
import dev.pulse.agent.ingest.HeartbeatPost;
import dev.pulse.domain.verdict.Rejection;
import dev.pulse.domain.verdict.Sha256;
import dev.pulse.schemas.DeadLetter;
import dev.pulse.schemas.DeadLetterReason;
import dev.pulse.schemas.EventCause;
import dev.pulse.schemas.LifecycleStage;
import dev.pulse.schemas.LivenessState;
import dev.pulse.schemas.NodeEvent;
import dev.pulse.schemas.NodeRotated;
import dev.pulse.schemas.NodeState;
import dev.pulse.schemas.RotationRecord;
import dev.pulse.schemas.convert.Bytes;
import dev.pulse.system.books.Books.Mark;
import dev.pulse.system.books.Books.Place;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Books with one thing wrong in each: it must be found, and be all that is found. */
class BrokenBooksTest {
    private static final String ACCOUNT = "cd".repeat(32);
    private static final Mark TICK = new Mark("tick", "ingest-1", 1);

    private final Books books = new Books();

    private static Mark beat(long what) {
        return new Mark("heartbeat", ACCOUNT, what);
    }

    private void raw(Mark... marks) {
        for (int i = 0; i < marks.length; i++) {
            books.addRaw(new Place(0, i), marks[i]);
        }
    }

    private void verified(Mark... marks) {
        for (Mark mark : marks) {
            books.addVerified(0, mark);
        }
    }

    private void dead(Rejection reason, long offset) {
        books.add(
                reason,
                new DeadLetter(
                        DeadLetterReason.valueOf(reason.name()),
                        "",
                        ByteBuffer.allocate(0),
                        "pulse.heartbeats.raw",
                        0,
                        offset,
                        Instant.EPOCH,
                        null,
                        null));
    }

    @Test
    void whole_books_have_nothing_wrong() {
        dead(Rejection.SKEW, 2);
        raw(beat(1), TICK, beat(2), beat(3), TICK);
        verified(beat(1), TICK, beat(3));
        assertThat(books.outcomes()).isEmpty();
        assertThat(books.accounts(2, 0, 0)).isEmpty();
    }

    @Test
    void a_heartbeat_without_an_outcome() {
        raw(beat(1), beat(2));
        verified(beat(1));
        assertThat(books.outcomes()).hasSize(2).first().asString().contains("no outcome for", "what=2");
    }

    @Test
    void a_heartbeat_verified_twice() {
        raw(beat(1), beat(2));
        verified(beat(1), beat(1), beat(2));
        assertThat(books.outcomes()).first().asString().contains("record 1 of partition 0");
    }

    @Test
    void two_outcomes_of_one_record() {
        dead(Rejection.SIGNATURE, 0);
        raw(beat(1));
        verified(beat(1));
        assertThat(books.outcomes()).isNotEmpty();
    }

    @Test
    void two_dead_letters_of_one_record() {
        dead(Rejection.SIGNATURE, 0);
        dead(Rejection.SIGNATURE, 0);
        raw(beat(1));
        assertThat(books.outcomes()).first().asString().contains("2 dead letters of reason SIGNATURE are for 1");
    }

    @Test
    void a_rotation_among_heartbeats_is_nobodys_outcome() {
        raw(beat(1), beat(2));
        verified(beat(1));
        books.addVerified(
                0,
                new NodeRotated(
                        "n", new RotationRecord(ACCOUNT, ACCOUNT, null, "{}", "", ""), "c-1", "market", Instant.EPOCH));
        verified(beat(2));
        assertThat(books.outcomes()).isEmpty();
        assertThat(books.verifiedHeartbeats()).isEqualTo(2);
        books.add(event(1, null, LivenessState.ONLINE));
        books.add(event(2, LivenessState.ONLINE, LivenessState.ONLINE, EventCause.ROTATED));
        assertThat(books.transitions()).isEmpty();
    }

    @Test
    void a_swap() {
        raw(beat(1), beat(2));
        verified(beat(2), beat(1));
        assertThat(books.outcomes()).hasSize(1).first().asString().contains("record 0 of partition 0");
    }

    @Test
    void a_tick_that_was_lost_in_the_middle() {
        raw(beat(1), TICK, beat(2));
        verified(beat(1), beat(2));
        assertThat(books.outcomes()).isNotEmpty();
    }

    @Test
    void accounts_that_miss_one_or_count_one_twice() {
        raw(beat(1), beat(2));
        verified(beat(1), beat(2));
        assertThat(books.accounts(1, 0, 0)).isNotEmpty();
        assertThat(books.accounts(3, 0, 0)).isNotEmpty();
        assertThat(books.accounts(1, 0, 1)).isNotEmpty();
        assertThat(books.accounts(2, 0, 0)).isEmpty();
    }

    @Test
    void promises_that_were_not_kept_or_kept_twice() {
        byte[] body = ("{\"node_account\":\"" + ACCOUNT + "\",\"node_id\":\"n\",\"timestamp\":1}")
                .getBytes(StandardCharsets.UTF_8);
        long digest = Bytes.digest(Sha256.hash(body));
        byte[] signed = ("{\"node_account\":\"" + ACCOUNT + "\",\"node_id\":\"n\",\"signature\":\"" + "A".repeat(86)
                        + "==\",\"timestamp\":1}")
                .getBytes(StandardCharsets.UTF_8);
        try (RecordedPost post = new RecordedPost(new Always202())) {
            post.post(signed, HeartbeatPost.JSON, answer -> {});
            assertThat(books.promises(post, 0)).first().asString().startsWith("lost:");
            raw(beat(digest));
            assertThat(books.promises(post, 0)).isEmpty();
            books.addRaw(new Place(0, 1), beat(digest));
            assertThat(books.promises(post, 0)).first().asString().startsWith("doubled:");
        }
    }

    /** An ingest that promises everything. */
    private static final class Always202 implements HeartbeatPost {
        @Override
        public void post(byte[] body, String contentType, Consumer<Answer> done) {
            done.accept(Answer.Http.of(202));
        }

        @Override
        public void close() {
            // Nothing is open.
        }
    }

    /** With the cause that it has in an honest log. */
    private static NodeEvent event(long sequence, LivenessState before, LivenessState after) {
        EventCause cause = before == null
                ? EventCause.FIRST_HEARTBEAT
                : switch (after) {
                    case ONLINE -> EventCause.HEARTBEAT;
                    case UNKNOWN -> EventCause.REGION_DISTURBED;
                    default -> before == LivenessState.UNKNOWN ? EventCause.GUARD_RELEASED : EventCause.GRACE_EXPIRED;
                };
        return event(sequence, before, after, cause);
    }

    private static NodeEvent event(long sequence, LivenessState before, LivenessState after, EventCause cause) {
        return new NodeEvent(
                "n",
                sequence,
                Instant.EPOCH,
                "eu",
                before,
                after,
                before == null ? null : LifecycleStage.DISCOVERED,
                LifecycleStage.DISCOVERED,
                cause,
                "",
                -1L,
                -1L);
    }

    private static NodeState state(long sequence, LivenessState liveness) {
        return NodeState.newBuilder()
                .setNodeId("n")
                .setAccount(ACCOUNT)
                .setLiveness(liveness)
                .setLifecycle(LifecycleStage.DISCOVERED)
                .setRegion("eu")
                .setSequence(sequence)
                .setSince(Instant.EPOCH)
                .setFirstSeen(Instant.EPOCH)
                .setLastSeen(Instant.EPOCH)
                .setLastTimestamp(1)
                .setFlaps(0)
                .setOnlineMs(0)
                .setObservedMs(0)
                .setLegacy(false)
                .setGpus(List.of())
                .setHolds(List.of())
                .setWrittenAt(Instant.EPOCH)
                .build();
    }

    @Test
    void a_gap_a_double_and_a_jump_among_transitions() {
        books.add(event(1, null, LivenessState.ONLINE));
        assertThat(books.transitions()).isEmpty();
        books.add(event(3, LivenessState.ONLINE, LivenessState.OFFLINE));
        assertThat(books.transitions()).hasSize(1).first().asString().contains("has the sequence 3");

        Books doubled = new Books();
        doubled.add(event(1, null, LivenessState.ONLINE));
        doubled.add(event(1, null, LivenessState.ONLINE));
        assertThat(doubled.transitions()).isNotEmpty();

        Books jump = new Books();
        jump.add(event(1, null, LivenessState.ONLINE));
        jump.add(event(2, LivenessState.UNKNOWN, LivenessState.OFFLINE));
        assertThat(jump.transitions()).hasSize(1).first().asString().contains("begins at UNKNOWN");
    }

    @ParameterizedTest
    @CsvSource({
        "ONLINE, ONLINE, HEARTBEAT",
        "ONLINE, OFFLINE, HEARTBEAT",
        "OFFLINE, UNKNOWN, REGION_DISTURBED",
        "UNKNOWN, OFFLINE, GRACE_EXPIRED",
        "ONLINE, OFFLINE, GUARD_RELEASED",
        "ONLINE, ONLINE, COMMAND",
        "OFFLINE, ONLINE, FIRST_HEARTBEAT",
        "ONLINE, OFFLINE, ROTATED",
        "ONLINE, OFFLINE, OTHER",
    })
    void a_transition_that_its_cause_does_not_allow(LivenessState before, LivenessState after, EventCause cause) {
        books.add(event(1, null, LivenessState.ONLINE));
        if (before != LivenessState.ONLINE) {
            books.add(event(2, LivenessState.ONLINE, before));
        }
        assertThat(books.transitions()).isEmpty();
        books.add(event(before == LivenessState.ONLINE ? 2 : 3, before, after, cause));
        assertThat(books.transitions()).hasSize(1).first().asString().contains("none that there may be");
    }

    @Test
    void a_state_that_its_events_do_not_add_up_to_and_an_explorer_that_has_another() {
        books.add(event(1, null, LivenessState.ONLINE));
        assertThat(books.states()).first().asString().contains("events and no state");
        books.add(state(1, LivenessState.ONLINE));
        assertThat(books.states()).isEmpty();
        assertThat(books.explorer(Map.of("n", "online"))).isEmpty();
        assertThat(books.explorer(Map.of("n", "offline"))).hasSize(1);
        assertThat(books.explorer(Map.of())).hasSize(1);
        assertThat(books.explorer(Map.of("n", "online", "ghost", "online"))).hasSize(1);
        books.add(event(2, LivenessState.ONLINE, LivenessState.OFFLINE));
        assertThat(books.states()).hasSize(1).first().asString().contains("its events end at OFFLINE");
    }
}
