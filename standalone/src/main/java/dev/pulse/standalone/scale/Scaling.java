package dev.pulse.standalone.scale;

import dev.pulse.domain.verdict.Rejection;
import dev.pulse.schemas.access.Access;
import dev.pulse.schemas.generation.Course;
import dev.pulse.schemas.generation.Course.Step;
import dev.pulse.schemas.generation.Generation;
import dev.pulse.schemas.kafka.KafkaSettings;
import dev.pulse.schemas.kafka.KafkaUnusableException;
import dev.pulse.schemas.kafka.TopicAdmin;
import dev.pulse.schemas.kafka.TopicSettings;
import dev.pulse.schemas.topic.Topic;
import dev.pulse.schemas.topic.Topics;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.TopicConfig;

/**
 * Moves a grid to another number of partitions while it runs, step by step ({@link Course}). Each step may be done again
 * from its beginning, and ends with writing down that it is done: whatever kills the command, it goes on when it is run
 * again. Heartbeats are taken and acknowledged all the while.
 *
 * <pre>
 *   STEADY    write down where to
 *   PREPARED  make the topics and changelogs of the next generation
 *   CUT       ingests and marketplaces write to it; the former inputs are sealed, and worked off to their ends
 *   DRAINED   the workers have left; their state is copied to where the next ones restore it from
 * </pre>
 *
 * <p>The seal is what makes the cut safe: a topic that takes no record of more than one byte takes none at all, and it is
 * the leader of each partition that refuses it. An ingest that has not heard of the move answers 503, and can't write
 * behind the back of those who have worked the topic off. Not for use by several threads.
 */
public final class Scaling implements AutoCloseable {
    private static final Duration SAY_EVERY = Duration.ofSeconds(5);
    private static final Duration LOOK_EVERY = Duration.ofMillis(200);

    /** Ingests tick four times a second into every partition: where nothing came for so long, all have turned. */
    private static final Duration QUIET = Duration.ofMillis(1_500);

    private static final Duration QUIET_WITHIN = Duration.ofSeconds(15);
    private static final Map<String, String> SEALED = Map.of(TopicConfig.MAX_MESSAGE_BYTES_CONFIG, "1");

    private final KafkaSettings settings;
    private final Duration patience;
    private final Consumer<String> progress;
    private final Kafka kafka;
    private final InstantSource clock;
    private Records records;

    /**
     * Something that moves a grid.
     *
     * @param patience how long to wait for others in one step: for workers to work off and to leave
     * @param progress takes sentences for a person
     */
    public Scaling(KafkaSettings settings, Duration patience, InstantSource clock, Consumer<String> progress) {
        this.settings = settings;
        this.patience = patience;
        this.clock = clock;
        this.progress = progress;
        this.kafka = new Kafka(settings);
    }

    /**
     * Where the grid stands.
     *
     * @throws ScaleException where that can't be known
     */
    public Course course() {
        try (TopicAdmin topics = new TopicAdmin(settings)) {
            return topics.prepare(null, Duration.ofSeconds(15), progress);
        } catch (KafkaUnusableException unusable) {
            throw new ScaleException(unusable.getMessage(), unusable);
        }
    }

    /**
     * What a move to so many partitions would make. Changes nothing.
     *
     * @throws ScaleException where it can't be made
     */
    public Plan plan(int partitions) {
        Course course = course();
        if (course.step() != Step.STEADY) {
            throw underWay(course);
        }
        try {
            return Plan.of(kafka, course.current(), course.prepare(partitions).next());
        } catch (IllegalStateException | IllegalArgumentException refused) {
            throw new ScaleException(refused.getMessage(), refused);
        }
    }

    /**
     * Moves the grid, or goes on moving it, until it has so many partitions.
     *
     * @throws ScaleException where it can't go on for now; the same call goes on later
     */
    public void run(int partitions) {
        Course course = course();
        while (course.step() != Step.STEADY || course.current().partitions() != partitions) {
            course = step(course, partitions);
        }
        progress.accept("There are " + partitions + " partitions: " + course + ".");
    }

    /**
     * One step: acts, and writes down where the grid stands then.
     *
     * @return what was written down
     * @throws ScaleException where it can't be made now
     */
    Course step(Course course, int partitions) {
        if (course.step() != Step.STEADY && course.next().partitions() != partitions) {
            throw underWay(course);
        }
        try {
            Course done = switch (course.step()) {
                case STEADY -> {
                    Course next = course.prepare(partitions);
                    Copy.refuseStrangers(kafka.topics(), course.current());
                    yield next;
                }
                case PREPARED -> {
                    make(course.current(), course.next());
                    yield course.cut();
                }
                case CUT -> {
                    workOff(course.current());
                    yield course.drained();
                }
                case DRAINED -> {
                    carryOver(course.current(), course.next());
                    yield course.carried();
                }
            };
            records().write(done);
            progress.accept(done + ".");
            return done;
        } catch (KafkaException failure) {
            throw new ScaleException(
                    "Kafka failed: " + failure.getMessage() + ". The same command goes on from here.", failure);
        } catch (IllegalStateException | IllegalArgumentException refused) {
            throw new ScaleException(refused.getMessage(), refused);
        }
    }

    /**
     * Turns back before the cut, and deletes what was made.
     *
     * @throws ScaleException where there is nothing to turn back from
     */
    public void cancel() {
        Course course = course();
        try {
            Course back = course.cancel();
            delete(List.of(course.next()));
            records().write(back);
            progress.accept(back + ".");
        } catch (IllegalStateException refused) {
            throw new ScaleException(refused.getMessage(), refused);
        }
    }

    /**
     * Deletes the former generations: their topics with what they still hold, changelogs and groups.
     *
     * @throws ScaleException while a move is under way
     */
    public void finish() {
        Course course = course();
        try {
            // Readers leave the topics before they are gone; and the numbers are known without the list.
            records().write(course.finish());
        } catch (IllegalStateException refused) {
            throw new ScaleException(refused.getMessage(), refused);
        }
        pause(QUIET);
        int current = course.current().number();
        int deleted = delete(IntStream.range(1, current)
                .mapToObj(number -> new Generation(number, 1))
                .toList());
        progress.accept("Deleted " + deleted + " topics of former generations.");
    }

    private int delete(List<Generation> generations) {
        Set<String> existing = kafka.topics();
        List<String> gone = existing.stream()
                .filter(topic -> generations.stream()
                        .anyMatch(generation ->
                                Plan.names(generation).contains(topic) || Store.isChangelog(topic, generation)))
                .sorted()
                .toList();
        kafka.delete(gone);
        generations.forEach(generation ->
                Store.APPLICATIONS.forEach(application -> kafka.forget(generation.application(application))));
        return gone.size();
    }

    private static ScaleException underWay(Course course) {
        return new ScaleException("A move is under way: " + course + ". Finish it with `topics scale --partitions "
                + course.next().partitions() + "`"
                + (course.step() == Step.PREPARED ? ", or turn back with `topics scale --cancel`." : "."));
    }

    private void make(Generation from, Generation to) {
        Plan plan = Plan.of(kafka, from, to);
        TopicSettings shape = new TopicSettings(to.partitions(), plan.replicas());
        try (TopicAdmin topics = new TopicAdmin(settings)) {
            topics.createMissing(to, shape, progress);
            if (topics.checkPartitions(to) != to.partitions()) {
                throw new ScaleException("There are topics of generation " + to.number()
                        + " with another partition count, of a move that was called off: delete them.");
            }
        } catch (KafkaUnusableException refused) {
            throw new ScaleException(refused.getMessage(), refused);
        }
        // What an operator has set for a topic, such as another retention, holds for its successor.
        for (Topic<?> topic : Topics.all()) {
            if (topic.coPartitioned()) {
                Map<String, String> configs = kafka.configs(from.name(topic));
                if (!configs.equals(kafka.configs(to.name(topic)))) {
                    kafka.configure(to.name(topic), configs);
                }
            }
        }
        List<String> made = new ArrayList<>(Plan.names(to));
        Set<String> existing = kafka.topics();
        for (Store store : Store.all()) {
            if (existing.contains(store.changelog(from))) {
                made.add(store.changelog(to));
                kafka.make(new NewTopic(store.changelog(to), to.partitions(), (short) plan.replicas())
                        .configs(kafka.configs(store.changelog(from))));
            }
        }
        // Whoever writes after the cut need not wait for that.
        await("the leaders of the new partitions", () -> kafka.areThere(made));
    }

    private void workOff(Generation from) {
        List<String> written = List.of(from.name(Topics.RAW), from.name(Topics.COMMANDS));
        List<TopicPartition> inputs = kafka.partitions(written);
        awaitQuiet(inputs);
        written.forEach(topic -> kafka.configure(topic, SEALED));
        await(
                "every partition of the former inputs to be sealed",
                () -> records().unsealed(inputs).isEmpty());
        progress.accept("Sealed " + String.join(" and ", written) + ".");
        String verifier = from.application(Access.VERIFIER_APPLICATION);
        String lifecycle = from.application(Access.LIFECYCLE_APPLICATION);
        List<String> decided = Topics.all().stream()
                .filter(topic -> topic.coPartitioned() && isRead(topic))
                .map(from::name)
                .toList();
        await("the verifier to prove what waits in " + from.name(Topics.RAW), () -> isWorkedOff(verifier, written));
        // Seen twice: a verdict that is being judged while the censuses are looked at may be answered by one more
        // census.
        AtomicInteger seen = new AtomicInteger();
        await("the lifecycle stream to work off what was proved", () -> {
            seen.set(isWorkedOff(lifecycle, decided) ? seen.get() + 1 : 0);
            return seen.get() == 2;
        });
    }

    /** What the lifecycle stream reads: all of the generation but the raw heartbeats and its own dead letters. */
    private static boolean isRead(Topic<?> topic) {
        return !topic.equals(Topics.RAW) && !topic.equals(Topics.dead(Rejection.REPLAY));
    }

    private boolean isWorkedOff(String group, List<String> topics) {
        Map<TopicPartition, Long> ends = kafka.ends(kafka.partitions(topics));
        return records().nothingFrom(kafka.committed(group), ends);
    }

    /** Those who write learn of the cut within a second: heartbeats that they have under way are not to be refused. */
    private void awaitQuiet(List<TopicPartition> inputs) {
        long begun = System.nanoTime();
        long since = begun;
        Map<TopicPartition, Long> before = Map.of();
        while (System.nanoTime() - since < QUIET.toNanos()) {
            Map<TopicPartition, Long> now = kafka.ends(inputs);
            if (!now.equals(before)) {
                before = now;
                since = System.nanoTime();
            }
            if (since - begun > QUIET_WITHIN.toNanos()) {
                progress.accept("Somebody still writes to the former topics after " + QUIET_WITHIN.toSeconds()
                        + " s, and is refused from now on.");
                return;
            }
            pause(LOOK_EVERY);
        }
    }

    private void carryOver(Generation from, Generation to) {
        List<String> groups = Store.APPLICATIONS.stream().map(from::application).toList();
        List<String> left = new ArrayList<>();
        await("the workers of the former generation to leave", () -> {
            left.clear();
            groups.forEach(group -> left.addAll(kafka.members(group)));
            return left.isEmpty();
        });
        long begun = System.nanoTime();
        progress.accept("Copying the state.");
        long copied = new Copy(kafka, records(), from, to, progress).run();
        progress.accept("Copied %,d records in %.1f s.".formatted(copied, (System.nanoTime() - begun) / 1e9));
    }

    private void await(String what, BooleanSupplier condition) {
        long begun = System.nanoTime();
        long said = begun;
        while (!condition.getAsBoolean()) {
            long now = System.nanoTime();
            if (now - begun > patience.toNanos()) {
                throw new ScaleException("Waited " + patience.toSeconds() + " s for " + what
                        + ". The same command goes on waiting; heartbeats are taken meanwhile.");
            }
            if (now - said > SAY_EVERY.toNanos()) {
                said = now;
                progress.accept("Waiting for " + what + ", " + TimeUnit.NANOSECONDS.toSeconds(now - begun) + " s.");
            }
            pause(LOOK_EVERY);
        }
    }

    private static void pause(Duration time) {
        try {
            // Nothing counts this down: it is a wait that an interrupt ends.
            new CountDownLatch(1).await(time.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new ScaleException("Stopped. The same command goes on from here.", stopped);
        }
    }

    private Records records() {
        if (records == null) {
            records = new Records(settings, clock);
        }
        return records;
    }

    /** Closes its connections. What it has under way is not done. */
    @Override
    public void close() {
        if (records != null) {
            records.close();
        }
        kafka.close();
    }
}
