package dev.pulse.marketplace;

import dev.pulse.ledger.contract.Marketplace;
import dev.pulse.marketplace.earn.EarningsDesk;
import dev.pulse.marketplace.explorer.Explorer;
import dev.pulse.marketplace.hook.HookDesk;
import dev.pulse.marketplace.http.farmer.AdoptResource;
import dev.pulse.marketplace.http.farmer.ArrangementsResource;
import dev.pulse.marketplace.http.farmer.EarningsResource;
import dev.pulse.marketplace.http.hook.WebhooksResource;
import dev.pulse.marketplace.http.market.DashboardResource;
import dev.pulse.marketplace.http.market.HostOfHttp2;
import dev.pulse.marketplace.http.market.MarketResource;
import dev.pulse.marketplace.http.market.PairResource;
import dev.pulse.marketplace.http.market.RotateResource;
import dev.pulse.marketplace.http.market.SessionResource;
import dev.pulse.marketplace.http.market.SignedRequests;
import dev.pulse.marketplace.http.rent.NodeReservationsResource;
import dev.pulse.marketplace.http.rent.ReservationsResource;
import dev.pulse.marketplace.http.rent.SpendingResource;
import dev.pulse.marketplace.market.MarketSettings;
import dev.pulse.marketplace.session.SignIn;
import dev.pulse.marketplace.spend.ApprovalDesk;
import io.dropwizard.core.server.DefaultServerFactory;
import io.dropwizard.core.server.SimpleServerFactory;
import io.dropwizard.core.setup.Environment;
import io.dropwizard.jersey.setup.JerseyEnvironment;
import io.dropwizard.jetty.ConnectorFactory;
import io.dropwizard.jetty.HttpsConnectorFactory;
import io.dropwizard.lifecycle.Managed;
import java.time.InstantSource;

/** What nodes, farmers and renters ask a marketplace, put together. */
final class MarketSide {
    private MarketSide() {}

    static void attach(
            MarketplaceConfiguration configuration,
            Environment environment,
            Market market,
            Explorer explorer,
            InstantSource clock) {
        MarketSettings settings = configuration.getMarket();
        JerseyEnvironment jersey = environment.jersey();
        nodes(jersey, settings, market, explorer);
        jersey.register(new HostOfHttp2());
        String origin = origin(configuration);
        farmers(jersey, settings, market, explorer, origin, clock);
        renters(jersey, settings, market, origin);
        HookDesk hooks = market.hooks(configuration.getWebhooks(), explorer, clock);
        explorer.hub().listen(hooks::happened);
        environment.lifecycle().manage(managed(hooks));
        jersey.register(new WebhooksResource(hooks, market.signIn(), origin));
    }

    /** Where people reach it: as it was said, or as its own connector is reached, under whatever name. */
    private static String origin(MarketplaceConfiguration configuration) {
        if (configuration.getMarket().origin() != null) {
            return configuration.getMarket().origin();
        }
        ConnectorFactory first = configuration.getServerFactory() instanceof SimpleServerFactory simple
                ? simple.getConnector()
                : ((DefaultServerFactory) configuration.getServerFactory())
                        .getApplicationConnectors()
                        .getFirst();
        return first instanceof HttpsConnectorFactory ? "https://" : "http://";
    }

    private static void nodes(JerseyEnvironment jersey, MarketSettings settings, Market market, Explorer explorer) {
        jersey.register(new MarketResource(settings, market.operator()));
        jersey.register(new PairResource(market.pairing()));
        jersey.register(new RotateResource(market.rotation()));
        jersey.register(new NodeReservationsResource(market.renting().polls(), explorer));
    }

    private static void farmers(
            JerseyEnvironment jersey,
            MarketSettings settings,
            Market market,
            Explorer explorer,
            String origin,
            InstantSource clock) {
        SignIn signIn = market.signIn();
        EarningsDesk earnings =
                new EarningsDesk(market.ledger() == null ? null : new Marketplace(market.ledger()), clock);
        jersey.register(new SignedRequests(signIn, origin));
        jersey.register(new SessionResource(signIn, origin));
        jersey.register(new DashboardResource(explorer, market.farm(), market.arrangements(), signIn, origin));
        jersey.register(new ArrangementsResource(market.arrangements(), signIn, origin));
        jersey.register(new AdoptResource(market.adoption(), signIn, origin));
        jersey.register(new EarningsResource(earnings, settings.verification(), signIn, origin));
    }

    private static void renters(JerseyEnvironment jersey, MarketSettings settings, Market market, String origin) {
        ApprovalDesk approvals = market.ledger() == null ? null : new ApprovalDesk(market.ledger(), market.operator());
        jersey.register(new ReservationsResource(
                market.renting(), settings.verification(), market.operator(), market.signIn(), origin));
        jersey.register(new SpendingResource(approvals, market.signIn(), origin));
    }

    private static Managed managed(HookDesk hooks) {
        return new Managed() {
            @Override
            public void start() {
                hooks.start();
            }

            @Override
            public void stop() {
                hooks.close();
            }
        };
    }
}
