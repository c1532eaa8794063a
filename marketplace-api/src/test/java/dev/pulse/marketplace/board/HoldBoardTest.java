package dev.pulse.marketplace.board;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.pulse.domain.account.Account;
import dev.pulse.domain.poll.HoldsVersion;
import dev.pulse.marketplace.board.HoldBoard.Held;
import dev.pulse.marketplace.board.HoldBoard.Standing;
import dev.pulse.marketplace.fixture.Records;
import dev.pulse.schemas.HoldRecord;
import dev.pulse.schemas.LifecycleStage;
import dev.pulse.schemas.LivenessState;
import dev.pulse.schemas.NodeState;
import dev.pulse.schemas.OwnerRecord;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Who has which reservations, and who waits for them. */
class HoldBoardTest {
    private static final Account RENTER = new Account("ab".repeat(32));
    private static final String FARMER = "cd".repeat(32);
    private static final String EMPTY = HoldsVersion.of(List.of());

    private final HoldBoard board = new HoldBoard(2);
    private final List<Standing> told = new ArrayList<>();

    private static HoldRecord hold(String reservationId, String renter) {
        return new HoldRecord("request", reservationId, renter, 1, 2, Instant.EPOCH, Instant.EPOCH.plusSeconds(7_200));
    }

    private static NodeState state(String nodeId, HoldRecord... holds) {
        return Records.state(nodeId, LivenessState.ONLINE, "eu", LifecycleStage.RESERVED)
                .setOwner(new OwnerRecord(FARMER, "green", "ef".repeat(32), 1L, true))
                .setHolds(List.of(holds))
                .build();
    }

    private void apply(String nodeId, HoldRecord... holds) {
        board.apply(nodeId, state(nodeId, holds));
    }

    @Test
    void what_a_node_has_is_what_its_newest_state_says() {
        apply("a", hold("r-1", RENTER.hex()), hold(null, RENTER.hex()));
        assertThat(board.of("a").holds()).extracting(h -> h.reservationId()).containsExactly("r-1");
        assertThat(board.of(RENTER)).extracting(Held::nodeId, Held::farmer).containsExactly(tuple("a", FARMER));
        apply("a");
        assertThat(board.of("a").version()).isEqualTo(EMPTY);
        apply("a", hold("r-2", RENTER.hex()));
        board.apply("a", null);
        assertThat(board.of("a").holds()).as("a node that is gone has nothing").isEmpty();
        apply("a", hold("r-3", RENTER.hex()));
        board.forget();
        assertThat(board.of(RENTER)).isEmpty();
    }

    @Test
    void a_renter_that_is_no_account_is_passed_over() {
        apply("a", hold("r-1", "hosting.dev.hero"), hold("r-2", RENTER.hex()));
        assertThat(board.of("a").holds()).extracting(h -> h.reservationId()).containsExactly("r-2");
    }

    @Test
    void who_waits_is_told_once_when_it_changes_and_not_before() {
        board.await("a", EMPTY, told::add);
        apply("b", hold("r-1", RENTER.hex()));
        apply("a");
        apply("a", hold(null, RENTER.hex()));
        assertThat(told).isEmpty();
        apply("a", hold("r-1", RENTER.hex()));
        apply("a", hold("r-2", RENTER.hex()));
        assertThat(told).singleElement().matches(standing -> standing.holds().size() == 1);
        assertThat(board.waiting()).isZero();
    }

    @Test
    void who_knows_something_else_is_told_at_once() {
        board.await("a", "", told::add);
        assertThat(told).extracting(Standing::version).containsExactly(EMPTY);
        assertThat(board.waiting()).isZero();
    }

    @Test
    void another_poll_of_the_same_node_ends_the_one_before() {
        var first = board.await("a", EMPTY, told::add).orElseThrow();
        List<Standing> second = new ArrayList<>();
        var again = board.await("a", EMPTY, second::add).orElseThrow();
        assertThat(told).hasSize(1);
        assertThat(second).isEmpty();
        board.end(first);
        assertThat(second).as("whose wait is over by itself ends nobody else's").isEmpty();
        board.end(again);
        board.end(again);
        assertThat(second).hasSize(1);
    }

    @Test
    void so_many_wait_and_no_more() {
        assertThat(board.await("a", EMPTY, told::add)).isPresent();
        assertThat(board.await("b", EMPTY, told::add)).isPresent();
        assertThat(board.await("c", EMPTY, told::add)).isEmpty();
        assertThat(board.await("c", "", told::add))
                .as("who need not wait is told")
                .isPresent();
        assertThat(told).hasSize(1);
        assertThat(board.waiting()).isEqualTo(2);
    }

    @Test
    void at_the_end_everybody_is_told_and_nobody_waits_any_more() {
        board.await("a", EMPTY, told::add);
        board.close();
        assertThat(told).hasSize(1);
        board.await("a", EMPTY, told::add);
        assertThat(told).hasSize(2);
        assertThat(board.waiting()).isZero();
    }
}
