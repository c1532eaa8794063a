package dev.pulse.ingest.log;

import dev.pulse.schemas.generation.Course;
import dev.pulse.schemas.generation.Generation;
import dev.pulse.schemas.kafka.CourseWatch;
import dev.pulse.schemas.kafka.KafkaUnusableException;
import dev.pulse.schemas.kafka.TopicAdmin;
import dev.pulse.schemas.serde.RegistryRecordSerdes;
import dev.pulse.schemas.serde.RegistryUnavailableException;
import dev.pulse.schemas.topic.Topics;
import java.time.Duration;
import java.util.Properties;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.StringSerializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Connects the {@link RawLog} and the {@link Ticker} to Kafka, on a thread of its own: HTTP answers (503) meanwhile, and
 * Kafka or the registry may come when they like. Where the grid moves to another generation of topics, both write there
 * from the next tick on, and nobody waits for it (decision 0034).
 *
 * <pre>
 *   waiting --Kafka, topics and registry are there--> open --producer is done for--> open with another one
 *      ^  |                                             |
 *      +--+ says what it waits for                      +--close--> closed
 * </pre>
 */
public final class KafkaConnection {
    private static final Logger LOG = LoggerFactory.getLogger(KafkaConnection.class);

    /** One round of waiting; after each, the reason is logged as an error. */
    private static final Duration ROUND = Duration.ofSeconds(60);

    private static final Duration BETWEEN_ROUNDS = Duration.ofSeconds(2);
    private static final Duration LAST_HEARTBEATS = Duration.ofSeconds(2);
    private static final Duration LAST_TICKS = Duration.ofMillis(500);
    private static final Duration WARM_EVERY = Duration.ofSeconds(60);
    private static final int METADATA_ATTEMPTS = 100;

    private final LogSettings settings;
    private final RawLog log;
    private final Ticker ticker;
    private final ScheduledExecutorService thread;

    private RegistryRecordSerdes serdes;
    private Producer<String, SpecificRecord> heartbeats;
    private Producer<String, SpecificRecord> ticks;
    private CourseWatch watch;
    private Generation target;
    private long rounds;

    /** A connection that is not begun yet. */
    public KafkaConnection(LogSettings settings, RawLog log, Ticker ticker) {
        this.settings = settings;
        this.log = log;
        this.ticker = ticker;
        this.thread = Executors.newSingleThreadScheduledExecutor(
                Thread.ofPlatform().daemon().name(settings.name() + "-kafka").factory());
    }

    /** Begins to connect, and returns. */
    public void begin() {
        thread.execute(this::connect);
    }

    private void connect() {
        try (TopicAdmin topics = new TopicAdmin(settings.kafka())) {
            Course course = topics.prepare(settings.create(), ROUND, LOG::info);
            if (serdes == null) {
                serdes = new RegistryRecordSerdes(settings.registry());
            }
            serdes.awaitRegistry(ROUND, LOG::info);
            heartbeats = producer(ProducerProperties.heartbeats(settings));
            ticks = producer(ProducerProperties.ticks(settings));
            writeTo(course.writing());
            if (watch == null) {
                watch = new CourseWatch(settings.kafka(), course, settings.name());
                watch.start();
            }
            Future<?> unused =
                    thread.scheduleAtFixedRate(this::tick, 0, settings.tick().toNanos(), TimeUnit.NANOSECONDS);
        } catch (KafkaUnusableException | RegistryUnavailableException | IllegalStateException e) {
            again(e.getMessage());
        } catch (KafkaException e) {
            again("Kafka at " + settings.kafka().bootstrapServers() + " can't be used: " + e.getMessage());
        }
    }

    /** Heartbeats and ticks go to a generation's topic from now on. */
    private void writeTo(Generation generation) {
        String topic = generation.name(Topics.RAW);
        awaitMetadata(heartbeats, topic);
        log.open(heartbeats, topic);
        ticker.open(ticks, topic, generation.partitions());
        target = generation;
        LOG.info(
                "Heartbeats go to {} partitions of {} on Kafka at {}.",
                generation.partitions(),
                topic,
                settings.kafka().bootstrapServers());
    }

    /** The heartbeat producer does not wait long for anything, so its first metadata may take it several attempts. */
    private static void awaitMetadata(Producer<String, SpecificRecord> producer, String topic) {
        for (int attempt = 1; ; attempt++) {
            try {
                producer.partitionsFor(topic);
                return;
            } catch (TimeoutException e) {
                if (attempt == METADATA_ATTEMPTS) {
                    throw e;
                }
            }
        }
    }

    private void again(String reason) {
        closeProducers();
        if (!thread.isShutdown()) {
            LOG.error("{} Trying again.", reason);
            Future<?> unused = thread.schedule(this::connect, BETWEEN_ROUNDS.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    private void tick() {
        try {
            if (log.isBroken()) {
                replace();
            }
            Generation wanted = watch.course().writing();
            if (!wanted.equals(target) && ticker.isSettled()) {
                writeTo(wanted);
            }
            ticker.tick();
            if (++rounds % WARM_EVERY.dividedBy(settings.tick()) == 0) {
                log.keepWarm();
            }
        } catch (RuntimeException e) {
            // A scheduled task that throws is never run again.
            LOG.warn("A tick failed: {}", e.toString());
        }
    }

    /** A producer that met a fatal error never works again; its successor may. */
    private void replace() {
        LOG.warn("The heartbeat producer can't go on; making another one.");
        Producer<String, SpecificRecord> last = heartbeats;
        heartbeats = producer(ProducerProperties.heartbeats(settings));
        log.open(heartbeats, target.name(Topics.RAW));
        last.close(Duration.ZERO);
    }

    private Producer<String, SpecificRecord> producer(Properties properties) {
        return new KafkaProducer<>(
                properties, new StringSerializer(), serdes.of(Topics.RAW).serializer());
    }

    private void closeProducers() {
        if (ticks != null) {
            ticks.close(LAST_TICKS);
            ticks = null;
        }
        if (heartbeats != null) {
            log.close(LAST_HEARTBEATS);
            heartbeats.close(Duration.ZERO);
            heartbeats = null;
        }
    }

    /** Stops ticking, and returns once no tick is being written. The first thing that ends when an ingest stops. */
    public void stopTicking() {
        ticker.refrain();
        thread.shutdownNow();
        try {
            if (!thread.awaitTermination(3, TimeUnit.SECONDS)) {
                LOG.warn("The connection to Kafka does not end.");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Ends everything. Heartbeats in flight get two seconds; those that are not acknowledged then are answered 503. */
    public void close() {
        stopTicking();
        closeProducers();
        if (watch != null) {
            watch.close();
        }
        if (serdes != null) {
            serdes.close();
        }
    }
}
