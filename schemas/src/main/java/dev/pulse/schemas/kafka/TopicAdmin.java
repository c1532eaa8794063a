package dev.pulse.schemas.kafka;

import dev.pulse.schemas.generation.Course;
import dev.pulse.schemas.generation.Generation;
import dev.pulse.schemas.topic.Topic;
import dev.pulse.schemas.topic.Topics;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.CreateTopicsResult;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/** Waits for Kafka, makes the topics that are missing and checks those that are there. Every wait is bounded. */
public final class TopicAdmin implements AutoCloseable {
    private static final Duration CALL = Duration.ofSeconds(15);
    private static final Duration ATTEMPT = Duration.ofSeconds(2);
    private static final Duration BETWEEN_ATTEMPTS = Duration.ofMillis(250);
    private static final Duration BETWEEN_MESSAGES = Duration.ofSeconds(3);

    /** How long a new topic may take to be known to the broker that is asked. */
    private static final Duration VISIBLE = Duration.ofSeconds(30);

    /** A batch of records, not one record: a heartbeat has at most 8 KiB, its dead letter a little more. Kafka's default. */
    private static final int MAX_BATCH_BYTES = 1024 * 1024 + 12;

    private static final Duration SHORTEST_SEGMENT = Duration.ofMinutes(10);
    private static final Duration LONGEST_SEGMENT = Duration.ofDays(1);

    private final KafkaSettings settings;
    private final String servers;
    private final Admin admin;
    private final List<Topic<?>> topics = Topics.all();

    /** An admin for all {@link Topics}. Connects when first used. */
    public TopicAdmin(KafkaSettings settings) {
        this.settings = settings;
        this.servers = settings.bootstrapServers();
        this.admin = Admin.create(properties(settings));
    }

    private static Map<String, Object> properties(KafkaSettings settings) {
        Map<String, Object> all = new HashMap<>(settings.properties());
        all.put(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, settings.bootstrapServers());
        all.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, (int) CALL.toMillis());
        all.put(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, (int) ATTEMPT.toMillis());
        all.put(AdminClientConfig.RECONNECT_BACKOFF_MAX_MS_CONFIG, (int) BETWEEN_ATTEMPTS.toMillis());
        return all;
    }

    /**
     * Everything a service does before it starts: waits for Kafka, makes missing topics where it may, and checks them.
     *
     * @param create how missing topics are made, or null where that is not this service's business
     * @param max how long to wait for Kafka, and again for topics that are missing and that another service may make
     * @param progress takes a sentence every few seconds of waiting, and one for topics that were made
     * @return where the grid stands, and with it the partition count
     * @throws KafkaUnusableException with a sentence for the operator
     */
    public Course prepare(TopicSettings create, Duration max, Consumer<String> progress) {
        awaitKafka(max, progress);
        Set<String> control = Set.of(CourseLog.TOPIC);
        if (create != null) {
            create(missing(control), create, progress);
        } else {
            await(control, max, progress);
        }
        Optional<Course> course = CourseLog.read(settings);
        Generation current = course.map(Course::current).orElse(Generation.first(1));
        if (create != null) {
            int count = course.isPresent() ? current.partitions() : create.partitions();
            createMissing(current, new TopicSettings(count, create.replicationFactor()), progress);
        } else {
            await(names(current), max, progress);
        }
        int partitions = checkPartitions(current);
        return course.orElseGet(() -> Course.steady(partitions));
    }

    /**
     * Waits until a broker answers.
     *
     * @throws KafkaUnusableException when none did for all that time
     */
    public void awaitKafka(Duration max, Consumer<String> progress) {
        Waiting waiting = new Waiting(max, progress, "Waiting for Kafka at " + servers);
        while (true) {
            try {
                admin.describeCluster().nodes().get(ATTEMPT.toMillis(), TimeUnit.MILLISECONDS);
                return;
            } catch (ExecutionException | TimeoutException e) {
                waiting.pauseOrFail(
                        "Kafka at " + servers + " does not answer",
                        "check that it runs, and that kafka.bootstrapServers is right",
                        e);
            } catch (InterruptedException e) {
                throw interrupted(e);
            }
        }
    }

    /**
     * Makes the topics of a generation that are missing; those that exist stay as they are.
     *
     * @param create how, with the partition count of the generation
     * @return the names of those made now
     * @throws KafkaUnusableException when Kafka refuses, for example for want of brokers
     */
    public Set<String> createMissing(Generation generation, TopicSettings create, Consumer<String> progress) {
        Set<String> made = missing(names(generation));
        create(made, create, progress);
        if (!made.isEmpty()) {
            progress.accept("Made " + made.size() + " topics of " + create.partitions() + " partitions on Kafka at "
                    + servers + ".");
        }
        return made;
    }

    private void create(Set<String> names, TopicSettings create, Consumer<String> progress) {
        if (names.isEmpty()) {
            return;
        }
        CreateTopicsResult result = admin.createTopics(
                names.stream().map(name -> newTopic(name, create)).toList());
        result.values().forEach((name, made) -> {
            try {
                get(made, "make the topic " + name);
            } catch (KafkaUnusableException e) {
                // Another service that starts at the same moment may be quicker.
                if (!(e.getCause() instanceof TopicExistsException)) {
                    throw e;
                }
            }
        });
        await(names, VISIBLE, progress);
    }

    private NewTopic newTopic(String name, TopicSettings create) {
        short replicas = (short) create.replicationFactor();
        if (name.equals(CourseLog.TOPIC)) {
            return new NewTopic(name, 1, replicas).configs(CourseLog.configs(create));
        }
        Topic<?> topic = topics.stream()
                .filter(each -> each.name().equals(Generation.base(name)))
                .findFirst()
                .orElseThrow();
        return new NewTopic(name, create.partitions(), replicas).configs(configs(topic, create));
    }

    private Set<String> names(Generation generation) {
        return topics.stream().map(generation::name).collect(Collectors.toUnmodifiableSet());
    }

    /**
     * Checks that all co-partitioned topics of a generation have one partition count.
     *
     * @return that count
     * @throws KafkaUnusableException naming the topics that are missing, or the odd one out
     */
    public int checkPartitions(Generation generation) {
        Set<String> missing = missing(names(generation));
        if (!missing.isEmpty()) {
            throw new KafkaUnusableException("Kafka at " + servers + " lacks " + names(missing)
                    + ": set createTopics: true, or make them beforehand.");
        }
        Set<String> coPartitioned = topics.stream()
                .filter(Topic::coPartitioned)
                .map(generation::name)
                .collect(Collectors.toSet());
        Map<String, TopicDescription> found =
                get(admin.describeTopics(coPartitioned).allTopicNames(), "describe its topics");
        Map<Integer, List<String>> byCount = new TreeMap<>(found.values().stream()
                .collect(Collectors.groupingBy(
                        topic -> topic.partitions().size(),
                        Collectors.mapping(TopicDescription::name, Collectors.toList()))));
        int usual = byCount.entrySet().stream()
                .max(Map.Entry.comparingByValue((a, b) -> Integer.compare(a.size(), b.size())))
                .orElseThrow()
                .getKey();
        if (byCount.size() > 1) {
            String odd = byCount.entrySet().stream()
                    .filter(entry -> entry.getKey() != usual)
                    .map(entry -> names(entry.getValue()) + " with " + entry.getKey())
                    .collect(Collectors.joining(", "));
            throw new KafkaUnusableException(
                    "The topics on Kafka at " + servers + " must all have one partition count: "
                            + byCount.get(usual).size() + " have " + usual + ", but there is " + odd
                            + ". A node's records would meet in different partitions; delete the odd one, or make it again.");
        }
        return usual;
    }

    private void await(Set<String> names, Duration max, Consumer<String> progress) {
        Waiting waiting = new Waiting(max, progress, "Waiting for the topics on Kafka at " + servers);
        while (true) {
            Set<String> missing = missing(names);
            if (missing.isEmpty()) {
                return;
            }
            waiting.pauseOrFail(
                    "Kafka at " + servers + " lacks " + names(missing),
                    "set createTopics: true, or make them beforehand",
                    null);
        }
    }

    private Set<String> missing(Set<String> names) {
        Map<String, KafkaFuture<TopicDescription>> asked =
                admin.describeTopics(names).topicNameValues();
        return names.stream().filter(name -> isMissing(name, asked.get(name))).collect(Collectors.toUnmodifiableSet());
    }

    private boolean isMissing(String name, KafkaFuture<TopicDescription> asked) {
        try {
            get(asked, "describe the topic " + name);
            return false;
        } catch (KafkaUnusableException e) {
            if (e.getCause() instanceof UnknownTopicOrPartitionException) {
                return true;
            }
            throw e;
        }
    }

    /** The configuration of a new topic. */
    public static Map<String, String> configs(Topic<?> topic, TopicSettings settings) {
        Map<String, String> configs = new HashMap<>();
        configs.put(TopicConfig.MIN_IN_SYNC_REPLICAS_CONFIG, Integer.toString(settings.minInsyncReplicas()));
        configs.put(TopicConfig.MAX_MESSAGE_BYTES_CONFIG, Integer.toString(MAX_BATCH_BYTES));
        configs.put(TopicConfig.COMPRESSION_TYPE_CONFIG, "producer");
        configs.put(TopicConfig.MESSAGE_TIMESTAMP_TYPE_CONFIG, "CreateTime");
        String retention = Long.toString(topic.retention().toMillis());
        switch (topic.cleanup()) {
            case DELETE -> {
                configs.put(TopicConfig.CLEANUP_POLICY_CONFIG, TopicConfig.CLEANUP_POLICY_DELETE);
                configs.put(TopicConfig.RETENTION_MS_CONFIG, retention);
            }
            case COMPACT -> {
                configs.put(TopicConfig.CLEANUP_POLICY_CONFIG, TopicConfig.CLEANUP_POLICY_COMPACT);
                configs.put(TopicConfig.DELETE_RETENTION_MS_CONFIG, retention);
            }
        }
        configs.put(TopicConfig.SEGMENT_MS_CONFIG, Long.toString(segment(topic).toMillis()));
        return configs;
    }

    /**
     * Kafka drops and compacts whole closed segments only, so one must not last as long as the retention: a quarter of
     * it, within reason; an hour where records are compacted, so that a reader's first pass stays short.
     */
    private static Duration segment(Topic<?> topic) {
        Duration wanted = switch (topic.cleanup()) {
            case DELETE -> topic.retention().dividedBy(4);
            case COMPACT -> Duration.ofHours(1);
        };
        if (wanted.compareTo(SHORTEST_SEGMENT) < 0) {
            return SHORTEST_SEGMENT;
        }
        return wanted.compareTo(LONGEST_SEGMENT) > 0 ? LONGEST_SEGMENT : wanted;
    }

    private <T> T get(KafkaFuture<T> future, String what) {
        try {
            return future.get(CALL.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            throw new KafkaUnusableException(
                    "Kafka at " + servers + " did not " + what + ": "
                            + e.getCause().getMessage(),
                    e.getCause());
        } catch (TimeoutException e) {
            throw new KafkaUnusableException(
                    "Kafka at " + servers + " did not " + what + " within " + CALL.toSeconds() + " s.", e);
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    private KafkaUnusableException interrupted(InterruptedException e) {
        Thread.currentThread().interrupt();
        return new KafkaUnusableException("Stopped waiting for Kafka at " + servers + ".", e);
    }

    private static String names(Collection<String> names) {
        return names.stream().sorted().collect(Collectors.joining(", "));
    }

    /** Closes the connections, within a second. */
    @Override
    public void close() {
        admin.close(Duration.ofSeconds(1));
    }

    /** One bounded wait that says now and then what it waits for. */
    private final class Waiting {
        private final long begun = System.nanoTime();
        private final Duration max;
        private final Consumer<String> progress;
        private final String message;
        private long nextMessage = begun;

        Waiting(Duration max, Consumer<String> progress, String message) {
            this.max = max;
            this.progress = progress;
            this.message = message;
        }

        void pauseOrFail(String what, String advice, Throwable cause) {
            long now = System.nanoTime();
            long seconds = TimeUnit.NANOSECONDS.toSeconds(now - begun);
            if (now - begun >= max.toNanos()) {
                throw new KafkaUnusableException(what + ". Waited " + seconds + " s: " + advice + ".", cause);
            }
            if (now - nextMessage >= 0) {
                nextMessage = now + BETWEEN_MESSAGES.toNanos();
                progress.accept(message + ", " + seconds + " of at most " + max.toSeconds() + " s.");
            }
            try {
                TimeUnit.NANOSECONDS.sleep(BETWEEN_ATTEMPTS.toNanos());
            } catch (InterruptedException e) {
                throw interrupted(e);
            }
        }
    }
}
