package dev.pulse.streams;

import dev.pulse.telemetry.KafkaSums;
import dev.pulse.telemetry.KafkaSums.Of;
import dev.pulse.telemetry.Telemetry;
import java.util.List;
import org.apache.kafka.streams.KafkaStreams.State;

/** What every service that runs a topology is asked at each scrape. */
final class StreamMetrics {
    private static final String CONSUMER = "consumer-fetch-manager-metrics";
    private static final String PRODUCER = "producer-metrics";
    private static final String STORE = "stream-state-metrics";
    private static final String STREAMS = "stream-metrics";

    /** The consumer that reads the topology's topics; another one restores stores. */
    private static final String MAIN = "-consumer";

    private static final String RESTORING = "-restore-consumer";

    private StreamMetrics() {}

    static void watch(Telemetry telemetry, TopologyRunner runner, RestoreLog restoring) {
        telemetry.gauge(
                "pulse_streams_running",
                "1 while the topology runs, 0 while it starts, rebalances, restores or has given up.",
                () -> runner.state() == State.RUNNING ? 1 : 0);
        telemetry.gauge(
                "pulse_streams_restore_remaining_records",
                "Records that stores must still read before their partitions go on.",
                () -> (double) restoring.remaining());
        telemetry.counts(
                "pulse_streams_restored_records_total",
                "Records read to restore stores.",
                List.of(),
                rows -> rows.row((double) restoring.restored()));
        telemetry.gauge(
                "pulse_streams_rocksdb_memory_bytes",
                "Memory of all RocksDB stores together: blocks, indexes, write buffers.",
                runner::rocksDbBytes);
        clients(new KafkaSums(telemetry, runner::metrics));
    }

    private static void clients(KafkaSums kafka) {
        kafka.sum(
                "pulse_streams_lag_records",
                "Records that stand in a topic and were not yet read, over all partitions of this instance.",
                "topic",
                main(Of.by("topic", CONSUMER, "records-lag")));
        kafka.max(
                "pulse_streams_lag_worst_partition_records",
                "The same of the partition that is furthest behind.",
                "topic",
                main(Of.by("topic", CONSUMER, "records-lag")));
        kafka.count(
                "pulse_streams_consumed_records_total",
                "Records read from topics.",
                "",
                main(Of.all(CONSUMER, "records-consumed-total")));
        kafka.count(
                "pulse_streams_producer_errors_total",
                "Records that a producer gave up on; their transaction is aborted and read again.",
                "",
                Of.all(PRODUCER, "record-error-total"));
        kafka.count(
                "pulse_streams_producer_retries_total",
                "Records that a producer sent again.",
                "",
                Of.all(PRODUCER, "record-retry-total"));
        kafka.sum(
                "pulse_streams_threads", "Stream threads that are alive.", "", Of.all(STREAMS, "alive-stream-threads"));
        kafka.count(
                "pulse_streams_failed_threads_total",
                "Stream threads that failed, and were replaced or ended the application.",
                "",
                Of.all(STREAMS, "failed-stream-threads"));
        kafka.count(
                "pulse_streams_rebalances_total",
                "Rebalances that this instance's threads went through.",
                "",
                Of.all("consumer-coordinator-metrics", "rebalance-total"));
        kafka.sum(
                "pulse_streams_store_keys",
                "Keys of a RocksDB store as RocksDB estimates them, over all partitions of this instance.",
                "store",
                Of.by("rocksdb-state-id", STORE, "estimate-num-keys"));
        kafka.sum(
                "pulse_streams_store_bytes",
                "Bytes of a RocksDB store on disk, over all partitions of this instance.",
                "store",
                Of.by("rocksdb-state-id", STORE, "total-sst-files-size"));
    }

    private static Of main(Of of) {
        return of.ofClients(MAIN).notOfClients(RESTORING);
    }
}
