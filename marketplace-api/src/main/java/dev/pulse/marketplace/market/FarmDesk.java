package dev.pulse.marketplace.market;

import dev.pulse.domain.account.Account;
import dev.pulse.domain.heartbeat.Capacity;
import dev.pulse.domain.life.Command;
import dev.pulse.domain.life.Offer;
import dev.pulse.domain.life.Ownership;
import dev.pulse.domain.life.Ownership.Proof;
import dev.pulse.ledger.rpc.LedgerException;
import dev.pulse.marketplace.diagnosis.LifecycleClient;
import dev.pulse.marketplace.diagnosis.LifecycleNode;
import dev.pulse.marketplace.diagnosis.LifecycleReply;
import dev.pulse.marketplace.note.NodeNotes;
import dev.pulse.schemas.NodeOutcome;
import dev.pulse.schemas.convert.CommandRecords;
import java.time.InstantSource;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;

/**
 * What farmers do with their nodes. Whose a node is, is asked of the lifecycle stream, the authority, and not of the index,
 * which lags behind. The ledger comes first: only what stands there is told to the lifecycle stream, and where that is cut
 * off in between, the same request again finds it there. Keeps nothing. Safe for several threads.
 */
public final class FarmDesk {
    /** What became of it. */
    public sealed interface Result {
        /**
         * Done.
         *
         * @param changed whether it was otherwise before
         * @param detail one sentence for a person
         * @param sequence number of the node's last transition
         */
        record Done(boolean changed, String detail, long sequence) implements Result {}

        /**
         * Not.
         *
         * @param code machine-readable reason, lower snake case
         * @param detail one sentence for a person
         */
        record Refused(Kind kind, String code, String detail) implements Result {}
    }

    /** Why it was not done. */
    public enum Kind {
        /** It makes no sense. */
        MALFORMED,
        /** It proves nothing: signature or clock. */
        UNPROVED,
        /** There is no such node. */
        UNKNOWN,
        /** It is somebody else's. */
        FORBIDDEN,
        /** It can't be done to a node in this state. */
        CONFLICT,
        /** The ledger gave no answer. */
        LEDGER_FAILED,
        /** The lifecycle stream gave no answer in time. */
        NOT_NOW
    }

    /** Something that is done to a node on the ledger, and what the lifecycle stream is told of it. */
    @FunctionalInterface
    private interface Step {
        Command on(LifecycleNode node) throws Listings.Refusal, LedgerException, InterruptedException;
    }

    private final LifecycleClient lifecycle;
    private final Listings listings;
    private final NodeNotes notes;
    private final Function<String, Capacity> capacities;
    private final Orders orders;
    private final InstantSource clock;

    /**
     * A desk.
     *
     * @param listings where offers stand
     * @param notes where it is noted that a node was retired
     * @param capacities what a node says that it has; {@link Capacity#UNKNOWN} for one that did not say
     * @param orders where commands go
     */
    public FarmDesk(
            LifecycleClient lifecycle,
            Listings listings,
            NodeNotes notes,
            Function<String, Capacity> capacities,
            Orders orders,
            InstantSource clock) {
        this.lifecycle = lifecycle;
        this.listings = listings;
        this.notes = notes;
        this.capacities = capacities;
        this.orders = orders;
        this.clock = clock;
    }

    /** Has a command carried out that is no business of the ledger's. */
    public Result carryOut(Account farmer, String nodeId, Command command) throws InterruptedException {
        return step(farmer, nodeId, node -> command);
    }

    /**
     * Offers a node.
     *
     * @param pricePerHour whole SPORE for a slice and hour, unsigned, not 0
     * @param template the pricing template that this follows, or null
     */
    public Result publish(Account farmer, String nodeId, long pricePerHour, String template)
            throws InterruptedException {
        return step(farmer, nodeId, node -> {
            LifecycleNode.Owner owner = node.life().owner();
            // What the lifecycle stream would refuse must not stand on the ledger first.
            if ("retired".equals(node.lifecycle())) {
                throw new Listings.Refusal("already_retired", "The node was retired, which is for good.");
            }
            if (node.lastSeen() != null && !owner.identity().equals(node.account())) {
                throw new Listings.Refusal(
                        "wrong_account",
                        "The node's heartbeats are signed by another account than its pairing: it must be paired again.");
            }
            if (owner.payload() == null || owner.signature() == null) {
                throw new Listings.Refusal(
                        "no_proof",
                        "The ledger alone says that the node is paired: to be published, it must pair itself again.");
            }
            Proof proof = new Proof(owner.payload(), owner.signature());
            if (node.life().offer() == null && !proof.isOf(new Account(owner.identity()))) {
                throw new Listings.Refusal(
                        "outdated_proof",
                        "The node's key was changed since it was paired: to be published, it must pair itself again.");
            }
            int slices = slices(nodeId);
            if (slices < 1) {
                throw new Listings.Refusal(
                        "no_slices", "The node has less than 5 GB of memory, or did not say how much.");
            }
            Offer wanted = new Offer("", "", pricePerHour, slices, template, clock.millis());
            return new Command.Publish(farmer, listings.publish(nodeId, farmer, wanted, proof));
        });
    }

    /** What its memory makes, and no more than it claims (design section 1). */
    private int slices(String nodeId) {
        Capacity capacity = capacities.apply(nodeId);
        long made = Capacity.slicesOf(capacity.ramGb());
        long claimed = capacity.slicesTotal();
        return (int) Math.min(Integer.MAX_VALUE, claimed == Capacity.UNSAID ? made : Math.min(made, claimed));
    }

    /**
     * Offers a node that waits for that, unless its farmer took it back before.
     *
     * @return empty where it was offered before, and nothing was done
     */
    public Optional<Result> publishFirst(Account farmer, String nodeId, long pricePerHour, String template)
            throws InterruptedException {
        try {
            if (listings.wasOffered(nodeId, farmer)) {
                return Optional.empty();
            }
        } catch (LedgerException e) {
            return Optional.of(new Result.Refused(Kind.LEDGER_FAILED, "ledger_failed", e.getMessage()));
        }
        return Optional.of(publish(farmer, nodeId, pricePerHour, template));
    }

    /** Changes what an offer costs from now on. */
    public Result price(Account farmer, String nodeId, long pricePerHour, String template) throws InterruptedException {
        return step(farmer, nodeId, node -> {
            if (node.life().offer() != null) {
                listings.price(node.life().offer().listingId(), pricePerHour, template);
            }
            return new Command.Price(pricePerHour, template);
        });
    }

    /** Takes an offer back. */
    public Result unpublish(Account farmer, String nodeId) throws InterruptedException {
        return step(farmer, nodeId, node -> {
            notRented(node);
            if (node.life().offer() != null) {
                listings.close(nodeId, node.life().offer().listingId());
            }
            return new Command.Unpublish();
        });
    }

    /** Takes a node out of service for good. */
    public Result retire(Account farmer, String nodeId) throws InterruptedException {
        return step(farmer, nodeId, node -> {
            notRented(node);
            if (node.life().offer() != null) {
                throw new Listings.Refusal(
                        "still_published", "The node is published, and must not be before it is retired.");
            }
            notes.retired(nodeId, ownership(farmer, node.life().owner()));
            return new Command.Retire();
        });
    }

    private static void notRented(LifecycleNode node) throws Listings.Refusal {
        if (!node.life().holds().isEmpty()) {
            throw new Listings.Refusal("slices_reserved", "Slices of the node are reserved.");
        }
    }

    private static Ownership ownership(Account farmer, LifecycleNode.Owner owner) {
        Proof proof = owner.payload() == null ? null : new Proof(owner.payload(), owner.signature());
        long signedAt = owner.signedAt() == null ? 0 : owner.signedAt();
        return new Ownership(farmer, owner.farmId(), new Account(owner.identity()), signedAt, proof);
    }

    private Result step(Account farmer, String nodeId, Step step) throws InterruptedException {
        return switch (lifecycle.ask(nodeId)) {
            case LifecycleReply.Unknown unknown ->
                new Result.Refused(Kind.UNKNOWN, "unknown_node", "No node is known as " + nodeId + ".");
            case LifecycleReply.Unavailable away -> new Result.Refused(Kind.NOT_NOW, "try_again", away.reason());
            case LifecycleReply.Known known ->
                owns(farmer, known.node())
                        ? step(farmer, nodeId, known.node(), step)
                        : new Result.Refused(
                                Kind.FORBIDDEN,
                                "not_yours",
                                "The node " + nodeId + " is not paired with this account.");
        };
    }

    private static boolean owns(Account farmer, LifecycleNode node) {
        return node.life() != null
                && node.life().owner() != null
                && farmer.hex().equals(node.life().owner().farmer());
    }

    private Result step(Account farmer, String nodeId, LifecycleNode node, Step step) throws InterruptedException {
        try {
            return order(farmer, nodeId, step.on(node));
        } catch (Listings.Refusal refusal) {
            return new Result.Refused(Kind.CONFLICT, refusal.code(), refusal.getMessage());
        } catch (LedgerException e) {
            return new Result.Refused(Kind.LEDGER_FAILED, "ledger_failed", e.getMessage());
        }
    }

    /** Has a command carried out for a farmer whose right to it was checked, and says what the lifecycle stream answers. */
    public Result order(Account farmer, String nodeId, Command command) throws InterruptedException {
        return result(orders.carryOut(CommandRecords.record(
                UUID.randomUUID().toString(), nodeId, farmer.hex(), clock.millis(), command, null)));
    }

    /** What came of a command, in the words of this desk. */
    public static Result result(Orders.Result result) {
        return switch (result) {
            case Orders.Result.NotNow later -> new Result.Refused(Kind.NOT_NOW, "try_again", later.detail());
            case Orders.Result.Answered answered -> {
                NodeOutcome outcome = answered.outcome();
                yield outcome.getDone()
                        ? new Result.Done(
                                !outcome.getCode().equals("unchanged"), outcome.getDetail(), outcome.getSequence())
                        : new Result.Refused(Kind.CONFLICT, outcome.getCode(), outcome.getDetail());
            }
        };
    }
}
