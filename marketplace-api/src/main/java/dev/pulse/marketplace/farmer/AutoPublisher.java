package dev.pulse.marketplace.farmer;

import dev.pulse.domain.account.Account;
import dev.pulse.domain.node.LifecycleState;
import dev.pulse.ledger.rpc.LedgerException;
import dev.pulse.marketplace.farmer.FarmerSettings.Tariff;
import dev.pulse.marketplace.index.NodeIndex;
import dev.pulse.marketplace.index.NodePage;
import dev.pulse.marketplace.index.node.NodeEntry;
import dev.pulse.marketplace.index.node.NodeFilter;
import dev.pulse.marketplace.market.FarmDesk;
import dev.pulse.telemetry.OfNode;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Offers the pending nodes of those farmers who want that, each once: a node that its farmer took back stays with him. What
 * fails is tried again later, since the nodes still wait in the index. Several marketplaces of one operator may do so at a
 * time; the ledger has one open listing for each node.
 */
public final class AutoPublisher implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(AutoPublisher.class);

    /** How often it looks. */
    private static final Duration EVERY = Duration.ofSeconds(5);

    /** How long a node that can't be offered is left alone: its farmer has to do something first. */
    private static final Duration REST = Duration.ofMinutes(2);

    private static final int AT_A_TIME = 32;
    private static final int PAGE = 500;
    private static final int MAX_RESTING = 20_000;

    private final SettingsBook book;
    private final NodeIndex index;
    private final FarmDesk desk;
    private final InstantSource clock;
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("auto-publish").factory());
    private final ExecutorService workers = Executors.newVirtualThreadPerTaskExecutor();
    private final Semaphore room = new Semaphore(AT_A_TIME);

    /** Until when a node is left alone, unix milliseconds; guarded by itself. */
    private final Map<String, Long> resting = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Long> eldest) {
            return size() > MAX_RESTING;
        }
    };

    /** Does nothing before {@link #start}. */
    public AutoPublisher(SettingsBook book, NodeIndex index, FarmDesk desk, InstantSource clock) {
        this.book = book;
        this.index = index;
        this.desk = desk;
        this.clock = clock;
    }

    /** Begins to look. Once only. */
    @SuppressWarnings("FutureReturnValueIgnored") // what goes wrong is logged where it does
    public void start() {
        timer.scheduleWithFixedDelay(this::look, EVERY.toMillis(), EVERY.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void look() {
        try {
            sweep();
        } catch (LedgerException e) {
            LOG.warn("Nothing is published by itself: {}", e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            LOG.error("Publishing by itself failed", e);
        }
    }

    /** Looks once, and waits until all that it began is done. */
    void sweep() throws LedgerException, InterruptedException {
        Map<Account, Tariff> wanted = new HashMap<>();
        book.all().forEach((farmer, settings) -> {
            if (settings.autoPublish() != null) {
                wanted.put(farmer, settings.autoPublish());
            }
        });
        if (!wanted.isEmpty()) {
            publish(wanted);
        }
        room.acquire(AT_A_TIME);
        room.release(AT_A_TIME);
    }

    private void publish(Map<Account, Tariff> wanted) throws InterruptedException {
        NodeFilter waiting = NodeFilter.of(wanted.keySet(), Set.of(LifecycleState.PENDING));
        String after = "";
        while (after != null) {
            NodePage page = index.page(waiting, after, PAGE);
            for (NodeEntry node : page.nodes()) {
                if (!rests(node.nodeId())) {
                    Account farmer = new Account(node.terms().farmer());
                    Tariff tariff = wanted.get(farmer);
                    room.acquire();
                    workers.execute(() -> publish(farmer, node.nodeId(), tariff));
                }
            }
            after = page.nextAfter();
        }
    }

    private void publish(Account farmer, String nodeId, Tariff tariff) {
        try {
            // Whatever comes of it: the index says so a moment later, and until then there is nothing to do.
            rest(nodeId);
            Optional<FarmDesk.Result> result =
                    desk.publishFirst(farmer, nodeId, tariff.pricePerHour(), tariff.template());
            if (result.orElse(null) instanceof FarmDesk.Result.Refused refused) {
                OfNode.say(
                        nodeId,
                        () -> LOG.info(
                                "{} is not published by itself: {} {}", nodeId, refused.code(), refused.detail()));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            room.release();
        }
    }

    private boolean rests(String nodeId) {
        synchronized (resting) {
            Long until = resting.get(nodeId);
            return until != null && until > clock.millis();
        }
    }

    private void rest(String nodeId) {
        synchronized (resting) {
            resting.remove(nodeId);
            resting.put(nodeId, clock.millis() + REST.toMillis());
        }
    }

    @Override
    public void close() {
        timer.shutdownNow();
        workers.shutdownNow();
    }
}
