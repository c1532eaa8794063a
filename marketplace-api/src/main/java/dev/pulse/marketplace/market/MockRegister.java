package dev.pulse.marketplace.market;

import dev.pulse.domain.pairing.Pairing;
import dev.pulse.domain.rotation.Rotation;

/** Believes anybody. */
public final class MockRegister implements NodeRegister {
    /** The farm of nodes that name none. */
    static final String FARM = "unverified";

    @Override
    public Entry check(Pairing pairing) {
        return new Entry.Owned(pairing.farmId() == null ? FARM : pairing.farmId());
    }

    @Override
    public Entry check(Rotation rotation) {
        return new Entry.Owned(FARM);
    }

    @Override
    public Verification verification() {
        return Verification.MOCK;
    }
}
