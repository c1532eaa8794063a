package dev.pulse.ledger.client;

import static dev.pulse.ledger.devnet.DevnetLedger.HOSTING;
import static dev.pulse.ledger.devnet.DevnetLedger.SPORE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pulse.ledger.devnet.Devnet;
import dev.pulse.ledger.devnet.DevnetSettings;
import dev.pulse.ledger.devnet.http.Faults;
import dev.pulse.ledger.rpc.LedgerException.ContractRefused;
import dev.pulse.ledger.rpc.LedgerException.OutcomeUnknown;
import dev.pulse.ledger.rpc.LedgerException.Unreachable;
import dev.pulse.ledger.rpc.RpcSettings;
import dev.pulse.ledger.transaction.TransactionSigner;
import java.io.IOException;
import java.math.BigInteger;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A client of a ledger that is slow, wrong, away, or answers twice: nothing is done twice, and nothing is claimed that is not so. */
class LedgerClientTest {
    /** Nothing listens there. */
    private static final URI NOWHERE = URI.create("http://127.0.0.1:1");

    @TempDir
    Path folder;

    private Devnet devnet;

    @AfterEach
    void stop() throws IOException {
        if (devnet != null) {
            devnet.close();
        }
    }

    private static void pay(LedgerClient client, TransactionSigner from, TransactionSigner to) throws Exception {
        pay(client, from, to, 1);
    }

    private static void pay(LedgerClient client, TransactionSigner from, TransactionSigner to, int amount)
            throws Exception {
        client.call(
                from,
                from.key().hex(),
                SPORE,
                "transfer",
                Map.of("receiver_id", to.key().hex(), "amount", Integer.toString(amount)),
                BigInteger.ZERO);
    }

    private BigInteger balance(TransactionSigner who) throws Exception {
        return new BigInteger(
                devnet.view(SPORE, "balance", Map.of("account_id", who.key().hex()))
                        .asText());
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aContractsNoComesInItsOwnWordsInBothForms(boolean asResults) throws Exception {
        devnet = new Devnet(DevnetSettings.in(folder).withErrorsAsResults(asResults));
        assertThatThrownBy(() -> devnet.view(HOSTING, "no_such_view", Map.of()))
                .isInstanceOf(ContractRefused.class)
                .hasMessageContaining("MethodNotFound: hosting has no view no_such_view");
        TransactionSigner somebody = devnet.person("somebody");
        assertThatThrownBy(() -> devnet.call(somebody, HOSTING, "farm_create", Map.of()))
                .isInstanceOf(ContractRefused.class)
                .hasMessageContaining("farm_id must be a text");
    }

    @Test
    void anotherEndpointIsAskedWhenOneIsAway() throws Exception {
        devnet = new Devnet(folder);
        TransactionSigner from = devnet.person("from");
        TransactionSigner to = devnet.person("to");
        try (LedgerClient client = new LedgerClient(RpcSettings.of(List.of(NOWHERE, devnet.uri())))) {
            BigInteger before = balance(to);
            pay(client, from, to);
            pay(client, from, to);
            assertThat(balance(to)).isEqualTo(before.add(BigInteger.TWO));
        }
    }

    @Test
    void noEndpointIsUnreachableAndSaysWhatEachOneDid() throws Exception {
        try (LedgerClient client = new LedgerClient(new RpcSettings(
                List.of(NOWHERE, URI.create("http://127.0.0.1:2")), Duration.ofSeconds(1), Duration.ofSeconds(2)))) {
            assertThatThrownBy(() -> client.view(HOSTING, "farms", Map.of()))
                    .isInstanceOf(Unreachable.class)
                    .hasMessageContaining("127.0.0.1:1")
                    .hasMessageContaining("127.0.0.1:2");
        }
    }

    @Test
    void answersThatAreNoneAreUnreachable() throws Exception {
        devnet = new Devnet(folder);
        devnet.ledger().faults().set(new Faults.Plan(1, Duration.ZERO, 0, 0, 100, 0, false));
        assertThatThrownBy(() -> devnet.view(HOSTING, "farms", Map.of()))
                .isInstanceOf(Unreachable.class)
                .hasMessageContaining("no JSON");
        devnet.ledger().faults().set(new Faults.Plan(1, Duration.ZERO, 0, 100, 0, 0, false));
        assertThatThrownBy(() -> devnet.view(HOSTING, "farms", Map.of()))
                .isInstanceOf(Unreachable.class)
                .hasMessageContaining("a fault was asked for");
    }

    @Test
    void aSlowEndpointIsNotWaitedForForEver() throws Exception {
        devnet = new Devnet(folder);
        devnet.ledger().faults().set(new Faults.Plan(1, Duration.ofSeconds(20), 100, 0, 0, 0, false));
        try (LedgerClient client = new LedgerClient(
                new RpcSettings(List.of(devnet.uri()), Duration.ofMillis(200), Duration.ofMillis(500)))) {
            assertThatThrownBy(() -> client.view(HOSTING, "farms", Map.of()))
                    .isInstanceOf(Unreachable.class)
                    .hasMessageContaining("did not answer within 200 ms");
        }
    }

    @Test
    void aThirdOfTheAnswersMissingPaysEachOnce() throws Exception {
        devnet = new Devnet(folder);
        TransactionSigner from = devnet.person("from");
        TransactionSigner to = devnet.person("to");
        BigInteger before = balance(to);
        devnet.ledger().faults().set(new Faults.Plan(7, Duration.ZERO, 0, 10, 10, 20, false));
        int paid = 0;
        for (int i = 0; i < 40; i++) {
            try {
                pay(devnet.client(), from, to);
                paid++;
            } catch (Unreachable e) {
                // It was not even handed over.
            }
        }
        devnet.ledger().faults().set(Faults.Plan.NONE);
        assertThat(paid).isPositive();
        assertThat(balance(to)).isEqualTo(before.add(BigInteger.valueOf(paid)));
    }

    @Test
    void whatBecameOfATransactionIsSaidToBeUnknownWhenItIs() throws Exception {
        devnet = new Devnet(folder);
        TransactionSigner from = devnet.person("from");
        TransactionSigner to = devnet.person("to");
        BigInteger before = balance(to);
        try (LedgerClient client = new LedgerClient(
                new RpcSettings(List.of(devnet.uri()), Duration.ofMillis(500), Duration.ofSeconds(1)))) {
            devnet.ledger().faults().set(new Faults.Plan(3, Duration.ZERO, 0, 0, 0, 100, true));
            assertThatThrownBy(() -> pay(client, from, to))
                    .isInstanceOfSatisfying(
                            OutcomeUnknown.class,
                            e -> assertThat(e.transactionId()).isNotEmpty());
            assertThat(balance(to)).as("it was carried out").isEqualTo(before.add(BigInteger.ONE));
            devnet.ledger().faults().set(new Faults.Plan(3, Duration.ZERO, 0, 100, 0, 0, true));
            assertThatThrownBy(() -> pay(client, from, to)).isInstanceOf(OutcomeUnknown.class);
            assertThat(balance(to)).as("it was not").isEqualTo(before.add(BigInteger.ONE));
            devnet.ledger().faults().set(Faults.Plan.NONE);
            pay(client, from, to);
            assertThat(balance(to)).isEqualTo(before.add(BigInteger.TWO));
        }
    }

    @Test
    void manyThreadsOfOneKeyAndTwoClientsOfItGetTheirTurns() throws Exception {
        devnet = new Devnet(folder);
        TransactionSigner from = devnet.person("from");
        TransactionSigner to = devnet.person("to");
        BigInteger before = balance(to);
        try (LedgerClient other = new LedgerClient(RpcSettings.of(List.of(devnet.uri())));
                ExecutorService threads = Executors.newFixedThreadPool(8)) {
            List<Future<?>> done = new ArrayList<>();
            for (int i = 0; i < 40; i++) {
                boolean second = i % 8 == 0;
                done.add(threads.submit(() -> {
                    // With the same amount, the two could sign the same bytes, and those are one transaction.
                    pay(second ? other : devnet.client(), from, to, second ? 100 : 1);
                    return null;
                }));
            }
            for (Future<?> each : done) {
                each.get();
            }
        }
        assertThat(balance(to)).isEqualTo(before.add(BigInteger.valueOf(535)));
    }
}
