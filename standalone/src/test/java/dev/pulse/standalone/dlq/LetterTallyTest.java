package dev.pulse.standalone.dlq;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pulse.domain.verdict.Rejection;
import dev.pulse.marketplace.letter.FoundLetter;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LetterTallyTest {
    private static final long AT = 1_790_000_000_000L;

    private static FoundLetter letter(Rejection reason, String node, long at, int bytes) {
        return new FoundLetter(1, reason, 0, 1, at, node, null, "No.", null, 0, bytes);
    }

    @Test
    void countsByReasonHourAndNode() {
        LetterTally tally = new LetterTally();
        tally.add(letter(Rejection.SKEW, "a", AT, 10));
        tally.add(letter(Rejection.SKEW, "b", AT + 3_600_000, 20));
        tally.add(letter(Rejection.POISON, null, AT + 3_600_000, 5));
        tally.add(letter(Rejection.SKEW, "b", AT - 5, 20));
        assertThat(tally.letters()).isEqualTo(4);
        LetterTally.Count skew = tally.reasons().get(Rejection.SKEW);
        assertThat(skew.letters()).isEqualTo(3);
        assertThat(skew.bytes()).isEqualTo(50);
        assertThat(skew.oldest()).isEqualTo(Instant.ofEpochMilli(AT - 5));
        assertThat(skew.newest()).isEqualTo(Instant.ofEpochMilli(AT + 3_600_000));
        assertThat(tally.hours())
                .isEqualTo(
                        Map.of(Instant.parse("2026-09-21T14:00:00Z"), 2L, Instant.parse("2026-09-21T15:00:00Z"), 2L));
        assertThat(tally.noisiest(10)).containsExactly(new LetterTally.Noisy("b", 2), new LetterTally.Noisy("a", 1));
        assertThat(tally.noisiest(1)).hasSize(1);
        assertThat(tally.nameless()).isEqualTo(1);
        assertThat(tally.tooLow()).isZero();
    }

    @Test
    void findsTheNoisyNodeAmongMoreThanItRemembers() {
        LetterTally tally = new LetterTally(10);
        for (int i = 0; i < 1_000; i++) {
            tally.add(letter(Rejection.SIGNATURE, "once-" + i, AT, 1));
            if (i % 4 == 0) {
                tally.add(letter(Rejection.SIGNATURE, "noisy", AT, 1));
            }
        }
        LetterTally.Noisy first = tally.noisiest(1).getFirst();
        assertThat(first.nodeId()).isEqualTo("noisy");
        assertThat(first.letters()).isBetween(250 - tally.tooLow(), 250L);
        assertThat(tally.tooLow()).isLessThanOrEqualTo(1_250 / 11);
        assertThat(tally.letters()).isEqualTo(1_250);
    }
}
