package dev.pulse.standalone.kafka;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.pulse.schemas.generation.Generation;
import dev.pulse.schemas.topic.Topic;
import dev.pulse.schemas.topic.Topics;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.function.Function;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * {@code pulse topics count}: counts the committed records of each topic by reading them, since offsets also count
 * transaction markers. Reads up to where each topic ended when it began.
 */
@Command(
        name = "count",
        description = "Counts the committed records of every topic by reading them; ticks apart from the rest.",
        mixinStandardHelpOptions = true)
public final class TopicsCountCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Mixin
    private KafkaOption kafka;

    @Option(names = "--json", description = "Prints JSON instead of a table.")
    private boolean json;

    @Option(
            names = "--timeout",
            defaultValue = "300",
            description = "Seconds after which it gives up (default: ${DEFAULT-VALUE}).")
    private long timeoutSeconds;

    /** What one topic holds. */
    private static final class Count {
        private long records;
        private long ticks;
    }

    @Override
    public Integer call() throws Exception {
        PrintWriter out = spec.commandLine().getOut();
        Map<String, Count> counts;
        try {
            counts = count();
        } catch (TimeoutException failure) {
            spec.commandLine()
                    .getErr()
                    .println("Kafka on " + kafka.bootstrap() + " did not answer in time: " + failure.getMessage());
            return 1;
        }
        if (counts.isEmpty()) {
            spec.commandLine()
                    .getErr()
                    .println("Kafka on " + kafka.bootstrap()
                            + " shows this user no topic of Pulse: there is none, or it may" + " not see them.");
            return 1;
        }
        if (json) {
            Map<String, Map<String, Long>> topics = new TreeMap<>();
            counts.forEach((name, count) -> topics.put(name, Map.of("records", count.records, "ticks", count.ticks)));
            out.println(
                    new ObjectMapper().writerWithDefaultPrettyPrinter().writeValueAsString(Map.of("topics", topics)));
        } else {
            out.printf("%-36s %12s %12s%n", "topic", "records", "ticks");
            counts.forEach((name, count) -> out.printf("%-36s %,12d %,12d%n", name, count.records, count.ticks));
        }
        out.flush();
        return 0;
    }

    private Map<String, Count> count() {
        Map<String, Count> counts = new LinkedHashMap<>();
        try (KafkaConsumer<byte[], byte[]> consumer = consumer()) {
            Map<String, List<PartitionInfo>> existing = consumer.listTopics(Duration.ofSeconds(15));
            List<String> known = Topics.all().stream().map(Topic::name).toList();
            List<TopicPartition> partitions = existing.keySet().stream()
                    .filter(name -> known.contains(Generation.base(name)))
                    .sorted(Comparator.<String>comparingInt(name -> known.indexOf(Generation.base(name)))
                            .thenComparing(Function.identity()))
                    .peek(name -> counts.put(name, new Count()))
                    .flatMap(name -> existing.get(name).stream())
                    .map(partition -> new TopicPartition(partition.topic(), partition.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            read(consumer, consumer.endOffsets(partitions), counts);
        }
        return counts;
    }

    private void read(
            KafkaConsumer<byte[], byte[]> consumer, Map<TopicPartition, Long> ends, Map<String, Count> counts) {
        long deadline = System.nanoTime() + Duration.ofSeconds(timeoutSeconds).toNanos();
        while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
            if (System.nanoTime() > deadline) {
                throw new TimeoutException("not all records were read within " + timeoutSeconds + " s");
            }
            for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofMillis(200))) {
                if (record.offset() < ends.get(new TopicPartition(record.topic(), record.partition()))) {
                    Count count = counts.get(record.topic());
                    if (isTick(record)) {
                        count.ticks++;
                    } else {
                        count.records++;
                    }
                }
            }
        }
    }

    /** Ticks are the records without a key in the two topics of heartbeats (decision 0002). */
    private static boolean isTick(ConsumerRecord<byte[], byte[]> record) {
        return record.key() == null
                && List.of(Topics.RAW.name(), Topics.VERIFIED.name()).contains(Generation.base(record.topic()));
    }

    private KafkaConsumer<byte[], byte[]> consumer() {
        Properties all = kafka.settings().readerProperties("pulse-topics");
        all.put(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, "15000");
        return new KafkaConsumer<>(all, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }
}
