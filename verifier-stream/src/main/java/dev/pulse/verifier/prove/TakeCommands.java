package dev.pulse.verifier.prove;

import dev.pulse.domain.account.Account;
import dev.pulse.domain.account.NodeId;
import dev.pulse.domain.account.WeakKeys;
import dev.pulse.domain.rotation.Rotation;
import dev.pulse.domain.rotation.RotationJudge;
import dev.pulse.domain.rotation.RotationReader;
import dev.pulse.domain.rotation.RotationReading;
import dev.pulse.domain.rotation.RotationRule;
import dev.pulse.domain.verdict.Registration;
import dev.pulse.domain.verdict.Rejection;
import dev.pulse.domain.verdict.Verdict;
import dev.pulse.schemas.CommandKind;
import dev.pulse.schemas.NodeCommand;
import dev.pulse.schemas.NodeOutcome;
import dev.pulse.schemas.PairOrder;
import dev.pulse.schemas.convert.CommandRecords;
import dev.pulse.schemas.convert.RotationRecords;
import java.util.Optional;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;

/**
 * Takes those commands that change bindings (decision 0019). A rotation is proved here; one that is refused is answered
 * here, one that holds is told to the lifecycle stream among the node's heartbeats, and answered there. Where the ledger
 * registers nodes, a pairing binds a node id that is free. Everything else is the lifecycle stream's, what can't be read too.
 */
final class TakeCommands {
    private final RotationReader reader;
    private final RotationJudge judge;
    private final Registration registration;
    private final Deserializer<NodeCommand> commands;
    private final VerdictCounters counters;
    private ProcessorContext<String, SpecificRecord> context;
    private Bindings bindings;

    TakeCommands(
            RotationReader reader,
            RotationJudge judge,
            Registration registration,
            Deserializer<NodeCommand> commands,
            VerdictCounters counters) {
        this.reader = reader;
        this.judge = judge;
        this.registration = registration;
        this.commands = commands;
        this.counters = counters;
    }

    /** Begins, or begins again after an abort. */
    void begin(ProcessorContext<String, SpecificRecord> taskContext, Bindings taskBindings) {
        context = taskContext;
        bindings = taskBindings;
    }

    /** Takes a record of the commands' topic. */
    void take(Record<String, byte[]> record) {
        NodeCommand command = read(record);
        if (command == null) {
            return;
        }
        if (command.getKind() == CommandKind.ROTATE) {
            rotate(record, command);
        } else if (command.getKind() == CommandKind.PAIR && registration == Registration.LEDGER) {
            register(command);
        }
    }

    /** The command, or null for what the lifecycle stream makes a dead letter of. */
    private NodeCommand read(Record<String, byte[]> record) {
        if (record.value() == null || record.value().length > CommandRecords.MAX_BYTES) {
            return null;
        }
        try {
            NodeCommand command = commands.deserialize(null, record.value());
            return command.getNodeId().equals(record.key()) ? command : null;
        } catch (SerializationException undecodable) {
            return null;
        }
    }

    private void rotate(Record<String, byte[]> record, NodeCommand command) {
        switch (RotationRecords.read(reader, command)) {
            case RotationReading.Refused refused ->
                refuse(record, command, "bad_command", refused.malformed().detail());
            case RotationReading.Read read -> {
                // Against the clock of who took it, as with heartbeats: a lag makes nothing stale.
                Verdict verdict = judge.judge(read, command.getIssuedAt().toEpochMilli());
                if (verdict instanceof Verdict.Rejected rejected) {
                    refuse(record, command, code(rejected.reason()), rejected.detail());
                } else {
                    proved(record, command, read.rotation());
                }
            }
        }
    }

    private static String code(Rejection reason) {
        return reason == Rejection.SKEW ? "stale" : reason.wire();
    }

    private void proved(Record<String, byte[]> record, NodeCommand command, Rotation rotation) {
        Optional<Binding> known = bindings.find(rotation.nodeId());
        Account bound = known.map(Binding::account).orElse(null);
        long rotatedAt = known.map(Binding::rotatedAtS).orElse(RotationRule.NEVER);
        switch (RotationRule.judge(rotation, bound, rotatedAt)) {
            case RotationRule.Answer.Refused refused -> refuse(record, command, refused.code(), refused.detail());
            case RotationRule.Answer.BoundBefore before -> tell(record, command);
            case RotationRule.Answer.Binds binds -> {
                bindings.bind(
                        rotation.nodeId(),
                        new Binding(rotation.next(), command.getIssuedAt().toEpochMilli(), rotation.timestamp()));
                counters.rotated();
                tell(record, command);
            }
        }
    }

    private void tell(Record<String, byte[]> record, NodeCommand command) {
        context.forward(
                new Record<>(record.key(), RotationRecords.rotated(command), record.timestamp()),
                VerifierTopology.VERIFIED);
    }

    private void refuse(Record<String, byte[]> record, NodeCommand command, String code, String detail) {
        counters.rotationRefused();
        NodeOutcome outcome = new NodeOutcome(command.getCorrelationId(), command.getNodeId(), false, code, detail, 0L);
        context.forward(new Record<>(record.key(), outcome, record.timestamp()), VerifierTopology.OUTCOMES);
    }

    /** Who sends a pairing has asked the ledger. One that makes no sense is answered by the lifecycle stream. */
    private void register(NodeCommand command) {
        PairOrder pair = command.getPair();
        if (pair == null || !Account.isImplicit(pair.getIdentity()) || !NodeId.isValid(command.getNodeId())) {
            return;
        }
        Account identity = new Account(pair.getIdentity());
        if (!WeakKeys.isWeak(identity.key())
                && bindings.find(command.getNodeId()).isEmpty()) {
            bindings.bind(
                    command.getNodeId(),
                    new Binding(identity, command.getIssuedAt().toEpochMilli()));
            counters.registered();
        }
    }
}
