package dev.pulse.lifecycle.store;

import dev.pulse.domain.liveness.Counts;
import dev.pulse.domain.liveness.Lease;
import dev.pulse.domain.liveness.Phase;
import dev.pulse.domain.node.LifecycleState;
import java.util.List;

/** Leases: some 65 bytes each, since times are written as distances from one another. */
public final class LeaseCodec extends Codec<Lease> {
    /** Numbers that stand in stores: they must never change, whatever becomes of the enumeration's order. */
    private static final List<Phase> PHASES =
            List.of(Phase.ON_TIME, Phase.LATE, Phase.DUE, Phase.UNKNOWN, Phase.FELL, Phase.OFFLINE);

    private static final List<LifecycleState> LIVES = List.of(
            LifecycleState.DISCOVERED,
            LifecycleState.PENDING,
            LifecycleState.PUBLISHED,
            LifecycleState.RESERVED,
            LifecycleState.MAINTENANCE,
            LifecycleState.RETIRED);

    @Override
    void write(Lease lease, Output out) {
        Lease.Evidence last = lease.last();
        out.number(last.timestamp());
        out.fixed(last.digest());
        out.signed(last.receivedAt() - last.timestamp() * 1_000);
        out.flag(last.legacy());
        out.number(last.partition());
        out.number(last.offset());
        out.number(lease.heard());
        Lease.Standing standing = lease.standing();
        out.octet(PHASES.indexOf(standing.phase()));
        out.octet(LIVES.indexOf(standing.lifecycle()));
        out.number(standing.sequence());
        out.signed(last.receivedAt() - standing.since());
        out.signed(lease.heard() - standing.sinceObserved());
        out.number(standing.onlineMs());
        out.number(standing.flaps());
        out.number(lease.counts().advances());
        out.number(lease.counts().duplicates());
        out.number(lease.counts().replays());
        out.text(lease.region());
        out.signed(standing.since() - lease.firstSeen());
        out.signed(standing.sinceObserved() - lease.firstObserved());
        out.signed(lease.heard() - lease.published());
        out.signed(lease.uptimeS());
        out.fixed(lease.factsDigest());
    }

    @Override
    Lease read(Input in) {
        long timestamp = in.number();
        long digest = in.fixed();
        long receivedAt = timestamp * 1_000 + in.signed();
        Lease.Evidence last =
                new Lease.Evidence(timestamp, digest, receivedAt, in.flag(), (int) in.number(), in.number());
        long heard = in.number();
        Phase phase = PHASES.get(in.octet());
        LifecycleState lifecycle = LIVES.get(in.octet());
        long sequence = in.number();
        long since = receivedAt - in.signed();
        long sinceObserved = heard - in.signed();
        Lease.Standing standing =
                new Lease.Standing(phase, lifecycle, sequence, since, sinceObserved, in.number(), in.number());
        Counts counts = new Counts(in.number(), in.number(), in.number());
        return new Lease(
                last,
                heard,
                standing,
                counts,
                in.text(),
                since - in.signed(),
                sinceObserved - in.signed(),
                heard - in.signed(),
                in.signed(),
                in.fixed());
    }
}
