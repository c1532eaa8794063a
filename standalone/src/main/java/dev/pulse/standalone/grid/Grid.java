package dev.pulse.standalone.grid;

import dev.pulse.agent.key.AccountStore;
import dev.pulse.agent.key.KeyFileException;
import dev.pulse.agent.key.NodeKey;
import dev.pulse.ingest.IngestApplication;
import dev.pulse.ledger.client.LedgerClient;
import dev.pulse.ledger.devnet.DevnetLedger;
import dev.pulse.ledger.devnet.DevnetSettings;
import dev.pulse.ledger.rpc.LedgerException;
import dev.pulse.ledger.rpc.RpcSettings;
import dev.pulse.lifecycle.LifecycleApplication;
import dev.pulse.marketplace.MarketplaceApplication;
import dev.pulse.standalone.embedded.EmbeddedBroker;
import dev.pulse.standalone.embedded.RegistryProcess;
import dev.pulse.verifier.VerifierApplication;
import io.dropwizard.core.Application;
import io.dropwizard.core.Configuration;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Every part of Pulse in one process. The order of the start is the architecture: broker, registry and ledger; the readers
 * (verifier, lifecycle, explorer); the ingest last, since observed time begins with its first tick and nodes must be able
 * to heartbeat from then on. It stops in the opposite order.
 */
public final class Grid implements AutoCloseable {
    private static final Duration SERVICE_READY_WITHIN = Duration.ofMinutes(5);
    private static final Duration REGISTRY_READY_WITHIN = Duration.ofSeconds(60);

    private final GridOptions options;
    private final Progress progress;
    private final Deque<Stage> running = new ConcurrentLinkedDeque<>();

    private record Part(String name, Runnable stop) {}

    /** Parts that start, and stop, side by side. */
    private record Stage(List<Part> parts) {}

    private Grid(GridOptions options, Progress progress) {
        this.options = options;
        this.progress = progress;
    }

    /**
     * Starts everything and returns when it is ready.
     *
     * @throws GridException with a sentence for a person; what had been started has been stopped again
     */
    public static Grid start(GridOptions options, Progress progress) {
        Grid grid = new Grid(options, progress);
        try {
            grid.startParts();
            return grid;
        } catch (CompletionException failure) {
            grid.close();
            throw failure.getCause() instanceof GridException sentence
                    ? sentence
                    : new GridException(failure.getCause().toString(), failure);
        } catch (RuntimeException failure) {
            grid.close();
            throw failure;
        }
    }

    /** Base address of the explorer and its page. */
    public URI explorerUrl() {
        return URI.create("http://" + options.bind() + ":" + options.ports().marketplace());
    }

    /** Base address that nodes heartbeat to. */
    public URI ingestUrl() {
        return URI.create("http://" + options.bind() + ":" + options.ports().ingest());
    }

    /** The development ledger's JSON-RPC endpoint. */
    public URI ledgerUrl() {
        return URI.create("http://" + options.bind() + ":" + options.ports().ledger());
    }

    private void startParts() {
        DataFolder folder = DataFolder.take(options.data());
        running.push(new Stage(List.of(new Part("data folder", () -> release(folder)))));
        options.ports().requireFree(options.bind());
        ServiceFiles files = new ServiceFiles(options, folder);
        VerifierApplication verifier = new VerifierApplication();
        LifecycleApplication lifecycle = new LifecycleApplication();
        MarketplaceApplication marketplace = new MarketplaceApplication();
        IngestApplication ingest = new IngestApplication();
        // Dropwizard's applications set up console logging when they are made, so this comes after them.
        FileLog.into(folder.log("pulse"));

        stage(() -> startBroker(folder), () -> startRegistry(folder), () -> startLedger(folder));
        stage(
                () -> service("verifier", verifier, files.verifier()),
                () -> service("lifecycle stream", lifecycle, files.lifecycle()),
                () -> service("explorer", marketplace, files.marketplace()));
        stage(() -> service("ingest", ingest, files.ingest()));
    }

    /** Starts parts side by side; returns when all are ready, and fails when one does. */
    private void stage(Runnable... starts) {
        Stage stage = new Stage(new CopyOnWriteArrayList<>());
        running.push(stage);
        sideBySide(Arrays.asList(starts));
    }

    private static void sideBySide(List<Runnable> steps) {
        try (ExecutorService threads = Executors.newFixedThreadPool(Math.max(1, steps.size()))) {
            CompletableFuture.allOf(steps.stream()
                            .map(step -> CompletableFuture.runAsync(step, threads))
                            .toArray(CompletableFuture[]::new))
                    .join();
        }
    }

    private void startBroker(DataFolder folder) {
        progress.of("Kafka", () -> {
            EmbeddedBroker broker = EmbeddedBroker.start(
                    folder.kafka(),
                    options.bind(),
                    options.ports().kafka(),
                    options.ports().kafkaController());
            started("Kafka", broker::close);
        });
    }

    private void startRegistry(DataFolder folder) {
        progress.of("schema registry", () -> runRegistry(folder));
    }

    private void runRegistry(DataFolder folder) {
        try {
            RegistryProcess registry = RegistryProcess.start(
                    options.registryHome(),
                    folder.registry(),
                    folder.log("registry"),
                    options.bind(),
                    options.ports().registry(),
                    options.ports().registryManagement());
            started("schema registry", registry::close);
            registry.awaitReady(REGISTRY_READY_WITHIN);
        } catch (IOException failure) {
            throw new GridException(failure.getMessage(), failure);
        }
    }

    private void startLedger(DataFolder folder) {
        progress.of("development ledger", () -> {
            try {
                DevnetSettings settings = DevnetSettings.in(folder.ledger())
                        .withHost(options.bind())
                        .withPort(options.ports().ledger());
                DevnetLedger ledger = DevnetLedger.start(settings, Clock.systemUTC());
                started("development ledger", () -> close(ledger));
                endow(operator(folder.operator()));
            } catch (IOException | LedgerException failure) {
                throw new GridException(failure.getMessage(), failure);
            } catch (InterruptedException stopped) {
                Thread.currentThread().interrupt();
                throw new GridException("Stopped while the ledger started.", stopped);
            }
        });
    }

    /** The key that the marketplace acts with on the ledger, made when the folder is first used. */
    private static NodeKey operator(Path folder) throws KeyFileException {
        if (Files.exists(AccountStore.fileIn(folder))) {
            return AccountStore.load(folder);
        }
        NodeKey key = NodeKey.generate(new SecureRandom());
        AccountStore.create(folder, key);
        return key;
    }

    private void endow(NodeKey operator) throws LedgerException, InterruptedException {
        try (LedgerClient client = new LedgerClient(RpcSettings.of(List.of(ledgerUrl())))) {
            client.faucet(operator.account());
        }
    }

    private static void close(DevnetLedger ledger) {
        try {
            ledger.close();
        } catch (IOException failure) {
            throw new GridException(failure.getMessage(), failure);
        }
    }

    private <C extends Configuration> void service(String name, Application<C> application, Path file) {
        progress.of(name, () -> {
            ServiceHost host = ServiceHost.start(application, file);
            started(name, host::stop);
            host.awaitReady(SERVICE_READY_WITHIN);
        });
    }

    private static void release(DataFolder folder) {
        try {
            folder.close();
        } catch (IOException failure) {
            throw new GridException("the data folder could not be released: " + failure.getMessage(), failure);
        }
    }

    private void started(String name, Runnable stop) {
        running.element().parts().add(new Part(name, stop));
    }

    /** Stops every stage, the last started first; a part that fails to stop does not keep the others from it. */
    @Override
    public synchronized void close() {
        while (!running.isEmpty()) {
            sideBySide(running.pop().parts().stream()
                    .<Runnable>map(part -> () -> stop(part))
                    .toList());
        }
    }

    private void stop(Part part) {
        try {
            progress.of("stopping " + part.name(), part.stop());
        } catch (RuntimeException failure) {
            progress.note(part.name() + " did not stop as it should: " + failure.getMessage());
        }
    }
}
