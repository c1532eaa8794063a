package dev.pulse.schemas.kafka;

/** Kafka did not come up in time, or its topics are not what Pulse needs. The message is for the operator. */
public final class KafkaUnusableException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** A sentence that names the address or the topic and says what to do. */
    public KafkaUnusableException(String message) {
        super(message);
    }

    /** A sentence that names the address or the topic and says what to do, and what it came from. */
    public KafkaUnusableException(String message, Throwable cause) {
        super(message, cause);
    }
}
