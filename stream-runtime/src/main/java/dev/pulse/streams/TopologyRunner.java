package dev.pulse.streams;

import com.codahale.metrics.health.HealthCheck;
import dev.pulse.schemas.about.About;
import dev.pulse.schemas.generation.Course;
import dev.pulse.schemas.generation.Generation;
import dev.pulse.schemas.kafka.CourseWatch;
import dev.pulse.schemas.kafka.KafkaSettings;
import dev.pulse.schemas.serde.RegistryUnavailableException;
import dev.pulse.streams.peer.Watchman;
import dev.pulse.telemetry.Telemetry;
import io.dropwizard.core.setup.Environment;
import io.dropwizard.lifecycle.Managed;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;
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
 * Runs a topology for as long as its service runs: exactly once, in bounded memory. A thread that fails is replaced
 * after a pause; one that keeps failing stops the application, which its health check then shows. A schema registry that
 * is away while a record of an unknown schema waits is no such failure, and is waited for without end.
 *
 * <p>A record that can't be decoded must not get here as an exception: topologies read their topics as bytes, decode
 * them in a processor and route what can't be read to {@code heartbeats.dead.poison}.
 *
 * <p>Stopping leaves the stores' folder alone and leaves the consumer group, so that others take over at once. An
 * instance that is killed is taken out of the group by another one within a second, where they know each other's
 * address; otherwise its partitions wait for its session to end, or for itself.
 *
 * <p>Where the grid moves to another generation of topics (decision 0034), it closes the application of the former one when
 * that has nothing left to do, and starts that of the next one when its state has been carried over.
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

    /** Kafka Streams wraps what a processor throws two or three times; causes may go round in a ring. */
    private static final int MOST_CAUSES = 20;

    private final StreamSettings settings;
    private final KafkaSettings kafka;
    private final Function<Generation, Topology> topologies;
    private final CourseWatch watch;
    private final Consumer<Throwable> onGivingUp;
    private final RestartBudget budget;
    private final RestoreLog restoring;
    private final CountDownLatch stopping = new CountDownLatch(1);
    private final CompletableFuture<Void> running = new CompletableFuture<>();
    private RocksDbMemory memory;
    private Watchman watchman;
    private volatile KafkaStreams streams;
    private volatile Generation generation;
    private volatile String applicationId;
    private volatile boolean started;
    private volatile String instance = "";

    /** A runner that has not begun, of a topology that never moves. */
    public TopologyRunner(Topology topology, KafkaSettings kafka, StreamSettings settings) {
        this(only -> topology, null, kafka, settings, cause -> {}, new RestartBudget(FAILURES_ALLOWED, FAILURE_WINDOW));
    }

    /**
     * A runner that has not begun.
     *
     * @param topologies the topology over a generation's topics
     * @param watch tells which generation is to be worked on; started and closed by the runner
     * @param settings with the application's name in the first generation
     */
    public TopologyRunner(
            Function<Generation, Topology> topologies,
            CourseWatch watch,
            KafkaSettings kafka,
            StreamSettings settings) {
        this(topologies, watch, kafka, settings, cause -> {}, new RestartBudget(FAILURES_ALLOWED, FAILURE_WINDOW));
    }

    TopologyRunner(
            Topology topology,
            KafkaSettings kafka,
            StreamSettings settings,
            Consumer<Throwable> onGivingUp,
            RestartBudget budget) {
        this(only -> topology, null, kafka, settings, onGivingUp, budget);
    }

    private TopologyRunner(
            Function<Generation, Topology> topologies,
            CourseWatch watch,
            KafkaSettings kafka,
            StreamSettings settings,
            Consumer<Throwable> onGivingUp,
            RestartBudget budget) {
        this.budget = budget;
        this.restoring = new RestoreLog(settings.applicationId());
        this.topologies = topologies;
        this.watch = watch;
        this.kafka = kafka;
        this.settings = settings;
        this.applicationId = settings.applicationId();
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
        if (started) {
            throw new IllegalStateException(settings.applicationId() + " was started already");
        }
        started = true;
        try {
            if (watch == null) {
                open(Generation.first(1));
            } else {
                follow(watch.course());
                watch.listen(this::follow);
                watch.start();
            }
        } catch (RuntimeException e) {
            stop();
            throw e;
        }
    }

    /** Works on what is to be worked on by now. */
    private synchronized void follow(Course course) {
        Optional<Generation> wanted = course.working();
        if (stopping.getCount() == 0 || wanted.equals(Optional.ofNullable(generation))) {
            return;
        }
        if (!close()) {
            throw new IllegalStateException(applicationId + " did not stop within " + CLOSE.toSeconds() + " s");
        }
        generation = null;
        streams = null;
        wanted.ifPresent(this::open);
    }

    private void open(Generation next) {
        StreamSettings own = settings.withApplicationId(next.application(settings.applicationId()));
        applicationId = own.applicationId();
        restoring.begin(applicationId);
        memory = new RocksDbMemory(own.rocksDbBytes());
        instance = InstanceId.in(own);
        Properties properties = StreamProperties.of(kafka, own, instance, memory);
        KafkaStreams made = new KafkaStreams(topologies.apply(next), properties);
        made.setStateListener(this::changed);
        made.setUncaughtExceptionHandler(this::failed);
        made.setGlobalStateRestoreListener(restoring);
        streams = made;
        generation = next;
        made.start();
        if (own.hostAndPort() != null) {
            watchman = Watchman.start(made, kafka, own.applicationId(), own.hostAndPort(), own.peerScheme());
        }
    }

    /** Stops within 5 s, leaves the group and frees the memory. What was not committed is processed again by others. */
    @Override
    public void stop() {
        stopping.countDown();
        running.completeExceptionally(new IllegalStateException(settings.applicationId() + " was stopped"));
        if (watch != null) {
            watch.close();
        }
        synchronized (this) {
            if (!close()) {
                LOG.warn("{} did not stop within {} s", applicationId, CLOSE.toSeconds());
            }
        }
    }

    /** Whether what runs, if anything, could be stopped in time. */
    private boolean close() {
        if (watchman != null) {
            watchman.close();
            watchman = null;
        }
        boolean closed = streams == null
                || streams.close(CloseOptions.timeout(CLOSE)
                        .withGroupMembershipOperation(CloseOptions.GroupMembershipOperation.LEAVE_GROUP));
        // The stores of a thread that hangs still use the memory: freeing it would bring the process down.
        if (closed && memory != null) {
            memory.close();
            memory = null;
        }
        return closed;
    }

    /**
     * The running application, for queries of its stores.
     *
     * @throws IllegalStateException before {@link #start}
     */
    public KafkaStreams streams() {
        KafkaStreams now = streams;
        if (now == null) {
            throw new IllegalStateException(
                    settings.applicationId() + " has not been started, or is between two generations");
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

    /** What Kafka Streams and its clients measure of themselves; empty before {@link #start}, and between two generations. */
    Map<MetricName, ? extends Metric> metrics() {
        KafkaStreams now = streams;
        return now == null ? Map.of() : now.metrics();
    }

    /** Its present state; {@link State#CREATED} before {@link #start}, and between two generations. */
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

    /** Healthy while running, rebalancing or between two generations. */
    public HealthCheck health() {
        return new HealthCheck() {
            @Override
            protected Result check() {
                State now = state();
                if (started && streams == null && stopping.getCount() > 0) {
                    return Result.healthy("between two generations");
                }
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
                LOG.info("{} is running", applicationId);
                running.complete(null);
            }
            case ERROR -> {
                LOG.error("{} has given up", applicationId);
                running.completeExceptionally(new IllegalStateException(applicationId + " has given up: see the log"));
            }
            default -> LOG.info("{} is {} (was {})", applicationId, now, before);
        }
    }

    private StreamThreadExceptionResponse failed(Throwable failure) {
        RestartBudget.Decision decision;
        synchronized (budget) {
            decision = budget.failed(System.nanoTime(), isAwayRegistry(failure));
        }
        return switch (decision) {
            case RestartBudget.Decision.Replace replace -> {
                LOG.error(
                        "{}: a thread failed (failure {} of late); another one takes over in {} ms",
                        applicationId,
                        replace.failures(),
                        replace.pause().toMillis(),
                        failure);
                pause(replace.pause());
                yield StreamThreadExceptionResponse.REPLACE_THREAD;
            }
            case RestartBudget.Decision.GiveUp giveUp -> {
                LOG.error(
                        "{}: a thread failed (failure {} of late): giving up",
                        applicationId,
                        giveUp.failures(),
                        failure);
                onGivingUp.accept(failure);
                yield StreamThreadExceptionResponse.SHUTDOWN_CLIENT;
            }
        };
    }

    /** A record of a newer release came while its schema can't be asked for: it is read again, until it can. */
    private static boolean isAwayRegistry(Throwable failure) {
        return Stream.iterate(failure, Objects::nonNull, Throwable::getCause)
                .limit(MOST_CAUSES)
                .anyMatch(RegistryUnavailableException.class::isInstance);
    }

    /** In the failed thread, which has nothing else to do; {@link #stop} ends it. */
    private void pause(Duration pause) {
        try {
            if (stopping.await(pause.toMillis(), TimeUnit.MILLISECONDS)) {
                LOG.info("{} is being stopped", applicationId);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
