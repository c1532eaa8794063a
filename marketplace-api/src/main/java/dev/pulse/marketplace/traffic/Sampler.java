package dev.pulse.marketplace.traffic;

import dev.pulse.domain.verdict.Rejection;
import dev.pulse.marketplace.traffic.Cluster.Facts;
import dev.pulse.marketplace.traffic.Troubles.Trouble;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One thread that asks Kafka every few seconds how far each partition and each group of readers is. Whoever looks gets
 * what it last found: questions cost Kafka the same however many look.
 */
public final class Sampler implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Sampler.class);
    private static final Duration STOP = Duration.ofSeconds(4);

    /** The part that everything depends on. */
    public static final String OFFSETS = "offsets";

    /** The part that tells what Kafka is. */
    public static final String CLUSTER = "cluster";

    /**
     * What it last found.
     *
     * @param traffic null before the first sample
     * @param facts null before they are first known
     * @param factsAt when the facts were asked for, unix milliseconds
     */
    public record Findings(Traffic traffic, Facts facts, long factsAt) {}

    private final Cluster cluster;
    private final List<String> groups;
    private final Supplier<Map<Rejection, Long>> counts;
    private final Duration every;
    private final InstantSource clock;
    private final TrafficLog log = new TrafficLog();
    private final RejectionLog rejections = new RejectionLog();
    private final Troubles troubles = new Troubles();
    private final ScheduledExecutorService thread;
    private volatile Findings findings = new Findings(null, null, 0);

    /**
     * A sampler that does nothing yet.
     *
     * @param cluster whom it asks, and closes; null where Kafka is not to be asked
     * @param groups groups of readers
     * @param counts letters by reason at this moment; null while they are not known
     * @param every between two samples
     */
    public Sampler(
            Cluster cluster,
            List<String> groups,
            Supplier<Map<Rejection, Long>> counts,
            Duration every,
            InstantSource clock) {
        this.cluster = cluster;
        this.groups = List.copyOf(groups);
        this.counts = counts;
        this.every = every;
        this.clock = clock;
        this.thread = Executors.newSingleThreadScheduledExecutor(
                Thread.ofPlatform().name("operator-sampler").daemon().factory());
        if (cluster == null) {
            troubles.add(OFFSETS, "Kafka is not asked for offsets: operator.offsets is false here.", clock.millis());
        }
    }

    /** Begins. Once only. */
    public void start() {
        var unused = thread.scheduleWithFixedDelay(this::safely, 0, every.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** A task that throws is never run again. */
    private void safely() {
        try {
            sample();
        } catch (RuntimeException e) {
            LOG.error("a sample failed", e);
        }
    }

    /** Takes one sample. */
    void sample() {
        Map<Rejection, Long> counted = counts.get();
        if (counted != null) {
            rejections.put(new RejectionLog.Sample(clock.millis(), counted));
        }
        if (cluster == null) {
            return;
        }
        Map<String, Map<TopicPartition, Long>> committed = new HashMap<>();
        for (String group : groups) {
            known("group " + group, () -> {
                Map<TopicPartition, Long> offsets = cluster.committed(group);
                if (offsets.isEmpty()) {
                    throw new KafkaException("it has committed nothing; operator.groups says whom to look for");
                }
                committed.put(group, offsets);
            });
        }
        known(OFFSETS, () -> {
            long at = clock.millis();
            log.put(at, cluster.ends(), committed);
            findings = new Findings(log.traffic(), findings.facts(), findings.factsAt());
        });
        known(CLUSTER, () -> {
            long at = clock.millis();
            findings = new Findings(findings.traffic(), cluster.facts(), at);
        });
    }

    private void known(String part, Runnable question) {
        try {
            question.run();
            troubles.end(part);
        } catch (KafkaException e) {
            troubles.add(part, "Of " + part + " nothing is known: " + e.getMessage() + ".", clock.millis());
        }
    }

    /** What it last found. */
    public Findings findings() {
        return findings;
    }

    /** What it does not know at this moment. */
    public List<Trouble> troubles() {
        return troubles.all();
    }

    /** Letters by reason over the last quarter of an hour. */
    public List<RejectionLog.Sample> rejections() {
        return rejections.samples();
    }

    /** Between two samples. */
    public Duration every() {
        return every;
    }

    /** Stops within 5 seconds. */
    @Override
    public void close() {
        thread.shutdownNow();
        try {
            if (!thread.awaitTermination(STOP.toMillis(), TimeUnit.MILLISECONDS)) {
                LOG.warn("the sampler did not stop within {} s", STOP.toSeconds());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (cluster != null) {
            cluster.close();
        }
    }
}
