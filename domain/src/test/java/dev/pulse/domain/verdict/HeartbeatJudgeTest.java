package dev.pulse.domain.verdict;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pulse.domain.account.Account;
import dev.pulse.domain.heartbeat.HeartbeatReader;
import dev.pulse.domain.heartbeat.Reading;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** The order of the rules, and what each says when it is the one that refuses. */
class HeartbeatJudgeTest {
    private static final long NOW_S = 1_790_000_000;
    private static final long NOW_MS = NOW_S * 1000;
    private static final Account OTHER =
            new Account("1eabbeb47493e62275e4c9b68675113b2c7e1a8a68c386015eaf13fa3ec178a7");

    private final HeartbeatJudge strict = new HeartbeatJudge(new ReferenceEd25519(), false);
    private final HeartbeatJudge legacy = new HeartbeatJudge(new ReferenceEd25519(), true);
    private final HeartbeatJudge withoutCrypto = new HeartbeatJudge(new Unreachable(), true);
    private final HeartbeatReader reader = new HeartbeatReader(null, true);
    private final KeyPair pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
    private final Account account = accountOf(pair);

    HeartbeatJudgeTest() throws GeneralSecurityException {}

    /** Fails the test when the rules before it should have decided. */
    private static final class Unreachable implements SignatureVerifier {
        @Override
        public boolean verify(byte[] publicKey, byte[] message, byte[] signature) {
            throw new AssertionError("crypto was spent on a heartbeat that is refused or unsigned");
        }

        @Override
        public String name() {
            return "unreachable";
        }
    }

    private static Account accountOf(KeyPair pair) {
        byte[] encoded = pair.getPublic().getEncoded();
        return Account.ofKey(Arrays.copyOfRange(encoded, encoded.length - Account.KEY_LENGTH, encoded.length));
    }

    private Reading.Read unsigned(long timestampS) {
        String body = "{\"node_account\":\"" + account + "\",\"node_id\":\"n-1\",\"timestamp\":" + timestampS + "}";
        return (Reading.Read) reader.read(body.getBytes(StandardCharsets.UTF_8));
    }

    private Reading.Read signed(long timestampS) throws GeneralSecurityException {
        Reading.Read read = unsigned(timestampS);
        Signature signer = Signature.getInstance("Ed25519");
        signer.initSign(pair.getPrivate());
        signer.update(Sha256.hash(read.canonical()));
        return new Reading.Read(read.heartbeat(), read.canonical(), signer.sign());
    }

    private static void assertRejected(Verdict verdict, Rejection reason, String... words) {
        assertThat(verdict).isInstanceOfSatisfying(Verdict.Rejected.class, rejected -> {
            assertThat(rejected.reason()).isEqualTo(reason);
            assertThat(words).as(rejected.detail()).allMatch(rejected.detail()::contains);
            assertThat(rejected.detail()).hasSizeLessThanOrEqualTo(300);
        });
    }

    @Test
    void firstSignedHeartbeatBindsAndTheNextDoesNot() throws GeneralSecurityException {
        assertThat(strict.judge(signed(NOW_S), NOW_MS, null)).isEqualTo(new Verdict.Accepted(true));
        assertThat(strict.judge(signed(NOW_S), NOW_MS, account)).isEqualTo(new Verdict.Accepted(false));
    }

    @Test
    void anotherAccountThanTheBoundOneIsIdentityAndCostsNoCrypto() throws GeneralSecurityException {
        assertRejected(
                withoutCrypto.judge(signed(NOW_S), NOW_MS, OTHER),
                Rejection.IDENTITY,
                "n-1",
                OTHER.hex(),
                account.hex());
        assertRejected(withoutCrypto.judge(unsigned(NOW_S), NOW_MS, OTHER), Rejection.IDENTITY, OTHER.hex());
    }

    @Test
    void skewIsJudgedBeforeIdentityAndSignature() throws GeneralSecurityException {
        assertRejected(withoutCrypto.judge(signed(NOW_S - 301), NOW_MS, OTHER), Rejection.SKEW, "behind");
        assertRejected(withoutCrypto.judge(signed(NOW_S + 301), NOW_MS, null), Rejection.SKEW, "ahead");
        assertThat(strict.judge(signed(NOW_S - 300), NOW_MS, null)).isEqualTo(new Verdict.Accepted(true));
        assertThat(strict.judge(signed(NOW_S + 300), NOW_MS, null)).isEqualTo(new Verdict.Accepted(true));
    }

    @Test
    void damagedSignatureNeverBinds() throws GeneralSecurityException {
        Reading.Read read = signed(NOW_S);
        read.signature()[10] ^= 1;
        assertRejected(strict.judge(read, NOW_MS, null), Rejection.SIGNATURE, account.hex());
        assertRejected(legacy.judge(read, NOW_MS, null), Rejection.SIGNATURE, account.hex());
        assertRejected(strict.judge(read, NOW_MS, account), Rejection.SIGNATURE, account.hex());
    }

    @Test
    void signatureCoversThePayloadGiven() throws GeneralSecurityException {
        Reading.Read read = signed(NOW_S);
        Reading.Read other = unsigned(NOW_S + 1);
        assertRejected(
                strict.judge(other.heartbeat(), other.canonical(), read.signature(), NOW_MS, null),
                Rejection.SIGNATURE);
    }

    @Test
    void unsignedIsTakenOnlyWhereAllowedAndOnlyWhileUnboundAndNeverBinds() {
        assertThat(withoutCrypto.judge(unsigned(NOW_S), NOW_MS, null)).isEqualTo(new Verdict.Accepted(false));
        assertRejected(strict.judge(unsigned(NOW_S), NOW_MS, null), Rejection.SIGNATURE, "not signed");
        assertRejected(
                withoutCrypto.judge(unsigned(NOW_S), NOW_MS, account), Rejection.SIGNATURE, "n-1", "no longer taken");
        assertRejected(withoutCrypto.judge(unsigned(NOW_S - 301), NOW_MS, null), Rejection.SKEW);
    }

    @Test
    void whereTheLedgerRegistersNothingIsTakenForAnUnboundIdAndNothingBinds() throws GeneralSecurityException {
        HeartbeatJudge ledger = new HeartbeatJudge(new ReferenceEd25519(), true, Registration.LEDGER);
        HeartbeatJudge unspent = new HeartbeatJudge(new Unreachable(), true, Registration.LEDGER);
        assertRejected(unspent.judge(signed(NOW_S), NOW_MS, null), Rejection.IDENTITY, "n-1", "registered", "paired");
        assertRejected(unspent.judge(unsigned(NOW_S), NOW_MS, null), Rejection.IDENTITY, "n-1", "registered");
        assertRejected(unspent.judge(signed(NOW_S - 301), NOW_MS, null), Rejection.SKEW);
        assertRejected(unspent.judge(signed(NOW_S), NOW_MS, OTHER), Rejection.IDENTITY, OTHER.hex());
        assertThat(ledger.judge(signed(NOW_S), NOW_MS, account)).isEqualTo(new Verdict.Accepted(false));
        assertRejected(ledger.judge(unsigned(NOW_S), NOW_MS, account), Rejection.SIGNATURE, "no longer taken");
    }

    @Test
    void emptySignatureIsNoSignature() {
        Reading.Read read = unsigned(NOW_S);
        assertThat(withoutCrypto.judge(read.heartbeat(), read.canonical(), new byte[0], NOW_MS, null))
                .isEqualTo(new Verdict.Accepted(false));
        assertRejected(
                strict.judge(read.heartbeat(), read.canonical(), new byte[0], NOW_MS, null), Rejection.SIGNATURE);
    }
}
