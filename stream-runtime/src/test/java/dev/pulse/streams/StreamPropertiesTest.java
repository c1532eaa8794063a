package dev.pulse.streams;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pulse.schemas.kafka.KafkaSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.streams.StreamsConfig;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

class StreamPropertiesTest {
    private static final StreamSettings SETTINGS = StreamSettings.of("pulse-test", Path.of("state"));

    private RocksDbMemory memory;

    @BeforeEach
    void memory() {
        memory = new RocksDbMemory(8 << 20);
    }

    @AfterEach
    void free() {
        memory.close();
    }

    private StreamsConfig config(StreamSettings settings) {
        return new StreamsConfig(StreamProperties.of(KafkaSettings.of("127.0.0.1:1"), settings, "one", memory));
    }

    @Test
    void kafkaStreamsTakesThemAndRunsExactlyOnce() {
        StreamsConfig config = config(SETTINGS.withThreads(3)
                .withStandbyReplicas(1)
                .withApplicationServer("10.0.0.1:8082")
                .withMemory(1 << 20, 16 << 20));

        assertThat(config.getString(StreamsConfig.PROCESSING_GUARANTEE_CONFIG))
                .isEqualTo(StreamsConfig.EXACTLY_ONCE_V2);
        assertThat(config.getBoolean(StreamsConfig.ENSURE_EXPLICIT_INTERNAL_RESOURCE_NAMING_CONFIG))
                .isTrue();
        assertThat(config.getLong(StreamsConfig.COMMIT_INTERVAL_MS_CONFIG)).isEqualTo(100);
        assertThat(config.getInt(StreamsConfig.NUM_STREAM_THREADS_CONFIG)).isEqualTo(3);
        assertThat(config.getInt(StreamsConfig.NUM_STANDBY_REPLICAS_CONFIG)).isEqualTo(1);
        assertThat(config.getString(StreamsConfig.APPLICATION_SERVER_CONFIG)).isEqualTo("10.0.0.1:8082");
        assertThat(config.getLong(StreamsConfig.STATESTORE_CACHE_MAX_BYTES_CONFIG))
                .isEqualTo(1 << 20);
        assertThat(config.getClass(StreamsConfig.ROCKSDB_CONFIG_SETTER_CLASS_CONFIG))
                .isEqualTo(BoundedRocksDb.class);
    }

    @Test
    void itsClientsAreReadCommittedAndIdempotent() {
        StreamsConfig config = config(SETTINGS);

        Map<String, Object> consumer = config.getMainConsumerConfigs("pulse-test", "c", 0);
        assertThat(consumer)
                .containsEntry("isolation.level", "read_committed")
                .containsEntry("auto.offset.reset", "earliest")
                .containsEntry("group.instance.id", "one-0")
                .containsEntry("session.timeout.ms", 10_000);
        assertThat(config.getRestoreConsumerConfigs("c")).doesNotContainKey("group.instance.id");
        assertThat(config.getProducerConfigs("p"))
                .containsEntry("enable.idempotence", true)
                .containsEntry("compression.type", "lz4");
    }

    @Test
    void propertiesOfKafkaReachEveryClientAndOverridesWin() {
        KafkaSettings kafka = new KafkaSettings("127.0.0.1:1", Map.of("security.protocol", "SSL"));
        Properties all = StreamProperties.of(
                kafka,
                SETTINGS.withOverrides(Map.of("commit.interval.ms", "1000", "producer.linger.ms", "5")),
                "one",
                memory);

        StreamsConfig config = new StreamsConfig(all);
        assertThat(config.getLong(StreamsConfig.COMMIT_INTERVAL_MS_CONFIG)).isEqualTo(1000);
        assertThat(config.getProducerConfigs("p"))
                .containsEntry("linger.ms", "5")
                .containsEntry("security.protocol", "SSL");
    }

    @ParameterizedTest
    @FieldSource("dev.pulse.streams.StreamSettings#FIXED")
    void whatCorrectnessDependsOnIsNotOverridden(String key) {
        assertThatThrownBy(() -> SETTINGS.withOverrides(Map.of(key, "x")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(key);
    }

    @Test
    void instancesReachEachOtherByTlsWhereTheirAddressSaysSo() {
        StreamSettings plain = SETTINGS.withApplicationServer("10.0.0.1:8082");
        assertThat(plain.peerScheme()).isEqualTo("http");
        assertThat(plain.hostAndPort()).isEqualTo("10.0.0.1:8082");
        StreamSettings secured = SETTINGS.withApplicationServer("https://lifecycle-0.pulse:8082");
        assertThat(secured.peerScheme()).isEqualTo("https");
        assertThat(secured.hostAndPort()).isEqualTo("lifecycle-0.pulse:8082");
        assertThat(SETTINGS.hostAndPort()).isNull();
    }

    @Test
    void aValueOutsideItsRangeIsNamed() {
        assertThatThrownBy(() -> SETTINGS.withThreads(0)).hasMessageContaining("threads");
        assertThatThrownBy(() -> SETTINGS.withThreads(65)).hasMessageContaining("threads");
        assertThatThrownBy(() -> SETTINGS.withStandbyReplicas(5)).hasMessageContaining("standbyReplicas");
        assertThatThrownBy(() -> SETTINGS.withApplicationServer("here")).hasMessageContaining("applicationServer");
        assertThatThrownBy(() -> SETTINGS.withApplicationServer("ftp://here:1"))
                .hasMessageContaining("applicationServer");
        assertThatThrownBy(() -> SETTINGS.withMemory(-1, 16 << 20)).hasMessageContaining("recordCacheBytes");
        assertThatThrownBy(() -> SETTINGS.withMemory(0, (8 << 20) - 1)).hasMessageContaining("rocksDbBytes");
        assertThatThrownBy(() -> StreamSettings.of("two words", Path.of("s"))).hasMessageContaining("applicationId");
        assertThatThrownBy(() ->
                        new StreamSettings("a", Path.of("s"), 1, 0, null, Duration.ofMillis(9), 0, 8 << 20, Map.of()))
                .hasMessageContaining("commitInterval");
    }
}
