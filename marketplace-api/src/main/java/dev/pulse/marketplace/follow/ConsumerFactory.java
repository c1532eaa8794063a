package dev.pulse.marketplace.follow;

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
}
