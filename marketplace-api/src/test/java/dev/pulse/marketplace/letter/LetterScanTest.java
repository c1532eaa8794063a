package dev.pulse.marketplace.letter;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pulse.domain.verdict.Rejection;
import dev.pulse.marketplace.fixture.FakeTopics;
import dev.pulse.marketplace.fixture.Records;
import dev.pulse.schemas.DeadLetterReason;
import dev.pulse.schemas.topic.NodePartition;
import dev.pulse.schemas.topic.Topics;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class LetterScanTest {
    private static final int PARTITIONS = 3;

    private final FakeTopics topics = new FakeTopics(PARTITIONS);

    private void letter(Rejection reason, String nodeId, long second) {
        Instant at = Records.AT.plusSeconds(second);
        topics.append(
                Topics.dead(reason),
                NodePartition.of(nodeId, PARTITIONS),
                nodeId,
                Records.dead(topics, DeadLetterReason.valueOf(reason.name()), nodeId, "No.", at),
                at.toEpochMilli());
    }

    private List<LetterScan.Whole> all(LetterQuery query, LetterScan.Part part) {
        List<LetterScan.Whole> found = new ArrayList<>();
        try (LetterScan scan = new LetterScan(topics, topics.serdes())) {
            scan.open(query, part);
            while (!scan.done()) {
                found.addAll(scan.next());
            }
        }
        return found;
    }

    @Test
    void givesEveryLetterOnceThoseOfAPartitionInOrder() {
        for (int i = 0; i < 200; i++) {
            letter(i % 2 == 0 ? Rejection.SKEW : Rejection.POISON, "node-" + i % 20, i);
        }
        LetterQuery query = new LetterQuery(Set.of(), null, null, null);
        assertThat(all(query, null)).hasSize(200).allMatch(whole -> whole.letter() != null);
        int inParts = 0;
        for (int partition = 0; partition < PARTITIONS; partition++) {
            List<LetterScan.Whole> part = all(query, new LetterScan.Part(1, partition));
            int only = partition;
            assertThat(part).allMatch(whole -> whole.found().partition() == only);
            assertThat(part.stream()
                            .filter(whole -> whole.found().reason() == Rejection.SKEW)
                            .map(whole -> whole.found().offset()))
                    .isSorted();
            inParts += part.size();
        }
        assertThat(inParts).isEqualTo(200);
    }

    @Test
    void takesTheConditionsAndWhatWasThereWhenItWasOpened() {
        for (int i = 0; i < 60; i++) {
            letter(Rejection.SKEW, "node-1", i);
        }
        letter(Rejection.IDENTITY, "node-1", 30);
        assertThat(all(
                        new LetterQuery(
                                Set.of(Rejection.SKEW),
                                "node-1",
                                Records.AT.plusSeconds(10),
                                Records.AT.plusSeconds(20)),
                        null))
                .hasSize(10);
        try (LetterScan scan = new LetterScan(topics, topics.serdes())) {
            LetterQuery skew = new LetterQuery(Set.of(Rejection.SKEW), null, null, null);
            scan.open(skew, null);
            assertThat(scan.left()).isEqualTo(60);
            letter(Rejection.SKEW, "node-1", 60);
            int found = 0;
            while (!scan.done()) {
                found += scan.next().size();
            }
            assertThat(found).isEqualTo(60);
            assertThat(scan.parts(skew))
                    .containsExactly(new LetterScan.Part(1, 0), new LetterScan.Part(1, 1), new LetterScan.Part(1, 2));
        }
    }

    @Test
    void whatCanNotBeReadIsSaidToBeSo() {
        topics.appendBytes(Topics.dead(Rejection.POISON), 1, "node-1", new byte[] {9}, 5);
        assertThat(all(new LetterQuery(Set.of(), null, null, null), null))
                .singleElement()
                .satisfies(whole -> {
                    assertThat(whole.letter()).isNull();
                    assertThat(whole.found().detail()).startsWith("The letter itself cannot be read");
                });
        assertThat(all(new LetterQuery(Set.of(Rejection.SKEW), null, null, null), new LetterScan.Part(1, 1)))
                .isEmpty();
    }
}
