import dev.pulse.schemas.LocationRecord;
import dev.pulse.schemas.NodeState;
import dev.pulse.schemas.serde.RegistryRecordSerdes;
import dev.pulse.schemas.serde.RegistrySettings;
import dev.pulse.schemas.topic.Topics;
import java.io.Reader;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Properties;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.kstream.Consumed;
import org.apache.kafka.streams.kstream.Grouped;
import org.apache.kafka.streams.kstream.Materialized;
import org.apache.kafka.streams.kstream.Named;
import org.apache.kafka.streams.state.BuiltInDslStoreSuppliers.InMemoryDslStoreSuppliers;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * Uptime by country, kept up to date from {@code pulse.nodes.state} until it is stopped; a line for each country that
 * changed. Argument: a properties file.
 */
public final class UptimeByCountry {
    private UptimeByCountry() {}

    /** What the nodes of a country add up to: how many there are, and for how long they were online and observed. */
    private record Tally(long nodes, long onlineMs, long observedMs) {
        static final Serde<Tally> SERDE =
                Serdes.serdeFrom((topic, tally) -> tally == null ? null : tally.write(), (topic, data) -> read(data));

        static Tally of(NodeState node) {
            return new Tally(1, node.getOnlineMs(), node.getObservedMs());
        }

        Tally plus(Tally other) {
            return new Tally(nodes + other.nodes, onlineMs + other.onlineMs, observedMs + other.observedMs);
        }

        Tally minus(Tally other) {
            return new Tally(nodes - other.nodes, onlineMs - other.onlineMs, observedMs - other.observedMs);
        }

        private byte[] write() {
            return ByteBuffer.allocate(24)
                    .putLong(nodes)
                    .putLong(onlineMs)
                    .putLong(observedMs)
                    .array();
        }

        private static Tally read(byte[] data) {
            if (data == null) {
                return null;
            }
            ByteBuffer numbers = ByteBuffer.wrap(data);
            return new Tally(numbers.getLong(), numbers.getLong(), numbers.getLong());
        }
    }

    /** Starts it; Ctrl-C stops it. */
    public static void main(String[] arguments) throws Exception {
        Properties properties = new Properties();
        try (Reader file = Files.newBufferedReader(Path.of(arguments[0]))) {
            properties.load(file);
        }
        properties.put(StreamsConfig.APPLICATION_ID_CONFIG, "analyst-uptime");
        properties.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        // A state that is counted twice, or not taken off again, would stay in the sums.
        properties.put(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, StreamsConfig.EXACTLY_ONCE_V2);
        // nodes.state is compacted: it is its own changelog.
        properties.put(StreamsConfig.TOPOLOGY_OPTIMIZATION_CONFIG, StreamsConfig.REUSE_KTABLE_SOURCE_TOPICS);
        properties.put(StreamsConfig.DSL_STORE_SUPPLIERS_CLASS_CONFIG, InMemoryDslStoreSuppliers.class);
        properties.put(StreamsConfig.ENSURE_EXPLICIT_INTERNAL_RESOURCE_NAMING_CONFIG, true);
        RegistrySettings registry = new RegistrySettings(URI.create(properties.getProperty("registry.url")));
        KafkaStreams streams = new KafkaStreams(topology(new RegistryRecordSerdes(registry), properties), properties);
        Runtime.getRuntime().addShutdownHook(new Thread(streams::close));
        streams.start();
    }

    private static Topology topology(RegistryRecordSerdes serdes, Properties properties) {
        StreamsBuilder builder = new StreamsBuilder();
        builder.table(
                        Topics.STATE.name(),
                        Consumed.with(Serdes.String(), serdes.of(Topics.STATE)).withName("states"),
                        Materialized.<String, NodeState, KeyValueStore<Bytes, byte[]>>as("state-by-node")
                                .withKeySerde(Serdes.String())
                                .withValueSerde(serdes.of(Topics.STATE)))
                .groupBy(
                        (id, node) -> KeyValue.pair(countryOf(node.getLocation()), Tally.of(node)),
                        Grouped.with("by-country", Serdes.String(), Tally.SERDE))
                .aggregate(
                        () -> new Tally(0, 0, 0),
                        (country, one, sum) -> sum.plus(one),
                        (country, one, sum) -> sum.minus(one),
                        Named.as("add-up"),
                        Materialized.<String, Tally, KeyValueStore<Bytes, byte[]>>as("tally-by-country")
                                .withKeySerde(Serdes.String())
                                .withValueSerde(Tally.SERDE))
                .toStream()
                .foreach(UptimeByCountry::print);
        return builder.build(properties);
    }

    private static String countryOf(LocationRecord location) {
        return location == null || location.getCountry() == null ? "--" : location.getCountry();
    }

    private static void print(String country, Tally tally) {
        if (tally.observedMs() > 0) {
            System.out.printf(
                    Locale.ROOT,
                    "%s %6.2f %%  %d of %d ms, %d nodes%n",
                    country,
                    100.0 * tally.onlineMs() / tally.observedMs(),
                    tally.onlineMs(),
                    tally.observedMs(),
                    tally.nodes());
        }
    }
}
