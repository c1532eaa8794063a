package dev.pulse.domain.letter;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pulse.domain.letter.Retrial.Cause;
import dev.pulse.domain.letter.RetrialCase.Inside;
import dev.pulse.domain.verdict.SignatureVerifier;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class RetrialRuleTest {
    private static final String ACCOUNT = "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a";
    private static final long TIMESTAMP = 1_790_000_000L;
    private static final byte[] PAYLOAD = payload("node-1");

    private final SignatureVerifier holds = new Says(true);
    private final RetrialRule rule = new RetrialRule(holds, false, false);

    /** Says the same of every signature. */
    private record Says(boolean holds) implements SignatureVerifier {
        @Override
        public boolean verify(byte[] key, byte[] message, byte[] signature) {
            return holds;
        }

        @Override
        public String name() {
            return "fixed";
        }
    }

    private static byte[] payload(String nodeId) {
        return ("{\"node_account\":\"" + ACCOUNT + "\",\"node_id\":\"" + nodeId + "\",\"timestamp\":" + TIMESTAMP + "}")
                .getBytes(StandardCharsets.UTF_8);
    }

    private static Inside inside(long receivedAtS) {
        return new Inside(PAYLOAD, new byte[64], ACCOUNT, receivedAtS * 1_000);
    }

    private static RetrialCase letter(Inside inside) {
        return new RetrialCase("node-1", false, false, true, true, inside, null);
    }

    private static RetrialCase fresh() {
        return letter(inside(TIMESTAMP));
    }

    private static Cause cause(Retrial decision) {
        return ((Retrial.Left) decision).cause();
    }

    @Test
    void whatHoldsNowIsJudgedOnceMore() {
        assertThat(rule.decide(fresh())).isEqualTo(new Retrial.Due());
    }

    @Test
    void onceAndNoMore() {
        RetrialCase again = new RetrialCase("node-1", true, false, true, true, inside(TIMESTAMP), null);
        assertThat(cause(rule.decide(again))).isEqualTo(Cause.REPLAYED_BEFORE);
        assertThat(cause(new RetrialRule(holds, true, true).decide(again)))
                .as("whatever is wanted")
                .isEqualTo(Cause.REPLAYED_BEFORE);
    }

    @Test
    void whatAReplayBroughtAboutIsLeftUnlessItIsWanted() {
        RetrialCase loop = new RetrialCase("node-1", false, true, true, true, inside(TIMESTAMP), null);
        assertThat(cause(rule.decide(loop))).isEqualTo(Cause.REFUSED_AGAIN);
        assertThat(new RetrialRule(holds, true, false).decide(loop)).isEqualTo(new Retrial.Due());
    }

    @Test
    void whatCanNotBePutWhereItWasIsLeft() {
        RetrialRule eager = new RetrialRule(holds, true, true);
        assertThat(cause(eager.decide(new RetrialCase("node-1", false, false, false, true, null, "x"))))
                .isEqualTo(Cause.NOT_RAW);
        assertThat(cause(eager.decide(new RetrialCase(null, false, false, true, true, null, "x"))))
                .isEqualTo(Cause.NAMELESS);
        assertThat(cause(eager.decide(new RetrialCase("node-1", false, false, true, false, null, "x"))))
                .isEqualTo(Cause.NOT_WHOLE);
    }

    @Test
    void freshnessIsJudgedByTheTimeOfReceiptAndNotByNow() {
        assertThat(rule.decide(letter(inside(TIMESTAMP + 300)))).isEqualTo(new Retrial.Due());
        assertThat(rule.decide(letter(inside(TIMESTAMP - 300)))).isEqualTo(new Retrial.Due());
        assertThat(rule.decide(letter(inside(TIMESTAMP + 301)))).satisfies(left -> {
            assertThat(cause(left)).isEqualTo(Cause.STILL_REFUSED);
            assertThat(((Retrial.Left) left).detail()).contains("behind");
        });
        assertThat(new RetrialRule(holds, false, true).decide(letter(inside(TIMESTAMP + 301))))
                .as("unless the verifier is to say so")
                .isEqualTo(new Retrial.Due());
    }

    @Test
    void whatTheRulesRefuseAsBeforeIsLeft() {
        assertThat(cause(new RetrialRule(new Says(false), false, false).decide(fresh())))
                .isEqualTo(Cause.STILL_REFUSED);
        Inside other = new Inside(payload("node-2"), new byte[64], ACCOUNT, TIMESTAMP * 1_000);
        assertThat(cause(rule.decide(letter(other)))).isEqualTo(Cause.STILL_REFUSED);
        Inside stranger = new Inside(PAYLOAD, new byte[64], ACCOUNT.replace('d', 'e'), TIMESTAMP * 1_000);
        assertThat(cause(rule.decide(letter(stranger)))).isEqualTo(Cause.STILL_REFUSED);
        Inside spaced = new Inside(
                (" " + new String(PAYLOAD, StandardCharsets.UTF_8)).getBytes(StandardCharsets.UTF_8),
                new byte[64],
                ACCOUNT,
                TIMESTAMP * 1_000);
        assertThat(cause(rule.decide(letter(spaced)))).isEqualTo(Cause.STILL_REFUSED);
        Inside unsigned = new Inside(PAYLOAD, new byte[0], ACCOUNT, TIMESTAMP * 1_000);
        assertThat(cause(rule.decide(letter(unsigned)))).isEqualTo(Cause.STILL_REFUSED);
        RetrialCase undecodable = new RetrialCase("node-1", false, false, true, true, null, "It is garbage.");
        assertThat(rule.decide(undecodable)).isEqualTo(new Retrial.Left(Cause.STILL_REFUSED, "It is garbage."));
    }
}
