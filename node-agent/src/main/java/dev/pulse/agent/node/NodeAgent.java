package dev.pulse.agent.node;

import dev.pulse.agent.heartbeat.HeartbeatComposer;
import dev.pulse.agent.heartbeat.NodeFacts;
import dev.pulse.agent.heartbeat.SignedHeartbeat;
import dev.pulse.agent.heartbeat.TimestampSequence;
import dev.pulse.agent.ingest.Answer;
import dev.pulse.agent.ingest.HeartbeatPost;
import dev.pulse.agent.ingest.SendingRule;
import dev.pulse.agent.key.NodeIdentity;
import dev.pulse.domain.verdict.Freshness;
import java.time.InstantSource;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/**
 * Heartbeats for one node until told to stop: compose, send, and whatever {@link SendingRule} says. One thread, one
 * heartbeat under way at a time.
 */
public final class NodeAgent {
    /** What a run came to. */
    public record Result(long acknowledged, long refused, long givenUp) {}

    private final NodeIdentity identity;
    private final Supplier<NodeFacts> facts;
    private final HeartbeatPost post;
    private final SendingRule rule;
    private final InstantSource clock;
    private final RandomGenerator random;
    private final Pause pause;
    private final Consumer<AgentEvent> events;
    private final TimestampSequence timestamps = new TimestampSequence(Freshness.TOLERANCE_S);
    private long acknowledged;
    private long refused;
    private long givenUp;

    /**
     * @param identity who speaks
     * @param facts what it says, asked anew for each heartbeat
     * @param post the way to the ingest
     * @param rule what to do after each answer
     * @param clock the node's clock
     * @param random where jitter comes from
     * @param pause waiting; its false ends the run
     * @param events told of each answer, on the running thread
     */
    public NodeAgent(
            NodeIdentity identity,
            Supplier<NodeFacts> facts,
            HeartbeatPost post,
            SendingRule rule,
            InstantSource clock,
            RandomGenerator random,
            Pause pause,
            Consumer<AgentEvent> events) {
        this.identity = identity;
        this.facts = facts;
        this.post = post;
        this.rule = rule;
        this.clock = clock;
        this.random = random;
        this.pause = pause;
        this.events = events;
    }

    /**
     * Heartbeats until stopped, or until so many heartbeats were acknowledged or refused for good.
     *
     * @param count how many; from 1, {@link Long#MAX_VALUE} for no end
     * @throws InterruptedException when the thread is interrupted
     */
    public Result run(long count) throws InterruptedException {
        boolean running = true;
        while (running && acknowledged + refused < count) {
            SignedHeartbeat heartbeat = HeartbeatComposer.compose(identity, facts.get(), timestamps.next(now()));
            running = deliver(heartbeat, count);
        }
        return new Result(acknowledged, refused, givenUp);
    }

    /** Sends one heartbeat until it is settled; false when the run is to end. */
    private boolean deliver(SignedHeartbeat heartbeat, long count) throws InterruptedException {
        for (int attempt = 1; ; attempt++) {
            Answer answer = send(heartbeat);
            switch (rule.after(answer, attempt, random)) {
                case SendingRule.Step.Fresh fresh -> {
                    acknowledged += fresh.taken() ? 1 : 0;
                    refused += fresh.taken() ? 0 : 1;
                    events.accept(
                            new AgentEvent.Answered(heartbeat.timestamp(), attempt, answer, fresh.delay(), false));
                    return acknowledged + refused >= count || pause.await(fresh.delay());
                }
                case SendingRule.Step.Again again -> {
                    events.accept(new AgentEvent.Answered(heartbeat.timestamp(), attempt, answer, again.delay(), true));
                    if (!pause.await(again.delay())) {
                        return false;
                    }
                }
            }
            if (!rule.isWorthSending(heartbeat.timestamp(), now())) {
                givenUp++;
                events.accept(new AgentEvent.GivenUp(heartbeat.timestamp(), attempt));
                return true;
            }
        }
    }

    private Answer send(SignedHeartbeat heartbeat) throws InterruptedException {
        CompletableFuture<Answer> answer = new CompletableFuture<>();
        post.post(heartbeat.body(), HeartbeatPost.JSON, answer::complete);
        try {
            // Bounded by the time-out of the way to the ingest, which always calls back.
            return answer.get();
        } catch (ExecutionException e) {
            throw new IllegalStateException("an answer is a value", e.getCause());
        }
    }

    private long now() {
        return clock.instant().getEpochSecond();
    }
}
