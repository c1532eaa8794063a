package dev.pulse.verifier.crypto;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pulse.domain.verdict.SignatureVerifier;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class WatchedVerifierTest {
    private static final byte[] BYTES = {1};

    private final List<String> alarms = new ArrayList<>();
    private long nanos;

    private record Fixed(String name, boolean verdict, int[] calls) implements SignatureVerifier {
        @Override
        public boolean verify(byte[] publicKey, byte[] message, byte[] signature) {
            calls[0]++;
            return verdict;
        }
    }

    private static Fixed says(boolean verdict) {
        return new Fixed(verdict ? "yes" : "no", verdict, new int[1]);
    }

    @Test
    void one_acceptance_in_a_thousand_is_checked_again() {
        Fixed trusted = says(true);
        WatchedVerifier watched = new WatchedVerifier(says(true), trusted, alarms::add, () -> nanos);
        for (int i = 0; i < 3 * WatchedVerifier.SAMPLE; i++) {
            assertThat(watched.verify(BYTES, BYTES, BYTES)).isTrue();
        }
        assertThat(trusted.calls()[0]).isEqualTo(3);
        assertThat(alarms).isEmpty();
        assertThat(watched.name()).contains("yes, watched by yes");
    }

    @Test
    void a_wrong_refusal_is_put_right_at_once_and_ends_the_fast_one() {
        Fixed fast = says(false);
        WatchedVerifier watched = new WatchedVerifier(fast, says(true), alarms::add, () -> nanos);
        assertThat(watched.verify(BYTES, BYTES, BYTES)).isTrue();
        assertThat(watched.verify(BYTES, BYTES, BYTES)).isTrue();
        assertThat(fast.calls()[0]).isEqualTo(1);
        assertThat(alarms).singleElement().asString().contains("no said false", "yes verifies from here on");
        assertThat(watched.name()).isEqualTo("yes");
    }

    @Test
    void a_wrong_acceptance_is_found_in_the_sample() {
        WatchedVerifier watched = new WatchedVerifier(says(true), says(false), alarms::add, () -> nanos);
        for (int i = 1; i < WatchedVerifier.SAMPLE; i++) {
            assertThat(watched.verify(BYTES, BYTES, BYTES)).isTrue();
        }
        assertThat(watched.verify(BYTES, BYTES, BYTES)).isFalse();
        assertThat(watched.verify(BYTES, BYTES, BYTES)).isFalse();
        assertThat(alarms).singleElement().asString().contains("said true");
    }

    @Test
    void one_that_throws_is_not_asked_again() {
        SignatureVerifier broken = new SignatureVerifier() {
            @Override
            public boolean verify(byte[] publicKey, byte[] message, byte[] signature) {
                throw new ArrayIndexOutOfBoundsException(7);
            }

            @Override
            public String name() {
                return "broken";
            }
        };
        WatchedVerifier watched = new WatchedVerifier(broken, says(true), alarms::add, () -> nanos);
        assertThat(watched.verify(BYTES, BYTES, BYTES)).isTrue();
        assertThat(watched.verify(BYTES, BYTES, BYTES)).isTrue();
        assertThat(alarms).singleElement().asString().contains("broken threw");
    }

    /** Takes as long as it is told to. */
    private final class Timed implements SignatureVerifier {
        private long takes;
        private int calls;

        @Override
        public boolean verify(byte[] publicKey, byte[] message, byte[] signature) {
            calls++;
            nanos += takes;
            return true;
        }

        @Override
        public String name() {
            return "timed";
        }
    }

    @Test
    void one_that_stays_slow_is_given_up() {
        Timed fast = new Timed();
        WatchedVerifier watched = new WatchedVerifier(fast, says(true), alarms::add, () -> nanos);
        fast.takes = WatchedVerifier.SLOW_NANOS;
        for (int i = 0; i < WatchedVerifier.SLOW_ONES; i++) {
            assertThat(alarms).isEmpty();
            assertThat(watched.verify(BYTES, BYTES, BYTES)).isTrue();
        }
        assertThat(alarms).singleElement().asString().contains("timed took 1000 us again", "yes verifies from here on");
        assertThat(watched.verify(BYTES, BYTES, BYTES)).isTrue();
        assertThat(fast.calls).isEqualTo(WatchedVerifier.SLOW_ONES);
    }

    @Test
    void one_that_is_slow_now_and_then_stays() {
        Timed fast = new Timed();
        WatchedVerifier watched = new WatchedVerifier(fast, says(true), alarms::add, () -> nanos);
        for (int i = 0; i < 4 * WatchedVerifier.SLOW_ONES; i++) {
            fast.takes = WatchedVerifier.SLOW_NANOS - i % 2;
            watched.verify(BYTES, BYTES, BYTES);
        }
        assertThat(alarms).isEmpty();
        assertThat(fast.calls).isEqualTo(4 * WatchedVerifier.SLOW_ONES);
    }
}
