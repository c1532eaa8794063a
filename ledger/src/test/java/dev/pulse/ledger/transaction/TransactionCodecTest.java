package dev.pulse.ledger.transaction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.pulse.domain.account.Account;
import dev.pulse.domain.verdict.Sha256;
import dev.pulse.ledger.borsh.BorshException;
import dev.pulse.ledger.transaction.AccessKey.FunctionCallOnly;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** The bytes of near-api-js ({@code src/test/near-api-js/vectors.mjs}), and bytes that are no transaction. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TransactionCodecTest {
    private static final String HOSTING = "hosting.dev.hero";
    private static final BigInteger MAX_U128 = BigInteger.ONE.shiftLeft(128).subtract(BigInteger.ONE);

    private final TransactionSigner signer = new TransactionSigner(seed("vector signer"));
    private final Map<String, Transaction> ours = new TreeMap<>();
    private JsonNode vectors;
    private Account other;

    private static byte[] seed(String name) {
        return Sha256.hash(name.getBytes(StandardCharsets.UTF_8));
    }

    private static byte[] json(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @BeforeAll
    void read() throws IOException {
        try (InputStream in = getClass().getResourceAsStream("/transactions.json")) {
            vectors = new ObjectMapper().readTree(in);
        }
        other = new TransactionSigner(seed("vector other")).key();
        String me = signer.key().hex();
        put("transfer", 1, other.hex(), new Action.Transfer(BigInteger.ONE));
        put("largest amount and nonce", -1, other.hex(), new Action.Transfer(MAX_U128));
        byte[] farm = json("{\"farm_id\":\"green\",\"name\":\"Grün 🌱\"}");
        put("call", 7, HOSTING, new Action.FunctionCall("farm_create", farm, 300_000_000_000_000L, BigInteger.ZERO));
        put("call without arguments", 8, HOSTING, new Action.FunctionCall("m", new byte[0], 1, BigInteger.ONE));
        put("no actions", 9, HOSTING);
        put(
                "two actions",
                10,
                other.hex(),
                new Action.Transfer(BigInteger.TWO),
                new Action.FunctionCall("m", json("{}"), 1, BigInteger.ZERO));
        put("create account", 11, "sub.dev.hero", new Action.CreateAccount());
        put("add a full key", 12, me, new Action.AddKey(other, AccessKey.full(0)));
        put("add a key for calls", 13, me, addKey(BigInteger.valueOf(250), "a", "bc"));
        put("add a key for all calls", 14, me, addKey(null));
        put("delete a key", 15, me, new Action.DeleteKey(other));
        put("delete the account", 16, me, new Action.DeleteAccount("spore.dev.hero"));
    }

    private Action addKey(BigInteger allowance, String... methods) {
        return new Action.AddKey(other, new AccessKey(0, new FunctionCallOnly(allowance, HOSTING, List.of(methods))));
    }

    private void put(String name, long nonce, String receiver, Action... actions) {
        byte[] block = seed("vector block");
        ours.put(
                name,
                new Transaction(signer.key().hex(), signer.key(), nonce, receiver, block, Arrays.asList(actions)));
    }

    private static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }

    @Test
    void everyTransactionHasTheBytesAndTheSignatureOfNearApiJs() {
        assertThat(vectors.get("signer").asText()).isEqualTo(signer.key().hex());
        Map<String, String> expected = new TreeMap<>();
        Map<String, String> found = new TreeMap<>();
        for (JsonNode each : vectors.get("cases")) {
            String name = each.get("name").asText();
            expected.put(
                    name,
                    each.get("transaction").asText() + " " + each.get("signed").asText());
            Transaction transaction = ours.get(name);
            found.put(
                    name,
                    hex(TransactionCodec.encode(transaction)) + " "
                            + hex(signer.sign(transaction).bytes()));
        }
        assertThat(found).isEqualTo(expected).hasSize(ours.size());
    }

    @Test
    void whatNearApiJsSignedIsReadBack() throws BorshException {
        for (JsonNode each : vectors.get("cases")) {
            byte[] bytes = HexFormat.of().parseHex(each.get("signed").asText());
            SignedTransaction read = TransactionCodec.decode(bytes);
            assertThat(hex(TransactionCodec.encode(read.transaction())))
                    .isEqualTo(each.get("transaction").asText());
            assertThat(hex(read.hash()))
                    .isEqualTo(
                            hex(signer.sign(ours.get(each.get("name").asText())).hash()));
            assertThat(hex(read.signature()))
                    .isEqualTo(hex(Arrays.copyOfRange(bytes, bytes.length - 64, bytes.length)));
        }
    }

    @Test
    void everyBeginningOfATransactionIsRefused() {
        byte[] whole = signer.sign(ours.get("add a key for calls")).bytes();
        for (int length = 0; length < whole.length; length++) {
            byte[] cut = Arrays.copyOf(whole, length);
            assertThatThrownBy(() -> TransactionCodec.decode(cut)).isInstanceOf(BorshException.class);
        }
        assertThatThrownBy(() -> TransactionCodec.decode(Arrays.copyOf(whole, whole.length + 1)))
                .isInstanceOf(BorshException.class)
                .hasMessageContaining("bytes follow");
    }

    @Test
    void kindsThatPulseDoesNotKnowAreRefused() {
        Transaction create = ours.get("create account");
        byte[] whole = signer.sign(create).bytes();
        int action = TransactionCodec.encode(create).length - 1;
        for (int kind : new int[] {1, 4, 8, 255}) {
            byte[] changed = whole.clone();
            changed[action] = (byte) kind;
            assertThatThrownBy(() -> TransactionCodec.decode(changed))
                    .isInstanceOf(BorshException.class)
                    .hasMessageContaining("kind " + kind);
        }
        byte[] secp = whole.clone();
        secp[4 + 64] = 1;
        assertThatThrownBy(() -> TransactionCodec.decode(secp))
                .isInstanceOf(BorshException.class)
                .hasMessageContaining("not ed25519");
        byte[] signature = whole.clone();
        signature[action + 1] = 1;
        assertThatThrownBy(() -> TransactionCodec.decode(signature))
                .isInstanceOf(BorshException.class)
                .hasMessageContaining("not ed25519");
    }

    @Test
    void tooManyActionsAndTooManyBytesAreRefused() {
        Action[] many = new Action[TransactionCodec.MAX_ACTIONS + 1];
        Arrays.fill(many, new Action.CreateAccount());
        Transaction wordy = new Transaction(
                signer.key().hex(), signer.key(), 1, HOSTING, seed("vector block"), Arrays.asList(many));
        byte[] bytes = signer.sign(wordy).bytes();
        assertThatThrownBy(() -> TransactionCodec.decode(bytes))
                .isInstanceOf(BorshException.class)
                .hasMessageContaining("at most 100 actions");
        assertThatThrownBy(() -> TransactionCodec.decode(new byte[TransactionCodec.MAX_BYTES + 1]))
                .isInstanceOf(BorshException.class)
                .hasMessageContaining("at most");
    }
}
