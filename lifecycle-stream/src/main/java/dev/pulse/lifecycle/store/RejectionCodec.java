package dev.pulse.lifecycle.store;

import dev.pulse.domain.verdict.Rejection;
import java.util.List;

/** Last rejections. */
public final class RejectionCodec extends Codec<LastRejection> {
    /** Numbers that stand in stores: they must never change. */
    private static final List<Rejection> REASONS =
            List.of(Rejection.SIGNATURE, Rejection.SKEW, Rejection.IDENTITY, Rejection.REPLAY, Rejection.POISON);

    @Override
    void write(LastRejection rejection, Output out) {
        out.octet(REASONS.indexOf(rejection.reason()));
        out.text(rejection.detail());
        out.signed(rejection.at());
        out.number(rejection.count());
    }

    @Override
    LastRejection read(Input in) {
        return new LastRejection(REASONS.get(in.octet()), in.text(), in.signed(), in.number());
    }
}
