package dev.pulse.marketplace.letter;

import dev.pulse.domain.heartbeat.HeartbeatReader;
import dev.pulse.domain.heartbeat.Reading;
import dev.pulse.domain.verdict.Freshness;
import dev.pulse.domain.verdict.ReferenceEd25519;
import dev.pulse.domain.verdict.Rejection;
import dev.pulse.domain.verdict.Sha256;
import dev.pulse.domain.verdict.Verdict;
import dev.pulse.marketplace.diagnosis.Diagnosis;
import dev.pulse.marketplace.diagnosis.Spans;
import dev.pulse.marketplace.letter.Examination.Inside;
import dev.pulse.schemas.DeadLetter;
import dev.pulse.schemas.SignedHeartbeat;
import dev.pulse.schemas.VerifiedHeartbeat;
import dev.pulse.schemas.convert.Bytes;
import dev.pulse.schemas.generation.Generation;
import dev.pulse.schemas.serde.RecordSerdes;
import dev.pulse.schemas.serde.RegistryUnavailableException;
import dev.pulse.schemas.topic.Topics;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Deserializer;

/** Opens dead letters and holds what is in them against the rules, one after the other, as the verifier does. */
public final class Examiner {
    /** Bytes of an original that are shown, at most; a letter keeps up to 512 KiB. */
    public static final int SHOWN = 64 * 1024;

    private final Deserializer<SpecificRecord> raw;
    private final Deserializer<SpecificRecord> verified;
    /** Any network's, and unsigned ones too: whether they belonged here, the letter says. */
    private final HeartbeatReader heartbeats = new HeartbeatReader(null, true);

    private final ReferenceEd25519 signatures = new ReferenceEd25519();

    Examiner(RecordSerdes serdes) {
        this.raw = serdes.of(Topics.RAW).deserializer();
        this.verified = serdes.of(Topics.VERIFIED).deserializer();
    }

    Examination examine(ConsumerRecord<String, byte[]> record, LetterReader reader) {
        try {
            DeadLetter letter = reader.decode(record);
            return examine(LetterReader.found(record, letter), letter);
        } catch (SerializationException | RegistryUnavailableException e) {
            byte[] value = record.value() == null ? new byte[0] : record.value();
            FoundLetter found = LetterReader.unreadable(record, e);
            return new Examination(found, shown(value), text(value), null, null, List.of(found.detail()), List.of());
        }
    }

    private Examination examine(FoundLetter found, DeadLetter letter) {
        byte[] original = Bytes.copy(letter.getOriginal());
        List<String> findings = new ArrayList<>();
        findings.add(letter.getDetail());
        boolean overQuota = letter.getOriginalBytes() != null && original.length == 0;
        SpecificRecord inside = overQuota ? null : open(letter.getSourceTopic(), original, findings);
        if (overQuota) {
            findings.add("The record itself is where it stood for as long as that topic keeps it.");
        }
        Inside heartbeat = heartbeat(inside);
        if (heartbeat != null) {
            judge(found, heartbeat, findings);
        } else if (inside != null) {
            findings.add("The refused record is a " + inside.getSchema().getName() + ", which is no heartbeat.");
        }
        return new Examination(
                found,
                shown(original),
                text(original),
                kind(inside),
                heartbeat,
                findings,
                List.of(advice(found.reason(), heartbeat, overQuota)));
    }

    private SpecificRecord open(String topic, byte[] original, List<String> findings) {
        String base = Generation.base(topic);
        if (!base.equals(Topics.RAW.name()) && !base.equals(Topics.VERIFIED.name())) {
            findings.add("It stood in " + topic + ", which has no heartbeats.");
            return null;
        }
        try {
            return base.equals(Topics.VERIFIED.name())
                    ? verified.deserialize(topic, original)
                    : raw.deserialize(topic, original);
        } catch (SerializationException e) {
            findings.add("What is kept of it can not be decoded: " + e.getMessage());
        } catch (RegistryUnavailableException e) {
            findings.add("Whether it can be decoded is not known while the registry is away: " + e.getMessage());
        }
        return null;
    }

    private static Inside heartbeat(SpecificRecord record) {
        if (record instanceof SignedHeartbeat signed) {
            return new Inside(
                    Bytes.copy(signed.getPayload()),
                    Bytes.copy(signed.getSignature()),
                    signed.getAccount(),
                    signed.getReceivedAt().toEpochMilli(),
                    signed.getRegion(),
                    signed.getIngest());
        }
        return record instanceof VerifiedHeartbeat proved
                ? new Inside(
                        Bytes.copy(proved.getPayload()),
                        Bytes.copy(proved.getSignature()),
                        proved.getAccount(),
                        proved.getReceivedAt().toEpochMilli(),
                        proved.getRegion(),
                        proved.getIngest())
                : null;
    }

    private static String kind(SpecificRecord record) {
        if (record instanceof SignedHeartbeat) {
            return "signed_heartbeat";
        }
        return record instanceof VerifiedHeartbeat ? "verified_heartbeat" : null;
    }

    private void judge(FoundLetter found, Inside inside, List<String> findings) {
        switch (heartbeats.readCanonical(inside.payload())) {
            case Reading.Refused refused ->
                findings.add("Its payload is no canonical heartbeat: "
                        + refused.malformed().detail());
            case Reading.Read read -> {
                if (!read.heartbeat().nodeId().equals(found.nodeId())) {
                    findings.add(
                            "The payload speaks of node " + read.heartbeat().nodeId() + ", the letter of "
                                    + Objects.requireNonNullElse(found.nodeId(), "none") + ".");
                }
                findings.add(clock(read.heartbeat().timestamp(), inside.receivedAt()));
                findings.add(signature(read, inside));
            }
        }
    }

    private static String clock(long timestamp, long receivedAt) {
        long ahead = timestamp - TimeUnit.MILLISECONDS.toSeconds(receivedAt);
        String by = ahead == 0
                ? "agreed with the ingest's"
                : "was " + Spans.words(Math.abs(ahead)) + (ahead > 0 ? " ahead of" : " behind") + " the ingest's";
        return Freshness.check(timestamp, receivedAt)
                .map((Verdict.Rejected refused) -> "Its clock " + by + " when it came: more than "
                        + Freshness.TOLERANCE_S + " s, which are the most that is accepted.")
                .orElse("Its clock " + by + " when it came: within the " + Freshness.TOLERANCE_S
                        + " s that are accepted.");
    }

    private String signature(Reading.Read read, Inside inside) {
        if (inside.signature().length == 0) {
            return "It is not signed.";
        }
        boolean holds =
                signatures.verify(read.heartbeat().account().key(), Sha256.hash(inside.payload()), inside.signature());
        return holds
                ? "Its signature holds: whoever has the key of the account that it claims signed these bytes."
                : "Its signature does not hold under the account that it claims: another key signed, or other bytes.";
    }

    private static String advice(Rejection reason, Inside heartbeat, boolean overQuota) {
        return reason == Rejection.POISON && heartbeat == null && !overQuota
                ? "No ingest writes such a record: find out who else writes to the topic that it stood in."
                : Diagnosis.advice(reason.wire());
    }

    private static byte[] shown(byte[] bytes) {
        return Arrays.copyOf(bytes, Math.min(bytes.length, SHOWN));
    }

    /** UTF-8 without control characters other than white space; null for all else, and where not all would be shown. */
    static String text(byte[] bytes) {
        if (bytes.length > SHOWN) {
            return null;
        }
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
            return text.chars().allMatch(c -> !Character.isISOControl(c) || Character.isWhitespace(c)) ? text : null;
        } catch (CharacterCodingException e) {
            return null;
        }
    }
}
