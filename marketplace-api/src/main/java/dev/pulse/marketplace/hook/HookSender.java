package dev.pulse.marketplace.hook;

import dev.pulse.domain.account.Account;
import dev.pulse.domain.liveness.Liveness;
import dev.pulse.ledger.rpc.LedgerException;
import dev.pulse.marketplace.hook.send.Caller;
import dev.pulse.marketplace.hook.send.Delivery;
import dev.pulse.marketplace.hook.send.Signature;
import dev.pulse.marketplace.index.node.NodeEntry;
import dev.pulse.schemas.NodeEvent;
import dev.pulse.schemas.RegionVerdict;
import dev.pulse.schemas.convert.States;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.DoubleSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells subscribers what happens. One call at a time to each target and {@value #AT_ONE_TIME} in all. What waits is in the memory of
 * this instance: after a restart, what was due within the last ten minutes is told again under the same ids.
 */
final class HookSender implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(HookSender.class);
    static final int AT_ONE_TIME = 16;
    private static final int MOST_CHANGES = 10_000;
    private static final Duration TICK = Duration.ofMillis(500);
    private static final Duration BETWEEN_READS = Duration.ofSeconds(30);

    /** What the explorer knows. */
    interface Grid {
        /** A node. */
        Optional<NodeEntry> node(String nodeId);

        /** A farmer's nodes that are offline. */
        List<NodeEntry> offline(Account farmer, int most);

        /** The newest verdict of each region. */
        SortedMap<String, RegionVerdict> regions();

        /** Whether all of it has been read. */
        boolean loaded();
    }

    private record Change(String nodeId, Liveness after, long at) {}

    private final HookBook book;
    private final HookSeal seal;
    private final Caller caller;
    private final Grid grid;
    private final Account operator;
    private final InstantSource clock;
    private final DoubleSupplier chance;
    private final Map<String, HookWatch> watches = new LinkedHashMap<>();
    private final Map<Account, List<HookWatch>> byAccount = new HashMap<>();
    private final RegionWatch regions = new RegionWatch();
    private final BlockingQueue<Change> changes = new ArrayBlockingQueue<>(MOST_CHANGES);
    private final Set<String> busy = new HashSet<>();
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("hooks").factory());
    private final ExecutorService calls = Executors.newVirtualThreadPerTaskExecutor();
    private volatile boolean watching;
    private volatile boolean overflowed;
    private volatile boolean asked = true;
    private long readAt = Long.MIN_VALUE;

    /**
     * A sender that does nothing yet.
     *
     * @param operator whose hooks may name any node; null where there is no operator
     * @param chance numbers from 0 to 1
     */
    HookSender(
            HookBook book,
            HookSeal seal,
            Caller caller,
            Grid grid,
            Account operator,
            InstantSource clock,
            DoubleSupplier chance) {
        this.book = book;
        this.seal = seal;
        this.caller = caller;
        this.grid = grid;
        this.operator = operator;
        this.clock = clock;
        this.chance = chance;
    }

    @SuppressWarnings("FutureReturnValueIgnored") // what goes wrong is logged where it does
    void start() {
        timer.scheduleWithFixedDelay(this::step, 0, TICK.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** A transition. Called by the thread that reads them: it only remembers. */
    void happened(NodeEvent event) {
        if (watching && event.getLiveness() != event.getLivenessBefore()) {
            Change change = new Change(
                    event.getNodeId(),
                    States.liveness(event.getLiveness()),
                    event.getAt().toEpochMilli());
            if (!changes.offer(change)) {
                overflowed = true;
            }
        }
    }

    /** The hooks have changed: they are read anew at the next step. */
    void changed() {
        asked = true;
    }

    /** It is ended. */
    synchronized void forget(String hookId) {
        HookWatch gone = watches.remove(hookId);
        if (gone != null) {
            byAccount.getOrDefault(gone.hook().account(), new ArrayList<>()).remove(gone);
        }
    }

    /** What belongs to a hook, if it is known here yet. */
    synchronized Optional<HookWatch> watch(String hookId) {
        return Optional.ofNullable(watches.get(hookId));
    }

    private void step() {
        try {
            if (!grid.loaded()) {
                return;
            }
            long now = clock.millis();
            if (asked || now - readAt >= BETWEEN_READS.toMillis()) {
                asked = false;
                read(now);
            }
            tell(now);
            send(now);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            LOG.error("a step of the webhooks failed", e);
        }
    }

    private void read(long now) throws InterruptedException {
        List<Hook> all;
        try {
            all = book.all();
        } catch (LedgerException e) {
            LOG.warn("the webhooks can't be read, those that are known stay: {}", e.getMessage());
            readAt = now;
            return;
        }
        readAt = now;
        synchronized (this) {
            Set<String> there = new HashSet<>();
            watching = !all.isEmpty();
            for (Hook hook : all) {
                there.add(hook.id());
                if (!watches.containsKey(hook.id())) {
                    HookWatch watch = new HookWatch(hook, grid::node);
                    watches.put(hook.id(), watch);
                    begin(watch, now);
                }
            }
            watches.keySet().retainAll(there);
            byAccount.clear();
            watches.values()
                    .forEach(watch -> byAccount
                            .computeIfAbsent(watch.hook().account(), none -> new ArrayList<>())
                            .add(watch));
        }
    }

    private void begin(HookWatch watch, long now) {
        Hook hook = watch.hook();
        if (!hook.watchesNodes()) {
            return;
        }
        List<NodeEntry> offline = hook.nodeIds().isEmpty()
                ? grid.offline(hook.account(), HookWatch.MOST_DOWN)
                : hook.nodeIds().stream()
                        .flatMap(id -> grid.node(id).stream())
                        .filter(node -> node.liveness() == Liveness.OFFLINE && isHis(hook, node))
                        .toList();
        watch.found(offline, now);
    }

    private boolean isHis(Hook hook, NodeEntry node) {
        return hook.account().equals(operator) && !hook.nodeIds().isEmpty()
                || node.terms() != null
                        && node.terms().farmer().equals(hook.account().hex());
    }

    private synchronized void tell(long now) {
        if (overflowed) {
            overflowed = false;
            watches.values().forEach(watch -> begin(watch, now));
        }
        for (Change change = changes.poll(); change != null; change = changes.poll()) {
            apply(change, now);
        }
        regions.look(
                grid.regions(),
                now,
                (event, region, since) -> watches.values().forEach(watch -> watch.region(event, region, since, now)));
        watches.values().forEach(watch -> watch.tell(now));
    }

    private void apply(Change change, long now) {
        NodeEntry node = grid.node(change.nodeId()).orElse(null);
        if (node == null) {
            return;
        }
        List<HookWatch> concerned = new ArrayList<>();
        if (node.terms() != null) {
            concerned.addAll(byAccount.getOrDefault(new Account(node.terms().farmer()), List.of()));
        }
        if (operator != null) {
            concerned.addAll(byAccount.getOrDefault(operator, List.of()));
        }
        for (HookWatch watch : concerned.stream().distinct().toList()) {
            Hook hook = watch.hook();
            if (hook.watchesNodes() && hook.names(change.nodeId()) && isHis(hook, node)) {
                watch.changed(change.nodeId(), change.after(), change.at(), now);
            }
        }
    }

    private synchronized void send(long now) {
        for (HookWatch watch : watches.values()) {
            if (busy.size() >= AT_ONE_TIME) {
                return;
            }
            String target = Caller.target(watch.hook().url());
            if (!busy.contains(target)) {
                watch.outbox().due(now).ifPresent(delivery -> {
                    busy.add(target);
                    calls.execute(() -> call(watch, delivery, target));
                });
            }
        }
    }

    private void call(HookWatch watch, Delivery delivery, String target) {
        String failure = "It could not be sent.";
        try {
            failure = caller.post(watch.hook().url(), headers(watch.hook(), delivery), delivery.body());
        } finally {
            watch.outbox().put(delivery.tried(failure, clock.millis(), chance.getAsDouble()));
            synchronized (this) {
                busy.remove(target);
            }
            if (!calls.isShutdown()) {
                send(clock.millis());
            }
        }
    }

    private Map<String, String> headers(Hook hook, Delivery delivery) {
        long seconds = clock.millis() / 1_000;
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("User-Agent", "Pulse-Webhooks/1");
        headers.put("Pulse-Delivery", delivery.id());
        headers.put("Pulse-Event", delivery.event());
        headers.put("Pulse-Signature", Signature.of(seal.secret(hook.id()), seconds, delivery.body()));
        return headers;
    }

    @Override
    public void close() {
        timer.shutdownNow();
        calls.shutdownNow();
    }
}
