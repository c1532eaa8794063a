package dev.pulse.domain.poll;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.pulse.domain.account.Account;
import dev.pulse.domain.json.Malformed;
import dev.pulse.domain.json.Malformed.Code;
import dev.pulse.domain.life.Hold;
import dev.pulse.domain.verdict.ReferenceEd25519;
import dev.pulse.domain.verdict.Rejection;
import dev.pulse.domain.verdict.Sha256;
import dev.pulse.domain.verdict.Verdict;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** Polls of nodes, and what is none. */
class PollTest {
    private static final long SIGNED_S = 1_790_000_000L;
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final KeyPair KEYS = keys();
    private static final Account NODE = account(KEYS);

    private final PollReader reader = new PollReader("devnet", "market-1");
    private final PollJudge judge = new PollJudge(new ReferenceEd25519());

    private static KeyPair keys() {
        try {
            return KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    private static Account account(KeyPair pair) {
        byte[] encoded = pair.getPublic().getEncoded();
        return Account.ofKey(Arrays.copyOfRange(encoded, encoded.length - 32, encoded.length));
    }

    private static ObjectNode document() {
        // Sorted, as the canonical payload is.
        return JSON.createObjectNode()
                .put("audience", "devnet")
                .put("marketplace", "market-1")
                .put("node_account", NODE.hex())
                .put("node_id", "node-1")
                .put("path", "/api/nodes/reservations")
                .put("timestamp", SIGNED_S)
                .put("version", "abc")
                .put("wait_s", 30);
    }

    private static byte[] signed(ObjectNode document) {
        try {
            Signature signer = Signature.getInstance("Ed25519");
            signer.initSign(KEYS.getPrivate());
            signer.update(Sha256.hash(document.toString().getBytes(StandardCharsets.UTF_8)));
            document.put("signature", Base64.getEncoder().encodeToString(signer.sign()));
            return document.toString().getBytes(StandardCharsets.UTF_8);
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    private PollReading read(Consumer<ObjectNode> change) {
        ObjectNode document = document();
        change.accept(document);
        return reader.read(signed(document));
    }

    private Malformed refusal(Consumer<ObjectNode> change) {
        return ((PollReading.Refused) read(change)).malformed();
    }

    @Test
    void a_poll_is_read_and_its_signature_holds() {
        PollReading.Read read = (PollReading.Read) read(document -> {});
        assertThat(read.poll()).isEqualTo(new Poll("node-1", NODE, SIGNED_S, "abc", 30));
        assertThat(judge.judge(read, SIGNED_S * 1_000)).isEqualTo(new Verdict.Accepted(false));
        Poll bare = ((PollReading.Read) read(document -> {
                    document.remove("version");
                    document.remove("wait_s");
                }))
                .poll();
        assertThat(bare).isEqualTo(new Poll("node-1", NODE, SIGNED_S, null, 0));
    }

    @Test
    void what_was_not_signed_for_this_endpoint_of_this_marketplace_is_no_poll() {
        assertThat(refusal(d -> d.put("marketplace", "market-2")).code()).isEqualTo(Code.WRONG_MARKETPLACE);
        assertThat(refusal(d -> d.put("audience", "mainnet")).code()).isEqualTo(Code.WRONG_AUDIENCE);
        assertThat(refusal(d -> d.put("path", "/api/nodes/pair")).code()).isEqualTo(Code.WRONG_PATH);
        for (String needed : List.of("marketplace", "audience", "path", "timestamp", "node_id", "node_account")) {
            assertThat(refusal(d -> d.remove(needed)).code()).as(needed).isEqualTo(Code.MISSING_FIELD);
        }
    }

    @Test
    void a_wait_has_an_end() {
        assertThat(refusal(d -> d.put("wait_s", 31)).detail()).contains("wait_s", "30");
        assertThat(refusal(d -> d.put("wait_s", -1)).code()).isEqualTo(Code.BAD_FIELD);
        assertThat(refusal(d -> d.put("wait_s", Long.MAX_VALUE)).code()).isEqualTo(Code.BAD_FIELD);
        assertThat(refusal(d -> d.put("version", "x".repeat(129))).code()).isEqualTo(Code.BAD_FIELD);
        PollReading none = reader.read("[]".getBytes(StandardCharsets.UTF_8));
        assertThat(((PollReading.Refused) none).malformed().code()).isEqualTo(Code.NOT_JSON);
    }

    @Test
    void a_poll_that_is_stale_or_was_changed_proves_nothing() {
        PollReading.Read read = (PollReading.Read) read(document -> {});
        assertThat(judge.judge(read, (SIGNED_S + 300) * 1_000)).isInstanceOf(Verdict.Accepted.class);
        assertThat(judge.judge(read, (SIGNED_S + 301) * 1_000))
                .isInstanceOfSatisfying(
                        Verdict.Rejected.class, r -> assertThat(r.reason()).isEqualTo(Rejection.SKEW));
        byte[] changed = new String(signed(document()), StandardCharsets.UTF_8)
                .replace("node-1", "node-2")
                .getBytes(StandardCharsets.UTF_8);
        assertThat(judge.judge((PollReading.Read) reader.read(changed), SIGNED_S * 1_000))
                .isInstanceOfSatisfying(
                        Verdict.Rejected.class, r -> assertThat(r.reason()).isEqualTo(Rejection.SIGNATURE));
    }

    @Test
    void a_version_changes_with_the_reservations_and_with_nothing_else() {
        Hold one = new Hold("a", "r-1", NODE, 1, 2, 10, 20);
        Hold two = new Hold("b", "r-2", NODE, 1, 2, 10, 20);
        Hold promise = new Hold("c", null, NODE, 1, 2, 10, 20);
        String version = HoldsVersion.of(List.of(one, two));
        assertThat(version).matches("[0-9a-f]{16}");
        assertThat(HoldsVersion.of(List.of(two, promise, one))).isEqualTo(version);
        assertThat(HoldsVersion.of(List.of(one))).isNotEqualTo(version);
        assertThat(HoldsVersion.of(List.of(promise))).isEqualTo(HoldsVersion.of(List.of()));
        assertThat(HoldsVersion.of(List.of(new Hold("a", "r-1", NODE, 1, 2, 10, 21), two)))
                .isNotEqualTo(version);
    }
}
