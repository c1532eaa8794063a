package dev.pulse.marketplace.rotation;

import dev.pulse.domain.rotation.Rotation;
import dev.pulse.domain.rotation.RotationJudge;
import dev.pulse.domain.rotation.RotationReader;
import dev.pulse.domain.rotation.RotationReading;
import dev.pulse.domain.verdict.Rejection;
import dev.pulse.domain.verdict.Verdict;
import dev.pulse.ledger.rpc.LedgerException;
import dev.pulse.marketplace.market.FarmDesk;
import dev.pulse.marketplace.market.FarmDesk.Kind;
import dev.pulse.marketplace.market.FarmDesk.Result;
import dev.pulse.marketplace.market.NodeRegister;
import dev.pulse.marketplace.market.NodeRegister.Entry;
import dev.pulse.marketplace.market.Orders;
import dev.pulse.schemas.convert.RotationRecords;
import java.time.InstantSource;
import java.util.UUID;

/**
 * Takes rotations: reads and proves them, asks the ledger, which comes first, and has the verifier decide, which alone binds
 * accounts (decision 0019). Nothing is noted on the ledger: hosting has the new account. Keeps nothing. Safe for several
 * threads.
 */
public final class RotationDesk {
    private final RotationReader reader;
    private final RotationJudge judge;
    private final NodeRegister register;
    private final Orders orders;
    private final InstantSource clock;
    private final String name;

    /**
     * A desk.
     *
     * @param name this marketplace's name, as commands carry it
     */
    public RotationDesk(
            RotationReader reader,
            RotationJudge judge,
            NodeRegister register,
            Orders orders,
            InstantSource clock,
            String name) {
        this.reader = reader;
        this.judge = judge;
        this.register = register;
        this.orders = orders;
        this.clock = clock;
        this.name = name;
    }

    /**
     * What came of it, and which node that was.
     *
     * @param nodeId the node; null where none could be read
     * @param result what came of it
     */
    public record Rotated(String nodeId, Result result) {}

    /** Takes a rotation as it came in. */
    public Rotated rotate(byte[] body) throws InterruptedException {
        return switch (reader.read(body)) {
            case RotationReading.Refused refused ->
                new Rotated(
                        null,
                        new Result.Refused(
                                Kind.MALFORMED,
                                refused.malformed().code().wire(),
                                refused.malformed().detail()));
            case RotationReading.Read read -> new Rotated(read.rotation().nodeId(), rotate(read));
        };
    }

    private Result rotate(RotationReading.Read read) throws InterruptedException {
        long now = clock.millis();
        return switch (judge.judge(read, now)) {
            case Verdict.Rejected rejected ->
                new Result.Refused(
                        Kind.UNPROVED,
                        rejected.reason() == Rejection.SKEW
                                ? "stale"
                                : rejected.reason().wire(),
                        rejected.detail());
            case Verdict.Accepted accepted -> proved(read, now);
        };
    }

    private Result proved(RotationReading.Read read, long now) throws InterruptedException {
        Rotation rotation = read.rotation();
        try {
            if (register.check(rotation) instanceof Entry.Contradicted no) {
                return new Result.Refused(Kind.CONFLICT, no.code(), no.detail());
            }
        } catch (LedgerException e) {
            return new Result.Refused(Kind.LEDGER_FAILED, "ledger_failed", e.getMessage());
        }
        // The verifier judges its age by the same clock as it was judged here.
        return FarmDesk.result(
                orders.carryOut(RotationRecords.command(UUID.randomUUID().toString(), name, now, read)));
    }
}
