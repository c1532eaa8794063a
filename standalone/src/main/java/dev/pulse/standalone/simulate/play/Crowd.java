package dev.pulse.standalone.simulate.play;

import dev.pulse.agent.heartbeat.TimestampSequence;
import dev.pulse.agent.ingest.Answer;
import dev.pulse.agent.ingest.SendingRule;
import dev.pulse.domain.liveness.DeadlineWheel;
import dev.pulse.domain.verdict.Freshness;
import dev.pulse.standalone.simulate.plant.Plant;
import dev.pulse.standalone.simulate.play.Gate.Post;
import java.time.Duration;
import java.util.random.RandomGenerator;

/** The nodes that are looked at one by one: each sends, and sends again, as a node does. */
final class Crowd implements Gate.Senders {
    /** How long a node waits for an answer, in milliseconds: as {@code node run} does. */
    static final long PATIENCE_MS = 10_000;

    private static final class Node {
        final TimestampSequence timestamps = new TimestampSequence(Freshness.TOLERANCE_S);
        long timestamp;
        int attempts;
        int serial;
        /** The post whose answer it waits for, or null between two. */
        Post post;

        long silentFrom = Long.MAX_VALUE;
        long cutFrom = Long.MAX_VALUE;
        long cutUntil;
        long heard;
    }

    private final Node[] nodes;
    private final SendingRule rule;
    private final Gate gate;
    private final RandomGenerator random;
    private final Tally tally;
    private final DeadlineWheel timers = new DeadlineWheel();
    private long now;

    /** So many, that begin spread over one interval. */
    Crowd(int count, Plant plant, Gate gate, RandomGenerator random, Tally tally) {
        this.gate = gate;
        this.random = random;
        this.tally = tally;
        rule = SendingRule.of(Duration.ofMillis(plant.intervalMs()), Freshness.TOLERANCE_S);
        nodes = new Node[count];
        for (int i = 0; i < count; i++) {
            nodes[i] = new Node();
            timers.arm(i, random.nextLong(plant.intervalMs()));
        }
    }

    /** This one says nothing from then on. */
    void silence(int node, long from) {
        nodes[node].silentFrom = Math.min(nodes[node].silentFrom, from);
    }

    /** This one reaches nobody meanwhile. */
    void cutOff(int node, long from, long until) {
        nodes[node].cutFrom = from;
        nodes[node].cutUntil = until;
    }

    /** Those whose time has come act. */
    void act(long at) {
        now = at;
        timers.advance(at, Integer.MAX_VALUE, this::due);
    }

    private void due(int number, long at) {
        Node node = nodes[number];
        if (node.post != null) {
            gate.hangUp(number);
            tally.unanswered();
            answered(node.post, new Answer.TimedOut(""), now);
        } else if (now < node.silentFrom) {
            send(number, node);
        }
    }

    private void send(int number, Node node) {
        long second = Episode.wall(now) / 1_000;
        if (node.attempts > 0 && !rule.isWorthSending(node.timestamp, second)) {
            tally.gaveUp();
            node.attempts = 0;
        }
        if (node.attempts == 0) {
            node.timestamp = node.timestamps.next(second);
        }
        node.attempts++;
        node.serial++;
        node.post = new Post(number, node.serial, node.timestamp, now);
        tally.posted();
        if (gate.isClosed() || now >= node.cutFrom && now < node.cutUntil) {
            gate.hangUp(number);
            answered(node.post, new Answer.Unreachable(""), now);
        } else {
            gate.post(node.post);
            timers.arm(number, now + PATIENCE_MS);
        }
    }

    @Override
    public boolean awaits(Post post) {
        Post current = nodes[post.node()].post;
        return current != null && current.serial() == post.serial();
    }

    @Override
    public void answered(Post post, Answer answer, long at) {
        if (answer instanceof Answer.Http http && SendingRule.isPassing(http.status())) {
            tally.refused();
        }
        if (!awaits(post)) {
            return;
        }
        Node node = nodes[post.node()];
        node.post = null;
        SendingRule.Step step = rule.after(answer, node.attempts, random);
        switch (step) {
            case SendingRule.Step.Fresh fresh -> {
                node.attempts = 0;
                timers.arm(post.node(), at + Math.max(1, fresh.delay().toMillis()));
            }
            case SendingRule.Step.Again again ->
                timers.arm(post.node(), at + Math.max(1, again.delay().toMillis()));
        }
    }

    /** An ingest received something of this one, and Kafka has it. */
    void heard(int node, long receivedAt) {
        nodes[node].heard = receivedAt;
    }

    /** When that was last, milliseconds. */
    long lastHeard(int node) {
        return nodes[node].heard;
    }

    /** Whether it has not fallen silent. */
    boolean isUp(int node, long at) {
        return at < nodes[node].silentFrom;
    }

    int size() {
        return nodes.length;
    }
}
