package dev.pulse.domain.proof;

import dev.pulse.domain.field.FieldName;
import dev.pulse.domain.field.FieldReader;
import dev.pulse.domain.heartbeat.Heartbeat;
import dev.pulse.domain.heartbeat.HeartbeatReader;
import dev.pulse.domain.heartbeat.Reading;
import dev.pulse.domain.json.JsonDocument;
import dev.pulse.domain.json.Malformed;
import dev.pulse.domain.pairing.Pairing;
import dev.pulse.domain.pairing.PairingReader;
import dev.pulse.domain.pairing.PairingReading;
import java.util.Locale;

/** Reads the signed documents of a chain, whenever and for whichever marketplace they were signed. Immutable. */
final class PaperReader {
    /** An account's name is no longer. */
    private static final int MAX_TEXT = 128;

    private final HeartbeatReader heartbeats;
    private final PairingReader pairings;

    /** What of a pairing no other reader looks at. */
    private enum Extra implements FieldName {
        PATH,
        OPERATOR;

        @Override
        public String path() {
            return name().toLowerCase(Locale.ROOT);
        }

        @Override
        public String key() {
            return path();
        }
    }

    /** What reading gave. */
    sealed interface Result {
        /**
         * A document.
         *
         * @param path the endpoint that it was signed for; null where it does not say
         */
        record Read(Word word, String path) implements Result {}

        /** None. */
        record Refused(String detail) implements Result {}
    }

    /** @param audience the network whose documents are taken; null takes any */
    PaperReader(String audience) {
        heartbeats = new HeartbeatReader(audience, true);
        pairings = new PairingReader(audience, null, null);
    }

    Result read(Paper paper, byte[] payload) {
        return paper == Paper.HEARTBEAT ? heartbeat(payload) : pairing(payload);
    }

    private Result heartbeat(byte[] payload) {
        return switch (heartbeats.readCanonical(payload)) {
            case Reading.Refused refused -> refused(refused.malformed());
            case Reading.Read read -> {
                Heartbeat heartbeat = read.heartbeat();
                yield new Result.Read(
                        new Word(heartbeat.nodeId(), heartbeat.account(), heartbeat.timestamp(), null, null, null),
                        null);
            }
        };
    }

    private Result pairing(byte[] payload) {
        return switch (pairings.readCanonical(payload)) {
            case PairingReading.Refused refused -> refused(refused.malformed());
            case PairingReading.Read read -> {
                FieldReader fields = new FieldReader((JsonDocument) JsonDocument.parse(payload));
                int root = fields.document().root();
                String path = fields.text(root, Extra.PATH, MAX_TEXT);
                String operator = fields.text(root, Extra.OPERATOR, MAX_TEXT);
                if (fields.malformed() != null) {
                    yield refused(fields.malformed());
                }
                Pairing pairing = read.pairing();
                yield new Result.Read(
                        new Word(
                                pairing.nodeId(),
                                pairing.account(),
                                pairing.timestamp(),
                                pairing.farmer(),
                                pairing.farmId(),
                                operator),
                        path);
            }
        };
    }

    private static Result refused(Malformed malformed) {
        return new Result.Refused(malformed.code().wire() + ": " + malformed.detail());
    }
}
