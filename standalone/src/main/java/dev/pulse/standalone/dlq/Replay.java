package dev.pulse.standalone.dlq;

import dev.pulse.domain.letter.Retrial;
import dev.pulse.domain.letter.RetrialCase;
import dev.pulse.domain.letter.RetrialRule;
import dev.pulse.domain.verdict.SignatureVerifier;
import dev.pulse.marketplace.follow.ConsumerFactory;
import dev.pulse.marketplace.letter.FoundLetter;
import dev.pulse.marketplace.letter.LetterScan;
import dev.pulse.schemas.DeadLetter;
import dev.pulse.schemas.SignedHeartbeat;
import dev.pulse.schemas.convert.Bytes;
import dev.pulse.schemas.generation.Generation;
import dev.pulse.schemas.generation.LetterPlace;
import dev.pulse.schemas.serde.RecordSerdes;
import dev.pulse.schemas.topic.Topics;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Serde;

/**
 * Goes through letters, generation by generation, partition by partition and the oldest first, and puts those back that are due ({@link
 * RetrialRule}). What was put back before is read from what was committed with it, after whoever did it was shut out: so
 * it may be cut off anywhere, and run again.
 */
final class Replay {
    /** The longest value that can be a heartbeat's; the verifier refuses longer ones unread. */
    private static final int MAX_VALUE_BYTES = 16 * 1024;

    private final ReplayOrder order;
    private final ConsumerFactory consumers;
    private final RecordSerdes serdes;
    private final Serde<SpecificRecord> raw;
    private final RetrialRule rule;
    private final InstantSource clock;
    private final ReplayResult result = new ReplayResult();

    Replay(
            ReplayOrder order,
            ConsumerFactory consumers,
            RecordSerdes serdes,
            SignatureVerifier signatures,
            InstantSource clock) {
        this.order = order;
        this.consumers = consumers;
        this.serdes = serdes;
        this.raw = serdes.of(Topics.RAW);
        this.rule = new RetrialRule(signatures, order.refusedAgain(), order.stillRefused());
        this.clock = clock;
    }

    /** What came of it so far. */
    ReplayResult result() {
        return result;
    }

    /**
     * Does it.
     *
     * @param writing opens what is written with; not called for a dry run
     * @param stop when it falls, what is begun is finished and nothing more
     * @return whether it came to the end, or to its limit
     */
    boolean run(Supplier<ReplayWriter> writing, Patience patience, CountDownLatch stop) throws InterruptedException {
        try (LetterScan scan = new LetterScan(consumers, serdes);
                ReplayWriter writer = order.dryRun() ? null : writing.get()) {
            ReplayBook book = new ReplayBook(consumers, serdes);
            for (LetterScan.Part part : scan.parts(order.query())) {
                if (scan.open(order.query(), part) == 0 || scan.done()) {
                    continue;
                }
                book.read(part.generation(), part.partition());
                List<ReplayWriter.Letter> batch = new ArrayList<>();
                while (!scan.done()) {
                    if (stop.getCount() == 0 || patience.over()) {
                        return false;
                    }
                    for (LetterScan.Whole letter : scan.next()) {
                        if (result.toSend() == order.limit()) {
                            result.limited();
                            flush(batch, writer, stop);
                            return true;
                        }
                        judge(letter, book, batch);
                        if (batch.size() == size()) {
                            flush(batch, writer, stop);
                        }
                    }
                    patience.progress(() ->
                            "%,d letters looked at, %,d put back".formatted(result.matching(), result.committed()));
                }
                flush(batch, writer, stop);
            }
            return true;
        }
    }

    private int size() {
        return Math.min(ReplayWriter.BATCH, order.perSecond());
    }

    private void judge(LetterScan.Whole letter, ReplayBook book, List<ReplayWriter.Letter> batch) {
        FoundLetter found = letter.found();
        LetterPlace place = found.place();
        if (letter.letter() == null) {
            result.looked();
            result.left(place, new Retrial.Left(Retrial.Cause.NOT_WHOLE, found.detail()));
            return;
        }
        DeadLetter record = letter.letter();
        byte[] original = Bytes.copy(record.getOriginal());
        boolean fromRaw = Generation.base(record.getSourceTopic()).equals(Topics.RAW.name());
        SignedHeartbeat heartbeat = null;
        String unreadable = "The refused record is no heartbeat of an ingest.";
        try {
            if (fromRaw
                    && raw.deserializer().deserialize(Topics.RAW.name(), original) instanceof SignedHeartbeat signed) {
                heartbeat = corrected(signed);
            }
        } catch (SerializationException e) {
            unreadable = "The record can't be decoded: " + e.getMessage();
        }
        if (order.ingest() != null
                && (heartbeat == null || !heartbeat.getIngest().equals(order.ingest()))) {
            return;
        }
        result.looked();
        RetrialCase one = new RetrialCase(
                found.nodeId(),
                book.replayOf(place).isPresent(),
                fromRaw
                        && book.originOf(found.source(), record.getSourceOffset())
                                .isPresent(),
                fromRaw,
                record.getOriginalBytes() == null && original.length <= MAX_VALUE_BYTES,
                heartbeat == null ? null : inside(heartbeat),
                unreadable);
        switch (rule.decide(one)) {
            case Retrial.Left left -> result.left(place, left);
            case Retrial.Due due -> {
                result.due();
                batch.add(new ReplayWriter.Letter(
                        place,
                        found.nodeId(),
                        order.clockAhead().isZero()
                                ? original
                                : raw.serializer().serialize(Topics.RAW.name(), heartbeat),
                        order.clockAhead().isZero() ? null : order.clockAhead().toMillis()));
            }
        }
    }

    private SignedHeartbeat corrected(SignedHeartbeat signed) {
        return order.clockAhead().isZero()
                ? signed
                : SignedHeartbeat.newBuilder(signed)
                        .setReceivedAt(signed.getReceivedAt().minus(order.clockAhead()))
                        .build();
    }

    private static RetrialCase.Inside inside(SignedHeartbeat signed) {
        return new RetrialCase.Inside(
                Bytes.copy(signed.getPayload()),
                Bytes.copy(signed.getSignature()),
                signed.getAccount(),
                signed.getReceivedAt().toEpochMilli());
    }

    private void flush(List<ReplayWriter.Letter> batch, ReplayWriter writer, CountDownLatch stop)
            throws InterruptedException {
        if (writer != null && !batch.isEmpty()) {
            writer.write(batch, clock.instant());
            result.sent(batch.size());
            // No faster than was asked for; whoever wants it to stop need not wait.
            boolean stopped = stop.await(
                    Duration.ofSeconds(1).toNanos() * batch.size() / order.perSecond(), TimeUnit.NANOSECONDS);
            if (stopped) {
                batch.clear();
                return;
            }
        }
        batch.clear();
    }
}
