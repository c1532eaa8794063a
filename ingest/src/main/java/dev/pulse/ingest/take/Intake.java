package dev.pulse.ingest.take;

import dev.pulse.domain.heartbeat.Heartbeat;
import dev.pulse.domain.heartbeat.HeartbeatReader;
import dev.pulse.domain.heartbeat.Reading;
import dev.pulse.domain.region.Regions;
import dev.pulse.ingest.log.Appended;
import dev.pulse.ingest.log.RawLog;
import dev.pulse.ingest.take.Outcome.TooFast;
import dev.pulse.ingest.take.Outcome.Why;
import dev.pulse.schemas.SignedHeartbeat;
import dev.pulse.telemetry.trace.RequestTrace;
import java.nio.ByteBuffer;
import java.time.Clock;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Takes heartbeats, in the order that costs least where one is refused: the address's limit, reading, the node's limit,
 * Kafka. No crypto is spent here. Thread-safe; never waits.
 */
public final class Intake {
    /** Largest heartbeat in bytes (design section 3). */
    public static final int MAX_BYTES = 8 * 1024;

    private static final byte[] NO_SIGNATURE = {};

    private final String name;
    private final Regions regions;
    private final HeartbeatReader reader;
    private final Limits limits;
    private final RawLog log;
    private final Counters counters;
    private final Clock clock;

    /**
     * An intake.
     *
     * @param name this ingest's name, which every record carries
     * @param regions assigns regions
     * @param reader knows the audience, and whether unsigned heartbeats are let in
     * @param limits how often one may
     * @param log where they go
     * @param counters what is counted
     * @param clock the ingest's clock, against which freshness is judged later
     */
    public Intake(
            String name,
            Regions regions,
            HeartbeatReader reader,
            Limits limits,
            RawLog log,
            Counters counters,
            Clock clock) {
        this.name = name;
        this.regions = regions;
        this.reader = reader;
        this.limits = limits;
        this.log = log;
        this.counters = counters;
        this.clock = clock;
    }

    /** The limits, which a caller asks for the key of an address. */
    public Limits limits() {
        return limits;
    }

    /** The address's limit for one heartbeat, before anything of it is read. A value is counted, and is its outcome. */
    public Optional<TooFast> admit(long addressKey) {
        Optional<TooFast> refusal = limits.address(addressKey);
        refusal.ifPresent(counters::count);
        return refusal;
    }

    /**
     * Takes a heartbeat that {@link #admit} let in.
     *
     * @param body holds it at {@code offset}, {@code length} bytes; not used after this returns
     * @param trace that of the request that it came with
     * @param done is told the outcome exactly once, already counted: by this thread or by one that tells others too and
     *     must not be kept waiting
     */
    public void take(byte[] body, int offset, int length, long addressKey, RequestTrace trace, Consumer<Outcome> done) {
        if (length > MAX_BYTES) {
            end(new Outcome.TooLarge(MAX_BYTES), done);
            return;
        }
        switch (reader.read(body, offset, length)) {
            case Reading.Refused refused -> end(new Outcome.Refused(refused.malformed()), done);
            case Reading.Read read -> {
                String nodeId = read.heartbeat().nodeId();
                Optional<TooFast> refusal = limits.node(addressKey, nodeId);
                if (refusal.isPresent()) {
                    end(refusal.get(), done);
                } else {
                    SignedHeartbeat record = toRecord(read);
                    long takenAt = record.getReceivedAt().toEpochMilli();
                    log.append(
                            nodeId,
                            record,
                            trace,
                            appended -> appended(appended, read, takenAt, addressKey, nodeId, done));
                }
            }
        }
    }

    private void appended(
            Appended appended,
            Reading.Read read,
            long takenAt,
            long addressKey,
            String nodeId,
            Consumer<Outcome> done) {
        if (appended == Appended.ACKNOWLEDGED) {
            counters.acknowledgedAfter(clock.millis() - takenAt);
            if (read.signature() == null) {
                counters.countLegacy();
            }
            end(Outcome.ACCEPTED, done);
            return;
        }
        limits.forgive(addressKey, nodeId);
        Why why = switch (appended) {
            case NOT_READY -> Why.NOT_READY;
            case OVERLOADED -> Why.OVERLOADED;
            default -> Why.NOT_ACKNOWLEDGED;
        };
        end(new Outcome.Unavailable(why), done);
    }

    /** Refuses a heartbeat that there was no room to read. */
    public Outcome overloaded() {
        log.noteRefusal();
        Outcome outcome = new Outcome.Unavailable(Why.OVERLOADED);
        counters.count(outcome);
        return outcome;
    }

    private void end(Outcome outcome, Consumer<Outcome> done) {
        counters.count(outcome);
        done.accept(outcome);
    }

    private SignedHeartbeat toRecord(Reading.Read read) {
        Heartbeat heartbeat = read.heartbeat();
        byte[] signature = read.signature();
        return new SignedHeartbeat(
                ByteBuffer.wrap(read.canonical()),
                ByteBuffer.wrap(signature == null ? NO_SIGNATURE : signature),
                heartbeat.account().hex(),
                clock.instant(),
                regions.of(heartbeat.region()),
                name,
                signature == null);
    }
}
