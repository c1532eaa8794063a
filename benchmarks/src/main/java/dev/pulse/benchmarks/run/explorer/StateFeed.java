package dev.pulse.benchmarks.run.explorer;

import dev.pulse.benchmarks.load.Turns;
import dev.pulse.schemas.EventCause;
import dev.pulse.schemas.LifecycleStage;
import dev.pulse.schemas.LivenessState;
import dev.pulse.schemas.NodeEvent;
import dev.pulse.schemas.NodeState;
import dev.pulse.schemas.serde.RegistryRecordSerdes;
import dev.pulse.schemas.topic.Topics;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.Serializer;
import org.apache.kafka.common.serialization.StringSerializer;

/**
 * Writes a {@link Grid}'s states into nodes.state in the place of the lifecycle stream: all of them once, and then changes at a
 * rate, each of another node than the ones before.
 */
public final class StateFeed implements AutoCloseable {
    private static final long STEP_NANOS = 2_000_000;
    private static final int ACKNOWLEDGED_WITHIN_S = 30;

    private final Grid grid;
    private final Turns turns;
    private final Clock clock;
    private final RegistryRecordSerdes serdes;
    private final KafkaProducer<String, NodeState> states;
    private final KafkaProducer<String, NodeEvent> events;
    private final AtomicReference<Exception> failure = new AtomicReference<>();
    private final AtomicLong written = new AtomicLong();
    private final Thread changing =
            Thread.ofPlatform().daemon().name("state-feed").unstarted(this::change);
    private volatile int rate;
    private volatile boolean closed;

    /**
     * A feed that writes nothing yet.
     *
     * @param serdes closed with this
     */
    public StateFeed(Grid grid, String bootstrap, RegistryRecordSerdes serdes, Clock clock) {
        this.grid = grid;
        this.turns = new Turns(grid.nodes());
        this.clock = clock;
        this.serdes = serdes;
        states = producer(bootstrap, serdes.of(Topics.STATE).serializer());
        events = producer(bootstrap, serdes.of(Topics.EVENTS).serializer());
        changing.start();
    }

    private static <V> KafkaProducer<String, V> producer(String bootstrap, Serializer<V> values) {
        Properties all = new Properties();
        all.put("bootstrap.servers", bootstrap);
        all.put("compression.type", "lz4");
        all.put("linger.ms", "5");
        all.put("batch.size", "131072");
        all.put("acks", "all");
        return new KafkaProducer<>(all, new StringSerializer(), values);
    }

    /** Writes the first state of every node, as fast as it goes. */
    public void fill() {
        for (int node = 0; node < grid.nodes(); node++) {
            send(turns.node(node), 0, grid.begun());
        }
        states.flush();
        check();
    }

    /** From now on, so many changes a second; 0 for none, and then all of them are written when this returns. */
    public void rate(int perSecond) {
        rate = perSecond;
        if (perSecond == 0) {
            states.flush();
            check();
        }
    }

    /** How many changes were written. */
    public long written() {
        return written.get();
    }

    private void send(int node, int change, Instant at) {
        var unused = states.send(
                new ProducerRecord<>(Topics.STATE.name(), Grid.id(node), grid.state(node, change, at)), noted());
    }

    private Callback noted() {
        return (metadata, failed) -> {
            if (failed != null) {
                failure.compareAndSet(null, failed);
            }
        };
    }

    private void change() {
        long turn = 0;
        long begun = System.nanoTime();
        double owed = 0;
        try {
            while (!closed) {
                TimeUnit.NANOSECONDS.sleep(STEP_NANOS);
                long now = System.nanoTime();
                // At most a tenth of a second is caught up with: a pause of this process is no storm of changes.
                owed = Math.min(owed + rate * (now - begun) / 1e9, rate / 10.0);
                begun = now;
                Instant at = clock.instant();
                for (; owed >= 1; owed--, turn++) {
                    send(turns.node(turn), 1 + turns.round(turn), at);
                    written.incrementAndGet();
                }
            }
        } catch (InterruptedException | RuntimeException stopped) {
            failure.compareAndSet(null, stopped);
        }
    }

    /**
     * Writes a state, and returns when Kafka has acknowledged it.
     *
     * @return the moment, {@link System#nanoTime}
     */
    public long acknowledged(NodeState state) throws InterruptedException {
        await(states.send(new ProducerRecord<>(Topics.STATE.name(), state.getNodeId(), state)));
        return System.nanoTime();
    }

    /** Writes a transition of a node, and does not wait. */
    public void transition(String nodeId, long sequence) {
        NodeEvent event = new NodeEvent(
                nodeId,
                sequence,
                clock.instant(),
                Grid.REGIONS.getFirst(),
                LivenessState.ONLINE,
                LivenessState.OFFLINE,
                LifecycleStage.PUBLISHED,
                LifecycleStage.PUBLISHED,
                EventCause.GRACE_EXPIRED,
                "",
                0L,
                0L);
        var unused = events.send(new ProducerRecord<>(Topics.EVENTS.name(), nodeId, event), noted());
    }

    private static void await(Future<?> sent) throws InterruptedException {
        try {
            sent.get(ACKNOWLEDGED_WITHIN_S, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException refused) {
            throw new IllegalStateException("Kafka did not take a record", refused);
        }
    }

    private void check() {
        Exception failed = failure.get();
        if (failed != null) {
            throw new IllegalStateException("Kafka did not take a state", failed);
        }
    }

    @Override
    public void close() {
        closed = true;
        changing.interrupt();
        states.close(Duration.ofSeconds(5));
        events.close(Duration.ofSeconds(5));
        serdes.close();
    }
}
