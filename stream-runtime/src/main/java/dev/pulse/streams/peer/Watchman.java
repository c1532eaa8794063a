package dev.pulse.streams.peer;

import dev.pulse.schemas.kafka.KafkaSettings;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StreamsMetadata;
import org.apache.kafka.streams.state.HostInfo;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The thread of {@link PeerWatch}: looks five times a second, and has those evicted that have ended. */
public final class Watchman implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Watchman.class);
    private static final Duration EVERY = Duration.ofMillis(200);

    private final KafkaStreams streams;
    private final PeerProbe probe;
    private final PeerWatch watch;
    private final Eviction eviction;
    private final CountDownLatch closing = new CountDownLatch(1);
    private final Thread thread;

    private Watchman(KafkaStreams streams, KafkaSettings kafka, String group, String self, String scheme) {
        this.probe = new PeerProbe(scheme);
        this.streams = streams;
        this.watch = new PeerWatch(HostInfo.buildFromEndpoint(self), probe::look);
        this.eviction = new Eviction(group, kafka);
        this.thread = Thread.ofPlatform().name(group + "-peers").daemon().unstarted(this::run);
    }

    /**
     * Begins.
     *
     * @param streams one instance of an application, which knows the others
     * @param group the application's consumer group
     * @param self {@code host:port} under which the others know this instance
     * @param scheme {@code http} or {@code https}: how the instances ask each other
     */
    public static Watchman start(KafkaStreams streams, KafkaSettings kafka, String group, String self, String scheme) {
        Watchman watchman = new Watchman(streams, kafka, group, self, scheme);
        watchman.thread.start();
        return watchman;
    }

    private void run() {
        try {
            while (!closing.await(EVERY.toMillis(), TimeUnit.MILLISECONDS)) {
                if (streams.state().isRunningOrRebalancing()) {
                    look();
                }
            }
        } catch (InterruptedException closed) {
            Thread.currentThread().interrupt();
        }
    }

    private void look() throws InterruptedException {
        List<HostInfo> instances;
        try {
            instances = streams.metadataForAllStreamsClients().stream()
                    .map(StreamsMetadata::hostInfo)
                    .toList();
        } catch (IllegalStateException stopped) {
            return;
        }
        for (String instance : watch.ended(instances)) {
            try {
                int members = eviction.evict(instance);
                LOG.info("instance {} has ended; {} of its members were evicted from the group", instance, members);
            } catch (ExecutionException | TimeoutException failure) {
                LOG.warn("instance {} has ended, and the group is left to notice by itself", instance, failure);
            }
        }
    }

    /** Ends the thread, which does not wait for what it has under way. */
    @Override
    public void close() {
        closing.countDown();
        thread.interrupt();
        probe.close();
        eviction.close();
    }
}
