package dev.pulse.streams;

import com.codahale.metrics.health.HealthCheck;
import dev.pulse.schemas.about.About;
import dev.pulse.schemas.kafka.KafkaSettings;
import dev.pulse.streams.peer.Watchman;
import dev.pulse.telemetry.Telemetry;
import io.dropwizard.core.setup.Environment;
import io.dropwizard.lifecycle.Managed;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.apache.kafka.common.Metric;
import org.apache.kafka.common.MetricName;
import org.apache.kafka.streams.CloseOptions;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.KafkaStreams.State;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse;
import org.eclipse.jetty.util.component.LifeCycle;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs one topology for as long as its service runs: exactly once, in bounded memory. A thread that fails is replaced
 * after a pause; one that keeps failing stops the application, which its health check then shows.
 *
 * <p>A record that can't be decoded must not get here as an exception: topologies read their topics as bytes, decode
 * them in a processor and route what can't be read to {@code heartbeats.dead.poison}.
 *
 * <p>Stopping leaves the stores' folder alone and leaves the consumer group, so that others take over at once. An
 * instance that is killed is taken out of the group by another one within a second, where they know each other's
 * address; otherwise its partitions wait for its session to end, or for itself.
 *
 * <pre>
 *   new ── start() ──> rebalancing <──> running
 *                          │               │
 *                          └── too many failures ──> error       stop() from any of them: stopped
 * </pre>
 */
public final class TopologyRunner implements Managed {
    private static final Logger LOG = LoggerFactory.getLogger(TopologyRunner.class);
    private static final Duration CLOSE = Duration.ofSeconds(5);

    /** Together with the pauses this rides out an outage of some five minutes. */
    private static final int FAILURES_ALLOWED = 20;

    private static final Duration FAILURE_WINDOW = Duration.ofMinutes(10);

    private final StreamSettings settings;
    private final KafkaSettings kafka;
    private final Topology topology;
    private final Consumer<Throwable> onGivingUp;
    private final RestartBudget budget;
    private final RestoreLog restoring;
    private final CountDownLatch stopping = new CountDownLatch(1);
    private final CompletableFuture<Void> running = new CompletableFuture<>();
    private RocksDbMemory memory;
    private Watchman watchman;
    private volatile KafkaStreams streams;
    private volatile String instance = "";

    /** A runner that has not begun. */
    public TopologyRunner(Topology topology, KafkaSettings kafka, StreamSettings settings) {
        this(topology, kafka, settings, cause -> {});
    }

    /**
     * A runner that has not begun.
     *
     * @param onGivingUp called once, with the last failure, when the application stops because of too many
     */
    public TopologyRunner(
            Topology topology, KafkaSettings kafka, StreamSettings settings, Consumer<Throwable> onGivingUp) {
        this(topology, kafka, settings, onGivingUp, new RestartBudget(FAILURES_ALLOWED, FAILURE_WINDOW));
    }

    TopologyRunner(
            Topology topology,
            KafkaSettings kafka,
            StreamSettings settings,
            Consumer<Throwable> onGivingUp,
            RestartBudget budget) {
        this.budget = budget;
        this.restoring = new RestoreLog(settings.applicationId());
        this.topology = topology;
        this.kafka = kafka;
        this.settings = settings;
        this.onGivingUp = onGivingUp;
    }

    /** Makes it part of a service: it begins before the service listens, and ends while it still does. */
    public void attach(Environment environment, Telemetry telemetry, About about) {
        StreamMetrics.watch(telemetry, this, restoring);
        environment.lifecycle().manage(this);
        // Others take a port that is shut for a process that was killed: the group is left before that.
        environment.lifecycle().addEventListener(new LifeCycle.Listener() {
            @Override
            public void lifeCycleStopping(LifeCycle service) {
                stop();
            }
        });
        environment.healthChecks().register("topology", health());
        environment.jersey().register(new ReadyResource(this, about));
    }

    /**
     * Starts the threads and returns; {@link #whenRunning} tells when they have their partitions and have restored their
     * stores.
     *
     * @throws org.apache.kafka.streams.errors.StreamsException when the settings are wrong or the folder is in use
     */
    @Override
    public synchronized void start() {
        if (streams != null) {
            throw new IllegalStateException(settings.applicationId() + " was started already");
        }
        memory = new RocksDbMemory(settings.rocksDbBytes());
        try {
            instance = InstanceId.in(settings);
            Properties properties = StreamProperties.of(kafka, settings, instance, memory);
            KafkaStreams made = new KafkaStreams(topology, properties);
            made.setStateListener(this::changed);
            made.setUncaughtExceptionHandler(this::failed);
            made.setGlobalStateRestoreListener(restoring);
            streams = made;
            made.start();
            if (settings.applicationServer() != null) {
                watchman = Watchman.start(made, kafka, settings.applicationId(), settings.applicationServer());
            }
        } catch (RuntimeException e) {
            stop();
            throw e;
        }
    }

    /** Stops within 5 s, leaves the group and frees the memory. What was not committed is processed again by others. */
    @Override
    public synchronized void stop() {
        stopping.countDown();
        running.completeExceptionally(new IllegalStateException(settings.applicationId() + " was stopped"));
        if (watchman != null) {
            watchman.close();
            watchman = null;
        }
        boolean closed = streams == null
                || streams.close(CloseOptions.timeout(CLOSE)
                        .withGroupMembershipOperation(CloseOptions.GroupMembershipOperation.LEAVE_GROUP));
        if (!closed) {
            // The stores of a thread that hangs still use the memory: freeing it would bring the process down.
            LOG.warn("{} did not stop within {} s", settings.applicationId(), CLOSE.toSeconds());
        } else if (memory != null) {
            memory.close();
            memory = null;
        }
    }

    /**
     * The running application, for queries of its stores.
     *
     * @throws IllegalStateException before {@link #start}
     */
    public KafkaStreams streams() {
        KafkaStreams now = streams;
        if (now == null) {
            throw new IllegalStateException(settings.applicationId() + " has not been started");
        }
        return now;
    }

    /** The name that this instance has in its group, the same at each start on the same stores; empty before the first. */
    public String instance() {
        return instance;
    }

    /** Memory of all RocksDB stores in bytes, NaN while there is none. */
    synchronized double rocksDbBytes() {
        return memory == null ? Double.NaN : memory.usedBytes();
    }

    /** What Kafka Streams and its clients measure of themselves; empty before {@link #start}. */
    Map<MetricName, ? extends Metric> metrics() {
        KafkaStreams now = streams;
        return now == null ? Map.of() : now.metrics();
    }

    /** Its present state; {@link State#CREATED} before {@link #start}. */
    public State state() {
        KafkaStreams now = streams;
        return now == null ? State.CREATED : now.state();
    }

    /**
     * Done when the application has first got its partitions and restored their stores.
     *
     * @param max after which it fails with a {@link java.util.concurrent.TimeoutException}; it fails at once when the
     *     application gives up or is stopped
     */
    public CompletableFuture<Void> whenRunning(Duration max) {
        return running.copy().orTimeout(max.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Healthy while running or rebalancing. */
    public HealthCheck health() {
        return new HealthCheck() {
            @Override
            protected Result check() {
                State now = state();
                return now.isRunningOrRebalancing()
                        ? Result.healthy(now.name().toLowerCase(Locale.ROOT))
                        : Result.unhealthy(
                                "%s is %s", settings.applicationId(), now.name().toLowerCase(Locale.ROOT));
            }
        };
    }

    private void changed(State now, State before) {
        switch (now) {
            case RUNNING -> {
                LOG.info("{} is running", settings.applicationId());
                running.complete(null);
            }
            case ERROR -> {
                LOG.error("{} has given up", settings.applicationId());
                running.completeExceptionally(
                        new IllegalStateException(settings.applicationId() + " has given up: see the log"));
            }
            default -> LOG.info("{} is {} (was {})", settings.applicationId(), now, before);
        }
    }

    private StreamThreadExceptionResponse failed(Throwable failure) {
        RestartBudget.Decision decision;
        synchronized (budget) {
            decision = budget.failed(System.nanoTime());
        }
        return switch (decision) {
            case RestartBudget.Decision.Replace replace -> {
                LOG.error(
                        "{}: a thread failed (failure {} of late); another one takes over in {} ms",
                        settings.applicationId(),
                        replace.failures(),
                        replace.pause().toMillis(),
                        failure);
                pause(replace.pause());
                yield StreamThreadExceptionResponse.REPLACE_THREAD;
            }
            case RestartBudget.Decision.GiveUp giveUp -> {
                LOG.error(
                        "{}: a thread failed (failure {} of late): giving up",
                        settings.applicationId(),
                        giveUp.failures(),
                        failure);
                onGivingUp.accept(failure);
                yield StreamThreadExceptionResponse.SHUTDOWN_CLIENT;
            }
        };
    }

    /** In the failed thread, which has nothing else to do; {@link #stop} ends it. */
    private void pause(Duration pause) {
        try {
            if (stopping.await(pause.toMillis(), TimeUnit.MILLISECONDS)) {
                LOG.info("{} is being stopped", settings.applicationId());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
