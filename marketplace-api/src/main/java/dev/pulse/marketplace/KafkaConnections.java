package dev.pulse.marketplace;

import dev.pulse.marketplace.follow.ConsumerFactory;
import dev.pulse.marketplace.follow.KafkaConsumers;
import dev.pulse.marketplace.market.CommandProducer;
import dev.pulse.marketplace.market.Orders;
import dev.pulse.marketplace.store.KafkaLog;
import dev.pulse.marketplace.store.LogIdentity;
import dev.pulse.marketplace.traffic.AdminCluster;
import dev.pulse.marketplace.traffic.Cluster;
import dev.pulse.schemas.generation.Course;
import dev.pulse.schemas.kafka.CourseWatch;
import dev.pulse.schemas.kafka.TopicAdmin;
import dev.pulse.schemas.serde.RecordSerdes;
import dev.pulse.schemas.serde.RegistryRecordSerdes;
import dev.pulse.schemas.topic.Topic;
import dev.pulse.schemas.topic.Topics;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Kafka and the registry. */
final class KafkaConnections implements Connections {
    private static final Logger LOG = LoggerFactory.getLogger(KafkaConnections.class);

    private final MarketplaceConfiguration configuration;
    private final CourseWatch watch;
    private final RegistryRecordSerdes serdes;
    private final CommandProducer commands;

    private KafkaConnections(
            MarketplaceConfiguration configuration,
            CourseWatch watch,
            RegistryRecordSerdes serdes,
            CommandProducer commands) {
        this.configuration = configuration;
        this.watch = watch;
        this.serdes = serdes;
        this.commands = commands;
    }

    /** Waits until both are there, as long as the configuration says. */
    static KafkaConnections open(MarketplaceConfiguration configuration) {
        Duration patience = configuration.getStartTimeout().toJavaDuration();
        Course course;
        try (TopicAdmin admin = new TopicAdmin(configuration.getKafka())) {
            course = admin.prepare(configuration.topicSettings(), patience, LOG::info);
        }
        RegistryRecordSerdes serdes = new RegistryRecordSerdes(configuration.getRegistry());
        try {
            serdes.awaitRegistry(patience, LOG::info);
        } catch (RuntimeException e) {
            serdes.close();
            throw e;
        }
        CourseWatch watch = new CourseWatch(configuration.getKafka(), course, "marketplace");
        watch.start();
        return new KafkaConnections(
                configuration,
                watch,
                serdes,
                configuration.getMarket() == null
                        ? null
                        : new CommandProducer(
                                configuration.getKafka(),
                                watch::course,
                                serdes.of(Topics.COMMANDS).serializer()));
    }

    @Override
    public ConsumerFactory consumers() {
        return new KafkaConsumers(configuration.getKafka(), watch::course);
    }

    @Override
    public RecordSerdes serdes() {
        return serdes;
    }

    @Override
    public LogIdentity.Source log(Topic<?> topic) {
        return new KafkaLog(configuration.getKafka(), topic);
    }

    @Override
    public Orders.Sender commands() {
        return commands;
    }

    @Override
    public Cluster cluster() {
        return configuration.getOperator().offsets() ? new AdminCluster(configuration.getKafka(), watch::course) : null;
    }

    @Override
    public void close() {
        if (commands != null) {
            commands.close();
        }
        watch.close();
        serdes.close();
    }
}
