package dev.pulse.marketplace.market;

import dev.pulse.marketplace.follow.ConsumerFactory;
import dev.pulse.marketplace.follow.StartAt;
import dev.pulse.marketplace.follow.TopicFollower;
import dev.pulse.schemas.NodeCommand;
import dev.pulse.schemas.NodeOutcome;
import dev.pulse.schemas.topic.Topics;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.serialization.Deserializer;

/**
 * Gives commands to the lifecycle stream, or to the verifier, and waits for what becomes of them. It keeps nothing: a command whose outcome did
 * not come in time may have been carried out, and giving it again does no harm. Safe for several threads.
 */
public final class Orders implements AutoCloseable {
    /** How long an outcome is waited for. It takes a commit interval of the lifecycle stream, one second by default. */
    static final Duration PATIENCE = Duration.ofSeconds(10);

    /** Most commands under way at one time. */
    static final int MAX_UNDER_WAY = 1_000;

    /** Writes commands to their topic. */
    @FunctionalInterface
    public interface Sender {
        /** Completes when Kafka has the command, and exceptionally when it does not take it in time. */
        CompletionStage<?> send(NodeCommand command);
    }

    /** What came of a command. */
    public sealed interface Result {
        /**
         * It was answered.
         *
         * @param outcome the answer
         */
        record Answered(NodeOutcome outcome) implements Result {}

        /**
         * Not known, or not given at all.
         *
         * @param detail one sentence for a person
         */
        record NotNow(String detail) implements Result {}
    }

    private final Sender sender;
    private final Deserializer<NodeOutcome> reader;
    private final TopicFollower follower;
    private final ConcurrentMap<String, CompletableFuture<NodeOutcome>> waiting = new ConcurrentHashMap<>();
    private final Semaphore room = new Semaphore(MAX_UNDER_WAY);

    /** Reads nothing before {@link #start}. */
    public Orders(Sender sender, ConsumerFactory consumers, Deserializer<NodeOutcome> reader, InstantSource clock) {
        this.sender = sender;
        this.reader = reader;
        follower = new TopicFollower(
                "outcomes", consumers, List.of(Topics.OUTCOMES.name()), new StartAt(0), this::take, clock);
    }

    /** Begins to read outcomes. Once only. */
    public void start() {
        follower.start();
    }

    /**
     * Waits until outcomes can be read, as they must be before a command is given.
     *
     * @return whether they can, within this time
     */
    public boolean awaitReady(Duration atMost) throws InterruptedException {
        long end = System.nanoTime() + atMost.toNanos();
        while (!follower.progress().loaded() && System.nanoTime() < end) {
            Thread.sleep(50);
        }
        return follower.progress().loaded();
    }

    @Override
    public void close() {
        follower.close();
    }

    private void take(ConsumerRecord<String, byte[]> record) {
        NodeOutcome outcome = reader.deserialize(record.topic(), record.value());
        CompletableFuture<NodeOutcome> asked = outcome == null ? null : waiting.get(outcome.getCorrelationId());
        if (asked != null) {
            asked.complete(outcome);
        }
    }

    /**
     * Gives a command and waits for its outcome, {@link #PATIENCE} at most.
     *
     * @param command with a correlation id that no other command under way has
     */
    public Result carryOut(NodeCommand command) throws InterruptedException {
        if (!follower.progress().loaded()) {
            return new Result.NotNow("The outcomes of commands can't be read yet.");
        }
        if (!room.tryAcquire()) {
            return new Result.NotNow("Too many commands are under way.");
        }
        CompletableFuture<NodeOutcome> outcome = new CompletableFuture<>();
        waiting.put(command.getCorrelationId(), outcome);
        try {
            long end = System.nanoTime() + PATIENCE.toNanos();
            sender.send(command).toCompletableFuture().get(PATIENCE.toNanos(), TimeUnit.NANOSECONDS);
            return new Result.Answered(outcome.get(Math.max(1, end - System.nanoTime()), TimeUnit.NANOSECONDS));
        } catch (ExecutionException e) {
            return new Result.NotNow(
                    "Kafka did not take the command: " + e.getCause().getMessage());
        } catch (TimeoutException e) {
            return new Result.NotNow("The command was not answered within " + PATIENCE.toSeconds() + " s.");
        } finally {
            waiting.remove(command.getCorrelationId());
            room.release();
        }
    }
}
