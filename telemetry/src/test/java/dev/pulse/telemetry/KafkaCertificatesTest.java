package dev.pulse.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import dev.pulse.domain.tls.SelfSigned;
import dev.pulse.schemas.about.About;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Certificates between a service and Kafka, against a server that shakes hands as a broker does. */
@Timeout(60)
class KafkaCertificatesTest {
    private static final String FAMILY = "pulse_tls_certificate_expiry_timestamp_seconds{of=\"";

    @TempDir
    private static Path folder;

    private static SelfSigned broker;
    private static SelfSigned own;
    private static SelfSigned renewed;
    private static SelfSigned authority;

    private final Telemetry telemetry = Telemetry.of(new About("test", "1.2.3", "abc", Instant.EPOCH));
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor();
    private HttpsServer server;
    private Path trusted;

    @BeforeAll
    static void makeCertificates() throws IOException {
        broker = SelfSigned.make(folder, "broker", 30);
        own = SelfSigned.make(folder, "own", 20);
        renewed = SelfSigned.make(folder, "renewed", 40);
        authority = SelfSigned.make(folder, "authority", 10);
    }

    @BeforeEach
    void start() throws IOException {
        server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(broker.server()));
        server.start();
        trusted = Files.writeString(folder.resolve("trusted.pem"), broker.pem() + authority.pem());
    }

    @AfterEach
    void stop() {
        server.stop(0);
        thread.shutdownNow();
    }

    private AdminClientConfig config(String... more) {
        Map<String, Object> all = new HashMap<>(Map.of(
                "bootstrap.servers",
                "127.0.0.1:" + server.getAddress().getPort(),
                "security.protocol",
                "SSL",
                "ssl.truststore.type",
                "PEM",
                "ssl.truststore.location",
                trusted.toString()));
        for (int i = 0; i < more.length; i += 2) {
            all.put(more[i], more[i + 1]);
        }
        return new AdminClientConfig(all);
    }

    private static String[] keyStore(Path file) {
        return new String[] {
            "ssl.keystore.type",
            "PKCS12",
            "ssl.keystore.location",
            file.toString(),
            "ssl.keystore.password",
            SelfSigned.PASSWORD
        };
    }

    private KafkaCertificates watch(AdminClientConfig config) {
        KafkaCertificates watch = new KafkaCertificates(telemetry, config, thread);
        watch.look();
        return watch;
    }

    private Map<String, Long> said() {
        Map<String, Long> said = new TreeMap<>();
        telemetry.scrape().lines().filter(line -> line.startsWith(FAMILY)).forEach(line -> {
            String[] parts = line.substring(FAMILY.length()).split("\"} ", 2);
            said.put(parts[0], (long) Double.parseDouble(parts[1]));
        });
        return said;
    }

    private static long end(SelfSigned of) {
        return of.certificate().getNotAfter().toInstant().getEpochSecond();
    }

    @Test
    void its_own_the_first_authority_and_the_brokers_are_said() {
        watch(config(keyStore(own.file())));
        assertThat(said())
                .isEqualTo(Map.of(
                        "kafka-client", end(own), "kafka-authority", end(authority), "kafka-broker", end(broker)));
    }

    @Test
    void they_may_stand_in_the_configuration_in_PEM() {
        Map<String, Object> all = new HashMap<>(config().originals());
        all.remove("ssl.truststore.location");
        all.put("ssl.truststore.certificates", broker.pem());
        all.put("ssl.keystore.type", "PEM");
        all.put("ssl.keystore.certificate.chain", own.pem());
        all.put("ssl.keystore.key", own.keyPem());
        watch(new AdminClientConfig(all));
        assertThat(said())
                .isEqualTo(
                        Map.of("kafka-client", end(own), "kafka-authority", end(broker), "kafka-broker", end(broker)));
    }

    @Test
    void one_that_is_renewed_counts_once_clients_have_it() throws IOException {
        Path file = folder.resolve("client.p12");
        own.into(file);
        KafkaCertificates watch = watch(config(keyStore(file)));
        renewed.into(file);
        watch.look();
        assertThat(said()).as("clients still show the former").containsEntry("kafka-client", end(own));
        authority.into(file);
        watch.look();
        assertThat(said()).as("the next start is worse").containsEntry("kafka-client", end(authority));
        renewed.into(file);
        watch(config(keyStore(file)));
        assertThat(said()).as("started again").containsEntry("kafka-client", end(renewed));
    }

    @Test
    void what_was_seen_stays_while_files_and_brokers_are_away() throws IOException {
        Path file = folder.resolve("away.p12");
        own.into(file);
        KafkaCertificates watch = watch(config(keyStore(file)));
        Map<String, Long> before = said();
        server.stop(0);
        watch.look();
        assertThat(said()).isEqualTo(before);
        Files.writeString(file, "half a file");
        watch.look();
        assertThat(said()).isEqualTo(before);
    }

    @Test
    void a_broker_that_is_not_trusted_says_nothing() throws IOException {
        Files.writeString(trusted, authority.pem());
        watch(config());
        assertThat(said()).isEqualTo(Map.of("kafka-authority", end(authority)));
    }

    @Test
    void nothing_is_watched_without_TLS() {
        for (String protocol : List.of("PLAINTEXT", "SASL_PLAINTEXT")) {
            assertThat(KafkaCertificates.speaksTls(config("security.protocol", protocol)))
                    .as(protocol)
                    .isFalse();
        }
        assertThat(KafkaCertificates.speaksTls(config("security.protocol", "sasl_ssl")))
                .isTrue();
        assertThat(said()).isEmpty();
    }
}
