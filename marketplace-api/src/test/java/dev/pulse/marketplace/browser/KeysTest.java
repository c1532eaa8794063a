package dev.pulse.marketplace.browser;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.pulse.domain.account.Account;
import dev.pulse.domain.json.CanonicalJson;
import dev.pulse.domain.json.JsonDocument;
import dev.pulse.domain.verdict.Sha256;
import dev.pulse.ledger.client.LedgerClient;
import dev.pulse.ledger.message.Message;
import dev.pulse.ledger.transaction.Action;
import dev.pulse.ledger.transaction.Transaction;
import dev.pulse.ledger.transaction.TransactionSigner;
import dev.pulse.marketplace.fixture.MarketRig;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;

/**
 * Keys in the browser: a person makes them, takes them in, signs in with them and forgets them; and what the page signs is, byte
 * for byte, what everybody else signs.
 */
@TestInstance(Lifecycle.PER_CLASS)
class KeysTest {
    private static final HexFormat HEX = HexFormat.of();

    private Path folder;
    /** Answers that are asked for here; a browser writes each on the console, and it is read at any later look. */
    private static final String[] REFUSALS = {"401"};

    private Trade trade;
    private Chromium chromium;

    @BeforeAll
    void start(@TempDir Path given) throws Exception {
        folder = given;
        trade = new Trade(folder);
        chromium = Chromium.open(trade.url());
        chromium.visit("/farmer");
        Trade.choose(chromium, trade.keyFile("farmer"));
        chromium.see(".keys li");
    }

    @AfterAll
    void stop() {
        if (chromium != null) {
            chromium.close();
        }
        trade.close();
    }

    /** What an expression over the page's modules gives; bytes as hex. */
    private String value(String expression, Object... given) {
        return (String) chromium.script(
                "const given = arguments; return Promise.all([import('/web/key/wire.js'), import('/web/key/vault.js')])"
                        + ".then(async ([wire, vault]) => { const value = " + expression
                        + "; return value instanceof Uint8Array ? wire.toHex(value) : String(value); })",
                given);
    }

    @Test
    void a_challenge_is_hashed_as_wallets_hash_it() {
        Random random = new Random(1);
        for (String words : List.of("", "Sign in.", "línea 1\nlínea 2 \"✓\" 𝄞", "x".repeat(700))) {
            byte[] nonce = new byte[32];
            random.nextBytes(nonce);
            String bytes = value(
                    "wire.messageBytes({message: given[0], nonce: given[1], recipient: given[2]})",
                    words,
                    Base64.getEncoder().encodeToString(nonce),
                    "http://127.0.0.1:8080");
            assertThat(Sha256.hash(HEX.parseHex(bytes)))
                    .as(words)
                    .isEqualTo(new Message(words, nonce, "http://127.0.0.1:8080", null).hash());
        }
    }

    @Test
    void a_transaction_is_the_one_that_the_command_line_signs() {
        TransactionSigner signer = MarketRig.signer("farmer");
        Account spender = MarketRig.signer("operator").key();
        byte[] block = Sha256.hash("block".getBytes(StandardCharsets.UTF_8));
        for (String nonce : List.of("0", "1", "4000001", "9007199254740993", "18446744073709551615")) {
            String arguments =
                    "{\"spender\":\"" + spender + "\",\"amount\":\"340282366920938463463374607431768211455\"}";
            Transaction transaction = new Transaction(
                    signer.key().hex(),
                    signer.key(),
                    Long.parseUnsignedLong(nonce),
                    "spore.dev.hero",
                    block,
                    List.of(new Action.FunctionCall(
                            "approve", arguments.getBytes(StandardCharsets.UTF_8), LedgerClient.GAS, BigInteger.ZERO)));
            String signed = value("""
                    await (async () => {
                      const transaction = wire.callBytes({account: given[0], nonce: BigInt(given[1]), contract: "spore.dev.hero",
                        blockHash: wire.fromHex(given[2]), method: "approve", args: JSON.parse(given[3])});
                      const { signature } = await vault.sign(await vault.find(given[0]), transaction);
                      return wire.signedTransaction(transaction, signature);
                    })()""", signer.key().hex(), nonce, HEX.formatHex(block), arguments);
            assertThat(signed)
                    .as(nonce)
                    .isEqualTo(HEX.formatHex(signer.sign(transaction).bytes()));
        }
    }

    @Test
    void a_farmers_word_is_canonical() {
        String document =
                "{\"path\":\"/api/x\",\"node_id\":\"n\",\"hostname\":\"hôst \\\"𝄞\\\"\\u0001\\u007f\\n\\\\/\",\"timestamp\":1790000000}";
        JsonDocument parsed = (JsonDocument) JsonDocument.parse(document.getBytes(StandardCharsets.UTF_8));
        assertThat(value("wire.canonical(JSON.parse(given[0]))", document))
                .isEqualTo(HEX.formatHex(CanonicalJson.canonicalWithout(parsed, JsonDocument.NONE)));
    }

    @Test
    void keys_are_written_as_the_ledger_writes_them() {
        Random random = new Random(2);
        for (int zeros = 0; zeros <= 32; zeros += 4) {
            byte[] key = new byte[32];
            random.nextBytes(key);
            Arrays.fill(key, 0, zeros, (byte) 0);
            Account account = Account.ofKey(key);
            assertThat(value("wire.publicKeyText(given[0])", account.hex())).isEqualTo(account.publicKeyText());
        }
    }

    @Test
    void no_script_reads_a_key_out() {
        assertThat(value(
                        "await (async () => { const key = (await vault.find(given[0])).privateKey;"
                                + " return [key.extractable, key.usages, await crypto.subtle.exportKey('pkcs8', key)"
                                + ".then(() => 'read', error => error.name)].join(' '); })()",
                        MarketRig.signer("farmer").key().hex()))
                .isEqualTo("false sign InvalidAccessError");
    }

    @Test
    void a_new_key_is_saved_once_signs_in_and_is_forgotten() throws Exception {
        chromium.visit("/renter");
        chromium.isSound(REFUSALS);
        chromium.click(".ways button", "Make a new key");
        Account account = new Account(chromium.see("dialog .hex").getText());
        assertThat(chromium.see("dialog button", "Use this key").isEnabled())
                .as("not before it is saved")
                .isFalse();
        chromium.isSound(REFUSALS);
        // What is handed over is caught, so that the test leaves no file behind.
        chromium.script("URL.createObjectURL = blob => { blob.text().then(text => window.saved = text); return '#'; };"
                + " HTMLAnchorElement.prototype.click = () => {};");
        chromium.click("dialog button", "Save account-key.json");
        String saved = (String)
                await().atMost(Chromium.PATIENCE).until(() -> chromium.script("return window.saved"), Objects::nonNull);
        JsonNode file = new ObjectMapper().readTree(saved);
        assertThat(file.path("format").asText()).isEqualTo("pulse-account-key-1");
        assertThat(file.path("public_key").asText()).isEqualTo(account.publicKeyText());
        assertThat(new TransactionSigner(HEX.parseHex(file.path("seed").asText())).key())
                .isEqualTo(account);
        chromium.click("#have-copy");
        chromium.click("dialog button", "Use this key");
        chromium.see(".keys .hex", account.hex());

        chromium.click(".keys button", "Sign in");
        chromium.see(".door .notice.error", "The ledger does not know this account");
        chromium.see(".door .notice.error", "faucet --account " + account);
        chromium.isSound(REFUSALS);
        trade.rig.client.faucet(account);
        chromium.click(".keys button", "Sign in");
        chromium.see(".who", account.hex());
        chromium.see("#balance", "100,000 SPORE");
        chromium.visit("/farmer");
        chromium.see(".who", account.hex());
        chromium.click(".who button", "Sign out");
        chromium.see(".keys .hex", account.hex());

        chromium.click(".keys button", "Forget");
        chromium.click("dialog button", "Cancel");
        chromium.click(".keys button", "Forget");
        chromium.click("dialog button", "Forget it");
        await().atMost(Chromium.PATIENCE)
                .until(() -> !chromium.texts(".keys .hex").contains(account.hex()));
    }

    @Test
    void what_is_no_key_file_is_refused_in_words() throws Exception {
        chromium.visit("/farmer");
        String good = Files.readString(trade.keyFile("somebody"));
        refused(good.replace("pulse-account-key-1", "pulse-node-key-1"), "a node's key");
        refused(good.replace("pulse-account-key-1", "other"), "its format is not");
        refused("no", "not JSON");
        refused(good.replaceAll("\"seed\":\"..", "\"seed\":\"zz"), "64 hex digits");
        refused(
                good.replace(
                        MarketRig.signer("somebody").key().hex(),
                        MarketRig.signer("else").key().hex()),
                "not that of its seed");
        refused(good + " ".repeat(5_000), "too long");
        assertThat(chromium.texts(".keys .hex"))
                .doesNotContain(MarketRig.signer("somebody").key().hex());
    }

    private void refused(String content, String words) throws Exception {
        Path file = folder.resolve("file-" + content.hashCode() + ".json");
        Files.writeString(file, content);
        Trade.choose(chromium, file);
        chromium.see(".door .notice.error", words);
    }
}
