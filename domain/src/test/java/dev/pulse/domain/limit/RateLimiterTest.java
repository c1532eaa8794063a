package dev.pulse.domain.limit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RateLimiterTest {
    private static final long SECOND = 1_000_000_000L;
    private static final long KEY = 0x1234_5678_9abc_def0L;

    private static boolean granted(RateLimiter limiter, long key, long now) {
        return limiter.admit(key, now) instanceof Admission.Granted;
    }

    private static long refusedFor(RateLimiter limiter, long now) {
        return ((Admission.Refused) limiter.admit(KEY, now)).waitNanos();
    }

    @Test
    void aBurstOfOneIsAMinimumInterval() {
        RateLimiter limiter = new RateLimiter(new RateLimit(5 * SECOND, 1), 1024);
        assertThat(granted(limiter, KEY, 0)).isTrue();
        assertThat(refusedFor(limiter, 0)).isEqualTo(5 * SECOND);
        assertThat(refusedFor(limiter, 5 * SECOND - 1))
                .as("one nanosecond early")
                .isEqualTo(1);
        assertThat(granted(limiter, KEY, 5 * SECOND)).as("at the limit").isTrue();
        assertThat(refusedFor(limiter, 5 * SECOND)).isEqualTo(5 * SECOND);
        assertThat(granted(limiter, KEY, 10 * SECOND + 1)).as("after it").isTrue();
        assertThat(granted(limiter, KEY, 15 * SECOND))
                .as("five seconds count from the last grant")
                .isFalse();
    }

    @Test
    void theBurstIsExactAndComesBackOneByOne() {
        RateLimiter limiter = new RateLimiter(RateLimit.perSecond(10, 3), 1024);
        for (int i = 0; i < 3; i++) {
            assertThat(granted(limiter, KEY, 0)).isTrue();
        }
        assertThat(refusedFor(limiter, 0)).isEqualTo(SECOND / 10);
        assertThat(refusedFor(limiter, SECOND / 10 - 1)).isEqualTo(1);
        assertThat(granted(limiter, KEY, SECOND / 10)).isTrue();
        assertThat(granted(limiter, KEY, SECOND / 10)).isFalse();
        assertThat(IntStream.range(0, 5).filter(i -> granted(limiter, KEY, 100 * SECOND)))
                .as("never holds more than its burst")
                .hasSize(3);
    }

    @Test
    void refusalsCostNothing() {
        RateLimiter limiter = new RateLimiter(new RateLimit(SECOND, 1), 1024);
        assertThat(granted(limiter, KEY, 0)).isTrue();
        for (long now = 0; now < SECOND; now += SECOND / 1000) {
            assertThat(granted(limiter, KEY, now)).isFalse();
        }
        assertThat(granted(limiter, KEY, SECOND)).isTrue();
    }

    @Test
    void aTokenGivenBackIsThereAgain() {
        RateLimiter limiter = new RateLimiter(new RateLimit(SECOND, 1), 1024);
        assertThat(granted(limiter, KEY, 0)).isTrue();
        limiter.giveBack(KEY);
        assertThat(granted(limiter, KEY, 0)).isTrue();
        assertThat(granted(limiter, KEY, 0)).isFalse();
        limiter.giveBack(KEY + 1);
        assertThat(granted(limiter, KEY, 0)).as("another key's token").isFalse();
    }

    @Test
    void tokensGivenBackLateDoNotAddUpToMoreThanTheBurst() {
        RateLimiter limiter = new RateLimiter(new RateLimit(SECOND, 2), 1024);
        granted(limiter, KEY, 0);
        granted(limiter, KEY, 0);
        limiter.giveBack(KEY);
        limiter.giveBack(KEY);
        assertThat(IntStream.range(0, 10).filter(i -> granted(limiter, KEY, 50 * SECOND)))
                .hasSize(2);
    }

    @Test
    void clocksThatBeginBelowZeroOrWrapRoundWork() {
        for (long begin : new long[] {-SECOND / 2, Long.MIN_VALUE, Long.MAX_VALUE - SECOND / 2}) {
            RateLimiter limiter = new RateLimiter(new RateLimit(SECOND, 1), 1024);
            assertThat(granted(limiter, KEY, begin)).isTrue();
            assertThat(granted(limiter, KEY, begin + SECOND - 1)).isFalse();
            assertThat(granted(limiter, KEY, begin + SECOND)).isTrue();
        }
    }

    @Test
    void keysDoNotTouchEachOtherWhileThereIsRoom() {
        RateLimiter limiter = new RateLimiter(new RateLimit(SECOND, 1), 1 << 16);
        Random random = new Random(42);
        long[] keys = random.longs(10_000).toArray();
        for (long key : keys) {
            assertThat(granted(limiter, key, 0)).isTrue();
        }
        long refused = 0;
        for (long key : keys) {
            refused += granted(limiter, key, 1) ? 0 : 1;
        }
        assertThat(refused)
                .as("a full set forgets, but hardly ever at this load")
                .isGreaterThan(9_990);
    }

    @Test
    void theKeyZeroIsAKeyLikeAnyOther() {
        RateLimiter limiter = new RateLimiter(new RateLimit(SECOND, 1), 8);
        assertThat(granted(limiter, 0, 0)).isTrue();
        assertThat(granted(limiter, 0, 0)).isFalse();
    }

    @Test
    void aFloodOfKeysForgetsTheLeastIndebtedAndGrowsNothing() {
        RateLimiter limiter = new RateLimiter(new RateLimit(SECOND, 10), 1);
        assertThat(limiter.capacity()).isEqualTo(RateLimiter.WAYS);
        for (int i = 0; i < 10; i++) {
            granted(limiter, KEY, 0);
        }
        for (long other = 1; other <= 10_000; other++) {
            assertThat(granted(limiter, other, 1)).isTrue();
        }
        assertThat(granted(limiter, KEY, 2))
                .as("the heaviest caller is still known")
                .isFalse();
        assertThat(limiter.capacity()).isEqualTo(RateLimiter.WAYS);
    }

    @Test
    void agreesWithABucketCountedTheSlowWay() {
        Random random = new Random(7);
        for (int round = 0; round < 50; round++) {
            long period = random.nextLong(1, 1_001);
            long burst = random.nextLong(1, 21);
            RateLimiter limiter = new RateLimiter(new RateLimit(period, burst), 4096);
            Map<Long, SlowBucket> buckets = new HashMap<>();
            long now = random.nextLong();
            for (int step = 0; step < 2_000; step++) {
                now += random.nextLong(period + 1);
                long key = random.nextInt(5) * 0x9E37_79B9_7F4A_7C15L;
                SlowBucket bucket = buckets.computeIfAbsent(key, any -> new SlowBucket(period, burst));
                assertThat(granted(limiter, key, now))
                        .as("round %d step %d", round, step)
                        .isEqualTo(bucket.take(now));
            }
        }
    }

    @Test
    void manyThreadsTogetherGetTheBurstAndNoMore() throws Exception {
        RateLimiter limiter = new RateLimiter(new RateLimit(SECOND, 1_000), 64);
        Callable<Long> taker = () ->
                IntStream.range(0, 1_000).filter(i -> granted(limiter, KEY, 5)).count();
        try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
            long taken = 0;
            for (Future<Long> share : threads.invokeAll(Collections.nCopies(4, taker))) {
                taken += share.get();
            }
            assertThat(taken).isEqualTo(1_000);
        }
    }

    @Test
    void capacityIsAPowerOfTwoThatHoldsWhatWasAskedFor() {
        RateLimit limit = new RateLimit(1, 1);
        assertThat(new RateLimiter(limit, 8).capacity()).isEqualTo(8);
        assertThat(new RateLimiter(limit, 9).capacity()).isEqualTo(16);
        assertThat(new RateLimiter(limit, 1024).capacity()).isEqualTo(1024);
        assertThat(new RateLimiter(limit, 1025).capacity()).isEqualTo(2048);
        assertThatThrownBy(() -> new RateLimiter(limit, 0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new RateLimiter(limit, (1 << 26) + 1)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void limitsOutsideTheirRangesAreRefused() {
        assertThatThrownBy(() -> new RateLimit(0, 1)).hasMessageContaining("1 ns to 1 day");
        assertThatThrownBy(() -> new RateLimit(86_400 * SECOND + 1, 1)).hasMessageContaining("1 ns to 1 day");
        assertThatThrownBy(() -> new RateLimit(1, 0)).hasMessageContaining("burst");
        assertThatThrownBy(() -> new RateLimit(86_400 * SECOND, 31)).hasMessageContaining("30 days");
        assertThatThrownBy(() -> RateLimit.perSecond(0, 1)).hasMessageContaining("per second");
        assertThat(new RateLimit(86_400 * SECOND, 30)).isNotNull();
    }

    @Test
    void waitsAreRoundedUpToSeconds() {
        assertThat(new Admission.Refused(1).waitSeconds()).isEqualTo(1);
        assertThat(new Admission.Refused(SECOND).waitSeconds()).isEqualTo(1);
        assertThat(new Admission.Refused(SECOND + 1).waitSeconds()).isEqualTo(2);
    }

    /** Whole tokens that come back one period after the other, counted. */
    private static final class SlowBucket {
        private final long period;
        private final long burst;
        private long tokens;
        private long last;
        private boolean begun;

        SlowBucket(long period, long burst) {
            this.period = period;
            this.burst = burst;
            this.tokens = burst;
        }

        boolean take(long now) {
            if (!begun || tokens == burst) {
                begun = true;
                last = now;
            }
            while (tokens < burst && now - last >= period) {
                tokens++;
                last += period;
            }
            if (tokens == burst) {
                last = now;
            }
            if (tokens == 0) {
                return false;
            }
            tokens--;
            return true;
        }
    }
}
