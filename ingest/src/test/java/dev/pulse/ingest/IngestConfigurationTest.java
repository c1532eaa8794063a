package dev.pulse.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dropwizard.core.setup.Bootstrap;
import java.time.Clock;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A bad configuration is refused by the name of its key. */
class IngestConfigurationTest {
    private static final String GOOD = """
            kafka: {bootstrapServers: "127.0.0.1:1"}
            registry: {url: "http://127.0.0.1:1"}
            region: eu
            regions: [eu, us]
            server: {type: ingest, applicationContextPath: /, adminContextPath: /admin}
            """;

    private static IngestApplication application(Map<String, String> variables) {
        return new IngestApplication(Clock.systemUTC(), System::nanoTime, variables, (configuration, log, ticker) -> {
            throw new AssertionError("connected with a bad configuration");
        });
    }

    private static IngestConfiguration read(String yaml) throws Exception {
        IngestApplication application = application(Map.of());
        Bootstrap<IngestConfiguration> bootstrap = new Bootstrap<>(application);
        application.initialize(bootstrap);
        return TestIngest.configuration(bootstrap, yaml);
    }

    @Test
    void theDefaultsServeAFarmBehindOneAddress() throws Exception {
        IngestConfiguration configuration = read(GOOD);
        assertThat(configuration.limits().address().burst()).isEqualTo(5_000);
        assertThat(configuration.limits().address().periodNanos()).isEqualTo(1_000_000);
        assertThat(configuration.limits().node(configuration.interval()).periodNanos())
                .isEqualTo(15_000_000_000L);
        assertThat(configuration.audience()).isEqualTo("devnet");
        assertThat(configuration.allowLegacyHeartbeats()).isFalse();
        assertThat(configuration.log().create()).isNull();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "limits: {addressPerSecond: 0} | addressPerSecond",
                "limits: {addresBurst: 5} | addresBurst",
                "limits: {inFlightBytes: 1KiB} | inFlightBytes",
                "limits: {bodyTimeout: 0s} | bodyTimeout",
                "limits: {nodeInterval: 2d} | nodeInterval",
                "interval: 0s | interval",
                "ackTimeout: 2m | ackTimeout",
                "name: 'Not a name' | name",
                "colour: red | colour",
                "partitions: 0 | partitions",
            })
    void aBadKeyIsNamed(String line, String key) {
        assertThatThrownBy(() -> read(GOOD + line + "\n")).hasMessageContaining(key);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "region: eu | region: ap | region must be one of regions",
                "region: eu | | region",
                "\"127.0.0.1:1\" | '' | kafka",
                "http:// | ftp:// | registry.url",
            })
    void aBadRequiredKeyIsNamed(String good, String bad, String message) {
        assertThatThrownBy(() -> read(GOOD.replaceFirst(good, bad == null ? "" : bad)))
                .hasMessageContaining(message);
    }

    @Test
    void limitsThatOnlyFailTogetherAreNamedToo() throws Exception {
        IngestConfiguration configuration = read(GOOD + "limits: {nodeInterval: 1d, nodeBurst: 1000}\n");
        assertThatThrownBy(() -> configuration.limits().node(configuration.interval()))
                .hasMessageContaining("limits.nodeInterval and limits.nodeBurst");
    }

    @Test
    void anotherServerTypeIsRefused() {
        assertThatThrownBy(() -> TestIngest.build(application(Map.of()), GOOD.replace("type: ingest", "type: simple")))
                .hasMessageContaining("server.type must be ingest");
    }

    @Test
    void theLegacyVariableIsTrueOrFalse() {
        assertThatThrownBy(() -> TestIngest.build(application(Map.of("ALLOW_LEGACY_HEARTBEATS", "yes")), GOOD))
                .hasMessageContaining("ALLOW_LEGACY_HEARTBEATS must be true or false, not yes");
    }
}
