package dev.pulse.verifier.prove;

import static dev.pulse.verifier.prove.Harness.NOW_S;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pulse.domain.letter.LetterQuota;
import dev.pulse.domain.verdict.Registration;
import dev.pulse.domain.verdict.Rejection;
import dev.pulse.schemas.DeadLetter;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One noisy node can't fill the dead letters, and each refused record has its letter all the same. */
class LetterQuotaTopologyTest {
    private static final int SKEWED = 1_000;

    @TempDir
    private Path stateDir;

    private final Signer signer = new Signer(1);
    private Harness verifier;

    @BeforeEach
    void start() {
        verifier = new Harness(
                stateDir, new VerifierSettings("devnet", false, Registration.OPEN, LetterQuota.limit(3, 60)));
    }

    @AfterEach
    void stop() {
        verifier.close();
    }

    private void refused(String node, long receivedAtS) {
        verifier.send(node, signer, receivedAtS - SKEWED, receivedAtS);
    }

    private List<DeadLetter> letters() {
        return verifier.dead(Rejection.SKEW).readValuesToList();
    }

    @Test
    void over_the_quota_the_letter_says_everything_but_the_bytes() {
        for (int i = 0; i < 5; i++) {
            refused("noisy", NOW_S);
        }
        refused("quiet", NOW_S);
        List<DeadLetter> letters = letters();
        assertThat(letters).hasSize(6);
        DeadLetter whole = letters.get(2);
        assertThat(whole.getOriginalBytes()).isNull();
        int bytes = whole.getOriginal().remaining();
        assertThat(bytes).isPositive();
        assertThat(letters.subList(3, 5)).allSatisfy(letter -> {
            assertThat(letter.getOriginal().hasRemaining()).isFalse();
            assertThat(letter.getOriginalBytes()).isEqualTo(bytes);
            assertThat(letter.getDetail())
                    .startsWith(whole.getDetail())
                    .endsWith(" Its " + bytes + " bytes are over the quota, and not kept.");
            assertThat(letter.getAccount()).isEqualTo(whole.getAccount());
        });
        assertThat(letters.get(4).getSourceOffset()).isEqualTo(4);
        assertThat(letters.get(5).getOriginalBytes())
                .as("another node's are kept")
                .isNull();
        assertThat(verifier.counters.snapshot()).containsEntry("skew", 6L);
    }

    @Test
    void the_quota_comes_back_with_the_records_time() {
        for (int i = 0; i < 4; i++) {
            refused("noisy", NOW_S);
        }
        refused("noisy", NOW_S + 59);
        refused("noisy", NOW_S + 60);
        assertThat(letters())
                .extracting(letter -> letter.getOriginalBytes() == null)
                .containsExactly(true, true, true, false, false, true);
    }

    @Test
    void after_an_abort_or_a_restart_it_begins_anew() {
        for (int i = 0; i < 4; i++) {
            refused("noisy", NOW_S);
        }
        assertThat(letters()).last().matches(letter -> letter.getOriginalBytes() != null);
        verifier.close();
        start();
        refused("noisy", NOW_S);
        assertThat(letters()).singleElement().matches(letter -> letter.getOriginalBytes() == null);
    }
}
