package dev.pulse.verifier.prove;

import dev.pulse.domain.account.Account;
import dev.pulse.domain.heartbeat.HeartbeatReader;
import dev.pulse.domain.heartbeat.Reading;
import dev.pulse.domain.verdict.HeartbeatJudge;
import dev.pulse.domain.verdict.Rejection;
import dev.pulse.domain.verdict.Sha256;
import dev.pulse.domain.verdict.Verdict;
import dev.pulse.schemas.SignedHeartbeat;
import dev.pulse.schemas.Tick;
import dev.pulse.schemas.convert.Bytes;
import dev.pulse.schemas.convert.HeartbeatRecords;
import dev.pulse.telemetry.OfNode;
import dev.pulse.telemetry.trace.StepTrace;
import java.time.Instant;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends each raw record to its one outcome: the verified topic, or the dead-letter topic of its reason. What it sends on
 * keeps the raw record's timestamp, which the ingest set to the time of receipt and the broker has taken once already; a
 * timestamp out of the value, which anybody may have written, could be one that the broker refuses.
 */
final class ProveHeartbeats {
    private static final Logger ALERTS = LoggerFactory.getLogger("dev.pulse.alerts.identity");

    /** Alerts of one task are at least this far apart, by the records' time; those between are counted. */
    private static final long ALERT_INTERVAL_MS = 1_000;

    /**
     * Longest value that can be a heartbeat's: twice the largest document (8 KiB, design section 3), which leaves room for
     * what the ingest adds. Without a bound, a record that just fits into the raw topic would not fit into the verified
     * one, and would stop everything behind it.
     */
    static final int MAX_VALUE_BYTES = 16 * 1024;

    private final HeartbeatReader reader;
    private final HeartbeatJudge judge;
    private final Deserializer<SpecificRecord> records;
    private final VerdictCounters counters;
    private ProcessorContext<String, SpecificRecord> context;
    private Bindings bindings;
    private DeadLetters letters;
    private StepTrace trace = StepTrace.NONE;
    private long lastAlertMs = Long.MIN_VALUE / 2;
    private long alertsHeldBack;

    ProveHeartbeats(
            HeartbeatReader reader,
            HeartbeatJudge judge,
            Deserializer<SpecificRecord> records,
            VerdictCounters counters) {
        this.reader = reader;
        this.judge = judge;
        this.records = records;
        this.counters = counters;
    }

    /** Begins, or begins again after an abort. */
    void begin(ProcessorContext<String, SpecificRecord> taskContext, Bindings taskBindings, DeadLetters taskLetters) {
        context = taskContext;
        bindings = taskBindings;
        letters = taskLetters;
    }

    /** Takes a raw record, and tells its trace the verdict. */
    void take(Record<String, byte[]> raw, StepTrace itsTrace) {
        trace = itsTrace;
        if (raw.value() == null) {
            poison(raw, "The record has no value.");
            return;
        }
        if (raw.value().length > MAX_VALUE_BYTES) {
            poison(
                    raw,
                    "The record's value has " + raw.value().length + " bytes; a heartbeat has at most "
                            + MAX_VALUE_BYTES + ".");
            return;
        }
        SpecificRecord decoded;
        try {
            decoded = records.deserialize(null, raw.value());
        } catch (SerializationException undecodable) {
            poison(raw, "The record can't be decoded: " + undecodable.getMessage());
            return;
        }
        switch (decoded) {
            case SignedHeartbeat heartbeat -> prove(raw, heartbeat);
            case Tick tick -> pass(raw, tick);
            default -> poison(raw, "A " + decoded.getSchema().getName() + " does not belong here.");
        }
    }

    /** A tick goes on in the partition it came in, so that it stays in order with the heartbeats around it. */
    private void pass(Record<String, byte[]> raw, Tick tick) {
        int partition = source().partition();
        if (tick.getPartition() != partition) {
            poison(raw, "A tick for partition " + tick.getPartition() + " stands in partition " + partition + ".");
            return;
        }
        if (raw.key() != null) {
            poison(raw, "A tick stands under the key " + raw.key() + "; ticks have none.");
            return;
        }
        counters.tick();
        trace.verdict("tick");
        context.forward(new Record<>(null, tick, raw.timestamp()), VerifierTopology.VERIFIED);
    }

    private void prove(Record<String, byte[]> raw, SignedHeartbeat signed) {
        byte[] payload = Bytes.copy(signed.getPayload());
        switch (reader.readCanonical(payload)) {
            case Reading.Refused refused ->
                poison(
                        raw,
                        "The payload is no canonical heartbeat: "
                                + refused.malformed().detail());
            case Reading.Read read -> {
                String contradiction = contradiction(raw.key(), signed, read);
                if (contradiction != null) {
                    poison(raw, contradiction);
                } else {
                    decide(raw, signed, read, payload);
                }
            }
        }
    }

    /** The ingest copies these from the payload; where they differ, it was not the ingest that wrote the record. */
    private static String contradiction(String key, SignedHeartbeat signed, Reading.Read read) {
        if (!read.heartbeat().nodeId().equals(key)) {
            return "The record's key is " + key + ", its payload's node_id is "
                    + read.heartbeat().nodeId() + ".";
        }
        if (!read.heartbeat().account().hex().equals(signed.getAccount())) {
            return "The record's account is not that of its payload.";
        }
        if (signed.getLegacy() == signed.getSignature().hasRemaining()) {
            return "A heartbeat is either signed or marked legacy; this one is "
                    + (signed.getLegacy() ? "both." : "neither.");
        }
        if (signed.getReceivedAt().isBefore(Instant.EPOCH)) {
            return "The time it was received lies before 1970.";
        }
        return null;
    }

    private void decide(Record<String, byte[]> raw, SignedHeartbeat signed, Reading.Read read, byte[] payload) {
        Account bound = bindings.account(raw.key(), read.heartbeat().account());
        byte[] signature = Bytes.copy(signed.getSignature());
        long receivedAtMs = signed.getReceivedAt().toEpochMilli();
        byte[] hash = Sha256.hash(payload);
        switch (judge.judge(read.heartbeat(), hash, signature, receivedAtMs, bound)) {
            case Verdict.Accepted accepted -> {
                if (accepted.binds()) {
                    bindings.bind(raw.key(), new Binding(read.heartbeat().account(), receivedAtMs));
                }
                counters.accepted(accepted.binds(), context.currentSystemTimeMs() - receivedAtMs);
                SpecificRecord verified = HeartbeatRecords.verified(read.heartbeat(), signed, Bytes.digest(hash));
                Record<String, SpecificRecord> out = new Record<>(raw.key(), verified, raw.timestamp());
                trace.verdict("accepted");
                trace.onto(out.headers());
                context.forward(out, VerifierTopology.VERIFIED);
            }
            case Verdict.Rejected rejected -> {
                // A node that is not registered yet takes nobody's name.
                if (rejected.reason() == Rejection.IDENTITY && bound != null) {
                    alert(raw.key(), rejected.detail(), receivedAtMs);
                }
                bury(raw, rejected.reason(), rejected.detail(), receivedAtMs, signed.getAccount());
            }
        }
    }

    private void alert(String nodeId, String detail, long atMs) {
        // Both ways: one record from the far future must not silence all that follow.
        if (Math.abs(atMs - lastAlertMs) < ALERT_INTERVAL_MS) {
            alertsHeldBack++;
            return;
        }
        OfNode.say(
                nodeId,
                () -> ALERTS.warn(
                        "stolen identity? {} {} ({} more since the last alert)", nodeId, detail, alertsHeldBack));
        lastAlertMs = atMs;
        alertsHeldBack = 0;
    }

    private void poison(Record<String, byte[]> raw, String detail) {
        bury(raw, Rejection.POISON, detail, raw.timestamp(), null);
    }

    private void bury(Record<String, byte[]> raw, Rejection reason, String detail, long atMs, String account) {
        counters.rejected(reason);
        trace.verdict(reason.wire());
        context.forward(letters.of(raw, source(), reason, detail, atMs, account), VerifierTopology.deadLetters(reason));
    }

    /** Every record that this processor sees was read from a topic, so it always has one. */
    private RecordMetadata source() {
        return context.recordMetadata().orElseThrow();
    }
}
