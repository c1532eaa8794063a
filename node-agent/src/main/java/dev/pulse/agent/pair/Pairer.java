package dev.pulse.agent.pair;

import dev.pulse.agent.key.NodeIdentity;
import dev.pulse.agent.node.Machine;
import dev.pulse.agent.node.Pause;
import dev.pulse.domain.account.Account;
import java.io.IOException;
import java.time.InstantSource;

/** Pairs a node, however often that takes: what was paired before is no failure, what may pass is tried again. */
public final class Pairer {
    private final MarketClient market;
    private final Machine machine;
    private final InstantSource clock;
    private final Attempts attempts;

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
        this.attempts = new Attempts(market, pause);
    }

    /**
     * Pairs it.
     *
     * @param farmId in which farm, or null for the one that the ledger has
     * @throws IOException when the marketplace can't be reached, after some attempts
     */
    public Result pair(NodeIdentity identity, Account farmer, String farmId) throws IOException, InterruptedException {
        Attempts.Settled settled = attempts.settle(info ->
                market.pair(PairingComposer.compose(identity, farmer, farmId, info, machine, clock.millis() / 1_000)));
        MarketClient.Reply reply = settled.reply();
        return switch (reply.status()) {
            case 200, 201 ->
                new Result.Paired(
                        reply.status() == 200,
                        reply.body().path("farm_id").asText(),
                        settled.market().verification());
            case 409 ->
                reply.error().equals("already_published")
                        ? new Result.Paired(true, farmId, settled.market().verification())
                        : new Result.Refused(reply.error(), reply.detail());
            default -> new Result.Refused(reply.error(), reply.detail());
        };
    }
}
