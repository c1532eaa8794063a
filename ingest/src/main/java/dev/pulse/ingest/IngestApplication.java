package dev.pulse.ingest;

import com.codahale.metrics.health.HealthCheck;
import dev.pulse.domain.heartbeat.HeartbeatReader;
import dev.pulse.domain.limit.KeyHash;
import dev.pulse.domain.verdict.LegacySwitch;
import dev.pulse.ingest.http.Answers;
import dev.pulse.ingest.http.CountersResource;
import dev.pulse.ingest.http.ErrorMapper;
import dev.pulse.ingest.http.HeartbeatConnectionFactory;
import dev.pulse.ingest.http.HeartbeatHandler;
import dev.pulse.ingest.http.ReadyResource;
import dev.pulse.ingest.http.ServiceResource;
import dev.pulse.ingest.log.KafkaConnection;
import dev.pulse.ingest.log.RawLog;
import dev.pulse.ingest.log.Ticker;
import dev.pulse.ingest.take.Counters;
import dev.pulse.ingest.take.Intake;
import dev.pulse.ingest.take.Limits;
import dev.pulse.schemas.about.About;
import dev.pulse.telemetry.KafkaCertificates;
import dev.pulse.telemetry.Telemetry;
import dev.pulse.telemetry.trace.RequestTracing;
import io.dropwizard.configuration.EnvironmentVariableSubstitutor;
import io.dropwizard.configuration.SubstitutingSourceProvider;
import io.dropwizard.core.Application;
import io.dropwizard.core.setup.Bootstrap;
import io.dropwizard.core.setup.Environment;
import io.dropwizard.lifecycle.Managed;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.function.LongSupplier;
import org.eclipse.jetty.util.component.LifeCycle;

/** The ingest as a service: takes heartbeats over HTTP, answers 202 once Kafka has them, and ticks. */
public final class IngestApplication extends Application<IngestConfiguration> {
    private final Clock clock;
    private final LongSupplier nanoTime;
    private final Map<String, String> environmentVariables;
    private final Connector connector;

    /** Makes the connection to Kafka of an ingest. */
    interface Connector {
        /** Connects, in its own time, and opens the log and the ticker when it has. */
        Connection connect(IngestConfiguration configuration, RawLog log, Ticker ticker);
    }

    /** A connection to Kafka. */
    interface Connection {
        /** Begins, and returns. */
        void begin();

        /** No tick is written once this returned. */
        void stopTicking();

        /** Ends everything. */
        void close();
    }

    /** The ingest on the machine's clock and a real Kafka. */
    public IngestApplication() {
        this(Clock.systemUTC(), System::nanoTime, System.getenv(), IngestApplication::kafka);
    }

    IngestApplication(
            Clock clock, LongSupplier nanoTime, Map<String, String> environmentVariables, Connector connector) {
        this.clock = clock;
        this.nanoTime = nanoTime;
        this.environmentVariables = environmentVariables;
        this.connector = connector;
    }

    /** Logs go where the process has them until the configuration says otherwise: for good where it is external. */
    @Override
    protected void bootstrapLogging() {}

    @Override
    public String getName() {
        return "ingest";
    }

    @Override
    public void initialize(Bootstrap<IngestConfiguration> bootstrap) {
        bootstrap.getObjectMapper().registerSubtypes(IngestServerFactory.class);
        // So that no secret need stand in the file: ${NAME} is an environment variable, and one that is not there is
        // refused.
        bootstrap.setConfigurationSourceProvider(new SubstitutingSourceProvider(
                bootstrap.getConfigurationSourceProvider(), new EnvironmentVariableSubstitutor()));
    }

    @Override
    public void run(IngestConfiguration configuration, Environment environment) {
        if (!(configuration.getServerFactory() instanceof IngestServerFactory server)) {
            throw new IllegalArgumentException(
                    "server.type must be " + IngestServerFactory.TYPE + ", which puts the hot path in front");
        }
        LimitSettings limits = configuration.limits();
        About about = About.of(getName());
        Telemetry telemetry = Telemetry.attach(environment, about);
        KafkaCertificates.attach(environment, telemetry, configuration.log().kafka());
        RequestTracing tracing = RequestTracing.attach(
                environment, telemetry, about, configuration.tracing(), environmentVariables, nanoTime);
        Counters counters = new Counters(telemetry.registry());
        RawLog log = new RawLog(limits.inFlight(), limits.inFlightBytes(), answering(environment));
        Ticker ticker = new Ticker(
                configuration.name(),
                configuration.regions().own(),
                log,
                configuration.tick().toJavaDuration(),
                clock,
                nanoTime);
        Intake intake = new Intake(
                configuration.name(),
                configuration.regions(),
                new HeartbeatReader(
                        configuration.audience(),
                        LegacySwitch.allows(environmentVariables, configuration.allowLegacyHeartbeats())),
                limits(configuration),
                log,
                counters,
                clock);
        Answers answers = new Answers(clock, configuration.interval().toJavaDuration());
        server.putInFront(next -> new HeartbeatHandler(
                next, intake, answers, counters, tracing, limits.bodyTimeout(), limits.batchesAtOnce(), nanoTime));
        server.goStraight((built, general, bufferBytes) ->
                new HeartbeatConnectionFactory(built, general, bufferBytes, intake, answers, tracing));

        IngestMetrics.watch(telemetry, log, ticker);
        environment.healthChecks().register("kafka", new TicksAcknowledged(ticker));
        environment.jersey().register(new ErrorMapper());
        environment.jersey().register(new ReadyResource(ticker, about));
        environment.jersey().register(new CountersResource(counters, log, ticker));
        environment
                .jersey()
                .register(new ServiceResource(
                        configuration.name(),
                        configuration.regions().own(),
                        configuration.audience(),
                        configuration.interval().toMilliseconds() / 1000.0));

        Connection connection = connector.connect(configuration, log, ticker);
        environment.lifecycle().manage(new Connected(connection));
        environment.lifecycle().addEventListener(new Ticking(ticker, connection));
    }

    /** One thread is enough, since it waits for nobody; what waits for it is bounded by what may be in flight. */
    private static Executor answering(Environment environment) {
        return environment
                .lifecycle()
                .executorService("answers")
                .minThreads(1)
                .maxThreads(1)
                .build();
    }

    private Limits limits(IngestConfiguration configuration) {
        LimitSettings limits = configuration.limits();
        SecureRandom random = new SecureRandom();
        return new Limits(
                limits.address(),
                limits.addresses(),
                limits.node(configuration.interval()),
                limits.nodes(),
                new KeyHash(random.nextLong(), random.nextLong()),
                nanoTime);
    }

    private static Connection kafka(IngestConfiguration configuration, RawLog log, Ticker ticker) {
        KafkaConnection kafka = new KafkaConnection(configuration.log(), log, ticker);
        return new Connection() {
            @Override
            public void begin() {
                kafka.begin();
            }

            @Override
            public void stopTicking() {
                kafka.stopTicking();
            }

            @Override
            public void close() {
                kafka.close();
            }
        };
    }

    /** Begins before HTTP and ends after it. */
    private record Connected(Connection connection) implements Managed {
        @Override
        public void start() {
            connection.begin();
        }

        @Override
        public void stop() {
            connection.close();
        }
    }

    /** Ticks begin when HTTP accepts requests, and end before it stops to. */
    private record Ticking(Ticker ticker, Connection connection) implements LifeCycle.Listener {
        @Override
        public void lifeCycleStarted(LifeCycle server) {
            ticker.accept();
        }

        @Override
        public void lifeCycleStopping(LifeCycle server) {
            ticker.refrain();
            connection.stopTicking();
        }
    }

    private static final class TicksAcknowledged extends HealthCheck {
        private final Ticker ticker;

        TicksAcknowledged(Ticker ticker) {
            this.ticker = ticker;
        }

        @Override
        protected Result check() {
            return ticker.isReady()
                    ? Result.healthy()
                    : Result.unhealthy("Kafka has acknowledged no tick for some seconds.");
        }
    }
}
