package dev.pulse.system.secured;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.pulse.schemas.access.Access;
import dev.pulse.schemas.access.AccessAdmin;
import dev.pulse.schemas.access.Actor;
import dev.pulse.schemas.kafka.KafkaSettings;
import dev.pulse.schemas.topic.Topic;
import dev.pulse.schemas.topic.Topics;
import dev.pulse.standalone.secure.TrustedAuthorities;
import dev.pulse.system.Http;
import dev.pulse.system.PulseCommand;
import dev.pulse.system.PulseProcess;
import dev.pulse.system.analysts.SecuredAnalyst;
import dev.pulse.system.rig.Cluster;
import dev.pulse.system.rig.ClusterSettings;
import dev.pulse.system.rig.ClusterSettings.Service;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.Certificate;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.net.ssl.SSLSocket;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.DescribeTopicsOptions;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.ClusterAuthorizationException;
import org.apache.kafka.common.errors.SaslAuthenticationException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourceType;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The whole path where Kafka takes nobody's word: TLS, SCRAM, and each service with its own rights. */
@Timeout(300)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class SecuredGridTest {
    private static final Duration SOON = Duration.ofMinutes(2);
    private static final String EXPIRY = "pulse_tls_certificate_expiry_timestamp_seconds";

    @TempDir
    private static Path folder;

    private static Cluster cluster;

    @BeforeAll
    static void start() {
        cluster =
                new Cluster(ClusterSettings.small(folder, Duration.ofSeconds(2)).withSecurity());
        cluster.start();
    }

    @AfterAll
    static void stop() {
        cluster.close();
    }

    @Test
    @Order(1)
    void heartbeats_become_nodes_and_no_password_gets_into_a_log() throws IOException {
        PulseCommand.run(
                SOON,
                "fleet",
                "--keys",
                folder.resolve("fleet").toString(),
                "--nodes",
                "12",
                "--interval",
                "2s",
                "--duration",
                "6s",
                "--bad-signature",
                "25%",
                "--impostors",
                "25%",
                "--ingest",
                cluster.url(Service.INGEST));
        String explorer = cluster.url(Service.MARKETPLACE) + "/api/v1/";
        String stats = explorer + "stats";
        await().atMost(SOON).ignoreExceptions().untilAsserted(() -> {
            // All but the one that another test adds, before this or behind it.
            assertThat(Http.get(explorer + "nodes?count=true&size=1&exclude=tls-node")
                            .path("count")
                            .asInt())
                    .isEqualTo(12);
            assertThat(Http.get(stats).at("/dead_letters/signature").asInt()).isPositive();
            assertThat(Http.get(stats).at("/dead_letters/identity").asInt()).isPositive();
        });
        try (Stream<Path> logs = Files.list(folder.resolve("logs"))) {
            assertThat(logs.toList())
                    .hasSizeGreaterThan(4)
                    .allSatisfy(log -> assertThat(Files.readString(log))
                            .doesNotContain(cluster.secured().secrets().toArray(String[]::new)));
        }
        assertThat(Files.readAllLines(folder.resolve("logs").resolve("verifier-1.log")).stream()
                        .filter(line -> line.startsWith("{"))
                        .map(Http::json)
                        .filter(line -> line.path("loggerName").asText().equals("dev.pulse.alerts.identity")))
                .as("who uses a node's name, as JSON")
                .isNotEmpty()
                .allSatisfy(line ->
                        assertThat(line.path("mdc").path("node_id").asText()).startsWith("node-"));
    }

    /** In what the first test left. */
    @Test
    @Order(2)
    void an_analyst_reads_as_the_guide_says(@TempDir Path home) {
        SecuredAnalyst.assertServed(
                cluster.bootstrapServers(), cluster.registryUrl(), folder.resolve("secure"), home, 12);
    }

    @Test
    void each_service_says_when_its_certificates_for_kafka_run_out() {
        for (Service service : Service.values()) {
            String metrics = cluster.url(service) + "/admin/metrics";
            await().atMost(SOON)
                    .untilAsserted(() -> assertThat(Http.send(HttpRequest.newBuilder(URI.create(metrics)))
                                    .body())
                            .contains(EXPIRY + "{of=\"kafka-authority\"}", EXPIRY + "{of=\"kafka-broker\"}")
                            .as("who has a password shows no certificate")
                            .doesNotContain("of=\"kafka-client\""));
        }
    }

    @Test
    void a_node_heartbeats_over_TLS_while_the_certificate_is_replaced() throws Exception {
        Path secure = folder.resolve("secure");
        issue(secure);
        String own = "connector: {type: https, port: 0, bindHost: 127.0.0.1, keyStorePath: "
                + secure.resolve("private/ingest-tls.p12") + ", keyStorePassword: \"${KEY_STORE_PASSWORD}\"}";
        String password = Files.readString(secure.resolve("private/ingest-tls.password"));
        int port = Http.freePorts();
        Path file = folder.resolve("ingest-tls.yml");
        Files.writeString(
                file,
                Files.readString(folder.resolve("conf/ingest-1.yml"))
                        .replaceFirst("connector: \\{[^}]*}", "")
                        .concat("  " + own.replace("port: 0", "port: " + port) + "\n")
                        .replace("name: ingest-1", "name: ingest-tls"));
        String ca = secure.resolve("ca.pem").toString();
        PulseCommand.run(SOON, "node", "init", "--dir", folder.resolve("node").toString(), "--node-id", "tls-node");
        String[] run = {
            "node", "run", "--dir", folder.resolve("node").toString(), "--ingest", "https://127.0.0.1:" + port
        };
        try (PulseProcess ingest = PulseProcess.start(
                folder, Map.of("KEY_STORE_PASSWORD", password), "ingest", "--config", file.toString())) {
            await().atMost(SOON).ignoreExceptions().until(() -> served(ca, port) != null);
            Certificate first = served(ca, port);
            try (PulseProcess node = PulseProcess.start(
                    folder,
                    Stream.concat(Stream.of(run), Stream.of("--cacert", ca)).toArray(String[]::new))) {
                await().atMost(SOON).until(() -> taken(node) > 0);
                issue(secure);
                await().atMost(SOON).until(() -> !served(ca, port).equals(first));
                long before = taken(node);
                await().atMost(SOON).until(() -> taken(node) > before + 1);
                assertThat(node.lines()).noneMatch(line -> line.contains("cannot reach"));
            }
            try (PulseProcess doubting = PulseProcess.start(folder, run)) {
                await().atMost(SOON).until(() -> doubting.output().contains("PKIX path building failed"));
                assertThat(taken(doubting)).isZero();
            }
            assertThat(ingest.isAlive()).isTrue();
        }
        await().atMost(SOON)
                .ignoreExceptions()
                .until(() -> Http.get(cluster.url(Service.MARKETPLACE) + "/api/v1/nodes/tls-node")
                        .at("/node/status")
                        .isTextual());
    }

    private static void issue(Path secure) {
        PulseCommand.run(SOON, "access", "issue", "--dir", secure.toString(), "--name", "ingest-tls");
    }

    private static long taken(PulseProcess node) {
        return node.lines().stream().filter(line -> line.contains("  202")).count();
    }

    private static Certificate served(String ca, int port) throws IOException {
        try (SSLSocket socket = (SSLSocket) TrustedAuthorities.with(Path.of(ca))
                .getSocketFactory()
                .createSocket(InetAddress.getLoopbackAddress(), port)) {
            socket.startHandshake();
            return socket.getSession().getPeerCertificates()[0];
        }
    }

    @Test
    void the_broker_lets_each_do_what_the_list_says_and_no_more() throws Exception {
        for (Actor actor : Actor.values()) {
            try (Admin admin = admin(actor)) {
                Map<String, TopicDescription> seen = admin.describeTopics(
                                Topics.all().stream().map(Topic::name).toList(),
                                new DescribeTopicsOptions().includeAuthorizedOperations(true))
                        .allTopicNames()
                        .get();
                seen.forEach((topic, description) -> assertThat(description.authorizedOperations())
                        .as(actor + " on " + topic)
                        .isEqualTo(granted(actor, topic)));
            }
        }
    }

    @Test
    void nobody_gives_themselves_rights_or_speaks_for_another() {
        for (Actor actor : Actor.values()) {
            try (AccessAdmin access = new AccessAdmin(cluster.secured().as(actor, cluster.bootstrapServers()))) {
                assertThatThrownBy(access::changes).hasRootCauseInstanceOf(ClusterAuthorizationException.class);
            }
        }
        assertThatThrownBy(() -> send(Actor.ANALYST, Topics.STATE)).hasCauseInstanceOf(AuthorizationException.class);
        assertThatThrownBy(() -> send(Actor.MARKETPLACE, Topics.STATE))
                .hasCauseInstanceOf(TopicAuthorizationException.class);
        assertThatThrownBy(() -> send(Actor.INGEST, Topics.VERIFIED))
                .hasCauseInstanceOf(TopicAuthorizationException.class);
    }

    @Test
    void a_wrong_password_and_no_password_are_refused() {
        Properties wrong =
                cluster.secured().as(Actor.INGEST, cluster.bootstrapServers()).clientProperties();
        wrong.put(
                "sasl.jaas.config",
                wrong.getProperty("sasl.jaas.config").replaceAll("password=\"[^\"]*\"", "password=\"guessed\""));
        try (Admin admin = Admin.create(wrong)) {
            assertThatThrownBy(() -> admin.describeCluster().clusterId().get())
                    .hasCauseInstanceOf(SaslAuthenticationException.class);
        }
        try (Admin admin = Admin.create(Map.of(
                "bootstrap.servers",
                cluster.bootstrapServers(),
                "default.api.timeout.ms",
                "3000",
                "request.timeout.ms",
                "2000"))) {
            assertThatThrownBy(() -> admin.describeCluster().clusterId().get()).isInstanceOf(ExecutionException.class);
        }
    }

    /** In Kubernetes the password comes from the secret that Strimzi makes of a user: a folder with a file for each key. */
    @Test
    void the_client_file_for_kubernetes_reads_a_users_secret() throws Exception {
        String password = "sasl.jaas.config";
        Path user = Files.createDirectories(folder.resolve("user"));
        Files.writeString(
                user.resolve(password),
                cluster.secured()
                        .as(Actor.INGEST, cluster.bootstrapServers())
                        .clientProperties()
                        .getProperty(password));
        Path file = Files.writeString(
                folder.resolve("kafka.properties"),
                Files.readString(Path.of("..", "infra", "kubernetes", "config", "kafka.properties"))
                        .replace("/etc/pulse/user", user.toString())
                        .replace(
                                "/etc/pulse/kafka-ca/ca.crt",
                                folder.resolve("secure").resolve("ca.pem").toString()));
        try (Admin admin = Admin.create(
                KafkaSettings.of(cluster.bootstrapServers(), Map.of(), file).clientProperties())) {
            assertThat(admin.describeTopics(Set.of(Topics.RAW.name()))
                            .allTopicNames()
                            .get())
                    .containsKey(Topics.RAW.name());
        }
    }

    /** What the list grants, with what Kafka takes as said along with it. */
    private static Set<AclOperation> granted(Actor actor, String topic) {
        Set<AclOperation> all = Access.of(actor).stream()
                .filter(grant -> grant.resource().resourceType() == ResourceType.TOPIC)
                .filter(grant -> grant.resource().patternType() == PatternType.LITERAL
                        ? grant.resource().name().equals(topic)
                        : topic.startsWith(grant.resource().name()))
                .flatMap(grant -> grant.operations().stream())
                .collect(Collectors.toCollection(() -> EnumSet.noneOf(AclOperation.class)));
        all.add(AclOperation.DESCRIBE);
        return all;
    }

    private static Admin admin(Actor actor) {
        return Admin.create(
                cluster.secured().as(actor, cluster.bootstrapServers()).clientProperties());
    }

    private static void send(Actor actor, Topic<?> topic) throws Exception {
        Properties properties =
                cluster.secured().as(actor, cluster.bootstrapServers()).clientProperties();
        properties.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, "10000");
        try (KafkaProducer<byte[], byte[]> producer =
                new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer())) {
            producer.send(new ProducerRecord<>(topic.name(), new byte[] {1}, new byte[] {1}))
                    .get();
        }
    }
}
