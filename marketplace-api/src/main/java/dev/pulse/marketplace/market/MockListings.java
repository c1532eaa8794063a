package dev.pulse.marketplace.market;

import dev.pulse.domain.account.Account;
import dev.pulse.domain.life.Offer;
import dev.pulse.domain.life.Ownership.Proof;

/** Offers that stand nowhere but in the lifecycle stream. */
public final class MockListings implements Listings {
    /** What begins the name of each. */
    static final String PREFIX = "mock-";

    @Override
    public Offer publish(String nodeId, Account farmer, Offer wanted, Proof proof) {
        return new Offer(
                PREFIX + nodeId,
                "mock",
                wanted.pricePerHour(),
                wanted.slices(),
                wanted.template(),
                wanted.publishedAt());
    }

    @Override
    public void price(String listingId, long pricePerHour) {
        // There is nobody to tell.
    }

    @Override
    public void close(String nodeId, String listingId) {
        // There is nobody to tell.
    }
}
