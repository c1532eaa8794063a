package dev.pulse.marketplace;

import dev.pulse.ledger.contract.Marketplace;
import dev.pulse.marketplace.earn.EarningsDesk;
import dev.pulse.marketplace.http.farmer.EarningsResource;
import dev.pulse.marketplace.http.rent.SpendingResource;
import dev.pulse.marketplace.market.MarketSettings;
import dev.pulse.marketplace.spend.ApprovalDesk;
import io.dropwizard.jersey.setup.JerseyEnvironment;
import java.time.InstantSource;

/** What the pages of farmers and renters need beside the dashboard and renting. */
final class People {
    private People() {}

    static void serve(MarketSettings settings, JerseyEnvironment jersey, Market market, InstantSource clock) {
        boolean real = market.ledger() != null;
        ApprovalDesk approvals = real ? new ApprovalDesk(market.ledger(), market.operator()) : null;
        EarningsDesk earnings = new EarningsDesk(real ? new Marketplace(market.ledger()) : null, clock);
        jersey.register(new SpendingResource(approvals, market.signIn(), settings.origin()));
        jersey.register(new EarningsResource(earnings, settings.verification(), market.signIn(), settings.origin()));
    }
}
