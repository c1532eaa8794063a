package dev.pulse.marketplace.rent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pulse.domain.account.Account;
import dev.pulse.domain.life.LifeRule;
import dev.pulse.ledger.contract.Reservation;
import dev.pulse.marketplace.rent.Comparison.Node;
import dev.pulse.marketplace.rent.Comparison.Step;
import java.math.BigInteger;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The ledger's word beside the lifecycle stream's, at each border. */
class ComparisonTest {
    private static final long FROM = 1_000_000;
    private static final long UNTIL = FROM + 3_600_000;
    private static final Account ANYBODY = new Account("ab".repeat(32));
    private static final Node HELD = new Node("listing-1", Set.of("r-1"));
    private static final Node LOST = new Node("listing-1", Set.of("r-2"));

    private static Step step(boolean open, Node node, long now) {
        return Comparison.of(
                new Reservation(
                        "r-1",
                        "request",
                        "listing-1",
                        "node-1",
                        ANYBODY,
                        ANYBODY,
                        ANYBODY.hex(),
                        1,
                        1,
                        BigInteger.ONE,
                        FROM,
                        UNTIL,
                        open,
                        open ? null : BigInteger.ONE),
                node,
                now);
    }

    @Test
    void what_both_know_needs_nothing_until_its_time_is_over() {
        assertThat(step(true, HELD, FROM)).isEqualTo(Step.NONE);
        assertThat(step(true, HELD, UNTIL - 1)).isEqualTo(Step.NONE);
        assertThat(step(true, HELD, UNTIL)).isEqualTo(Step.SETTLE);
        assertThat(step(true, LOST, UNTIL)).isEqualTo(Step.SETTLE);
    }

    @Test
    void what_the_lifecycle_stream_does_not_know_it_is_told_once_nobody_else_can_be_about_to() {
        assertThat(step(true, LOST, FROM + LifeRule.PROMISE_MS - 1)).isEqualTo(Step.NONE);
        assertThat(step(true, LOST, FROM + LifeRule.PROMISE_MS)).isEqualTo(Step.CONFIRM);
        assertThat(step(true, new Node("listing-2", Set.of()), FROM + LifeRule.PROMISE_MS))
                .as("of another offer")
                .isEqualTo(Step.NONE);
        assertThat(step(true, new Node(null, Set.of()), FROM + LifeRule.PROMISE_MS))
                .isEqualTo(Step.NONE);
    }

    @Test
    void what_the_ledger_closed_is_forgotten() {
        assertThat(step(false, HELD, FROM)).isEqualTo(Step.FORGET);
        assertThat(step(false, LOST, UNTIL)).isEqualTo(Step.NONE);
    }
}
