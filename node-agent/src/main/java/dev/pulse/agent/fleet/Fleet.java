package dev.pulse.agent.fleet;

import dev.pulse.agent.ingest.Answer;
import dev.pulse.agent.ingest.HeartbeatPost;
import dev.pulse.agent.ingest.SendingRule;
import dev.pulse.domain.verdict.Freshness;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps many simulated nodes alive from one process.
 *
 * <p>Each node is a chain of steps, one at a time: a good heartbeat until it is settled, then perhaps an extra (halfway to
 * the next, past any minimum interval), then the next good one. A heartbeat that was not taken is sent again with the
 * same bytes by {@link SendingRule}, so a fleet outlives an outage of the ingest. Nodes are spread over the interval and
 * stay at their place in it.
 */
public final class Fleet implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Fleet.class);
    /** How far a heartbeat strays from its node's place in the interval, as a share of the interval, to either side. */
    private static final double JITTER = 0.05;
    /** How long an extra waits at most: the bytes of a duplicate must still be fresh. */
    private static final long MAX_EXTRA_DELAY_NANOS = Duration.ofSeconds(60).toNanos();

    private final FleetSettings settings;
    private final SendingRule rule;
    private final HeartbeatPost post;
    private final InstantSource clock;
    private final List<SimulatedNode> nodes;
    private final Random killDraw;
    private final long intervalNanos;
    private final ScheduledThreadPoolExecutor executor;
    private final Courier courier;
    private final Map<Kind, Tally> tallies = new EnumMap<>(Kind.class);
    private final Map<MalformedKind, Tally> malformed = new EnumMap<>(MalformedKind.class);
    private final AtomicInteger nodesAcknowledged = new AtomicInteger();
    private final List<String> killed = Collections.synchronizedList(new ArrayList<>());
    private volatile long startNanos;
    private volatile long stopNanos;
    private volatile boolean running;

    /** One heartbeat on its way. */
    private static final class Sending {
        final SimulatedNode node;
        final Kind kind;
        final MalformedKind way;
        /** When the good heartbeat that follows an extra is due. */
        final long thenNanos;

        byte[] body;
        long madeAtS;
        int attempts;

        Sending(SimulatedNode node, Kind kind, MalformedKind way, long thenNanos) {
            this.node = node;
            this.kind = kind;
            this.way = way;
            this.thenNanos = thenNanos;
        }

        static Sending good(SimulatedNode node) {
            return new Sending(node, Kind.GOOD, null, 0);
        }
    }

    /**
     * @param settings what the fleet is
     * @param seed what its keys and facts follow from
     * @param post the way to the ingest; not closed by the fleet
     * @param clock the nodes' clock
     */
    public Fleet(FleetSettings settings, FleetSeed seed, HeartbeatPost post, InstantSource clock) {
        Duration interval = settings.interval().orElse(FleetSettings.DEFAULT_INTERVAL);
        this.settings = settings;
        this.rule = SendingRule.of(interval, Freshness.TOLERANCE_S);
        this.post = post;
        this.clock = clock;
        this.intervalNanos = interval.toNanos();
        this.nodes = new ArrayList<>(settings.nodes());
        for (int i = 0; i < settings.nodes(); i++) {
            List<String> regions = settings.regions();
            String region = regions.isEmpty() ? null : regions.get(i % regions.size());
            nodes.add(new SimulatedNode(seed, settings.nodeId(i), region, settings.audience()));
        }
        this.killDraw = new Random(seed.random("kill", settings.prefix()).nextLong());
        for (Kind kind : Kind.values()) {
            tallies.put(kind, new Tally());
        }
        for (MalformedKind way : MalformedKind.values()) {
            malformed.put(way, new Tally());
        }
        AtomicInteger threads = new AtomicInteger();
        this.executor = new ScheduledThreadPoolExecutor(Runtime.getRuntime().availableProcessors(), work -> {
            Thread thread = new Thread(work, "pulse-fleet-" + threads.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        });
        executor.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
        this.courier = new Courier(executor, settings.maxInFlight());
    }

    /** Begins; the first heartbeats are spread over the ramp-up. To be called once. */
    public void start() {
        startNanos = System.nanoTime();
        running = true;
        long ramp = Math.min(intervalNanos, settings.rampUp().toNanos());
        for (int i = 0; i < nodes.size(); i++) {
            SimulatedNode node = nodes.get(i);
            node.place((i + node.random().nextDouble()) / nodes.size());
            plan(Sending.good(node), startNanos + (long) (node.place() * ramp));
        }
    }

    /**
     * Stops a share of the nodes for good; what they have in flight is still counted.
     *
     * @param share of all nodes, 0 to 1; nodes already stopped are never drawn again
     * @return the names of the nodes stopped now, sorted
     */
    public List<String> kill(double share) {
        List<SimulatedNode> alive = new ArrayList<>(nodes);
        alive.removeIf(SimulatedNode::isKilled);
        Collections.shuffle(alive, killDraw);
        int count = Math.min(alive.size(), (int) Math.round(share * nodes.size()));
        List<String> names = new ArrayList<>(count);
        for (SimulatedNode node : alive.subList(0, count)) {
            node.kill();
            names.add(node.nodeId());
        }
        Collections.sort(names);
        killed.addAll(names);
        return List.copyOf(names);
    }

    /** What was done so far. */
    public FleetSummary summary() {
        Map<Kind, KindSummary> kinds = new EnumMap<>(Kind.class);
        tallies.forEach((kind, tally) -> kinds.put(kind, tally.summary()));
        Map<MalformedKind, KindSummary> ways = new EnumMap<>(MalformedKind.class);
        malformed.forEach((way, tally) -> ways.put(way, tally.summary()));
        long end = running || stopNanos == 0 ? System.nanoTime() : stopNanos;
        List<String> names;
        synchronized (killed) {
            names = killed.stream().sorted().toList();
        }
        return new FleetSummary(
                nodes.size(),
                nodesAcknowledged.get(),
                names,
                Duration.ofNanos(startNanos == 0 ? 0 : end - startNanos),
                courier.inFlight(),
                courier.waiting(),
                kinds,
                ways);
    }

    /**
     * Sends nothing new and waits for what is in flight.
     *
     * @param drain how long to wait at most; longer than the way's time-out, and every answer is counted
     * @return the final summary
     * @throws InterruptedException when the thread is interrupted while waiting
     */
    public FleetSummary stop(Duration drain) throws InterruptedException {
        running = false;
        stopNanos = System.nanoTime();
        courier.drain(drain);
        executor.shutdownNow();
        return summary();
    }

    /** Stops without waiting. */
    @Override
    public void close() {
        running = false;
        stopNanos = stopNanos == 0 ? System.nanoTime() : stopNanos;
        executor.shutdownNow();
    }

    private void plan(Sending sending, long dueNanos) {
        try {
            // Nothing waits for it, and send() logs what goes wrong.
            Future<?> unused = executor.schedule(
                    () -> courier.enter(() -> send(sending)), dueNanos - System.nanoTime(), TimeUnit.NANOSECONDS);
        } catch (RejectedExecutionException e) {
            LOG.trace("the fleet has stopped; {} sends no more", sending.node.nodeId());
        }
    }

    private void send(Sending sending) {
        boolean posted = false;
        try {
            posted = prepare(sending);
            if (posted) {
                String type = sending.way == null ? HeartbeatPost.JSON : sending.way.contentType();
                post.post(sending.body, type, answer -> answered(sending, answer));
            }
        } catch (RuntimeException e) {
            posted = false;
            LOG.error("node {} stops: its heartbeat could not be made", sending.node.nodeId(), e);
        } finally {
            if (!posted) {
                courier.leave();
            }
        }
    }

    /** Gets a heartbeat ready to be POSTed; false when it is not to be. */
    private boolean prepare(Sending sending) {
        if (!running || sending.node.isKilled()) {
            return false;
        }
        long nowS = clock.instant().getEpochSecond();
        if (sending.attempts > 0 && !rule.isWorthSending(sending.madeAtS, nowS)) {
            count(sending, Tally::givenUp);
            plan(Sending.good(sending.node), System.nanoTime());
            return false;
        }
        if (sending.attempts == 0) {
            sending.madeAtS = nowS;
            sending.body = compose(sending, nowS);
        }
        sending.attempts++;
        count(sending, tally -> tally.posted(sending.attempts == 1));
        return true;
    }

    private static byte[] compose(Sending sending, long nowS) {
        SimulatedNode node = sending.node;
        return switch (sending.kind) {
            case GOOD -> node.good(nowS);
            case BAD_SIGNATURE -> node.badSignature(nowS);
            case SKEWED -> node.skewed(nowS);
            case IMPOSTOR -> node.impostor(nowS);
            case DUPLICATE -> sending.body;
            case MALFORMED -> node.malformed(sending.way, nowS);
        };
    }

    private void answered(Sending sending, Answer answer) {
        try {
            count(sending, tally -> tally.answered(answer));
            switch (rule.after(answer, sending.attempts, sending.node.random())) {
                case SendingRule.Step.Again again ->
                    plan(sending, System.nanoTime() + again.delay().toNanos());
                case SendingRule.Step.Fresh fresh -> {
                    count(sending, tally -> tally.settled(fresh.taken()));
                    if (sending.kind == Kind.GOOD) {
                        goodSettled(sending, fresh);
                    } else {
                        plan(Sending.good(sending.node), sending.thenNanos);
                    }
                }
            }
        } finally {
            courier.leave();
        }
    }

    private void goodSettled(Sending good, SendingRule.Step.Fresh step) {
        SimulatedNode node = good.node;
        long now = System.nanoTime();
        long next = settings.interval().isPresent()
                ? ownPlace(node, now)
                : now + step.delay().toNanos();
        if (step.taken() && node.acknowledge()) {
            nodesAcknowledged.incrementAndGet();
        }
        Kind kind = step.taken() ? settings.rates().extra(node.random().nextDouble()) : Kind.GOOD;
        if (kind == Kind.GOOD) {
            plan(Sending.good(node), next);
            return;
        }
        MalformedKind[] ways = MalformedKind.values();
        MalformedKind way = kind == Kind.MALFORMED ? ways[node.random().nextInt(ways.length)] : null;
        Sending extra = new Sending(node, kind, way, next);
        extra.body = kind == Kind.DUPLICATE ? good.body : null;
        plan(extra, now + Math.min((next - now) / 2, MAX_EXTRA_DELAY_NANOS));
    }

    /** The node's next place in the interval that lies at least half an interval ahead. */
    private long ownPlace(SimulatedNode node, long now) {
        long earliest = now + intervalNanos / 2;
        long first = startNanos + (long) (node.place() * intervalNanos);
        long periods = Math.max(0, Math.ceilDiv(earliest - first, intervalNanos));
        long jitter = (long) ((node.random().nextDouble() * 2 - 1) * JITTER * intervalNanos);
        return first + periods * intervalNanos + jitter;
    }

    private void count(Sending sending, Consumer<Tally> what) {
        what.accept(tallies.get(sending.kind));
        if (sending.way != null) {
            what.accept(malformed.get(sending.way));
        }
    }
}
