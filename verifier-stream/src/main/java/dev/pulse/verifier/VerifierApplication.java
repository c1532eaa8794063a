package dev.pulse.verifier;

import dev.pulse.domain.verdict.LegacySwitch;
import dev.pulse.domain.verdict.Registration;
import dev.pulse.domain.verdict.SignatureVerifier;
import dev.pulse.schemas.about.About;
import dev.pulse.schemas.access.Access;
import dev.pulse.schemas.generation.Course;
import dev.pulse.schemas.kafka.CourseWatch;
import dev.pulse.schemas.kafka.TopicAdmin;
import dev.pulse.schemas.serde.RegistryRecordSerdes;
import dev.pulse.streams.TopologyRunner;
import dev.pulse.telemetry.KafkaCertificates;
import dev.pulse.telemetry.Telemetry;
import dev.pulse.telemetry.trace.StepTracing;
import dev.pulse.verifier.http.BindingsResource;
import dev.pulse.verifier.http.CountersResource;
import dev.pulse.verifier.prove.VerdictCounters;
import dev.pulse.verifier.prove.VerifierSettings;
import dev.pulse.verifier.prove.VerifierTopology;
import io.dropwizard.configuration.EnvironmentVariableSubstitutor;
import io.dropwizard.configuration.SubstitutingSourceProvider;
import io.dropwizard.core.Application;
import io.dropwizard.core.setup.Bootstrap;
import io.dropwizard.core.setup.Environment;
import io.dropwizard.lifecycle.AutoCloseableManager;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The verifier as a service: waits for Kafka and the registry, then proves heartbeats until it is stopped. */
public final class VerifierApplication extends Application<VerifierConfiguration> {
    private static final Logger LOG = LoggerFactory.getLogger(VerifierApplication.class);
    private static final Logger ALERTS = LoggerFactory.getLogger("dev.pulse.alerts.signatures");
    private static final Duration DEPENDENCIES_WITHIN = Duration.ofMinutes(10);

    private final Map<String, String> environmentVariables;

    /** The verifier, under this process's environment. */
    public VerifierApplication() {
        this(System.getenv());
    }

    VerifierApplication(Map<String, String> environmentVariables) {
        this.environmentVariables = environmentVariables;
    }

    /** Logs go where the process has them until the configuration says otherwise: for good where it is external. */
    @Override
    protected void bootstrapLogging() {}

    @Override
    public String getName() {
        return "verifier";
    }

    @Override
    public void initialize(Bootstrap<VerifierConfiguration> bootstrap) {
        // So that no secret need stand in the file: ${NAME} is an environment variable, and one that is not there is
        // refused.
        bootstrap.setConfigurationSourceProvider(new SubstitutingSourceProvider(
                bootstrap.getConfigurationSourceProvider(), new EnvironmentVariableSubstitutor()));
    }

    @Override
    public void run(VerifierConfiguration configuration, Environment environment) {
        Registration registration = Registration.of(environmentVariables, configuration.registration());
        boolean legacy = LegacySwitch.allows(environmentVariables, configuration.allowLegacyHeartbeats());
        SignatureVerifier signatures = configuration
                .signatureProvider()
                .load(configuration.signatureTableBytes(), LOG::info, ALERTS::error, System::nanoTime);
        Course course;
        try (TopicAdmin topics = new TopicAdmin(configuration.kafka())) {
            course = topics.prepare(configuration.topicsToCreate().orElse(null), DEPENDENCIES_WITHIN, LOG::info);
        }
        RegistryRecordSerdes serdes = new RegistryRecordSerdes(configuration.registry());
        serdes.awaitRegistry(DEPENDENCIES_WITHIN, LOG::info);

        About about = About.of(getName());
        Telemetry telemetry = Telemetry.attach(environment, about);
        KafkaCertificates.attach(environment, telemetry, configuration.kafka());
        StepTracing tracing =
                StepTracing.attach(environment, telemetry, about, configuration.tracing(), environmentVariables);
        VerdictCounters counters = new VerdictCounters(telemetry.registry());
        telemetry.rows(
                "pulse_verifier_signature_provider",
                "1, with what computes signatures now.",
                List.of("provider"),
                rows -> rows.row(1, signatures.name()));
        telemetry.gauge("pulse_verifier_signature_key_bytes", "Memory for the points of keys.", () ->
                (double) signatures.bytes());
        VerifierTopology topology = new VerifierTopology(
                new VerifierSettings(configuration.audience(), legacy, registration, configuration.letterQuota()),
                signatures,
                serdes,
                counters,
                tracing);
        TopologyRunner runner = new TopologyRunner(
                topology::build,
                new CourseWatch(configuration.kafka(), course, getName()),
                configuration.kafka(),
                configuration.streamSettings(Access.VERIFIER_APPLICATION));

        // Stopped in reverse order: the topology before what it writes with.
        environment.lifecycle().manage(new AutoCloseableManager(serdes));
        runner.attach(environment, telemetry, about);
        environment.jersey().register(new CountersResource(counters, signatures));
        environment.jersey().register(new BindingsResource(runner));
    }
}
