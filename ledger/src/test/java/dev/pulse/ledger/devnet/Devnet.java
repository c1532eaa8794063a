package dev.pulse.ledger.devnet;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.pulse.domain.verdict.Sha256;
import dev.pulse.ledger.client.Executed;
import dev.pulse.ledger.client.LedgerClient;
import dev.pulse.ledger.rpc.JsonRpc;
import dev.pulse.ledger.rpc.JsonRpc.Reply;
import dev.pulse.ledger.rpc.LedgerException;
import dev.pulse.ledger.rpc.RpcSettings;
import dev.pulse.ledger.transaction.TransactionSigner;
import java.io.IOException;
import java.math.BigInteger;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

/** A development ledger of a test's own, a client of it, and people. */
public final class Devnet implements AutoCloseable {
    private final DevnetSettings settings;
    private final AtomicLong millis = new AtomicLong(1_790_000_000_000L);
    private DevnetLedger ledger;
    private LedgerClient client;

    public Devnet(Path folder) throws IOException {
        this(DevnetSettings.in(folder).withFinality(Duration.ZERO));
    }

    public Devnet(DevnetSettings settings) throws IOException {
        this.settings = settings;
        start();
    }

    private void start() throws IOException {
        InstantSource source = () -> Instant.ofEpochMilli(millis.get());
        ledger = DevnetLedger.start(settings, source.withZone(ZoneOffset.UTC));
        client = new LedgerClient(RpcSettings.of(List.of(ledger.uri())));
    }

    /** Stops, and goes on from what is on disk. */
    public void restart() throws IOException {
        close();
        start();
    }

    public void pass(Duration time) {
        millis.addAndGet(time.toMillis());
    }

    public URI uri() {
        return ledger.uri();
    }

    public DevnetLedger ledger() {
        return ledger;
    }

    public LedgerClient client() {
        return client;
    }

    /** Somebody, always with the same key, who was at the faucet. */
    public TransactionSigner person(String name) throws LedgerException, InterruptedException {
        TransactionSigner signer = key(name);
        ObjectNode params = new ObjectMapper()
                .createObjectNode()
                .put("account_id", signer.key().hex());
        try (JsonRpc rpc = new JsonRpc(RpcSettings.of(List.of(uri())), new ObjectMapper())) {
            Reply reply = rpc.call("devnet_faucet", params, Duration.ofSeconds(5));
            if (!(reply instanceof Reply.Result)) {
                throw new IllegalStateException("the faucet said " + reply);
            }
        }
        return signer;
    }

    /** A key that the ledger has not heard of. */
    public static TransactionSigner key(String name) {
        return new TransactionSigner(Sha256.hash(name.getBytes(StandardCharsets.UTF_8)));
    }

    public JsonNode call(TransactionSigner who, String contract, String method, Map<String, ?> arguments)
            throws LedgerException, InterruptedException {
        Executed done = client.call(who, who.key().hex(), contract, method, arguments, BigInteger.ZERO);
        return done.value();
    }

    public JsonNode view(String contract, String method, Map<String, ?> arguments)
            throws LedgerException, InterruptedException {
        return client.view(contract, method, arguments).value();
    }

    /** A signature over the SHA-256 of a text, in base64. */
    public static String sign(TransactionSigner who, String text) {
        return Base64.getEncoder().encodeToString(who.sign(Sha256.hash(text.getBytes(StandardCharsets.UTF_8))));
    }

    @Override
    public void close() throws IOException {
        client.close();
        ledger.close();
    }
}
