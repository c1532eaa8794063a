package dev.pulse.schemas.serde;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pulse.domain.tls.SelfSigned;
import dev.pulse.schemas.topic.Topics;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import javax.net.ssl.SSLContext;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.Serde;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A registry behind TLS that asks for a password: whom its client believes, and what it says of whom it does not. */
@Timeout(60)
class SecuredRegistryTest {
    private static final Duration SOON = Duration.ofSeconds(30);
    private static final String UNKNOWN = "unable to find valid certification path to requested target";

    @TempDir
    private static Path certificates;

    private static SelfSigned ours;
    private static SelfSigned strangers;

    private final List<String> progress = new ArrayList<>();
    private SSLContext before;

    @BeforeAll
    static void makeCertificates() throws IOException {
        ours = SelfSigned.make(certificates, "ours");
        strangers = SelfSigned.make(certificates, "strangers");
    }

    @BeforeEach
    void trustOurs() throws Exception {
        before = SSLContext.getDefault();
        SSLContext.setDefault(SelfSigned.trusting(ours));
    }

    @AfterEach
    void forget() {
        SSLContext.setDefault(before);
    }

    private static URI as(String user, FakeRegistry registry) {
        return URI.create(registry.url().toString().replace("https://", "https://" + user + "@"));
    }

    private static RegistryRecordSerdes serdes(URI url) {
        return new RegistryRecordSerdes(new RegistrySettings(url));
    }

    /** At once, with the name of the host and why, and nothing that only we should know. */
    private void assertRefused(FakeRegistry registry, String why) {
        try (RegistryRecordSerdes serdes = serdes(as("pulse:s3cret", registry))) {
            assertThatThrownBy(() -> serdes.awaitRegistry(SOON, progress::add))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage("The schema registry at " + registry.url() + " is not trusted, " + why + ".");
        }
        assertThat(registry.calls()).isEmpty();
        assertThat(progress).as("it is not waited for").isEmpty();
    }

    @Test
    void its_schemas_come_over_TLS_to_who_has_the_password() {
        try (FakeRegistry registry = new FakeRegistry(ours.server(), "127.0.0.1");
                RegistryRecordSerdes serdes = serdes(as("pulse:correct%20horse", registry));
                RegistryDeserializer reader = new RegistryDeserializer()) {
            registry.demand("correct horse");
            serdes.awaitRegistry(SOON, progress::add);
            assertThat(progress)
                    .singleElement()
                    .asString()
                    .startsWith("The schema registry at " + registry.url() + " ");
            Serde<SpecificRecord> verified = serdes.of(Topics.VERIFIED);
            reader.configure(
                    Map.of(
                            RegistryDeserializer.URL,
                            as("pulse:correct%20horse", registry).toString()),
                    false);
            byte[] tick = verified.serializer().serialize("t", Samples.tick());
            assertThat(reader.deserialize("t", tick).getSchema().getName()).isEqualTo("Tick");
        }
    }

    @Test
    void a_wrong_password_and_none_are_refused_and_not_shown() {
        try (FakeRegistry registry = new FakeRegistry(ours.server(), "127.0.0.1")) {
            registry.demand("correct horse");
            for (URI url : List.of(registry.url(), as("pulse:guessed", registry))) {
                try (RegistryRecordSerdes serdes = serdes(url)) {
                    assertThatThrownBy(() -> serdes.awaitRegistry(SOON, progress::add))
                            .isInstanceOf(IllegalStateException.class)
                            .hasMessageStartingWith("The schema registry at " + registry.url() + " answers 401 to ")
                            .hasMessageNotContaining("guessed");
                }
            }
            assertThat(registry.calls()).isEmpty();
            assertThat(new RegistrySettings(as("pulse:guessed", registry)))
                    .hasToString("the schema registry at " + registry.url());
            assertThatThrownBy(() -> new RegistrySettings(URI.create("pulse:guessed@127.0.0.1:8084")))
                    .hasMessage("registry.url must be an http(s) address, not 127.0.0.1:8084");
        }
    }

    @Test
    void an_authority_that_nobody_knows_is_refused_and_said_so() {
        try (FakeRegistry registry = new FakeRegistry(strangers.server(), "127.0.0.1")) {
            assertRefused(registry, UNKNOWN);
        }
    }

    @Test
    void another_hosts_certificate_is_refused_and_said_so() {
        try (FakeRegistry registry = new FakeRegistry(ours.server(), "127.0.0.2")) {
            assertRefused(registry, "No subject alternative names matching IP address 127.0.0.2 found");
        }
    }

    /** Once a service runs, a certificate that went bad is no verdict on a record whose schema is not known yet. */
    @Test
    void a_schema_that_is_asked_of_whom_is_not_trusted_may_be_asked_for_again() {
        try (FakeRegistry registry = new FakeRegistry(strangers.server(), "127.0.0.1");
                RegistryRecordSerdes serdes = serdes(registry.url())) {
            byte[] unknown = {0, 0, 0, 0, 77, 0};
            assertThatThrownBy(() -> serdes.of(Topics.VERIFIED).deserializer().deserialize("t", unknown))
                    .isInstanceOf(RegistryUnavailableException.class)
                    .hasMessageContaining(UNKNOWN);
        }
    }
}
