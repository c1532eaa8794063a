package dev.pulse.agent.pair;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.pulse.agent.ingest.Answer;
import dev.pulse.agent.ingest.Backoff;
import dev.pulse.agent.node.Pause;
import java.io.IOException;
import java.time.Duration;
import java.util.SplittableRandom;

/** Asks a marketplace for something until it has answered: what may pass is tried again, six times in all. */
public final class Attempts {
    private static final int MOST = 6;
    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final Backoff BACKOFF = new Backoff(Duration.ofMillis(500), Duration.ofSeconds(10));

    private final MarketClient market;
    private final Pause pause;

    /** @param pause how it waits between attempts */
    public Attempts(MarketClient market, Pause pause) {
        this.market = market;
        this.pause = pause;
    }

    /** What is asked; made anew for each attempt, since what is signed gets old. */
    @FunctionalInterface
    public interface Question {
        /** Asks a marketplace that says this of itself. */
        MarketClient.Reply ask(MarketInfo market) throws IOException, InterruptedException;
    }

    /**
     * How it went.
     *
     * @param market what the marketplace said of itself; null where it was stopped before
     * @param reply its answer
     */
    public record Settled(MarketInfo market, MarketClient.Reply reply) {}

    /**
     * Asks. Timestamps are whole seconds, and what is signed in the second of what was taken last is not newer than that:
     * it is signed once more a second later.
     *
     * @return the first answer that is none of 429, 502 and 503; after the last attempt, one of those
     * @throws IOException when the marketplace can't be reached, after some attempts
     */
    public Settled settle(Question question) throws IOException, InterruptedException {
        Settled first = answered(question);
        return first.reply().error().startsWith("stale_") && pause.await(SECOND) ? answered(question) : first;
    }

    private Settled answered(Question question) throws IOException, InterruptedException {
        SplittableRandom random = new SplittableRandom();
        IOException unreachable = null;
        Settled busy = null;
        for (int attempt = 1; attempt <= MOST; attempt++) {
            if (attempt > 1 && !pause.await(BACKOFF.delay(attempt - 1, Answer.ABSENT, random))) {
                break;
            }
            try {
                MarketInfo info = market.info();
                Settled settled = new Settled(info, question.ask(info));
                switch (settled.reply().status()) {
                    case 429, 502, 503 -> busy = settled;
                    default -> {
                        return settled;
                    }
                }
            } catch (IOException e) {
                unreachable = e;
            }
        }
        if (busy == null && unreachable != null) {
            throw unreachable;
        }
        return busy == null ? new Settled(null, stopped()) : busy;
    }

    private static MarketClient.Reply stopped() {
        return new MarketClient.Reply(
                503,
                JsonNodeFactory.instance.objectNode().put("error", "stopped").put("detail", "It was stopped."));
    }
}
