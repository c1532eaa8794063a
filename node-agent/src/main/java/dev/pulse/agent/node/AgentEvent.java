package dev.pulse.agent.node;

import dev.pulse.agent.ingest.Answer;
import java.time.Duration;

/** What a running agent has to tell: one line each. */
public sealed interface AgentEvent {
    /**
     * An answer, and what follows from it.
     *
     * @param timestamp of the heartbeat, unix seconds
     * @param attempt how often these bytes were sent, from 1
     * @param answer what came back
     * @param delay how long until the next POST
     * @param again whether that will be the same bytes
     */
    record Answered(long timestamp, int attempt, Answer answer, Duration delay, boolean again) implements AgentEvent {}

    /**
     * A heartbeat grew too old to be fresh before it was taken.
     *
     * @param timestamp of the heartbeat, unix seconds
     * @param attempts how often it was sent
     */
    record GivenUp(long timestamp, int attempts) implements AgentEvent {}
}
