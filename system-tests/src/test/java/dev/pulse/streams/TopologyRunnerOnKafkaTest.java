package dev.pulse.streams;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pulse.schemas.serde.RegistryUnavailableException;
import dev.pulse.system.Broker;
import dev.pulse.system.OnKafka;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.KafkaStreams.State;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.kstream.Consumed;
import org.apache.kafka.streams.kstream.Produced;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorSupplier;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A runner on a real broker: failures, restarts, outages, and each record counted once all the same. */
@OnKafka
@Timeout(180)
class TopologyRunnerOnKafkaTest {
    private static final Duration SOON = Duration.ofSeconds(60);
    private static final TopicPartition OUT = new TopicPartition("out", 0);

    @TempDir
    private Path folder;

    private Broker broker;

    /** A stream thread that is told to fail ends with its exception, which is no failure of the test. */
    private static ConditionFactory await() {
        return Awaitility.await().dontCatchUncaughtExceptions();
    }

    /** Numbers the records it has seen, in a RocksDB store with a changelog; fails when told to. */
    private record Counter(Runnable before) implements ProcessorSupplier<String, String, String, String> {
        private static final StoreBuilder<KeyValueStore<String, Long>> STORE =
                Stores.keyValueStoreBuilder(Stores.persistentKeyValueStore("counts"), Serdes.String(), Serdes.Long());

        @Override
        public Processor<String, String, String, String> get() {
            return new ContextualProcessor<>() {
                @Override
                public void process(Record<String, String> record) {
                    KeyValueStore<String, Long> store = context().getStateStore("counts");
                    Long before = store.get("all");
                    long count = before == null ? 1 : before + 1;
                    store.put("all", count);
                    context().forward(record.withValue(record.value() + "#" + count));
                    Counter.this.before.run();
                }
            };
        }

        @Override
        public Set<StoreBuilder<?>> stores() {
            return Set.of(STORE);
        }
    }

    private static Topology topology(Runnable before) {
        StreamsBuilder builder = StrictTopology.builder();
        builder.stream("in", Consumed.with(Serdes.String(), Serdes.String()))
                .process(new Counter(before))
                .to("out", Produced.with(Serdes.String(), Serdes.String()));
        return builder.build();
    }

    @BeforeEach
    void start() throws Exception {
        broker = new Broker(folder.resolve("kafka")).start();
        try (Admin admin = broker.admin()) {
            admin.createTopics(List.of(new NewTopic("in", 1, (short) 1), new NewTopic("out", 1, (short) 1)))
                    .all()
                    .get(20, TimeUnit.SECONDS);
        }
    }

    @AfterEach
    void stop() {
        broker.close();
    }

    private StreamSettings settings() {
        // The shortest session a broker allows: after a failed thread, the group waits for it to end.
        return StreamSettings.of("pulse-test", folder.resolve("state"))
                .withOverrides(Map.of("consumer.session.timeout.ms", "6000", "consumer.heartbeat.interval.ms", "1000"));
    }

    private void produce(int from, int to) throws Exception {
        try (KafkaProducer<String, String> producer = new KafkaProducer<>(
                broker.kafka().clientProperties(), new StringSerializer(), new StringSerializer())) {
            List<Future<RecordMetadata>> sent = new ArrayList<>();
            for (int i = from; i <= to; i++) {
                sent.add(producer.send(new ProducerRecord<>("in", "k", "r" + i)));
            }
            for (Future<RecordMetadata> acknowledged : sent) {
                acknowledged.get(30, TimeUnit.SECONDS);
            }
        }
    }

    private List<String> committed(int count) {
        var properties = broker.kafka().clientProperties();
        properties.put("isolation.level", "read_committed");
        List<String> values = new ArrayList<>();
        try (KafkaConsumer<String, String> consumer =
                new KafkaConsumer<>(properties, new StringDeserializer(), new StringDeserializer())) {
            consumer.assign(List.of(OUT));
            consumer.seekToBeginning(List.of(OUT));
            await().atMost(SOON).until(() -> {
                for (ConsumerRecord<String, String> record : consumer.poll(Duration.ofMillis(200))) {
                    values.add(record.value());
                }
                return values.size() >= count;
            });
            // Nothing may follow: what is committed ends here.
            long end = consumer.endOffsets(List.of(OUT)).get(OUT);
            while (consumer.position(OUT) < end) {
                consumer.poll(Duration.ofMillis(200)).forEach(record -> values.add(record.value()));
            }
        }
        return values;
    }

    private static List<String> expected(int to) {
        return IntStream.rangeClosed(1, to).mapToObj(i -> "r" + i + "#" + i).toList();
    }

    @Test
    void aThreadThatFailsIsReplacedAndEachRecordCountsOnce() throws Exception {
        AtomicInteger seen = new AtomicInteger();
        TopologyRunner runner = new TopologyRunner(
                topology(() -> {
                    if (seen.incrementAndGet() == 50) {
                        throw new IllegalStateException("told to fail");
                    }
                }),
                broker.kafka(),
                settings());
        runner.start();
        try {
            assertThat(runner.whenRunning(SOON)).succeedsWithin(SOON);
            assertThat(runner.health().execute().isHealthy()).isTrue();
            produce(1, 100);
            assertThat(committed(100)).isEqualTo(expected(100));
            assertThat(seen.get()).isGreaterThan(100);
            await().atMost(SOON).until(() -> runner.state() == State.RUNNING);
        } finally {
            runner.stop();
        }
        assertThat(runner.state()).isEqualTo(State.NOT_RUNNING);
    }

    @Test
    void aRestartGoesOnWhereItStopped() throws Exception {
        for (int round = 0; round < 3; round++) {
            TopologyRunner runner = new TopologyRunner(topology(() -> {}), broker.kafka(), settings());
            runner.start();
            try {
                assertThat(runner.whenRunning(SOON)).succeedsWithin(SOON);
                produce(round * 10 + 1, round * 10 + 10);
                assertThat(committed(round * 10 + 10)).isEqualTo(expected(round * 10 + 10));
            } finally {
                runner.stop();
            }
        }
    }

    @Test
    void stoppingLeavesTheGroupSoThatAnotherInstanceTakesOverAtOnce() throws Exception {
        TopologyRunner one = new TopologyRunner(topology(() -> {}), broker.kafka(), settings());
        one.start();
        assertThat(one.whenRunning(SOON)).succeedsWithin(SOON);
        one.stop();
        try (Admin admin = broker.admin()) {
            await().atMost(Duration.ofSeconds(5))
                    .untilAsserted(() -> assertThat(admin.describeConsumerGroups(List.of("pulse-test"))
                                    .all()
                                    .get(20, TimeUnit.SECONDS)
                                    .get("pulse-test")
                                    .members())
                            .isEmpty());
        }
    }

    @Test
    void oneThatKeepsFailingGivesUpAndSaysSoAndOneThatMissesTheRegistryDoesNot() throws Exception {
        AtomicReference<Throwable> last = new AtomicReference<>();
        AtomicInteger tries = new AtomicInteger();
        TopologyRunner runner = new TopologyRunner(
                topology(() -> {
                    if (tries.incrementAndGet() <= 2) {
                        throw new RegistryUnavailableException("away", null);
                    }
                    throw new IllegalStateException("always");
                }),
                broker.kafka(),
                settings(),
                last::set,
                new RestartBudget(1, Duration.ofMinutes(10)));
        produce(1, 1);
        runner.start();
        try {
            await().atMost(SOON).until(() -> runner.state() == State.ERROR);
            assertThat(last.get()).hasStackTraceContaining("always");
            assertThat(tries).hasValue(3);
            assertThat(runner.health().execute().isHealthy()).isFalse();
            assertThat(runner.health().execute().getMessage()).isEqualTo("pulse-test is error");
        } finally {
            runner.stop();
        }
    }

    @Test
    void anOutageOfKafkaIsSurvived() throws Exception {
        TopologyRunner runner = new TopologyRunner(topology(() -> {}), broker.kafka(), settings());
        runner.start();
        try {
            assertThat(runner.whenRunning(SOON)).succeedsWithin(SOON);
            produce(1, 10);
            assertThat(committed(10)).isEqualTo(expected(10));
            broker.close();
            broker.start();
            produce(11, 20);
            assertThat(committed(20)).isEqualTo(expected(20));
        } finally {
            runner.stop();
        }
    }
}
