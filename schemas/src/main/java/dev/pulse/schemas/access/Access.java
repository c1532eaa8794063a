package dev.pulse.schemas.access;

import static org.apache.kafka.common.acl.AclOperation.CREATE;
import static org.apache.kafka.common.acl.AclOperation.DELETE;
import static org.apache.kafka.common.acl.AclOperation.DESCRIBE;
import static org.apache.kafka.common.acl.AclOperation.DESCRIBE_CONFIGS;
import static org.apache.kafka.common.acl.AclOperation.READ;
import static org.apache.kafka.common.acl.AclOperation.WRITE;
import static org.apache.kafka.common.resource.ResourceType.GROUP;
import static org.apache.kafka.common.resource.ResourceType.TOPIC;
import static org.apache.kafka.common.resource.ResourceType.TRANSACTIONAL_ID;

import dev.pulse.domain.verdict.Rejection;
import dev.pulse.schemas.kafka.CourseLog;
import dev.pulse.schemas.topic.Topic;
import dev.pulse.schemas.topic.Topics;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.apache.kafka.common.acl.AclOperation;

/**
 * What each {@link Actor} may do on Kafka, and no more: one writer for each fact (design section 2) is not only how services
 * are written, it is what Kafka lets them do. A secured cluster denies what is not granted.
 */
public final class Access {
    /** The verifier's application id, or how it begins: consumer group, transactions and changelogs. */
    public static final String VERIFIER_APPLICATION = "pulse-verifier";

    /** The lifecycle stream's. */
    public static final String LIFECYCLE_APPLICATION = "pulse-lifecycle";

    /** The transactional id of whoever replays dead letters: one at a time, all over the cluster. */
    public static final String REPLAY_TRANSACTION = "pulse-replay";

    /** How the consumer groups of analysts begin, and the applications of Kafka Streams that they run. */
    public static final String ANALYST_GROUPS = "analyst-";

    private Access() {}

    /** What somebody may do. */
    public static List<Grant> of(Actor actor) {
        // Everybody checks at the start that the topics are there and alike; their names are no secret.
        Stream<Grant> all = Stream.of(Grant.under(TOPIC, Topics.PREFIX, DESCRIBE));
        return Stream.concat(all, own(actor).flatMap(grants -> grants)).toList();
    }

    private static Stream<Stream<Grant>> own(Actor actor) {
        return switch (actor) {
            case INGEST -> Stream.of(write(Topics.RAW), course());
            case VERIFIER ->
                Stream.of(
                        read(Topics.RAW, Topics.COMMANDS),
                        write(Topics.VERIFIED, Topics.OUTCOMES),
                        write(dead(Rejection.SIGNATURE, Rejection.SKEW, Rejection.IDENTITY, Rejection.POISON)),
                        streams(VERIFIER_APPLICATION),
                        course());
            case LIFECYCLE ->
                Stream.of(
                        read(Topics.VERIFIED, Topics.COMMANDS, Topics.CENSUS, Topics.VERDICTS),
                        read(dead(Rejection.SIGNATURE, Rejection.SKEW, Rejection.IDENTITY, Rejection.POISON)),
                        write(Topics.EVENTS, Topics.STATE, Topics.OUTCOMES, Topics.CENSUS, Topics.VERDICTS),
                        write(dead(Rejection.REPLAY, Rejection.POISON)),
                        streams(LIFECYCLE_APPLICATION),
                        course());
            case MARKETPLACE ->
                Stream.of(
                        read(Topics.STATE, Topics.EVENTS, Topics.VERDICTS, Topics.VERIFIED, Topics.OUTCOMES),
                        read(dead(Rejection.values())),
                        write(Topics.COMMANDS),
                        course(),
                        // For how long tombstones are kept: what a store on disk may miss.
                        Stream.of(Grant.on(TOPIC, Topics.STATE.name(), DESCRIBE_CONFIGS)),
                        // How far behind the streams are, for operators.
                        Stream.of(
                                Grant.under(GROUP, VERIFIER_APPLICATION, DESCRIBE),
                                Grant.under(GROUP, LIFECYCLE_APPLICATION, DESCRIBE)));
            case OPERATOR ->
                Stream.of(Stream.of(
                        Grant.under(TOPIC, Topics.PREFIX, CREATE, READ, DESCRIBE_CONFIGS),
                        Grant.under(GROUP, "pulse-", DESCRIBE)));
            case REPLAYER ->
                Stream.of(
                        read(dead(Rejection.values())),
                        read(Topics.REPLAYED),
                        write(Topics.RAW, Topics.REPLAYED),
                        course(),
                        Stream.of(Grant.on(TRANSACTIONAL_ID, REPLAY_TRANSACTION, WRITE)));
            case ANALYST ->
                Stream.of(
                        read(Topics.VERIFIED, Topics.EVENTS, Topics.STATE, Topics.VERDICTS),
                        read(dead(Rejection.values())),
                        Stream.of(
                                Grant.under(GROUP, ANALYST_GROUPS, READ),
                                // What an application of theirs keeps of its own, and clears as it reads on.
                                Grant.under(TOPIC, ANALYST_GROUPS, CREATE, READ, WRITE, DELETE, DESCRIBE_CONFIGS),
                                Grant.under(TRANSACTIONAL_ID, ANALYST_GROUPS, WRITE)));
        };
    }

    /** An application of Kafka Streams with transactions, and the eviction of its own dead members (decision 0010). */
    private static Stream<Grant> streams(String application) {
        return Stream.of(
                Grant.under(TOPIC, application + "-", CREATE, READ, WRITE, DESCRIBE_CONFIGS),
                Grant.under(GROUP, application, READ),
                Grant.under(TRANSACTIONAL_ID, application + "-", WRITE));
    }

    private static Topic<?>[] dead(Rejection... reasons) {
        return Arrays.stream(reasons).map(Topics::dead).toArray(Topic<?>[]::new);
    }

    private static Stream<Grant> read(Topic<?>... topics) {
        return Arrays.stream(topics).map(topic -> grant(topic, READ));
    }

    private static Stream<Grant> write(Topic<?>... topics) {
        return Arrays.stream(topics).map(topic -> grant(topic, WRITE));
    }

    /** Topics of later generations have the name of the first one and something behind it (decision 0034). */
    private static Grant grant(Topic<?> topic, AclOperation operation) {
        return topic.coPartitioned()
                ? Grant.under(TOPIC, topic.name(), operation)
                : Grant.on(TOPIC, topic.name(), operation);
    }

    /** Which generation is in use. */
    private static Stream<Grant> course() {
        return Stream.of(Grant.on(TOPIC, CourseLog.TOPIC, READ));
    }
}
