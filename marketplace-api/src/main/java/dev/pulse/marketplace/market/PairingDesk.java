package dev.pulse.marketplace.market;

import dev.pulse.domain.heartbeat.Capacity;
import dev.pulse.domain.heartbeat.Location;
import dev.pulse.domain.life.Command;
import dev.pulse.domain.life.Ownership;
import dev.pulse.domain.life.Ownership.Proof;
import dev.pulse.domain.node.NodeFacts;
import dev.pulse.domain.pairing.Pairing;
import dev.pulse.domain.pairing.PairingJudge;
import dev.pulse.domain.pairing.PairingReader;
import dev.pulse.domain.pairing.PairingReading;
import dev.pulse.domain.verdict.Rejection;
import dev.pulse.domain.verdict.Verdict;
import dev.pulse.ledger.rpc.LedgerException;
import dev.pulse.marketplace.market.NodeRegister.Entry;
import dev.pulse.marketplace.note.NodeNotes;
import dev.pulse.schemas.NodeOutcome;
import dev.pulse.schemas.convert.CommandRecords;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.Base64;
import java.util.List;
import java.util.UUID;

/**
 * Takes pairings: reads and proves them, asks the ledger, and has the lifecycle stream decide (design section 9). Keeps
 * nothing. Safe for several threads.
 */
public final class PairingDesk {
    /** What became of a pairing. */
    public sealed interface Result {
        /**
         * The node is pending.
         *
         * @param pairing what it signed
         * @param farmId the farm that it is in
         * @param again whether it was paired like this before
         * @param sequence number of the node's last transition
         */
        record Paired(Pairing pairing, String farmId, boolean again, long sequence) implements Result {}

        /**
         * It is not.
         *
         * @param kind whose fault that is
         * @param code machine-readable reason, lower snake case
         * @param detail one sentence for a person
         */
        record Refused(Kind kind, String code, String detail) implements Result {}
    }

    /** Why a pairing was not taken. */
    public enum Kind {
        /** It is no pairing. */
        MALFORMED,
        /** It proves nothing: signature or clock. */
        UNPROVED,
        /** It contradicts the ledger, or what is known of the node. */
        CONFLICT,
        /** The ledger gave no answer. */
        LEDGER_FAILED,
        /** The lifecycle stream gave none in time. */
        NOT_NOW
    }

    private final PairingReader reader;
    private final PairingJudge judge;
    private final NodeRegister register;
    private final NodeNotes notes;
    private final Orders orders;
    private final InstantSource clock;
    private final String name;

    /**
     * A desk.
     *
     * @param notes where what was paired is noted
     * @param name this marketplace's name, as commands carry it
     */
    public PairingDesk(
            PairingReader reader,
            PairingJudge judge,
            NodeRegister register,
            NodeNotes notes,
            Orders orders,
            InstantSource clock,
            String name) {
        this.reader = reader;
        this.judge = judge;
        this.register = register;
        this.notes = notes;
        this.orders = orders;
        this.clock = clock;
        this.name = name;
    }

    /** How nodes are checked. */
    public Verification verification() {
        return register.verification();
    }

    /** Takes a pairing as it came in. */
    public Result pair(byte[] body) throws InterruptedException {
        return switch (reader.read(body)) {
            case PairingReading.Refused refused ->
                new Result.Refused(
                        Kind.MALFORMED,
                        refused.malformed().code().wire(),
                        refused.malformed().detail());
            case PairingReading.Read read ->
                switch (judge.judge(read, clock.millis())) {
                    case Verdict.Rejected rejected ->
                        new Result.Refused(
                                Kind.UNPROVED,
                                rejected.reason() == Rejection.SKEW
                                        ? "stale"
                                        : rejected.reason().wire(),
                                rejected.detail());
                    case Verdict.Accepted accepted -> proved(read);
                };
        };
    }

    private Result proved(PairingReading.Read read) throws InterruptedException {
        try {
            return switch (register.check(read.pairing())) {
                case Entry.Contradicted no -> new Result.Refused(Kind.CONFLICT, no.code(), no.detail());
                case Entry.Owned owned -> order(read, owned.farmId());
            };
        } catch (LedgerException e) {
            return new Result.Refused(Kind.LEDGER_FAILED, "ledger_failed", e.getMessage());
        }
    }

    private Result order(PairingReading.Read read, String farmId) throws LedgerException, InterruptedException {
        Pairing pairing = read.pairing();
        Ownership wanted = new Ownership(
                pairing.farmer(),
                farmId,
                pairing.account(),
                pairing.timestamp(),
                new Proof(
                        new String(read.canonical(), StandardCharsets.UTF_8),
                        Base64.getEncoder().encodeToString(read.signature())));
        Orders.Result result = orders.carryOut(CommandRecords.record(
                UUID.randomUUID().toString(),
                pairing.nodeId(),
                name,
                clock.millis(),
                new Command.Pair(wanted),
                facts(pairing)));
        return switch (result) {
            case Orders.Result.NotNow later -> new Result.Refused(Kind.NOT_NOW, "try_again", later.detail());
            case Orders.Result.Answered answered -> {
                NodeOutcome outcome = answered.outcome();
                if (!outcome.getDone()) {
                    yield new Result.Refused(Kind.CONFLICT, outcome.getCode(), outcome.getDetail());
                }
                boolean again = outcome.getCode().equals("unchanged");
                notes.paired(pairing.nodeId(), wanted, !again);
                yield new Result.Paired(pairing, farmId, again, outcome.getSequence());
            }
        };
    }

    private static NodeFacts facts(Pairing pairing) {
        return new NodeFacts(
                pairing.account().hex(),
                pairing.hostname(),
                pairing.myceliumIp(),
                null,
                Capacity.UNSAID,
                new Capacity(
                        pairing.specs().cpuCores(),
                        pairing.specs().ramGb(),
                        pairing.specs().diskGb(),
                        pairing.specs().gpuCount(),
                        Capacity.UNSAID,
                        Capacity.UNSAID),
                Location.UNKNOWN,
                List.of());
    }
}
