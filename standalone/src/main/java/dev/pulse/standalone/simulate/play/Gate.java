package dev.pulse.standalone.simulate.play;

import dev.pulse.agent.ingest.Answer;
import dev.pulse.standalone.simulate.plant.Plant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;

/**
 * The ingests of a region behind a balancer that spreads posts evenly, so that they are one: connections, then processors,
 * then what waits for the brokers, each bounded as an ingest bounds it.
 */
final class Gate {
    /** Heartbeats of one ingest that may wait for Kafka: the default of {@code limits.inFlight}. */
    static final int IN_FLIGHT = 20_000;
    /** How long Kafka has to acknowledge, in milliseconds: the default of {@code ackTimeout}. */
    static final long ACK_MS = 10_000;
    /** A {@code Retry-After} is 1 s and up to so many more, drawn: as the ingest answers. */
    static final int RETRY_SPREAD_S = 5;
    /** The next heartbeat is asked for within this share of the interval: as the ingest answers. */
    static final double JITTER = 0.1;
    /** How long a connection stays open on which nothing comes, where others wait for one, in milliseconds: as the ingest has it. */
    static final long CROWDED_IDLE_MS = 1_000;

    /**
     * A POST.
     *
     * @param node who sends
     * @param serial tells it from the node's other ones
     * @param timestamp signed, unix seconds
     * @param sentAt when, milliseconds
     */
    record Post(int node, int serial, long timestamp, long sentAt) {}

    /**
     * One that an ingest has taken and Kafka has not acknowledged.
     *
     * @param post it
     * @param at when, milliseconds
     */
    record Taken(Post post, long at) {}

    /** Who posts. */
    interface Senders {
        /** Whether an answer to this one is still waited for. */
        boolean awaits(Post post);

        /** It is answered. */
        void answered(Post post, Answer answer, long now);
    }

    private record Use(int node, long at) {}

    private final Plant plant;
    private final double weight;
    private final RandomGenerator random;
    private final Lane<Post> processors;
    private final Lane<Taken> log;
    private final ArrayDeque<Post> kernel = new ArrayDeque<>();
    private final ArrayDeque<Use> uses = new ArrayDeque<>();
    private final List<Taken> held = new ArrayList<>();
    private final boolean[] open;
    private final boolean[] busy;
    private final long[] usedAt;
    private double connections;
    private double worked;
    private boolean closed;
    private long refusedAt = Long.MIN_VALUE / 2;

    /**
     * All of them.
     *
     * @param nodes that are looked at
     * @param weight how many each of them stands for
     */
    Gate(Plant plant, int nodes, double weight, RandomGenerator random) {
        this.plant = plant;
        this.weight = weight;
        this.random = random;
        processors = new Lane<>(plant.costs().ingest(), 0);
        log = new Lane<>(plant.costs().raw(), 0);
        open = new boolean[nodes];
        busy = new boolean[nodes];
        usedAt = new long[nodes];
    }

    /** Whether nobody listens. */
    boolean isClosed() {
        return closed;
    }

    void close() {
        closed = true;
        kernel.clear();
        for (int node = 0; node < open.length; node++) {
            hangUp(node);
        }
    }

    void reopen() {
        closed = false;
    }

    /** Somebody posts: on the connection that it has, or on a new one. */
    void post(Post post) {
        if (open[post.node()]) {
            enter(post);
        } else {
            kernel.addLast(post);
        }
    }

    private void enter(Post post) {
        busy[post.node()] = true;
        processors.add(weight, 0);
        processors.mark(post, post.sentAt());
    }

    /** A node ends its connection. */
    void hangUp(int node) {
        if (open[node]) {
            open[node] = false;
            busy[node] = false;
            connections -= weight;
        }
    }

    /** Takes connections, and what comes on them, for so many seconds. */
    void take(double seconds, long now, Senders nodes) {
        long idle = kernel.isEmpty() ? plant.idleMs() : Math.min(plant.idleMs(), crowdedIdleMs());
        while (!uses.isEmpty() && now - uses.peekFirst().at() >= idle) {
            Use use = uses.pollFirst();
            if (open[use.node()] && !busy[use.node()] && usedAt[use.node()] == use.at()) {
                hangUp(use.node());
            }
        }
        double limit = (double) plant.ingests() * plant.connections();
        while (!kernel.isEmpty() && (connections + weight <= limit || !nodes.awaits(kernel.peekFirst()))) {
            Post post = kernel.pollFirst();
            if (nodes.awaits(post)) {
                open[post.node()] = true;
                connections += weight;
                enter(post);
            }
        }
        worked += processors.serve(plant.ingests() * (double) plant.cores() * seconds);
        for (Post post = processors.done().poll();
                post != null;
                post = processors.done().poll()) {
            if (log.heartbeats() + held.size() * weight >= (double) IN_FLIGHT * plant.ingests()) {
                refuse(post, now, nodes);
            } else {
                log.add(weight, 0);
                log.mark(new Taken(post, now), now);
            }
        }
    }

    /** How long a connection stays open on which nothing comes while others wait, in milliseconds. */
    private long crowdedIdleMs() {
        return plant.yields() ? CROWDED_IDLE_MS : Long.MAX_VALUE;
    }

    private void refuse(Post post, long now, Senders nodes) {
        refusedAt = now;
        // A 503 ends the connection.
        hangUp(post.node());
        nodes.answered(
                post, new Answer.Http(503, Answer.ABSENT, 1 + random.nextInt(RETRY_SPREAD_S), "overloaded", ""), now);
    }

    /** Work that waits for the brokers, in seconds of a core. */
    double rawWork() {
        return log.work();
    }

    /**
     * The brokers do so much of it.
     *
     * @param stuck whether there is nobody that could append this one
     * @return what was appended
     */
    List<Taken> append(double seconds, Predicate<Taken> stuck, long now, Senders nodes) {
        List<Taken> appended = new ArrayList<>();
        for (Iterator<Taken> waiting = held.iterator(); waiting.hasNext(); ) {
            Taken taken = waiting.next();
            if (!stuck.test(taken)) {
                waiting.remove();
                acknowledge(taken, now, nodes);
                appended.add(taken);
            }
        }
        log.serve(seconds);
        for (Taken taken = log.done().poll(); taken != null; taken = log.done().poll()) {
            if (stuck.test(taken)) {
                held.add(taken);
            } else {
                acknowledge(taken, now, nodes);
                appended.add(taken);
            }
        }
        return appended;
    }

    private void acknowledge(Taken taken, long now, Senders nodes) {
        Post post = taken.post();
        if (now - taken.at() > ACK_MS) {
            refuse(post, now, nodes);
            return;
        }
        if (open[post.node()]) {
            busy[post.node()] = false;
            usedAt[post.node()] = now;
            uses.addLast(new Use(post.node(), now));
        }
        double factor = 1 - JITTER + 2 * JITTER * random.nextDouble();
        long next = Math.max(1, Math.round(plant.intervalMs() / 1_000.0 * factor));
        nodes.answered(post, new Answer.Http(202, next, Answer.ABSENT, "", ""), now);
    }

    /** Whether no heartbeat was answered 503 in the second that ended: then there are ticks. */
    boolean isGood(long now) {
        return !closed && now - refusedAt >= 1_000;
    }

    /** How long the oldest heartbeat has waited for the brokers, in milliseconds. */
    long logAge(long now) {
        return log.age(now);
    }

    /** How long the oldest post has waited, for a connection or for a processor, in milliseconds. */
    long age(long now) {
        return Math.max(kernel.isEmpty() ? 0 : now - kernel.peekFirst().sentAt(), processors.age(now));
    }

    /** The share of the processors that worked, over so many seconds; and that begins anew. */
    double takeBusy(double seconds) {
        double share = worked / (plant.ingests() * (double) plant.cores() * seconds);
        worked = 0;
        return share;
    }
}
