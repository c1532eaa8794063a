package dev.pulse.marketplace;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.pulse.domain.proof.ChainRule;
import dev.pulse.domain.verdict.ReferenceEd25519;
import dev.pulse.marketplace.diagnosis.LifecycleClient;
import dev.pulse.marketplace.evidence.EvidenceReader;
import dev.pulse.marketplace.explorer.Explorer;
import dev.pulse.marketplace.federation.Peer;
import dev.pulse.marketplace.federation.Peers;
import dev.pulse.marketplace.history.History;
import dev.pulse.marketplace.http.ErrorMapper;
import dev.pulse.marketplace.http.EventsServlet;
import dev.pulse.marketplace.http.Letters;
import dev.pulse.marketplace.http.NodesResource;
import dev.pulse.marketplace.http.OpenApiDocument;
import dev.pulse.marketplace.http.OverviewResource;
import dev.pulse.marketplace.http.ParameterGuard;
import dev.pulse.marketplace.http.ProofResource;
import dev.pulse.marketplace.http.ReadyServlet;
import dev.pulse.marketplace.http.SecurityHeaders;
import dev.pulse.marketplace.http.farmer.AdoptResource;
import dev.pulse.marketplace.http.farmer.ArrangementsResource;
import dev.pulse.marketplace.http.farmer.EarningsResource;
import dev.pulse.marketplace.http.history.HistoryResource;
import dev.pulse.marketplace.http.hook.WebhooksResource;
import dev.pulse.marketplace.http.market.DashboardResource;
import dev.pulse.marketplace.http.market.MarketResource;
import dev.pulse.marketplace.http.market.PairResource;
import dev.pulse.marketplace.http.market.RotateResource;
import dev.pulse.marketplace.http.market.SessionResource;
import dev.pulse.marketplace.http.operator.LettersResource;
import dev.pulse.marketplace.http.operator.OperatorResource;
import dev.pulse.marketplace.http.page.StaticServlet;
import dev.pulse.marketplace.http.rent.NodeReservationsResource;
import dev.pulse.marketplace.http.rent.ReservationsResource;
import dev.pulse.marketplace.http.rent.SpendingResource;
import dev.pulse.marketplace.http.rpc.RpcMethods;
import dev.pulse.marketplace.http.rpc.RpcServlet;
import dev.pulse.marketplace.http.search.CellsResource;
import dev.pulse.marketplace.http.search.NodeSearches;
import dev.pulse.marketplace.http.search.SearchResource;
import dev.pulse.marketplace.market.Orders;
import dev.pulse.marketplace.proof.GuardedLedger;
import dev.pulse.marketplace.proof.LedgerSource;
import dev.pulse.marketplace.proof.ProofComposer;
import dev.pulse.marketplace.proof.RememberedSignatures;
import dev.pulse.marketplace.store.StateKeeper;
import dev.pulse.marketplace.store.StateStore;
import dev.pulse.schemas.about.About;
import dev.pulse.schemas.serde.RecordSerdes;
import dev.pulse.schemas.topic.Topics;
import dev.pulse.telemetry.HttpMetrics;
import dev.pulse.telemetry.KafkaCertificates;
import dev.pulse.telemetry.Telemetry;
import io.dropwizard.configuration.EnvironmentVariableSubstitutor;
import io.dropwizard.configuration.SubstitutingSourceProvider;
import io.dropwizard.core.Application;
import io.dropwizard.core.server.AbstractServerFactory;
import io.dropwizard.core.setup.Bootstrap;
import io.dropwizard.core.setup.Environment;
import io.dropwizard.lifecycle.AutoCloseableManager;
import io.dropwizard.lifecycle.Managed;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.ServletRegistration;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import org.eclipse.jetty.util.component.LifeCycle;

/** The explorer: REST, the live stream and the web page over {@code nodes.state}, {@code nodes.events} and the dead letters. */
public class MarketplaceApplication extends Application<MarketplaceConfiguration> {
    /** Everything that is described at {@code /api/docs}. */
    private static final Set<Class<?>> RESOURCES = Set.of(
            SearchResource.class,
            CellsResource.class,
            NodesResource.class,
            HistoryResource.class,
            ProofResource.class,
            OverviewResource.class,
            MarketResource.class,
            PairResource.class,
            RotateResource.class,
            SessionResource.class,
            DashboardResource.class,
            ArrangementsResource.class,
            AdoptResource.class,
            EarningsResource.class,
            ReservationsResource.class,
            SpendingResource.class,
            NodeReservationsResource.class,
            WebhooksResource.class,
            LettersResource.class,
            OperatorResource.class);

    /** Runs it alone: {@code server FILE}. */
    public static void main(String[] arguments) throws Exception {
        new MarketplaceApplication().run(arguments);
    }

    /** Logs go where the process has them until the configuration says otherwise: for good where it is external. */
    @Override
    protected void bootstrapLogging() {}

    @Override
    public String getName() {
        return "marketplace";
    }

    @Override
    public void initialize(Bootstrap<MarketplaceConfiguration> bootstrap) {
        // So that no secret need stand in the file: ${NAME} is an environment variable, and one that is not there is
        // refused.
        bootstrap.setConfigurationSourceProvider(new SubstitutingSourceProvider(
                bootstrap.getConfigurationSourceProvider(), new EnvironmentVariableSubstitutor()));
    }

    @Override
    public void run(MarketplaceConfiguration configuration, Environment environment) {
        InstantSource clock = InstantSource.system();
        About about = About.of(getName());
        Telemetry telemetry = Telemetry.attach(environment, about);
        KafkaCertificates.attach(environment, telemetry, configuration.getKafka());
        environment.jersey().register(HttpMetrics.of(telemetry));
        ObjectMapper json = JsonMapper.builder()
                .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                .build();
        Connections connections = connect(configuration);
        RecordSerdes serdes = connections.serdes();
        Explorer explorer = new Explorer(
                connections.consumers(),
                serdes,
                json,
                clock,
                configuration.servedRegions(),
                Duration.ofNanos(configuration.getInterval().toNanoseconds()),
                configuration.getMaxWatchers(),
                keeper(configuration, connections, clock));
        // Not when the server starts: it takes seconds to be made, in which a million nodes can be on their way.
        explorer.start();
        History history = History.open(
                configuration.getStore(),
                connections.log(Topics.EVENTS),
                connections.consumers(),
                serdes,
                explorer.index(),
                clock);
        LifecycleClient lifecycle =
                new LifecycleClient(configuration.getLifecycle().url(), json);
        EvidenceReader evidence = new EvidenceReader(
                connections.consumers(), serdes.of(Topics.VERIFIED).deserializer(), System::nanoTime);

        Market market = configuration.getMarket() == null
                ? null
                : Market.open(configuration.getMarket(), orders(connections, clock), lifecycle, explorer, clock);

        environment.lifecycle().manage(new Managed() {
            @Override
            public void start() {
                history.start();
                if (market != null) {
                    market.start();
                }
            }

            @Override
            public void stop() {
                if (market != null) {
                    market.close();
                }
                explorer.close();
                history.close();
                evidence.close();
                lifecycle.close();
                connections.close();
            }
        });
        environment.lifecycle().addEventListener(new LifeCycle.Listener() {
            @Override
            public void lifeCycleStopping(LifeCycle stopping) {
                // Before the server waits for open requests to end: the live ones never do by themselves, and nodes
                // wait long.
                explorer.hub().close();
                explorer.holds().close();
            }
        });
        ExplorerMetrics.watch(telemetry, explorer, configuration.getMaxWatchers(), clock);
        environment.healthChecks().register("index", new IndexHealth(explorer));
        serve(configuration, environment, json, explorer, about);
        String instance = Long.toString(new SecureRandom().nextLong() >>> 1, Character.MAX_RADIX);
        Peers peers = new Peers(Peer.of(configuration.getPeers()), instance, System::nanoTime);
        environment.lifecycle().manage(new AutoCloseableManager(peers));
        NodeSearches searches = new NodeSearches(explorer, peers, new SecureRandom()::nextLong);
        environment.jersey().register(new SearchResource(searches, instance));
        environment.jersey().register(new CellsResource(explorer));
        NodesResource nodes = new NodesResource(explorer, lifecycle, clock);
        environment.jersey().register(nodes);
        environment.jersey().register(new HistoryResource(explorer, history, clock));
        environment
                .jersey()
                .register(new ProofResource(
                        explorer,
                        lifecycle,
                        evidence,
                        new GuardedLedger(market == null ? LedgerSource.noMarket() : market.chains(), System::nanoTime),
                        new ProofComposer(new ChainRule(
                                new RememberedSignatures(new ReferenceEd25519()),
                                market == null
                                        ? null
                                        : configuration.getMarket().audience()))));
        OverviewResource overview = new OverviewResource(explorer, new Letters(serdes), peers);
        environment.jersey().register(overview);
        environment
                .servlets()
                .addServlet("rpc", new RpcServlet(new RpcMethods(searches, nodes, overview), System::nanoTime))
                .addMapping(RpcServlet.PATH);
        OperatorSide.attach(
                configuration,
                environment,
                connections.consumers(),
                serdes,
                connections.cluster(),
                explorer,
                json,
                about,
                clock);
        if (market != null) {
            MarketSide.attach(configuration, environment, market, explorer, clock);
        }
    }

    private static StateKeeper keeper(
            MarketplaceConfiguration configuration, Connections connections, InstantSource clock) {
        return configuration.getStore() == null
                ? StateKeeper.MEMORY
                : StateStore.open(configuration.getStore(), connections.log(Topics.STATE), clock);
    }

    private static Orders orders(Connections connections, InstantSource clock) {
        return new Orders(
                connections.commands(),
                connections.consumers(),
                connections.serdes().of(Topics.OUTCOMES).deserializer(),
                clock);
    }

    private static void serve(
            MarketplaceConfiguration configuration,
            Environment environment,
            ObjectMapper json,
            Explorer explorer,
            About about) {
        if (configuration.getServerFactory() instanceof AbstractServerFactory server) {
            server.setRegisterDefaultExceptionMappers(false);
            // A compressed stream would keep events back until its buffer is full.
            server.getGzipFilterFactory().setExcludedPaths(Set.of(EventsServlet.PATH));
        }
        environment.jersey().setUrlPattern("/api/*");
        environment.jersey().register(new ErrorMapper());
        environment.jersey().register(ParameterGuard.class);
        environment
                .servlets()
                .addFilter("security-headers", new SecurityHeaders())
                .addMappingForUrlPatterns(EnumSet.of(DispatcherType.REQUEST), false, "/*");
        ServletRegistration.Dynamic events =
                environment.servlets().addServlet("events", new EventsServlet(explorer, json));
        events.setAsyncSupported(true);
        events.addMapping(EventsServlet.PATH);
        environment
                .servlets()
                .addServlet("ready", new ReadyServlet(explorer, json, about))
                .addMapping("/ready");
        environment
                .servlets()
                .addServlet(
                        "page",
                        new StaticServlet(Map.of(OpenApiDocument.PATH, () -> OpenApiDocument.bytes(RESOURCES)), json))
                .addMapping("/", "/api/docs", OpenApiDocument.PATH);
    }

    /** Waits for what it talks to. Tests bring their own. */
    protected Connections connect(MarketplaceConfiguration configuration) {
        return KafkaConnections.open(configuration);
    }
}
