package dev.pulse.system.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import dev.pulse.schemas.about.About;
import dev.pulse.schemas.access.Actor;
import dev.pulse.standalone.Pulse;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServicePort;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeMount;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler;
import io.fabric8.kubernetes.api.model.networking.v1.Ingress;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.strimzi.api.kafka.model.kafka.Kafka;
import io.strimzi.api.kafka.model.kafka.listener.GenericKafkaListener;
import io.strimzi.api.kafka.model.nodepool.KafkaNodePool;
import io.strimzi.api.kafka.model.topic.KafkaTopic;
import io.strimzi.api.kafka.model.user.KafkaUser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.apache.kafka.server.common.MetadataVersion;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is committed for Kubernetes: each resource is one that its kind allows, and they fit together. */
class KubernetesTest {
    private static final Path FOLDER = Manifests.INFRA.resolve("kubernetes");
    private static final Kafka KAFKA = Manifests.all(Kafka.class).getFirst();

    @Test
    void every_resource_is_one_that_its_kind_allows_and_is_there_once() {
        List<HasMetadata> all = Stream.concat(
                        Manifests.all().stream(),
                        Manifests.read(Manifests.INFRA.resolve("mirror").resolve("kubernetes.yaml")).stream())
                .toList();
        assertThat(all).hasSizeGreaterThan(40);
        assertThat(all)
                .extracting(resource ->
                        resource.getKind() + " " + resource.getMetadata().getName())
                .doesNotHaveDuplicates();
    }

    @Test
    void a_property_that_a_kind_does_not_have_is_refused() throws IOException {
        assertRefused("kafka.yaml", "topologyKey: topology.kubernetes.io/zone", "topologKey: zone");
        assertRefused("kafka.yaml", "metadataVersion:", "metaVersion:");
        assertRefused("users.yaml", "patternType:", "pattern:");
        assertRefused("topics.yaml", "partitions:", "partition:");
        assertRefused("ingest.yaml", "maxReplicas:", "maximum:");
        assertRefused("ingest.yaml", "readOnlyRootFilesystem:", "readOnlyRoot:");
        assertRefused("lifecycle.yaml", "volumeClaimTemplates:", "volumeClaims:");
        assertRefused("lifecycle.yaml", "maxUnavailable:", "maxAway:");
        assertRefused("ingress.yaml", "pathType:", "kindOfPath:");
        assertRefused("ingress.yaml", "policyTypes:", "policies:");
    }

    private static void assertRefused(String file, String right, String wrong) throws IOException {
        String text = Files.readString(FOLDER.resolve(file));
        assertThat(text).contains(right);
        assertThatThrownBy(() -> Manifests.read(text.replace(right, wrong)))
                .isInstanceOf(UnrecognizedPropertyException.class);
    }

    @Test
    void the_kustomization_takes_each_file() {
        JsonNode kustomization = Manifests.tree(FOLDER.resolve("kustomization.yaml"));
        assertThat(strings(kustomization.path("resources")))
                .containsExactlyInAnyOrderElementsOf(Manifests.files().stream()
                        .map(file -> file.getFileName().toString())
                        .toList());
        assertThat(kustomization.at("/images/0/newTag").asText())
                .isEqualTo(About.of("tests").version());
        JsonNode generated = kustomization.at("/configMapGenerator/0");
        assertThat(generated.path("name").asText()).isEqualTo("pulse-config");
        assertThat(strings(generated.path("files")))
                .allSatisfy(file -> assertThat(FOLDER.resolve(file)).isReadable());
    }

    @Test
    void kafka_is_one_cluster_that_keeps_what_the_topics_ask_for() {
        String cluster = KAFKA.getMetadata().getName();
        assertThat(Stream.of(KafkaNodePool.class, KafkaTopic.class, KafkaUser.class)
                        .flatMap(kind -> Manifests.all(kind).stream()))
                .allSatisfy(resource ->
                        assertThat(resource.getMetadata().getLabels()).containsEntry("strimzi.io/cluster", cluster));
        int brokers = Manifests.all(KafkaNodePool.class).stream()
                .filter(pool -> pool.getSpec().getRoles().toString().contains("BROKER"))
                .mapToInt(pool -> pool.getSpec().getReplicas())
                .sum();
        assertThat(Manifests.all(KafkaTopic.class))
                .allSatisfy(topic -> assertThat(topic.getSpec().getReplicas())
                        .isEqualTo(KAFKA.getSpec().getKafka().getConfig().get("default.replication.factor"))
                        .isLessThanOrEqualTo(brokers));
        assertThat(MetadataVersion.fromVersionString(KAFKA.getSpec().getKafka().getMetadataVersion(), false)
                        .shortVersion())
                .as("of the version that runs there")
                .isEqualTo(KAFKA.getSpec().getKafka().getVersion().replaceFirst("\\.\\d+$", ""));
        // The namespace refuses any container that may become more than it is.
        assertThat(Manifests.all(KafkaNodePool.class))
                .flatExtracting(pool -> List.of(
                        pool.getSpec().getTemplate().getKafkaContainer(),
                        pool.getSpec().getTemplate().getInitContainer()))
                .allSatisfy(
                        container -> assertThat(container.getSecurityContext().getAllowPrivilegeEscalation())
                                .isFalse());
        assertThat(KAFKA.getSpec().getKafka().getAuthorization().getType()).isEqualTo("simple");
        assertThat(KAFKA.getSpec().getKafka().getListeners()).allSatisfy(listener -> {
            assertThat(listener.isTls()).isTrue();
            assertThat(listener.getAuth().getType()).isEqualTo("scram-sha-512");
        });
    }

    @Test
    void pods_have_no_right_that_they_can_do_without() {
        Manifests.pods().forEach((name, pod) -> {
            PodSpec spec = pod.getSpec();
            assertThat(spec.getAutomountServiceAccountToken()).as(name).isFalse();
            assertThat(spec.getSecurityContext().getRunAsNonRoot()).as(name).isTrue();
            assertThat(spec.getSecurityContext().getSeccompProfile().getType()).isEqualTo("RuntimeDefault");
            assertThat(spec.getContainers()).hasSize(1).allSatisfy(container -> {
                assertThat(container.getSecurityContext().getReadOnlyRootFilesystem())
                        .isTrue();
                assertThat(container.getSecurityContext().getAllowPrivilegeEscalation())
                        .isFalse();
                assertThat(container.getSecurityContext().getCapabilities().getDrop())
                        .containsExactly("ALL");
                assertThat(container.getResources().getLimits()).containsKey("memory");
                assertThat(container.getVolumeMounts())
                        .extracting(VolumeMount::getName)
                        .isSubsetOf(Stream.concat(spec.getVolumes().stream().map(Volume::getName), Stream.of("data"))
                                .toList());
            });
        });
    }

    @Test
    void selectors_find_their_pods_and_each_service_is_spared_together() {
        Map<String, PodTemplateSpec> pods = Manifests.pods();
        Manifests.all(Service.class).stream()
                .filter(service -> service.getSpec().getSelector() != null
                        && !service.getSpec().getSelector().isEmpty())
                .forEach(service -> assertThat(pods.get(service.getMetadata().getName())
                                .getMetadata()
                                .getLabels())
                        .containsAllEntriesOf(service.getSpec().getSelector()));
        assertThat(Manifests.all(PodDisruptionBudget.class))
                .hasSize(4)
                .allSatisfy(budget -> assertThat(pods.get(budget.getMetadata().getName())
                                .getMetadata()
                                .getLabels())
                        .containsAllEntriesOf(budget.getSpec().getSelector().getMatchLabels()));
        assertThat(Manifests.all(StatefulSet.class)).allSatisfy(set -> {
            assertThat(set.getSpec().getServiceName())
                    .isEqualTo(set.getMetadata().getName());
            assertThat(set.getSpec().getVolumeClaimTemplates()).hasSize(1);
        });
        HorizontalPodAutoscaler scaler =
                Manifests.all(HorizontalPodAutoscaler.class).getFirst();
        Deployment scaled = Manifests.all(Deployment.class).stream()
                .filter(made -> made.getMetadata()
                        .getName()
                        .equals(scaler.getSpec().getScaleTargetRef().getName()))
                .findFirst()
                .orElseThrow();
        assertThat(scaled.getSpec().getReplicas())
                .as("the scaler alone says how many there are")
                .isNull();
        assertThat(scaled.getSpec()
                        .getTemplate()
                        .getSpec()
                        .getContainers()
                        .getFirst()
                        .getResources()
                        .getRequests())
                .as("what the share is of")
                .containsKey("cpu");
    }

    @Test
    void each_service_runs_as_its_own_user_on_a_configuration_that_it_takes(@TempDir Path folder) throws Exception {
        Path properties = Files.writeString(
                folder.resolve("kafka.properties"), Files.readString(FOLDER.resolve("config/kafka.properties")));
        GenericKafkaListener listener =
                KAFKA.getSpec().getKafka().getListeners().getFirst();
        Set<String> names = Manifests.all(Service.class).stream()
                .map(service -> service.getMetadata().getName())
                .collect(Collectors.toSet());
        String bootstrap = KAFKA.getMetadata().getName() + "-kafka-bootstrap";
        for (String service : ServiceConfigurations.services()) {
            PodSpec pod = Manifests.pods().get(service).getSpec();
            Container container = pod.getContainers().getFirst();
            assertThat(pod.getVolumes().stream()
                            .filter(volume -> volume.getName().equals("user"))
                            .map(volume -> volume.getSecret().getSecretName()))
                    .containsExactly(
                            Actor.valueOf(service.toUpperCase(Locale.ROOT)).user());
            assertStarts(service, container.getArgs());
            assertThat(container.getImage())
                    .isEqualTo("pulse:" + About.of("tests").version());

            String text = Files.readString(FOLDER.resolve("config").resolve(service + ".yaml"));
            assertThat(text).contains("bootstrapServers: " + bootstrap + ":" + listener.getPort());
            List<String> mounts = container.getVolumeMounts().stream()
                    .map(VolumeMount::getMountPath)
                    .toList();
            assertThat(ServiceConfigurations.paths(text))
                    .isNotEmpty()
                    .allSatisfy(path -> assertThat(mounts)
                            .as(path)
                            .anySatisfy(mount -> assertThat(path).startsWith(mount + "/")));
            assertThat(ServiceConfigurations.hosts(text))
                    .isNotEmpty()
                    .allSatisfy(host -> assertThat(host.equals(bootstrap)
                                    || host.endsWith(".example")
                                    || names.contains(host.substring(host.indexOf('.') + 1)))
                            .as(host)
                            .isTrue());
            ServiceConfigurations.read(
                    service,
                    text.replace("/etc/pulse/config/kafka.properties", properties.toString()),
                    container.getEnv().stream()
                            .filter(variable -> variable.getName().equals("JDK_JAVA_OPTIONS"))
                            .map(EnvVar::getValue)
                            .findFirst()
                            .orElse("")
                            .replace("$(POD_NAME)", service + "-0"));
        }
    }

    private static void assertStarts(String service, List<String> arguments) {
        assertThat(arguments.getFirst()).isEqualTo("@/opt/pulse/args/" + service);
        assertThat(Manifests.INFRA.resolve("image/services").resolve(service)).isReadable();
        List<String> command =
                Stream.concat(Stream.of(service), arguments.stream().skip(1)).toList();
        assertThat(Pulse.commands()
                        .parseArgs(command.toArray(String[]::new))
                        .subcommand()
                        .matchedOptionValue("--config", Path.of("")))
                .isEqualTo(Path.of("/etc/pulse/config", service + ".yaml"));
    }

    /** {@code /admin} tells much and stops threads: it is for those inside. */
    @Test
    void what_is_reached_from_outside_is_what_shall_be() throws IOException {
        Map<String, Service> services = Manifests.all(Service.class).stream()
                .collect(Collectors.toMap(service -> service.getMetadata().getName(), service -> service));
        Map<String, String> doors = new TreeMap<>();
        Manifests.all(Ingress.class)
                .getFirst()
                .getSpec()
                .getRules()
                .forEach(rule -> rule.getHttp().getPaths().forEach(path -> {
                    String service = path.getBackend().getService().getName();
                    assertThat(services.get(service).getSpec().getPorts())
                            .extracting(ServicePort::getName)
                            .contains(path.getBackend().getService().getPort().getName());
                    doors.put(rule.getHost() + path.getPath(), service);
                }));
        assertThat(doors)
                .isEqualTo(Map.of(
                        "ingest.pulse.example/v1",
                        "ingest",
                        "pulse.example/",
                        "marketplace",
                        "pulse.example/admin",
                        "nobody"));
        assertThat(services.get("nobody").getSpec().getSelector()).isNullOrEmpty();
        assertThat(Files.readString(FOLDER.resolve("config/marketplace.yaml")))
                .contains("ingest: https://ingest.pulse.example\n", "origin: https://pulse.example\n");
        assertThat(Files.readString(FOLDER.resolve("config/ingest.yaml"))).contains("useForwardedHeaders: true");
        assertThat(Manifests.all(Service.class))
                .as("no other way in")
                .allSatisfy(service -> assertThat(service.getSpec().getType()).isNull());
        assertThat(Manifests.pods().values())
                .allSatisfy(pod -> assertThat(Manifests.all(NetworkPolicy.class))
                        .anySatisfy(policy -> {
                            assertThat(policy.getSpec().getPolicyTypes()).containsExactly("Ingress");
                            assertThat(policy.getSpec().getPodSelector().getMatchLabels())
                                    .isNotEmpty();
                            assertThat(pod.getMetadata().getLabels())
                                    .containsAllEntriesOf(
                                            policy.getSpec().getPodSelector().getMatchLabels());
                        }));
    }

    private static Set<String> strings(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false)
                .map(JsonNode::asText)
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
