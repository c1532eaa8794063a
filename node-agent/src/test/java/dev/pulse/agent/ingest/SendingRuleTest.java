package dev.pulse.agent.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

class SendingRuleTest {
    private static final Duration MINUTE = Duration.ofSeconds(60);
    private final SendingRule rule = SendingRule.of(MINUTE, 300);
    private final Backoff backoff = new Backoff(Duration.ofMillis(500), MINUTE);

    @Test
    void backoff_doubles_up_to_its_cap_and_never_passes_it() {
        assertThat(backoff.delay(1, -1, draw(1))).isEqualTo(Duration.ofMillis(500));
        assertThat(backoff.delay(2, -1, draw(1))).isEqualTo(Duration.ofSeconds(1));
        assertThat(backoff.delay(7, -1, draw(1))).isEqualTo(Duration.ofSeconds(32));
        assertThat(backoff.delay(8, -1, draw(1))).isEqualTo(MINUTE);
        assertThat(backoff.delay(1_000_000, -1, draw(1))).isEqualTo(MINUTE);
    }

    @Test
    void jitter_takes_the_whole_span() {
        assertThat(backoff.delay(5, -1, draw(0))).isEqualTo(Duration.ZERO);
        assertThat(backoff.delay(5, -1, draw(0.5))).isEqualTo(Duration.ofSeconds(4));
        RandomGenerator random = new SplittableRandom(1);
        double mean = 0;
        for (int i = 0; i < 10_000; i++) {
            Duration delay = backoff.delay(3, -1, random);
            assertThat(delay).isBetween(Duration.ZERO, Duration.ofSeconds(2));
            mean += delay.toMillis() / 10_000.0;
        }
        assertThat(mean).isBetween(950.0, 1050.0);
    }

    @Test
    void retry_after_is_the_least_and_one_interval_the_most() {
        assertThat(backoff.delay(1, 7, draw(0))).isEqualTo(Duration.ofSeconds(7));
        assertThat(backoff.delay(1, 7, draw(1))).isEqualTo(Duration.ofMillis(7500));
        assertThat(backoff.delay(1, 59, draw(1))).isEqualTo(Duration.ofMillis(59_500));
        assertThat(backoff.delay(2, 60, draw(1))).isEqualTo(MINUTE);
        assertThat(backoff.delay(1, Long.MAX_VALUE, draw(0))).isEqualTo(MINUTE);
    }

    @Test
    void a_backoff_without_a_span_is_refused() {
        assertThatThrownBy(() -> new Backoff(Duration.ZERO, MINUTE)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Backoff(MINUTE.plusNanos(1), MINUTE)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void after_202_the_next_one_comes_when_the_server_wants_it_a_little_early() {
        assertThat(fresh(accepted(40), 0)).isEqualTo(Duration.ofSeconds(40));
        assertThat(fresh(accepted(40), 1)).isEqualTo(Duration.ofSeconds(36));
        assertThat(fresh(accepted(-1), 0)).isEqualTo(MINUTE);
        assertThat(fresh(accepted(1_000_000), 0)).isEqualTo(Duration.ofHours(1));
        assertThat(((SendingRule.Step.Fresh) rule.after(accepted(40), 1, draw(0))).taken())
                .isTrue();
    }

    @Test
    void what_may_pass_is_sent_again_and_what_will_not_is_dropped() {
        for (int status : new int[] {429, 500, 502, 503, 504}) {
            assertThat(rule.after(Answer.Http.of(status), 1, draw(0))).isInstanceOf(SendingRule.Step.Again.class);
        }
        for (int status : new int[] {200, 301, 400, 401, 404, 413, 415}) {
            assertThat(rule.after(Answer.Http.of(status), 1, draw(0)))
                    .isEqualTo(new SendingRule.Step.Fresh(MINUTE, false));
        }
        assertThat(rule.after(new Answer.TimedOut(""), 1, draw(1)))
                .isEqualTo(new SendingRule.Step.Again(Duration.ofMillis(500)));
        assertThat(rule.after(new Answer.Unreachable(""), 3, draw(1)))
                .isEqualTo(new SendingRule.Step.Again(Duration.ofSeconds(2)));
        assertThat(rule.after(new Answer.Http(503, -1, 9, "", ""), 1, draw(0)))
                .isEqualTo(new SendingRule.Step.Again(Duration.ofSeconds(9)));
    }

    @Test
    void a_heartbeat_is_given_up_a_minute_before_it_would_be_stale() {
        assertThat(rule.isWorthSending(1000, 1060)).isTrue();
        assertThat(rule.isWorthSending(1000, 1061)).isFalse();
    }

    @Test
    void an_interval_shorter_than_the_first_wait_shortens_it() {
        SendingRule fast = SendingRule.of(Duration.ofMillis(200), 300);

        assertThat(fast.after(new Answer.TimedOut(""), 9, draw(1)))
                .isEqualTo(new SendingRule.Step.Again(Duration.ofMillis(200)));
    }

    private Duration fresh(Answer answer, double draw) {
        return ((SendingRule.Step.Fresh) rule.after(answer, 1, draw(draw))).delay();
    }

    private static Answer.Http accepted(long next) {
        return new Answer.Http(202, next, -1, "", "");
    }

    /** Draws the same share of every span; 1 draws the largest value there is. */
    static RandomGenerator draw(double share) {
        return new RandomGenerator() {
            @Override
            public long nextLong() {
                return 0;
            }

            @Override
            public long nextLong(long bound) {
                return Math.min(bound - 1, (long) (bound * share));
            }

            @Override
            public double nextDouble() {
                return share;
            }
        };
    }
}
