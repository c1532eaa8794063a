package dev.pulse.verifier.crypto;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pulse.domain.curve.CurveEd25519;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/**
 * Our own verification against AWS-LC, signature by signature. How many is {@code -Dpulse.test.signatures=N}, from where
 * {@code -Dpulse.test.seed=S}; the decision record tells of a long run.
 */
class CurveAgreementTest {
    private static final int KEYS = 500;
    /** Room for fewer keys than there are, so that keys are found, missed and thrown out. */
    private static final long TABLE_BYTES = 264 * 256;

    @Test
    @EnabledOnOs(value = OS.LINUX, architectures = "amd64")
    void the_same_verdicts_as_aws_lc() {
        CurveEd25519 own = new CurveEd25519(TABLE_BYTES, 1);
        CorrettoVerifier trusted = CorrettoVerifier.load();
        SignatureMix mix = new SignatureMix(Long.getLong("pulse.test.seed", 3), KEYS);
        long count = Long.getLong("pulse.test.signatures", 20_000);
        long held = 0;
        for (long i = 0; i < count; i++) {
            TorsionCases.Case one = mix.next();
            boolean verdict = trusted.verify(one.key(), one.message(), one.signature());
            if (own.verify(one.key(), one.message(), one.signature()) != verdict) {
                HexFormat hex = HexFormat.of();
                throw new AssertionError("not " + verdict + ": key " + hex.formatHex(one.key()) + ", message "
                        + hex.formatHex(one.message()) + ", signature " + hex.formatHex(one.signature()));
            }
            held += verdict ? 1 : 0;
            if (i % 1_000_000 == 999_999) {
                System.out.println(i + 1 + " the same, " + held + " of them held, " + own.hits() + " found their key");
            }
        }
        assertThat(held).isBetween(count / 4, count * 3 / 4);
        assertThat(own.hits()).isGreaterThan(count / 10);
        assertThat(own.misses()).isGreaterThan(count / 10);
        assertThat(own.keys()).isLessThan(KEYS);
    }
}
