package dev.pulse.marketplace;

import com.codahale.metrics.health.HealthCheck;
import dev.pulse.marketplace.explorer.Explorer;

/** Whether the index is complete and up to date. */
final class IndexHealth extends HealthCheck {
    private final Explorer explorer;

    IndexHealth(Explorer explorer) {
        this.explorer = explorer;
    }

    @Override
    protected Result check() {
        String staleness = explorer.staleness();
        return staleness == null ? Result.healthy() : Result.unhealthy(staleness);
    }
}
