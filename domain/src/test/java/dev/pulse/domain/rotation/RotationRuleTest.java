package dev.pulse.domain.rotation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pulse.domain.account.Account;
import dev.pulse.domain.rotation.RotationRule.Answer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RotationRuleTest {
    private static final Account A = new Account("0a".repeat(32));
    private static final Account B = new Account("0b".repeat(32));
    private static final Account C = new Account("0c".repeat(32));
    private static final long SIGNED = 1_790_000_000;

    private static Rotation rotation(Account from, Account to, long timestamp) {
        return new Rotation("node-1", from, to, null, timestamp);
    }

    private static String refusal(Rotation rotation, Account bound, long rotatedAt) {
        Answer answer = RotationRule.judge(rotation, bound, rotatedAt);
        assertThat(answer).isInstanceOf(Answer.Refused.class);
        assertThat(((Answer.Refused) answer).detail()).endsWith(".").hasSizeLessThan(300);
        return ((Answer.Refused) answer).code();
    }

    @Test
    void it_binds_what_is_bound_to_the_old_account() {
        assertThat(RotationRule.judge(rotation(A, B, SIGNED), A, RotationRule.NEVER))
                .isEqualTo(new Answer.Binds());
        assertThat(RotationRule.judge(new Rotation("node-1", A, B, C, SIGNED), A, RotationRule.NEVER))
                .as("whoever says so")
                .isEqualTo(new Answer.Binds());
        assertThat(refusal(rotation(A, B, SIGNED), C, RotationRule.NEVER)).isEqualTo("wrong_account");
        assertThat(refusal(new Rotation("node-1", A, B, C, SIGNED), C, RotationRule.NEVER))
                .isEqualTo("wrong_account");
        assertThat(refusal(rotation(A, B, SIGNED), null, RotationRule.NEVER)).isEqualTo("unknown_node");
    }

    @Test
    void the_same_again_finds_it_done_whenever_it_was_signed() {
        for (long signed : new long[] {SIGNED - 1, SIGNED, SIGNED + 1}) {
            assertThat(RotationRule.judge(rotation(A, B, signed), B, SIGNED)).isEqualTo(new Answer.BoundBefore());
        }
    }

    @Test
    void one_that_was_recorded_rolls_nothing_back() {
        assertThat(refusal(rotation(A, B, SIGNED), C, SIGNED + 1))
                .as("A to B after B to C")
                .isEqualTo("wrong_account");
        assertThat(refusal(rotation(A, B, SIGNED), A, SIGNED + 1))
                .as("A to B after B back to A")
                .isEqualTo("stale_rotation");
    }

    @ParameterizedTest
    @ValueSource(longs = {SIGNED, SIGNED + 1, Long.MAX_VALUE})
    void only_a_later_one_is_taken(long rotatedAt) {
        assertThat(refusal(rotation(A, B, SIGNED), A, rotatedAt)).isEqualTo("stale_rotation");
        assertThat(RotationRule.judge(rotation(A, B, SIGNED), A, SIGNED - 1)).isEqualTo(new Answer.Binds());
        assertThat(RotationRule.judge(rotation(A, B, Long.MIN_VALUE + 1), A, RotationRule.NEVER))
                .isEqualTo(new Answer.Binds());
    }
}
