package dev.pulse.streams;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RecordTimeTest {
    @ParameterizedTest
    @CsvSource({"0, 50, 0", "70, 50, 70", "-1, 50, 50", "-1, 0, 0", "-1, -1, 0"})
    void isTheRecordsOwnOrThePartitionsOrZero(long own, long partition, long expected) {
        ConsumerRecord<Object, Object> record = new ConsumerRecord<>(
                "topic", 0, 0, own, TimestampType.CREATE_TIME, 0, 0, "", "", new RecordHeaders(), Optional.empty());
        assertThat(new RecordTime().extract(record, partition)).isEqualTo(expected);
    }
}
