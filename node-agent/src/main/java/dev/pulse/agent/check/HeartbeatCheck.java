package dev.pulse.agent.check;

import dev.pulse.domain.heartbeat.HeartbeatReader;
import dev.pulse.domain.heartbeat.Reading;
import dev.pulse.domain.verdict.HeartbeatJudge;
import dev.pulse.domain.verdict.ReferenceEd25519;
import dev.pulse.domain.verdict.Sha256;
import dev.pulse.domain.verdict.Verdict;
import java.util.HexFormat;

/**
 * Judges one heartbeat as the grid would, for a node id that nobody holds yet, with the exact reference verifier: slow,
 * and the arbiter of every faster one. Safe for use by several threads.
 */
public final class HeartbeatCheck {
    /** Longest heartbeat that an ingest takes, bytes (design section 3). */
    public static final int MAX_BYTES = 8 * 1024;

    private final HeartbeatReader reader;
    private final HeartbeatJudge judge = new HeartbeatJudge(new ReferenceEd25519(), false);

    /** @param audience the network whose heartbeats are taken, or null for any */
    public HeartbeatCheck(String audience) {
        this.reader = new HeartbeatReader(audience, false);
    }

    /**
     * The finding for the bytes of a POST.
     *
     * @param body the bytes, signature and all
     * @param receivedAtMs the ingest's clock, unix milliseconds
     */
    public Finding check(byte[] body, long receivedAtMs) {
        if (body.length > MAX_BYTES) {
            return new Finding(
                    null,
                    null,
                    Finding.MALFORMED,
                    "too_large: The body has " + body.length + " bytes; at most " + MAX_BYTES + " are taken.");
        }
        return switch (reader.read(body)) {
            case Reading.Refused refused ->
                new Finding(
                        null,
                        null,
                        Finding.MALFORMED,
                        refused.malformed().code().wire() + ": "
                                + refused.malformed().detail());
            case Reading.Read read -> judged(read, receivedAtMs);
        };
    }

    private Finding judged(Reading.Read read, long receivedAtMs) {
        String sha256 = HexFormat.of().formatHex(Sha256.hash(read.canonical()));
        return switch (judge.judge(read, receivedAtMs, null)) {
            case Verdict.Accepted accepted ->
                new Finding(
                        read.canonical(),
                        sha256,
                        Finding.ACCEPTED,
                        "The signature holds under account " + read.heartbeat().account() + ".");
            case Verdict.Rejected rejected ->
                new Finding(read.canonical(), sha256, rejected.reason().wire(), rejected.detail());
        };
    }
}
