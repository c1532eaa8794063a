package dev.pulse.marketplace.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.pulse.domain.account.Account;
import dev.pulse.domain.verdict.Sha256;
import dev.pulse.ledger.contract.Hosting;
import dev.pulse.ledger.contract.Marketplace;
import dev.pulse.ledger.contract.Spore;
import dev.pulse.ledger.transaction.TransactionSigner;
import dev.pulse.marketplace.fixture.Browser;
import dev.pulse.marketplace.fixture.Browser.Answer;
import dev.pulse.marketplace.fixture.MarketRig;
import dev.pulse.marketplace.fixture.PublishedNodes;
import dev.pulse.schemas.EventCause;
import dev.pulse.schemas.LifecycleStage;
import dev.pulse.schemas.LivenessState;
import dev.pulse.schemas.NodeEvent;
import dev.pulse.schemas.topic.Topics;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import org.openqa.selenium.WebElement;

/** A marketplace with its ledger, a farmer who has a farm, a renter who has SPORE, and their key files. */
final class Trade implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();

    final MarketRig rig;
    final TransactionSigner farmer;
    final TransactionSigner renter;
    final PublishedNodes nodes;
    final Marketplace contract;
    final Spore spore;
    private final Path folder;
    private final Browser browser;
    private long sequence;

    Trade(Path folder) throws Exception {
        this.folder = folder;
        rig = new MarketRig(folder);
        farmer = rig.person("farmer");
        renter = rig.person("renter");
        new Hosting(rig.client).createFarm(farmer, "green", "Green farm");
        nodes = new PublishedNodes(rig, farmer);
        rig.lives.watch(this::changed);
        contract = new Marketplace(rig.client);
        spore = new Spore(rig.client);
        browser = rig.open(folder);
    }

    private void changed(String nodeId) {
        nodes.tell(nodeId);
        LifecycleStage stage = LifecycleStage.valueOf(
                rig.lives.life(nodeId).state(System.currentTimeMillis()).name());
        LivenessState online = LivenessState.ONLINE;
        rig.topics.append(
                Topics.EVENTS,
                nodeId,
                new NodeEvent(
                        nodeId,
                        ++sequence,
                        Instant.now(),
                        "eu",
                        online,
                        online,
                        LifecycleStage.DISCOVERED,
                        stage,
                        EventCause.COMMAND,
                        "",
                        -1L,
                        -1L));
    }

    /** Pairs a node with the farmer, as it does at its first boot. */
    void pair(String nodeId) throws Exception {
        TransactionSigner node = rig.person(nodeId);
        new Hosting(rig.client).register(node, nodeId, "green");
        Map<String, Object> fields = new TreeMap<>(Map.of(
                "node_id",
                nodeId,
                "node_account",
                node.key().hex(),
                "farmer_account",
                farmer.key().hex(),
                "timestamp",
                System.currentTimeMillis() / 1_000));
        byte[] payload = JSON.writeValueAsBytes(fields);
        fields.put("signature", Base64.getEncoder().encodeToString(node.sign(Sha256.hash(payload))));
        Answer answer = browser.post("/api/nodes/pair", "application/json", JSON.writeValueAsString(fields));
        assertThat(answer.status()).as(answer.text()).isEqualTo(201);
    }

    /** The key file of somebody whose key follows from his name. */
    Path keyFile(String name) throws Exception {
        Path file = folder.resolve(name + "-key.json");
        byte[] seed = Sha256.hash(name.getBytes(StandardCharsets.UTF_8));
        Account account = new TransactionSigner(seed).key();
        Files.writeString(
                file,
                JSON.writeValueAsString(Map.of(
                        "format", "pulse-account-key-1",
                        "account", account.hex(),
                        "public_key", account.publicKeyText(),
                        "seed", HexFormat.of().formatHex(seed))));
        return file;
    }

    /** Somebody's way in: his key file, then the button. */
    void signIn(Chromium chromium, String name) throws Exception {
        choose(chromium, keyFile(name));
        chromium.click(".keys button", "Sign in");
        chromium.see(".who", MarketRig.signer(name).key().hex());
    }

    /** Has the page read a key file. */
    static void choose(Chromium chromium, Path file) {
        chromium.see(".ways button", "Import");
        // The button opens the system's dialog, which is not the page's; this is what the dialog does.
        WebElement input = (WebElement) chromium.script("return document.getElementById('key-file')");
        input.sendKeys(file.toString());
    }

    String url() {
        return rig.url();
    }

    @Override
    public void close() {
        try {
            rig.close();
        } catch (Exception e) {
            throw new IllegalStateException("the marketplace did not stop", e);
        }
    }
}
