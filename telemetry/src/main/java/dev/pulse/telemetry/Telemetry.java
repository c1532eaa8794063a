package dev.pulse.telemetry;

import com.sun.management.OperatingSystemMXBean;
import dev.pulse.schemas.about.About;
import io.dropwizard.core.setup.Environment;
import io.dropwizard.lifecycle.AutoCloseableManager;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.FileDescriptorMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.core.instrument.config.MeterFilter;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.prometheus.metrics.core.metrics.CounterWithCallback;
import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.Consumer;
import java.util.function.DoubleSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The metrics of one service, in one registry. What happens is counted as it happens, through {@link #registry}; what
 * merely is, is asked for when Prometheus comes ({@link #gauge}, {@link #rows}, {@link #counts}).
 *
 * <p>A label has few values: an outcome, a reason, a region, a topic; never a node, an account or an address. A family has
 * at most {@value #MAX_ROWS} rows, whatever its source says.
 */
public final class Telemetry {
    /** Most rows of a family that is asked for: more would be a label that is none. */
    public static final int MAX_ROWS = 500;

    private static final Logger LOG = LoggerFactory.getLogger(Telemetry.class);

    /** When certificates run out, by whose they are. */
    private final Map<String, DoubleSupplier> certificates = new ConcurrentSkipListMap<>();

    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);

    /** Takes the rows of a family, one call for each. */
    @FunctionalInterface
    public interface Rows {
        /**
         * One row.
         *
         * @param value NaN where it is not known, which leaves the row out
         * @param labels the values of the labels, in the order of their names
         */
        void row(double value, String... labels);
    }

    private Telemetry() {
        // Before there is any meter: what is registered already would not be filtered.
        registry.config().meterFilter(HttpMetrics.fewLabels());
        // Nanoseconds are no base unit; the seconds are counted below.
        registry.config().meterFilter(MeterFilter.denyNameStartsWith("process.cpu.time"));
    }

    /** Metrics of a service: so far those of its build and its JVM. */
    public static Telemetry of(About about) {
        Telemetry telemetry = new Telemetry();
        telemetry.rows(
                "pulse_build_info",
                "1, with what the service was built from.",
                List.of("service", "version", "commit"),
                rows -> rows.row(1, about.service(), about.version(), about.commit()));
        return telemetry;
    }

    /** The same, served at {@code /metrics} of a service's admin side for as long as it runs. */
    public static Telemetry attach(Environment environment, About about) {
        Telemetry telemetry = of(about);
        telemetry.watchJvm(environment);
        CertificateWatch.attach(environment, telemetry);
        // An exact path goes before Dropwizard's own servlet, which has the rest of the admin side.
        environment
                .admin()
                .addServlet("prometheus", new MetricsServlet(telemetry))
                .addMapping(MetricsServlet.PATH);
        return telemetry;
    }

    private void watchJvm(Environment environment) {
        counts(
                "process_cpu_seconds_total",
                "CPU time that the process has used.",
                List.of(),
                rows -> rows.row(cpuNanos() / 1e9));
        new JvmMemoryMetrics().bindTo(registry);
        new JvmThreadMetrics().bindTo(registry);
        new ProcessorMetrics().bindTo(registry);
        new UptimeMetrics().bindTo(registry);
        new FileDescriptorMetrics().bindTo(registry);
        JvmGcMetrics collections = new JvmGcMetrics();
        collections.bindTo(registry);
        environment.lifecycle().manage(new AutoCloseableManager(collections));
    }

    private static long cpuNanos() {
        return ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getProcessCpuTime();
    }

    /** Where what happens is counted. */
    public MeterRegistry registry() {
        return registry;
    }

    /** A value without labels; NaN while it is not known. */
    public void gauge(String name, String help, DoubleSupplier value) {
        rows(name, help, List.of(), rows -> rows.row(value.getAsDouble()));
    }

    /**
     * When the first of some certificates runs out.
     *
     * @param of whose they are: one of few words
     * @param ends unix seconds; NaN while there is none
     */
    void certificate(String of, DoubleSupplier ends) {
        if (certificates.isEmpty()) {
            rows(
                    "pulse_tls_certificate_expiry_timestamp_seconds",
                    "When the first certificate of its kind runs out, unix seconds; absent without TLS.",
                    List.of("of"),
                    rows -> certificates.forEach((whose, when) -> rows.row(when.getAsDouble(), whose)));
        }
        certificates.put(of, ends);
    }

    /** Values that are asked for at each scrape, with the labels that there are then. */
    public void rows(String name, String help, List<String> labels, Consumer<Rows> source) {
        registry.getPrometheusRegistry()
                .register(GaugeWithCallback.builder()
                        .name(name)
                        .help(help)
                        .labelNames(labels.toArray(String[]::new))
                        .callback(callback -> ask(name, source, callback::call))
                        .build());
    }

    /** Counts that somebody else keeps, and that only grow. The name ends in {@code _total}. */
    public void counts(String name, String help, List<String> labels, Consumer<Rows> source) {
        registry.getPrometheusRegistry()
                .register(CounterWithCallback.builder()
                        .name(name)
                        .help(help)
                        .labelNames(labels.toArray(String[]::new))
                        .callback(callback -> ask(name, source, callback::call))
                        .build());
    }

    /** A source that fails costs its own family, not the scrape. */
    private static void ask(String name, Consumer<Rows> source, Rows to) {
        int[] given = {0};
        try {
            source.accept((value, labels) -> {
                if (!Double.isNaN(value) && given[0]++ < MAX_ROWS) {
                    to.row(value, labels);
                }
            });
        } catch (RuntimeException failure) {
            LOG.debug("{} is not known for now: {}", name, failure.toString());
        }
    }

    /** Everything, in Prometheus' text format 0.0.4. */
    public String scrape() {
        return registry.scrape();
    }
}
