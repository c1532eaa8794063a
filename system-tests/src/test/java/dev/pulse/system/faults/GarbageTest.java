package dev.pulse.system.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.pulse.domain.verdict.Rejection;
import dev.pulse.schemas.DeadLetter;
import dev.pulse.schemas.DeadLetterReason;
import dev.pulse.schemas.RegionVerdict;
import dev.pulse.schemas.SignedHeartbeat;
import dev.pulse.schemas.Tick;
import dev.pulse.schemas.convert.Bytes;
import dev.pulse.schemas.serde.RegistryRecordSerdes;
import dev.pulse.schemas.topic.Topic;
import dev.pulse.schemas.topic.Topics;
import dev.pulse.system.Http;
import dev.pulse.system.OnKafka;
import dev.pulse.system.books.TopicReader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Deserializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Whatever is written straight into a topic ends as poison, with its bytes, and stops nothing. */
@OnKafka
@Timeout(600)
class GarbageTest {
    private static final Instant RECEIVED = Instant.ofEpochSecond(1_790_000_000);

    /** What a letter keeps of the original: half of what Kafka takes in one record. */
    private static final int MAX_ORIGINAL = 512 * 1024;

    @TempDir
    private Path folder;

    /** Where a record was written. */
    private record Place(String topic, int partition, long offset) {}

    /** A record to write: a key, or null, and a value, or null. */
    private record Garbage(byte[] key, byte[] value) {
        static Garbage of(String key, byte[] value) {
            return new Garbage(key == null ? null : key.getBytes(StandardCharsets.UTF_8), value);
        }
    }

    @Test
    void garbage_becomes_poison_and_stops_nothing() throws Exception {
        try (Parts parts = new Parts(folder, Duration.ofSeconds(60))) {
            parts.startBroker();
            parts.startRegistry();
            parts.startReady("verifier", "lifecycle", "ingest");
            parts.startReady("marketplace");
            Node node = new Node("bystander");
            assertThat(Node.post(parts, node.next()).statusCode()).isEqualTo(202);

            Map<Place, byte[]> written = new LinkedHashMap<>();
            try (RegistryRecordSerdes serdes = parts.serdes()) {
                written.putAll(write(parts, Topics.RAW, rawGarbage(serdes)));
                written.putAll(write(parts, Topics.VERIFIED, verifiedGarbage(serdes)));
                written.putAll(write(parts, Topics.COMMANDS, undecodable("command")));
                written.putAll(write(parts, Topics.VERDICTS, undecodable("eu")));
                write(parts, Topics.RAW, fromAnotherTime(serdes, Instant.now()));
                // What can't be read among the dead letters stays there: a letter about it would come back.
                write(parts, Topics.dead(Rejection.POISON), undecodable("dead"));
                await("every record is poison")
                        .atMost(Parts.SOON)
                        .untilAsserted(() -> assertThat(poison(parts, serdes).keySet())
                                .containsExactlyInAnyOrderElementsOf(written.keySet()));
                assertThat(poison(parts, serdes)).allSatisfy((place, letter) -> {
                    assertThat(letter.getReason()).isEqualTo(DeadLetterReason.POISON);
                    assertThat(letter.getDetail()).isNotBlank();
                    assertThat(Bytes.copy(letter.getOriginal())).isEqualTo(kept(written.get(place)));
                });
            }
            await("times that can't be are skew")
                    .atMost(Parts.SOON)
                    .until(() -> new TopicReader(parts.kafka())
                                    .read(Topics.dead(Rejection.SKEW))
                                    .size()
                            == 3);
            await("the early one is known")
                    .atMost(Parts.SOON)
                    .ignoreExceptionsInstanceOf(UncheckedIOException.class)
                    .until(() -> Http.get(parts.url("lifecycle") + "/v1/nodes/early")
                                    .path("advances")
                                    .asLong()
                            == 1);
            assertGoesOn(parts, node);
            assertOperatorsFind(parts, written);
        }
    }

    /** Through the explorer: every letter is on one page, and opens to the bytes that were refused. */
    private static void assertOperatorsFind(Parts parts, Map<Place, byte[]> written) {
        String letters = parts.url("marketplace") + "/api/v1/dead-letters/";
        Map<Place, String> found = new LinkedHashMap<>();
        String cursor = "";
        while (cursor != null) {
            JsonNode page = Http.get(letters + "search?reason=poison&size=7" + cursor);
            page.path("letters").forEach(letter -> {
                JsonNode source = letter.path("source");
                Place place = new Place(
                        source.path("topic").asText(),
                        source.path("partition").asInt(),
                        source.path("offset").asLong());
                String where = "poison/" + letter.path("partition").asInt() + "/"
                        + letter.path("offset").asLong();
                if (source.isObject()) {
                    assertThat(found.put(place, where))
                            .as("again on a page: %s", place)
                            .isNull();
                }
            });
            cursor = page.path("next_cursor").isNull()
                    ? null
                    : "&cursor=" + page.path("next_cursor").asText();
        }
        assertThat(found.keySet()).containsExactlyInAnyOrderElementsOf(written.keySet());
        found.forEach((place, where) -> {
            byte[] original = kept(written.get(place));
            byte[] shown = Base64.getDecoder()
                    .decode(Http.get(letters + where).path("original_base64").asText());
            assertThat(shown).isEqualTo(Arrays.copyOf(original, Math.min(original.length, 64 * 1024)));
        });
        assertThat(Http.send(HttpRequest.newBuilder(URI.create(letters + "poison/0/1000000")))
                        .statusCode())
                .isEqualTo(404);
        String operator = parts.url("marketplace") + "/api/v1/operator/";
        await("every service is up")
                .atMost(Parts.SOON)
                .untilAsserted(() -> assertThat(
                                Http.get(operator + "services").path("services").findValuesAsText("state"))
                        .containsExactly("up", "up", "up", "up", "up"));
        assertThat(Http.get(operator + "services")
                        .at("/kafka/features/transaction.version")
                        .asInt())
                .isEqualTo(2);
        await("both groups are known, and have read all but their newest ticks")
                .atMost(Parts.SOON)
                .untilAsserted(() -> {
                    JsonNode partitions = Http.get(operator + "partitions");
                    assertThat(partitions.path("troubles")).isEmpty();
                    for (JsonNode topic : partitions.path("topics")) {
                        String reader = Map.of(
                                        Topics.RAW.name(), "pulse-verifier", Topics.VERIFIED.name(), "pulse-lifecycle")
                                .get(topic.path("topic").asText());
                        if (reader != null) {
                            assertThat(topic.path("rate").decimalValue()).isPositive();
                            assertThat(topic.path("partitions"))
                                    .hasSize(Parts.PARTITIONS)
                                    .allSatisfy(partition -> {
                                        assertThat(partition.path("lags").has(reader))
                                                .isTrue();
                                        assertThat(partition
                                                        .path("lags")
                                                        .path(reader)
                                                        .asLong())
                                                .isLessThan(20);
                                    });
                        }
                    }
                });
    }

    private static byte[] kept(byte[] value) {
        return value == null ? new byte[0] : Arrays.copyOf(value, Math.min(value.length, MAX_ORIGINAL));
    }

    private static void assertGoesOn(Parts parts, Node node) {
        var heartbeat = node.next();
        assertThat(Node.post(parts, heartbeat).statusCode()).isEqualTo(202);
        await("the bystander's heartbeat is accounted")
                .atMost(Parts.SOON)
                .ignoreExceptionsInstanceOf(UncheckedIOException.class)
                .untilAsserted(() -> {
                    JsonNode known = Http.get(parts.url("lifecycle") + "/v1/nodes/" + node.id());
                    assertThat(known.path("last_timestamp").asLong()).isEqualTo(heartbeat.timestamp());
                    assertThat(known.path("advances").asLong()).isEqualTo(2);
                });
        for (String service : List.of("verifier", "lifecycle")) {
            assertThat(parts.isReady(service)).isTrue();
            assertThat(parts.service(service).output())
                    .as("no thread of %s failed", service)
                    .doesNotContain("a thread failed");
        }
    }

    /** Bytes that are no record at all. */
    private static List<Garbage> undecodable(String key) {
        byte[] random = new byte[500];
        new Random(20261123).nextBytes(random);
        random[0] = 1;
        byte[] unknownSchema =
                ByteBuffer.allocate(40).put((byte) 0).putInt(2_000_000_000).array();
        return List.of(
                Garbage.of(key, new byte[0]),
                Garbage.of(key, new byte[] {0}),
                Garbage.of(key, new byte[] {0, 0, 0, 0, 0}),
                Garbage.of(key, random),
                Garbage.of(key, "{\"node_id\":\"node-1\"}".getBytes(StandardCharsets.UTF_8)),
                Garbage.of(key, unknownSchema),
                Garbage.of(null, random),
                new Garbage(new byte[] {(byte) 0xff, (byte) 0xfe, 0}, random));
    }

    /** The same, and records that can be read but are not what the ingest writes. */
    private static List<Garbage> rawGarbage(RegistryRecordSerdes serdes) {
        List<Garbage> all = new ArrayList<>(undecodable("node-1"));
        all.add(Garbage.of("node-1", null));
        byte[] large = new byte[MAX_ORIGINAL];
        new Random(1).nextBytes(large);
        all.add(Garbage.of("node-1", large));
        // Compressed, these two fit the topic; a letter with all of it would not.
        all.add(Garbage.of("node-1", new byte[5_000_000]));
        all.add(new Garbage(new byte[2_000_000], new byte[1]));

        Node honest = new Node("honest");
        var heartbeat = honest.next();
        SignedHeartbeat proper = new SignedHeartbeat(
                Bytes.wrap(heartbeat.canonical()),
                Bytes.wrap(heartbeat.signature()),
                honest.account(),
                RECEIVED,
                "eu",
                "ingest-eu",
                false);
        byte[] properBytes = bytes(serdes, Topics.RAW, proper);
        all.add(Garbage.of("another", properBytes));
        all.add(Garbage.of(null, properBytes));
        all.add(Garbage.of("honest", Arrays.copyOf(properBytes, properBytes.length - 1)));
        all.add(Garbage.of("honest", Arrays.copyOf(properBytes, properBytes.length + 1)));
        all.add(Garbage.of(
                "honest",
                bytes(
                        serdes,
                        Topics.RAW,
                        SignedHeartbeat.newBuilder(proper)
                                .setAccount(new Node("stranger").account())
                                .build())));
        all.add(Garbage.of(
                "honest",
                bytes(
                        serdes,
                        Topics.RAW,
                        SignedHeartbeat.newBuilder(proper).setLegacy(true).build())));
        byte[] spaced =
                (" " + new String(heartbeat.canonical(), StandardCharsets.UTF_8)).getBytes(StandardCharsets.UTF_8);
        all.add(Garbage.of(
                "honest",
                bytes(
                        serdes,
                        Topics.RAW,
                        SignedHeartbeat.newBuilder(proper)
                                .setPayload(Bytes.wrap(spaced))
                                .build())));
        // A tick is believed only in the partition that it names.
        all.add(Garbage.of(
                null, bytes(serdes, Topics.RAW, new Tick(RECEIVED, "ingest-eu", "eu", Parts.PARTITIONS + 1))));
        // A record of another topic.
        all.add(Garbage.of("honest", bytes(serdes, Topics.VERDICTS, verdict())));
        return all;
    }

    /**
     * Records in the ingest's form with times that no ingest's clock ever showed: they are judged as any other is. Kafka
     * refuses records that claim to come from far ahead, so nothing may be written with such a time on it.
     */
    private static List<Garbage> fromAnotherTime(RegistryRecordSerdes serdes, Instant now) {
        List<Garbage> all = new ArrayList<>();
        for (long receivedAt : new long[] {0, now.plusSeconds(7_200).toEpochMilli(), Long.MAX_VALUE}) {
            Node forger = new Node("forger");
            var heartbeat = forger.next();
            all.add(Garbage.of(
                    "forger",
                    bytes(
                            serdes,
                            Topics.RAW,
                            new SignedHeartbeat(
                                    Bytes.wrap(heartbeat.canonical()),
                                    Bytes.wrap(heartbeat.signature()),
                                    forger.account(),
                                    Instant.ofEpochMilli(receivedAt),
                                    "eu",
                                    "ingest-eu",
                                    false))));
        }
        Node early = new Node("early", now.plusSeconds(7_200).getEpochSecond());
        var heartbeat = early.next();
        all.add(Garbage.of(
                "early",
                bytes(
                        serdes,
                        Topics.RAW,
                        new SignedHeartbeat(
                                Bytes.wrap(heartbeat.canonical()),
                                Bytes.wrap(heartbeat.signature()),
                                early.account(),
                                now.plusSeconds(7_201),
                                "eu",
                                "ingest-eu",
                                false))));
        return all;
    }

    private static List<Garbage> verifiedGarbage(RegistryRecordSerdes serdes) {
        List<Garbage> all = new ArrayList<>(undecodable("node-1"));
        all.add(Garbage.of("node-1", new byte[5_000_000]));
        all.add(new Garbage(new byte[2_000_000], new byte[1]));
        all.add(Garbage.of(
                null, bytes(serdes, Topics.VERIFIED, new Tick(RECEIVED, "ingest-eu", "eu", Parts.PARTITIONS + 1))));
        all.add(Garbage.of("eu", bytes(serdes, Topics.VERDICTS, verdict())));
        return all;
    }

    private static RegionVerdict verdict() {
        return RegionVerdict.newBuilder()
                .setRegion("eu")
                .setAsOf(RECEIVED)
                .setDisturbed(true)
                .setOnline(0)
                .setLate(0)
                .setUnknown(0)
                .setOffline(0)
                .setAdvances(0)
                .setDuplicates(0)
                .setReplays(0)
                .setPartitionsHeard(1)
                .setPartitions(Parts.PARTITIONS)
                .build();
    }

    private static <V extends SpecificRecord> byte[] bytes(RegistryRecordSerdes serdes, Topic<V> topic, V record) {
        return serdes.of(topic).serializer().serialize(topic.name(), record);
    }

    private static Map<Place, byte[]> write(Parts parts, Topic<?> topic, List<Garbage> records)
            throws ExecutionException, InterruptedException {
        Properties properties = parts.kafka().clientProperties();
        properties.put(ProducerConfig.ACKS_CONFIG, "all");
        properties.put(ProducerConfig.COMPRESSION_TYPE_CONFIG, "zstd");
        properties.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, Integer.toString(8 * 1024 * 1024));
        Map<Place, byte[]> written = new LinkedHashMap<>();
        try (KafkaProducer<byte[], byte[]> producer =
                new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer())) {
            for (Garbage record : records) {
                RecordMetadata at = producer.send(new ProducerRecord<>(topic.name(), record.key(), record.value()))
                        .get();
                written.put(new Place(at.topic(), at.partition(), at.offset()), record.value());
            }
        }
        return written;
    }

    /** The letters in the poison topic that can be read, by where their record stood; each place has one. */
    private static Map<Place, DeadLetter> poison(Parts parts, RegistryRecordSerdes serdes) {
        Deserializer<DeadLetter> values =
                serdes.of(Topics.dead(Rejection.POISON)).deserializer();
        Map<Place, DeadLetter> letters = new LinkedHashMap<>();
        for (ConsumerRecord<byte[], byte[]> record :
                new TopicReader(parts.kafka()).read(Topics.dead(Rejection.POISON))) {
            DeadLetter letter;
            try {
                letter = values.deserialize(record.topic(), record.value());
            } catch (SerializationException ours) {
                continue;
            }
            Place place = new Place(letter.getSourceTopic(), letter.getSourcePartition(), letter.getSourceOffset());
            assertThat(letters.put(place, letter))
                    .as("another letter for %s", place)
                    .isNull();
        }
        return letters;
    }
}
