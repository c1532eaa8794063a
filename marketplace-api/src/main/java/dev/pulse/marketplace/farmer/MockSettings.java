package dev.pulse.marketplace.farmer;

import dev.pulse.domain.account.Account;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** In the memory of this process, where there is no ledger. */
public final class MockSettings implements SettingsBook {
    private final Map<Account, FarmerSettings> kept = new ConcurrentHashMap<>();

    @Override
    public FarmerSettings of(Account farmer) {
        return kept.getOrDefault(farmer, FarmerSettings.NONE);
    }

    @Override
    public void keep(Account farmer, FarmerSettings settings) {
        kept.put(farmer, settings);
    }

    @Override
    public Map<Account, FarmerSettings> all() {
        return Map.copyOf(kept);
    }
}
