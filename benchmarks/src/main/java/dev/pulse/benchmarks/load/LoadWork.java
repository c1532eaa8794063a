package dev.pulse.benchmarks.load;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** Carries out orders: keeps the fleet, the batches and the connections between them. */
final class LoadWork implements AutoCloseable {
    private static final int NETWORKS = 200;
    private static final double NANOS = 1e9;
    private static final long PROGRESS_MS = 1_000;

    private final Path folder;
    private final Consumer<Told> progress;
    private final Map<String, Batch> batches = new HashMap<>();
    private final List<Lane> lanes = new ArrayList<>();
    private LoadFleet fleet;
    private Wording wording;
    private int threads = 1;

    LoadWork(Path folder, Consumer<Told> progress) {
        this.folder = folder;
        this.progress = progress;
    }

    /** Of the local addresses that connections were opened from last. */
    private int network;

    /** Carries out one order, and answers when it is done. */
    Told on(Order order) throws IOException {
        long begun = System.nanoTime();
        return switch (order) {
            case Order.Fleet of -> {
                fleet = LoadFleet.open(Path.of(of.folder()), of.text(), of.nodes(), of.threads());
                wording = new Wording(of.audience(), of.region());
                threads = of.threads();
                yield done(fleet.nodes(), begun, "keys");
            }
            case Order.Sign of -> {
                sign(of);
                yield done(of.count(), begun, "signed by " + LoadSigner.best().name());
            }
            case Order.Open of -> {
                open(of);
                yield done(of.connections(), begun, "connections");
            }
            case Order.Send of -> send(of);
            case Order.Drop of -> {
                Batch dropped = batches.remove(of.batch());
                // A mapping goes when the collector finds its buffer, which in a process with so little garbage is
                // never.
                System.gc();
                yield done(dropped == null ? 0 : dropped.count(), begun, "dropped");
            }
            case Order.Close of -> {
                long open = lanes.stream().mapToInt(Lane::open).sum();
                closeLanes();
                yield done(open, begun, "connections that were still open");
            }
        };
    }

    private static Told done(long count, long begun, String detail) {
        return new Told.Done(count, (System.nanoTime() - begun) / NANOS, detail);
    }

    private void sign(Order.Sign of) throws IOException {
        if (fleet == null) {
            throw new IllegalStateException("there is no fleet to sign for");
        }
        Turns turns = new Turns(fleet.nodes());
        LoadFleet signed = fleet;
        Wording words = wording;
        Batch batch = Batch.make(
                folder.resolve("batch-" + of.batch()), of.count(), of.path(), of.authority(), threads, () -> {
                    LoadSigner signer = LoadSigner.best();
                    return index -> {
                        long turn = of.first() + index;
                        long timestamp = of.timestamp() + (of.perSecond() > 0 ? (long) (index / of.perSecond()) : 0);
                        return words.body(signed, signer, turns.node(turn), turns.round(turn), timestamp);
                    };
                });
        batches.put(of.batch(), batch);
    }

    private void open(Order.Open of) throws IOException {
        closeLanes();
        network = (network + 1) % NETWORKS;
        InetSocketAddress target = new InetSocketAddress(of.host(), of.port());
        for (int i = 0; i < of.threads(); i++) {
            int share = (int)
                    ((long) of.connections() * (i + 1) / of.threads() - (long) of.connections() * i / of.threads());
            lanes.add(new Lane(target, share, i, network));
        }
    }

    private Told send(Order.Send of) {
        Batch batch = batches.get(of.batch());
        if (batch == null || lanes.isEmpty()) {
            throw new IllegalStateException(batch == null ? "no batch " + of.batch() : "no connections are open");
        }
        long startedAtMs = System.currentTimeMillis();
        long started = System.nanoTime();
        List<Sending> parts = new ArrayList<>();
        List<Thread> running = new ArrayList<>();
        for (int i = 0; i < lanes.size(); i++) {
            Sending part = new Sending(of, batch, lanes.get(i), i, lanes.size(), started);
            parts.add(part);
            running.add(Thread.ofPlatform().name("send-" + i).daemon().start(part));
        }
        try {
            for (Thread thread : running) {
                while (!thread.join(java.time.Duration.ofMillis(PROGRESS_MS))) {
                    progress.accept(new Told.Progress(
                            (System.nanoTime() - started) / NANOS,
                            parts.stream().mapToLong(Sending::sent).sum(),
                            parts.stream().mapToLong(Sending::answered).sum()));
                }
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
        return Sending.sum(parts, startedAtMs);
    }

    private void closeLanes() {
        lanes.forEach(Lane::close);
        lanes.clear();
    }

    @Override
    public void close() {
        closeLanes();
    }
}
