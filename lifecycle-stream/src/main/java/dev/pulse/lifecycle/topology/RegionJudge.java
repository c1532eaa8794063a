package dev.pulse.lifecycle.topology;

import dev.pulse.domain.liveness.Counts;
import dev.pulse.domain.region.Census;
import dev.pulse.domain.region.GuardState;
import dev.pulse.domain.region.Headcount;
import dev.pulse.domain.region.Judgement;
import dev.pulse.domain.region.RegionGuard;
import dev.pulse.domain.region.RegionPolicy;
import dev.pulse.schemas.RegionCensus;
import dev.pulse.schemas.RegionVerdict;
import dev.pulse.schemas.serde.RecordSerdes;
import dev.pulse.schemas.topic.Topics;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Answers each census with the region guard's judgement. */
final class RegionJudge implements Processor<String, byte[], String, RegionVerdict> {
    private static final Logger LOG = LoggerFactory.getLogger(RegionJudge.class);

    private final RegionPolicy policy;
    private final Deserializer<RegionCensus> reader;
    private final Map<String, RegionGuard> guards = new HashMap<>();
    private KeyValueStore<String, GuardState> saved;
    private ProcessorContext<String, RegionVerdict> context;

    RegionJudge(RegionPolicy policy, RecordSerdes serdes) {
        this.policy = policy;
        reader = serdes.of(Topics.CENSUS).deserializer();
    }

    @Override
    public void init(ProcessorContext<String, RegionVerdict> given) {
        context = given;
        saved = context.getStateStore(Names.GUARDS);
    }

    @Override
    public void process(Record<String, byte[]> record) {
        RegionCensus census;
        try {
            census = reader.deserialize(Topics.CENSUS.name(), record.value());
        } catch (SerializationException e) {
            LOG.warn("a census of {} can't be decoded, and is left out: {}", record.key(), e.getMessage());
            return;
        }
        if (census == null || !census.getRegion().equals(record.key()) || census.getPartition() < 0) {
            LOG.warn("a census of {} contradicts itself, and is left out", record.key());
            return;
        }
        RegionGuard guard = guards.computeIfAbsent(census.getRegion(), this::guard);
        Judgement judgement = guard.hear(census(census));
        if (guard.worthSaving()) {
            saved.put(census.getRegion(), guard.state());
        }
        context.forward(new Record<>(
                census.getRegion(), verdict(census.getRegion(), judgement), Math.max(0, record.timestamp())));
    }

    private RegionGuard guard(String region) {
        GuardState state = saved.get(region);
        return state == null ? new RegionGuard(policy) : new RegionGuard(policy, state);
    }

    private static Census census(RegionCensus c) {
        return new Census(
                c.getPartition(),
                c.getPartitions(),
                c.getAsOf().toEpochMilli(),
                c.getObserved(),
                new Headcount(
                        c.getOnline(),
                        c.getLate(),
                        c.getUnknown(),
                        c.getOffline(),
                        c.getNewlyOffline(),
                        new Counts(c.getAdvances(), c.getDuplicates(), c.getReplays())));
    }

    private static RegionVerdict verdict(String region, Judgement j) {
        Headcount sum = j.headcount();
        return new RegionVerdict(
                region,
                Instant.ofEpochMilli(j.asOf()),
                j.disturbed(),
                j.disturbed() ? Instant.ofEpochMilli(j.disturbedSince()) : null,
                sum.online(),
                sum.late(),
                sum.unknown(),
                sum.offline(),
                sum.counts().advances(),
                sum.counts().duplicates(),
                sum.counts().replays(),
                j.partitionsHeard(),
                j.partitions(),
                j.partition(),
                j.covers());
    }
}
