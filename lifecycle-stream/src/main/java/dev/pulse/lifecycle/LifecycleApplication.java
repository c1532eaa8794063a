package dev.pulse.lifecycle;

import dev.pulse.domain.liveness.LivenessRule;
import dev.pulse.lifecycle.measure.LifecycleCounters;
import dev.pulse.lifecycle.query.NodeReader;
import dev.pulse.lifecycle.query.NodesResource;
import dev.pulse.lifecycle.query.OtherInstances;
import dev.pulse.lifecycle.query.StatsResource;
import dev.pulse.lifecycle.topology.LeaseTables;
import dev.pulse.lifecycle.topology.LifecycleSettings;
import dev.pulse.lifecycle.topology.LifecycleTopology;
import dev.pulse.lifecycle.topology.Tallies;
import dev.pulse.schemas.about.About;
import dev.pulse.schemas.access.Access;
import dev.pulse.schemas.generation.Course;
import dev.pulse.schemas.kafka.CourseWatch;
import dev.pulse.schemas.kafka.TopicAdmin;
import dev.pulse.schemas.serde.RegistryRecordSerdes;
import dev.pulse.streams.StreamSettings;
import dev.pulse.streams.TopologyRunner;
import dev.pulse.telemetry.KafkaCertificates;
import dev.pulse.telemetry.Telemetry;
import dev.pulse.telemetry.trace.StepTracing;
import io.dropwizard.configuration.EnvironmentVariableSubstitutor;
import io.dropwizard.configuration.SubstitutingSourceProvider;
import io.dropwizard.core.Application;
import io.dropwizard.core.setup.Bootstrap;
import io.dropwizard.core.setup.Environment;
import io.dropwizard.lifecycle.AutoCloseableManager;
import java.time.Duration;
import java.time.InstantSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The lifecycle stream as a service: waits for Kafka and the registry, then decides and answers until it is stopped. */
public final class LifecycleApplication extends Application<LifecycleConfiguration> {
    private static final Logger LOG = LoggerFactory.getLogger(LifecycleApplication.class);
    private static final Duration DEPENDENCIES_WITHIN = Duration.ofMinutes(10);

    /** Logs go where the process has them until the configuration says otherwise: for good where it is external. */
    @Override
    protected void bootstrapLogging() {}

    @Override
    public String getName() {
        return "lifecycle";
    }

    @Override
    public void initialize(Bootstrap<LifecycleConfiguration> bootstrap) {
        // So that no secret need stand in the file: ${NAME} is an environment variable, and one that is not there is
        // refused.
        bootstrap.setConfigurationSourceProvider(new SubstitutingSourceProvider(
                bootstrap.getConfigurationSourceProvider(), new EnvironmentVariableSubstitutor()));
    }

    @Override
    public void run(LifecycleConfiguration configuration, Environment environment) {
        Course course;
        try (TopicAdmin topics = new TopicAdmin(configuration.kafka())) {
            course = topics.prepare(configuration.topicsToCreate().orElse(null), DEPENDENCIES_WITHIN, LOG::info);
        }
        RegistryRecordSerdes serdes = new RegistryRecordSerdes(configuration.registry());
        serdes.awaitRegistry(DEPENDENCIES_WITHIN, LOG::info);

        LifecycleSettings settings = configuration.settings();
        StreamSettings streams = configuration.streamSettings(Access.LIFECYCLE_APPLICATION);
        About about = About.of(getName());
        Telemetry telemetry = Telemetry.attach(environment, about);
        KafkaCertificates.attach(environment, telemetry, configuration.kafka());
        StepTracing tracing =
                StepTracing.attach(environment, telemetry, about, configuration.tracing(), System.getenv());
        Tallies tallies = new Tallies();
        LeaseTables tables = new LeaseTables();
        LifecycleMetrics.watch(telemetry, tallies, tables, InstantSource.system());
        TopologyRunner runner = new TopologyRunner(
                new LifecycleTopology(
                        settings, serdes, new LifecycleCounters(telemetry.registry()), tallies, tables, tracing)::build,
                new CourseWatch(configuration.kafka(), course, getName()),
                configuration.kafka(),
                streams);
        OtherInstances others = new OtherInstances(streams.peerScheme());
        NodeReader reader =
                new NodeReader(runner, tables, new LivenessRule(settings.liveness()), streams.hostAndPort());

        environment.lifecycle().manage(new AutoCloseableManager(serdes));
        runner.attach(environment, telemetry, about);
        environment.lifecycle().manage(new AutoCloseableManager(others));
        environment.jersey().register(new NodesResource(reader::find, others));
        environment.jersey().register(new StatsResource(tallies));
    }
}
