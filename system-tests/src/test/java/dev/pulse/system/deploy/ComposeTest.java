package dev.pulse.system.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pulse.schemas.about.About;
import dev.pulse.standalone.Pulse;
import dev.pulse.telemetry.trace.RequestTracingSettings;
import dev.pulse.telemetry.trace.TracingSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import kafka.server.KafkaConfig;
import org.apache.kafka.server.config.AbstractKafkaConfig;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** What is committed for a container engine on one machine, held against what there is. */
class ComposeTest {
    private static final Path FILE = Manifests.INFRA.resolve("compose.yaml");
    private static final Set<String> KEYS = Set.of(
            "image",
            "profiles",
            "build",
            "user",
            "read_only",
            "tmpfs",
            "cap_drop",
            "security_opt",
            "restart",
            "stop_grace_period",
            "mem_limit",
            "depends_on",
            "command",
            "environment",
            "ports",
            "volumes",
            "networks",
            "healthcheck");

    private static Map<String, Map<String, Object>> services;
    private static Map<String, Object> volumes;

    @BeforeAll
    @SuppressWarnings("unchecked")
    static void read() throws IOException {
        LoaderOptions strict = new LoaderOptions();
        strict.setAllowDuplicateKeys(false);
        Map<String, Object> file = new Yaml(new SafeConstructor(strict)).load(Files.readString(FILE));
        services = new TreeMap<>((Map<String, Map<String, Object>>) file.get("services"));
        volumes = (Map<String, Object>) file.get("volumes");
    }

    @Test
    void three_brokers_and_two_of_each_service() {
        assertThat(services.keySet())
                .containsExactlyInAnyOrder(
                        "kafka-1",
                        "kafka-2",
                        "kafka-3",
                        "registry",
                        "topics",
                        "ingest-1",
                        "ingest-2",
                        "verifier-1",
                        "verifier-2",
                        "lifecycle-1",
                        "lifecycle-2",
                        "marketplace-1",
                        "marketplace-2",
                        "prometheus",
                        "grafana",
                        "jaeger");
        services.forEach((name, service) -> {
            assertThat(service.keySet()).as(name).isSubsetOf(KEYS);
            assertThat((String) service.get("image")).as(name).matches("[a-z0-9./-]+:v?\\d+\\.\\d+\\.\\d+(-SNAPSHOT)?");
            assertThat(service.get("cap_drop")).as(name).isEqualTo(List.of("ALL"));
            assertThat(service.get("security_opt")).as(name).isEqualTo(List.of("no-new-privileges:true"));
            assertThat(names(service.get("depends_on"))).isSubsetOf(services.keySet());
        });
        assertThat(ours()).hasSize(9).allSatisfy(service -> {
            assertThat(service).containsEntry("read_only", true).containsEntry("user", "65532:65532");
            assertThat(service.get("image"))
                    .isEqualTo("pulse:" + About.of("tests").version());
        });
    }

    @Test
    void only_loopback_is_listened_on_and_no_port_twice() {
        List<String> ports = services.values().stream()
                .flatMap(service -> strings(service.get("ports")).stream())
                .toList();
        assertThat(ports).hasSize(11).allSatisfy(port -> assertThat(port).matches("127\\.0\\.0\\.1:\\d+:\\d+"));
        assertThat(ports.stream().map(port -> port.split(":", -1)[1])).doesNotHaveDuplicates();
    }

    @Test
    void what_is_mounted_is_there() {
        Set<String> used = new HashSet<>();
        services.values().stream()
                .flatMap(service -> strings(service.get("volumes")).stream())
                .map(mount -> mount.split(":", -1)[0])
                .forEach(source -> {
                    if (source.startsWith("./")) {
                        assertThat(Manifests.INFRA.resolve(source.substring(2))).exists();
                    } else {
                        used.add(source);
                    }
                });
        assertThat(volumes.keySet()).isEqualTo(used);
    }

    @Test
    void brokers_have_settings_that_kafka_takes() {
        for (int broker = 1; broker <= 3; broker++) {
            Properties properties = new Properties();
            environment("kafka-" + broker).forEach((name, value) -> {
                if (name.startsWith("KAFKA_") && !name.equals("KAFKA_HEAP_OPTS")) {
                    properties.put(name.substring(6).toLowerCase(Locale.ROOT).replace('_', '.'), value);
                }
            });
            assertThat(properties.stringPropertyNames()).isSubsetOf(AbstractKafkaConfig.CONFIG_DEF.names());
            KafkaConfig read = new KafkaConfig(properties, false);
            assertThat(read.nodeId()).isEqualTo(broker);
            assertThat(read.originals()
                            .get("controller.quorum.voters")
                            .toString()
                            .split(","))
                    .hasSize(3)
                    .contains(broker + "@kafka-" + broker + ":9093");
        }
    }

    @Test
    void each_command_is_one_of_pulse_on_a_configuration_that_it_takes() throws Exception {
        Set<String> hosts = new HashSet<>(services.keySet());
        hosts.addAll(List.of("lifecycle", "127.0.0.1"));
        for (Map.Entry<String, Map<String, Object>> entry : services.entrySet()) {
            if (!entry.getValue().containsKey("command")) {
                continue;
            }
            List<String> command = strings(entry.getValue().get("command"));
            Path arguments = Path.of(command.getFirst().substring(1));
            assertThat(arguments.getParent()).isEqualTo(Path.of("/opt/pulse/args"));
            String service = arguments.getFileName().toString();
            assertThat(Manifests.INFRA.resolve("image/services").resolve(service))
                    .isReadable();
            List<String> whole = new ArrayList<>(command.subList(1, command.size()));
            if (!service.equals("pulse")) {
                whole.addFirst(service);
            }
            Path config = Pulse.commands()
                    .parseArgs(whole.toArray(String[]::new))
                    .subcommand()
                    .matchedOptionValue("--config", null);
            if (config == null) {
                continue;
            }
            assertThat(entry.getKey()).startsWith(service + "-");
            Map<String, String> mounts = strings(entry.getValue().get("volumes")).stream()
                    .map(mount -> mount.split(":", -1))
                    .collect(Collectors.toMap(mount -> mount[1], mount -> mount[0]));
            String text = Files.readString(
                    Manifests.INFRA.resolve(mounts.get(config.toString()).substring(2)));
            ServiceConfigurations.read(
                    service, text, environment(entry.getKey()).getOrDefault("JDK_JAVA_OPTIONS", ""));
            assertThat(ServiceConfigurations.hosts(text)).isNotEmpty().isSubsetOf(hosts);
            assertThat(ServiceConfigurations.paths(text))
                    .allSatisfy(path -> assertThat(mounts.keySet())
                            .anySatisfy(mount -> assertThat(path).startsWith(mount + "/")));
        }
    }

    @Test
    void prometheus_scrapes_each_of_our_services() {
        Set<String> scraped = new HashSet<>();
        Manifests.tree(Manifests.INFRA.resolve("prometheus/compose.yaml"))
                .path("scrape_configs")
                .forEach(job -> job.at("/static_configs/0/targets")
                        .forEach(target -> scraped.add(target.asText().replace(":8080", ""))));
        assertThat(scraped)
                .isEqualTo(services.keySet().stream()
                        .filter(name -> name.matches("(ingest|verifier|lifecycle|marketplace)-\\d"))
                        .collect(Collectors.toSet()));
    }

    @Test
    void traces_go_where_they_are_told_and_their_collector_runs_when_asked_for() {
        services.forEach((name, service) -> {
            boolean traced = name.matches("(ingest|verifier|lifecycle)-\\d");
            assertThat(environment(name).containsKey(TracingSettings.VARIABLE))
                    .as(name)
                    .isEqualTo(traced);
            assertThat(service.containsKey("profiles")).as(name).isEqualTo(name.equals("jaeger"));
        });
        assertThat(services.get("jaeger").get("profiles")).isEqualTo(List.of("tracing"));
        assertThat(environment("ingest-1"))
                .as("nowhere, unless it is said")
                .containsEntry(TracingSettings.VARIABLE, "${" + TracingSettings.VARIABLE + ":-}")
                .containsEntry(
                        RequestTracingSettings.RATIO_VARIABLE, "${" + RequestTracingSettings.RATIO_VARIABLE + ":-}");
    }

    private static Stream<Map<String, Object>> ours() {
        return services.values().stream().filter(service -> service.containsKey("build"));
    }

    private static Map<String, String> environment(String service) {
        Map<String, String> all = new TreeMap<>();
        if (services.get(service).get("environment") instanceof Map<?, ?> said) {
            said.forEach((name, value) -> all.put(name.toString(), value.toString()));
        }
        return all;
    }

    private static List<String> strings(Object list) {
        return list instanceof List<?> strings
                ? strings.stream().map(Object::toString).toList()
                : List.of();
    }

    /** Names in a list, or the keys of a map. */
    private static List<String> names(Object listOrMap) {
        return listOrMap instanceof Map<?, ?> map
                ? map.keySet().stream().map(Object::toString).toList()
                : strings(listOrMap);
    }
}
