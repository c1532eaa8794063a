package dev.pulse.streams;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class RestoreLogTest {
    private static final TopicPartition FIRST = new TopicPartition("pulse-verifier-bindings-changelog", 0);
    private static final TopicPartition SECOND = new TopicPartition("pulse-verifier-g2-bindings-changelog", 0);

    @Test
    void whatAFormerGenerationLeftUndoneIsNotWaitedFor() {
        RestoreLog log = new RestoreLog("pulse-verifier");
        log.onRestoreStart(FIRST, "bindings", 0, 100);
        log.onBatchRestored(FIRST, "bindings", 39, 40);
        assertThat(log.remaining()).isEqualTo(60);
        log.begin("pulse-verifier-g2");
        assertThat(log.remaining()).isZero();
        log.onRestoreStart(SECOND, "bindings", 0, 10);
        log.onBatchRestored(SECOND, "bindings", 9, 10);
        log.onRestoreEnd(SECOND, "bindings", 10);
        assertThat(log.remaining()).isZero();
        assertThat(log.restored()).as("a counter goes on").isEqualTo(50);
    }
}
