package dev.pulse.agent.pair;

import dev.pulse.agent.ingest.Answer;
import dev.pulse.agent.ingest.Backoff;
import dev.pulse.agent.key.NodeIdentity;
import dev.pulse.agent.node.Machine;
import dev.pulse.agent.node.Pause;
import dev.pulse.domain.account.Account;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.SplittableRandom;

/** Pairs a node, however often that takes: what was paired before is no failure, what may pass is tried again. */
public final class Pairer {
    private static final int ATTEMPTS = 6;
    private static final Backoff BACKOFF = new Backoff(Duration.ofMillis(500), Duration.ofSeconds(10));

    private final MarketClient market;
    private final Machine machine;
    private final InstantSource clock;
    private final Pause pause;

    /** How it went. */
    public sealed interface Result {
        /**
         * The node is the farmer's.
         *
         * @param again whether it was before
         * @param farmId the farm
         * @param verification how the marketplace knows
         */
        record Paired(boolean again, String farmId, String verification) implements Result {}

        /**
         * It is not.
         *
         * @param detail one sentence for a person
         */
        record Refused(String code, String detail) implements Result {}
    }

    /** @param pause how it waits between attempts */
    public Pairer(MarketClient market, Machine machine, InstantSource clock, Pause pause) {
        this.market = market;
        this.machine = machine;
        this.clock = clock;
        this.pause = pause;
    }

    /**
     * Pairs it.
     *
     * @param farmId in which farm, or null for the one that the ledger has
     * @throws IOException when the marketplace can't be reached, after some attempts
     */
    public Result pair(NodeIdentity identity, Account farmer, String farmId) throws IOException, InterruptedException {
        SplittableRandom random = new SplittableRandom();
        IOException last = null;
        Result.Refused refused = null;
        for (int attempt = 1; attempt <= ATTEMPTS; attempt++) {
            if (attempt > 1 && !pause.await(BACKOFF.delay(attempt - 1, Answer.ABSENT, random))) {
                break;
            }
            try {
                MarketInfo info = market.info();
                byte[] pairing =
                        PairingComposer.compose(identity, farmer, farmId, info, machine, clock.millis() / 1_000);
                MarketClient.Reply reply = market.pair(pairing);
                switch (reply.status()) {
                    case 200, 201 -> {
                        return new Result.Paired(
                                reply.status() == 200,
                                reply.body().path("farm_id").asText(),
                                info.verification());
                    }
                    case 409 -> {
                        if (reply.error().equals("already_published")) {
                            return new Result.Paired(true, farmId, info.verification());
                        }
                        return new Result.Refused(reply.error(), reply.detail());
                    }
                    case 502, 503, 429 -> refused = new Result.Refused(reply.error(), reply.detail());
                    default -> {
                        return new Result.Refused(reply.error(), reply.detail());
                    }
                }
            } catch (IOException e) {
                last = e;
            }
        }
        if (refused == null && last != null) {
            throw last;
        }
        return refused == null ? new Result.Refused("stopped", "It was stopped.") : refused;
    }
}
