package dev.pulse.ledger.devnet;

import static dev.pulse.ledger.devnet.DevnetLedger.HOSTING;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.pulse.ledger.rpc.LedgerException.ContractRefused;
import dev.pulse.ledger.transaction.TransactionSigner;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who owns which farm, and which node is whose. */
class HostingTest {
    @TempDir
    Path folder;

    private Devnet devnet;
    private TransactionSigner farmer;
    private TransactionSigner node;

    @BeforeEach
    void start() throws Exception {
        devnet = new Devnet(folder);
        farmer = devnet.person("farmer");
        node = devnet.person("node");
    }

    @AfterEach
    void stop() throws IOException {
        devnet.close();
    }

    private static void refused(ThrowingCallable call, String words) {
        assertThatThrownBy(call).isInstanceOf(ContractRefused.class).hasMessageContaining(words);
    }

    private void createFarm() throws Exception {
        devnet.call(farmer, HOSTING, "farm_create", Map.of("farm_id", "green", "name", "Green farm"));
    }

    private void register() throws Exception {
        devnet.call(node, HOSTING, "node_register", Map.of("node_id", "node-1", "farm_id", "green"));
    }

    @Test
    void aFarmBelongsToWhoMadeIt() throws Exception {
        createFarm();
        JsonNode farm = devnet.view(HOSTING, "farm_get", Map.of("farm_id", "green"));
        assertThat(farm.get("owner").asText()).isEqualTo(farmer.key().hex());
        assertThat(farm.get("name").asText()).isEqualTo("Green farm");
        Map<String, String> his =
                Map.of("farm_id", "green", "account_id", farmer.key().hex());
        Map<String, String> hers =
                Map.of("farm_id", "green", "account_id", node.key().hex());
        assertThat(devnet.view(HOSTING, "is_farm_owner", his).asBoolean()).isTrue();
        assertThat(devnet.view(HOSTING, "is_farm_owner", hers).asBoolean()).isFalse();
        assertThat(devnet.view(HOSTING, "farm_get", Map.of("farm_id", "none")).isNull())
                .isTrue();
        refused(
                () -> devnet.call(node, HOSTING, "farm_create", Map.of("farm_id", "green", "name", "Mine now")),
                "belongs to " + farmer.key().hex());
    }

    @Test
    void aNodeRegistersItselfOnce() throws Exception {
        createFarm();
        register();
        register();
        JsonNode found = devnet.view(
                HOSTING, "node_get_by_identity", Map.of("identity", node.key().hex()));
        assertThat(found.get("node_id").asText()).isEqualTo("node-1");
        assertThat(found.get("owner").asText()).isEqualTo(farmer.key().hex());

        TransactionSigner other = devnet.person("other");
        refused(
                () -> devnet.call(other, HOSTING, "node_register", Map.of("node_id", "node-1", "farm_id", "green")),
                "another identity");
        refused(
                () -> devnet.call(node, HOSTING, "node_register", Map.of("node_id", "node-2", "farm_id", "green")),
                "that of the node node-1");
        refused(
                () -> devnet.call(other, HOSTING, "node_register", Map.of("node_id", "node-2", "farm_id", "blue")),
                "no farm blue");
    }

    @Test
    void anIdentityIsRotatedByWhoMayAndOnlyToOneThatAgrees() throws Exception {
        createFarm();
        register();
        TransactionSigner next = Devnet.key("next");
        String message =
                "pulse:rotate:node-1:" + node.key().hex() + ":" + next.key().hex();
        Map<String, String> rotation =
                Map.of("node_id", "node-1", "new_identity", next.key().hex(), "signature", Devnet.sign(next, message));
        TransactionSigner stranger = devnet.person("stranger");
        refused(() -> devnet.call(stranger, HOSTING, "node_rotate_identity", rotation), "only the node's identity");
        refused(
                () -> devnet.call(
                        node,
                        HOSTING,
                        "node_rotate_identity",
                        Map.of(
                                "node_id", "node-1",
                                "new_identity", next.key().hex(),
                                "signature", Devnet.sign(node, message))),
                "is not the new identity's");

        devnet.call(farmer, HOSTING, "node_rotate_identity", rotation);
        assertThat(devnet.view(HOSTING, "node_get", Map.of("node_id", "node-1"))
                        .get("identity")
                        .asText())
                .isEqualTo(next.key().hex());
        assertThat(devnet.view(
                                HOSTING,
                                "node_get_by_identity",
                                Map.of("identity", node.key().hex()))
                        .isNull())
                .isTrue();
        refused(() -> devnet.call(node, HOSTING, "node_rotate_identity", rotation), "only the node's identity");
    }

    @Test
    void farmsAndNodesComeInPages() throws Exception {
        createFarm();
        for (int i = 0; i < 5; i++) {
            TransactionSigner each = devnet.person("node " + i);
            devnet.call(each, HOSTING, "node_register", Map.of("node_id", "n" + i, "farm_id", "green"));
        }
        JsonNode first = devnet.view(HOSTING, "nodes_of", Map.of("farm_id", "green", "limit", 3));
        assertThat(first.get("items").findValuesAsText("node_id")).containsExactly("n0", "n1", "n2");
        JsonNode second = devnet.view(
                HOSTING,
                "nodes_of",
                Map.of(
                        "farm_id",
                        "green",
                        "limit",
                        3,
                        "after",
                        first.get("next").asText()));
        assertThat(second.get("items").findValuesAsText("node_id")).containsExactly("n3", "n4");
        assertThat(second.get("next").isNull()).isTrue();
        assertThat(devnet.view(HOSTING, "farms", Map.of()).get("items").findValuesAsText("farm_id"))
                .containsExactly("green");
        assertThat(devnet.view(HOSTING, "farms_of", Map.of("owner", node.key().hex()))
                        .get("items"))
                .isEmpty();
        refused(() -> devnet.view(HOSTING, "farms", Map.of("limit", 101)), "limit must be a whole number");
    }

    @Test
    void argumentsThatAreNoneAreNamed() {
        refused(
                () -> devnet.call(farmer, HOSTING, "farm_create", Map.of("farm_id", "Green", "name", "x")),
                "farm_id must match");
        refused(() -> devnet.call(farmer, HOSTING, "farm_create", Map.of("farm_id", "g")), "name must be a text");
        refused(
                () -> devnet.call(farmer, HOSTING, "farm_create", Map.of("farm_id", "g", "name", "x".repeat(201))),
                "at most 200");
        refused(
                () -> devnet.view(HOSTING, "is_farm_owner", Map.of("farm_id", "g", "account_id", "alice.near")),
                "named accounts are for system contracts alone");
        refused(() -> devnet.call(farmer, HOSTING, "farm_burn", Map.of()), "MethodNotFound");
        refused(() -> devnet.view(HOSTING, "farm_burn", Map.of()), "MethodNotFound");
    }
}
