package dev.pulse.system.watch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.pulse.system.Http;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;

/**
 * A running grid as its operator watches it: what its services say, held against the page of metrics, and the panels of
 * the dashboards computed by a real Prometheus, where this machine has one.
 */
public final class Watched implements AutoCloseable {
    /** Panels of what had better not happen: computed, with nothing in them. */
    private static final Set<String> EMPTY_ON_A_GOOD_DAY =
            Set.of("Pulse: overview / Alerts firing / A", "Pulse: ingest / Refused / A");

    private final Map<String, String> services;
    private final int port;
    private final Process prometheus;

    private Watched(Map<String, String> services, int port, Process prometheus) {
        this.services = services;
        this.port = port;
        this.prometheus = prometheus;
    }

    /**
     * Watches from now on.
     *
     * @param services addresses by the services' names
     */
    public static Watched begin(Map<String, String> services, Path folder) {
        int port = Http.freePorts();
        if (!Tool.PROMETHEUS.isInstalled()) {
            System.out.println("no Prometheus is installed here: the dashboards' queries are not computed by one");
            return new Watched(services, port, null);
        }
        try {
            Files.createDirectories(folder);
            Files.writeString(folder.resolve("prometheus.yaml"), configuration(services));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
        Process started = Tool.PROMETHEUS.start(
                folder,
                "--config.file=prometheus.yaml",
                "--storage.tsdb.path=tsdb",
                "--log.level=warn",
                "--web.listen-address=127.0.0.1:" + port);
        return new Watched(services, port, started);
    }

    private static String configuration(Map<String, String> services) {
        StringBuilder text = new StringBuilder("global: {scrape_interval: 1s, evaluation_interval: 1s}\nrule_files: [\""
                + Queries.RULES.toAbsolutePath().normalize() + "\"]\nscrape_configs:\n");
        services.forEach((service, url) -> text.append("  - {job_name: pulse-")
                .append(service)
                .append(", metrics_path: /admin/metrics, static_configs: [{targets: [\"")
                .append(URI.create(url).getAuthority())
                .append("\"]}]}\n"));
        return text.toString();
    }

    /** Each service says what the page has of it, and nothing else; and no label names a node. */
    public void assertDocumented(Set<String> nodes) {
        MetricsPage page = new MetricsPage();
        services.forEach((service, url) -> {
            Scrape scrape = Scrape.of(url);
            Map<String, MetricsPage.Entry> written = page.of(service);
            Set<String> always = new TreeSet<>(written.keySet());
            always.removeIf(family -> written.get(family).sometimes());
            assertThat(written.keySet())
                    .as("the page has what %s says", service)
                    .containsAll(scrape.families().keySet());
            assertThat(scrape.families().keySet())
                    .as("%s says what the page has", service)
                    .containsAll(always);
            scrape.families().forEach((name, family) -> {
                assertThat(family.type())
                        .as("type of %s", name)
                        .isEqualTo(written.get(name).type());
                assertThat(written.get(name).labels()).as("labels of %s", name).containsAll(family.labels());
            });
            assertThat(scrape.values()).as("labels of %s", service).doesNotContainAnyElementsOf(nodes);
        });
    }

    /**
     * Each panel of each dashboard has something in it, but those that are empty on a good day.
     *
     * @param alert what must be pending, or firing
     */
    public void assertPanelsHaveValues(String alert) {
        if (prometheus == null) {
            return;
        }
        Map<String, String> queries = new TreeMap<>(Queries.dashboards());
        await("every panel has a value")
                .atMost(Duration.ofSeconds(60))
                .pollInterval(Duration.ofSeconds(1))
                .ignoreExceptions()
                .untilAsserted(() -> {
                    queries.entrySet().removeIf(query -> {
                        boolean any = !ask(query.getValue()).isEmpty();
                        return any || EMPTY_ON_A_GOOD_DAY.contains(query.getKey());
                    });
                    assertThat(queries.keySet()).as("panels without a value").isEmpty();
                });
        await(alert + " is noticed")
                .atMost(Duration.ofSeconds(60))
                .until(() -> !ask("ALERTS{alertname=\"" + alert + "\"}").isEmpty());
    }

    /** Waits until an alert fires. */
    public void awaitFiring(String alert) {
        awaitAlert(alert, true);
    }

    /** Waits until it fires no more. */
    public void awaitQuiet(String alert) {
        awaitAlert(alert, false);
    }

    private void awaitAlert(String alert, boolean firing) {
        if (prometheus != null) {
            String asked = "ALERTS{alertname=\"" + alert + "\",alertstate=\"firing\"}";
            await(alert + (firing ? " fires" : " is over"))
                    .atMost(Duration.ofMinutes(2))
                    .pollInterval(Duration.ofSeconds(1))
                    .until(() -> ask(asked).isEmpty() != firing);
        }
    }

    /** The result of an instant query; that it can't be computed is an error. */
    private JsonNode ask(String promql) {
        JsonNode answer = Http.get("http://127.0.0.1:" + port + "/api/v1/query?query="
                + URLEncoder.encode(promql, StandardCharsets.UTF_8));
        assertThat(answer.path("status").asText()).as(promql).isEqualTo("success");
        return answer.path("data").path("result");
    }

    @Override
    public void close() {
        if (prometheus != null) {
            prometheus.destroy();
            try {
                if (!prometheus.waitFor(10, TimeUnit.SECONDS)) {
                    prometheus.destroyForcibly();
                }
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
                prometheus.destroyForcibly();
            }
        }
    }
}
