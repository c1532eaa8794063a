package dev.pulse.schemas.convert;

import dev.pulse.domain.json.Malformed;
import dev.pulse.domain.json.Malformed.Code;
import dev.pulse.domain.rotation.Rotation;
import dev.pulse.domain.rotation.RotationReader;
import dev.pulse.domain.rotation.RotationReading;
import dev.pulse.schemas.CommandKind;
import dev.pulse.schemas.NodeCommand;
import dev.pulse.schemas.NodeRotated;
import dev.pulse.schemas.RotationRecord;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.Objects;

/** Rotations: the domain's form and the records'. */
public final class RotationRecords {
    private RotationRecords() {}

    /**
     * The command that wants a rotation.
     *
     * @param correlationId chosen by who sends it
     * @param issuedBy who asks
     * @param issuedAtMs sender's clock when the rotation came, unix milliseconds
     */
    public static NodeCommand command(
            String correlationId, String issuedBy, long issuedAtMs, RotationReading.Read read) {
        Rotation rotation = read.rotation();
        return NodeCommand.newBuilder()
                .setCorrelationId(correlationId)
                .setNodeId(rotation.nodeId())
                .setKind(CommandKind.ROTATE)
                .setIssuedBy(issuedBy)
                .setIssuedAt(Instant.ofEpochMilli(issuedAtMs))
                .setRotate(new RotationRecord(
                        rotation.account().hex(),
                        rotation.next().hex(),
                        rotation.owner() == null ? null : rotation.owner().hex(),
                        new String(read.canonical(), StandardCharsets.UTF_8),
                        base64(read.signature()),
                        base64(read.newSignature())))
                .build();
    }

    /**
     * What a command wants, read from its payload anew.
     *
     * @return refused too where the command does not have it, or says otherwise than its payload
     */
    public static RotationReading read(RotationReader reader, NodeCommand command) {
        RotationRecord record = command.getRotate();
        if (record == null) {
            return refused("The command has no rotate.");
        }
        RotationReading reading = reader.read(
                record.getPayload().getBytes(StandardCharsets.UTF_8), record.getSignature(), record.getNewSignature());
        return reading instanceof RotationReading.Read read && !says(command, read.rotation())
                ? refused("The command says otherwise than the rotation in it.")
                : reading;
    }

    private static boolean says(NodeCommand command, Rotation rotation) {
        RotationRecord record = command.getRotate();
        String owner = rotation.owner() == null ? null : rotation.owner().hex();
        return command.getNodeId().equals(rotation.nodeId())
                && record.getAccount().equals(rotation.account().hex())
                && record.getNewAccount().equals(rotation.next().hex())
                && Objects.equals(record.getOwner(), owner);
    }

    /** What the verifier tells the lifecycle stream once it has carried a command out. */
    public static NodeRotated rotated(NodeCommand command) {
        return new NodeRotated(
                command.getNodeId(),
                command.getRotate(),
                command.getCorrelationId(),
                command.getIssuedBy(),
                command.getIssuedAt());
    }

    private static RotationReading refused(String detail) {
        return new RotationReading.Refused(new Malformed(Code.BAD_FIELD, detail));
    }

    private static String base64(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }
}
