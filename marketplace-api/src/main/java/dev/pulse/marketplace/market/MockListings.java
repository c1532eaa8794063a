package dev.pulse.marketplace.market;

import dev.pulse.domain.account.Account;
import dev.pulse.domain.life.Offer;
import dev.pulse.domain.life.Ownership.Proof;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Offers that stand nowhere but in the lifecycle stream. */
public final class MockListings implements Listings {
    /** What begins the name of each. */
    static final String PREFIX = "mock-";

    private final Set<String> offered = ConcurrentHashMap.newKeySet();

    @Override
    public Offer publish(String nodeId, Account farmer, Offer wanted, Proof proof) {
        offered.add(nodeId);
        return new Offer(
                PREFIX + nodeId,
                "mock",
                wanted.pricePerHour(),
                wanted.slices(),
                wanted.template(),
                wanted.publishedAt());
    }

    @Override
    public void price(String listingId, long pricePerHour, String template) {
        // There is nobody to tell.
    }

    @Override
    public boolean wasOffered(String nodeId, Account farmer) {
        return offered.contains(nodeId);
    }

    @Override
    public void close(String nodeId, String listingId) {
        // There is nobody to tell.
    }
}
