package dev.pulse.system.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.pulse.domain.verdict.Sha256;
import dev.pulse.ledger.client.LedgerClient;
import dev.pulse.ledger.rpc.JsonRpc;
import dev.pulse.ledger.rpc.JsonRpc.Reply;
import dev.pulse.ledger.rpc.LedgerException;
import dev.pulse.ledger.rpc.RpcSettings;
import dev.pulse.ledger.transaction.TransactionSigner;
import dev.pulse.system.Http;
import dev.pulse.system.PulseProcess;
import java.math.BigInteger;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the development ledger has said is done is done, whenever it is killed. */
class KilledLedgerTest {
    private static final String HOSTING = "hosting.dev.hero";
    private static final int WRITERS = 4;
    private static final int ROUNDS = 3;

    private final int port = Http.freePorts();
    private final URI uri = URI.create("http://127.0.0.1:" + port);
    /** So patient that a transaction is seen through a restart. */
    private final RpcSettings settings = new RpcSettings(List.of(uri), Duration.ofSeconds(5), Duration.ofSeconds(60));

    private final Set<String> acknowledged = new ConcurrentSkipListSet<>();
    private final Set<String> refused = new ConcurrentSkipListSet<>();
    private volatile boolean enough;

    @TempDir
    Path folder;

    private PulseProcess start() {
        PulseProcess ledger = PulseProcess.start(
                folder, "devnet-ledger", "--data", "blocks", "--port", Integer.toString(port), "--finality", "20ms");
        await("the ledger answers")
                .atMost(Duration.ofSeconds(30))
                .until(() -> ledger.output().contains("development ledger at " + uri));
        return ledger;
    }

    @Test
    void what_was_acknowledged_before_a_kill_is_there_after_it_and_once() throws Exception {
        try (LedgerClient client = new LedgerClient(settings);
                ExecutorService threads = Executors.newFixedThreadPool(WRITERS)) {
            PulseProcess ledger = start();
            for (int writer = 0; writer < WRITERS; writer++) {
                TransactionSigner farmer = farmer(writer);
                int number = writer;
                threads.execute(() -> createFarms(client, farmer, number));
            }
            for (int round = 1; round <= ROUNDS; round++) {
                int before = acknowledged.size();
                await("some more are acknowledged")
                        .atMost(Duration.ofSeconds(30))
                        .until(() -> acknowledged.size() > before + 20);
                ledger.kill();
                ledger = start();
            }
            enough = true;
            threads.shutdown();
            assertThat(threads.awaitTermination(70, TimeUnit.SECONDS)).isTrue();
            assertThat(refused).as("each was created once").isEmpty();
            for (String farm : acknowledged) {
                assertThat(client.view(HOSTING, "farm_get", Map.of("farm_id", farm))
                                .value()
                                .isObject())
                        .as(farm)
                        .isTrue();
            }
            ledger.interrupt();
            ledger.awaitExit(Duration.ofSeconds(20));
        }
    }

    private TransactionSigner farmer(int number) throws LedgerException, InterruptedException {
        TransactionSigner signer =
                new TransactionSigner(Sha256.hash(("farmer " + number).getBytes(StandardCharsets.UTF_8)));
        ObjectMapper json = new ObjectMapper();
        try (JsonRpc rpc = new JsonRpc(settings, json)) {
            Reply reply = rpc.call(
                    "devnet_faucet",
                    json.createObjectNode().put("account_id", signer.key().hex()),
                    Duration.ofSeconds(10));
            assertThat(reply).isInstanceOf(Reply.Result.class);
        }
        return signer;
    }

    /** A farm that exists already is refused: a transaction that was carried out twice would show. */
    private void createFarms(LedgerClient client, TransactionSigner farmer, int number) {
        for (int i = 0; !enough; i++) {
            String farm = "farm-" + number + "-" + i;
            try {
                client.call(
                        farmer,
                        farmer.key().hex(),
                        HOSTING,
                        "farm_create",
                        Map.of("farm_id", farm, "name", farm),
                        BigInteger.ZERO);
                acknowledged.add(farm);
            } catch (LedgerException.Unreachable e) {
                // It was down when it was asked for the key; the next farm, then.
            } catch (LedgerException e) {
                refused.add(farm + ": " + e.getMessage());
            } catch (InterruptedException e) {
                return;
            }
        }
    }
}
