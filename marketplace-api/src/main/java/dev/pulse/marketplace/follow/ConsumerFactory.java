package dev.pulse.marketplace.follow;

import dev.pulse.schemas.generation.Generation;
import dev.pulse.schemas.topic.Topic;
import dev.pulse.schemas.topic.Topics;
import java.util.List;
import org.apache.kafka.clients.consumer.Consumer;

/** Opens consumers. Each call gives a new one, which the caller closes; a consumer belongs to one thread at a time. */
@FunctionalInterface
public interface ConsumerFactory {
    /**
     * A consumer of committed records, without a group, that never moves by itself to another offset.
     *
     * @param purpose a word for the client id, for example {@code state}
     */
    Consumer<String, byte[]> open(String purpose);

    /** The generations whose topics can be read by now, the oldest first; one or more. */
    default List<Generation> generations() {
        return List.of(Generation.first(1));
    }

    /** The same, for whoever looks at the newest of them alone. */
    default ConsumerFactory ofNewest() {
        ConsumerFactory all = this;
        return new ConsumerFactory() {
            @Override
            public Consumer<String, byte[]> open(String purpose) {
                return all.open(purpose);
            }

            @Override
            public List<Generation> generations() {
                return List.of(all.generations().getLast());
            }
        };
    }

    /** What a topic is called in the newest of them. */
    default String newest(Topic<?> topic) {
        return generations().getLast().name(topic);
    }

    /** What the topics that have these names in the first generation are called in all of them, each name once. */
    default List<String> names(List<String> first) {
        List<Topic<?>> topics = Topics.all().stream()
                .<Topic<?>>map(topic -> topic)
                .filter(topic -> first.contains(topic.name()))
                .toList();
        return generations().stream()
                .flatMap(generation -> topics.stream().map(generation::name))
                .distinct()
                .toList();
    }
}
