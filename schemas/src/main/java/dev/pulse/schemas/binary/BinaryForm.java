package dev.pulse.schemas.binary;

import dev.pulse.schemas.NodeState;
import dev.pulse.schemas.SignedHeartbeat;
import dev.pulse.schemas.VerifiedHeartbeat;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.specific.SpecificRecord;

/**
 * Writes and reads the records of one schema.
 *
 * @param <V> the record
 */
public interface BinaryForm<V extends SpecificRecord> {
    /** The forms there are, by the exact schema that each one is of. */
    Map<Schema, BinaryForm<? extends SpecificRecord>> ALL = Map.of(
            SignedHeartbeat.getClassSchema(),
            new SignedHeartbeatForm(),
            VerifiedHeartbeat.getClassSchema(),
            new VerifiedHeartbeatForm(),
            NodeState.getClassSchema(),
            new NodeStateForm());

    /** Writes a record. */
    void write(V record, BinaryOutput out);

    /**
     * Reads a record.
     *
     * @throws IllegalArgumentException when these bytes are none
     */
    V read(BinaryInput in);
}
