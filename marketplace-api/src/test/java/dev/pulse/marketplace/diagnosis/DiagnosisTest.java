package dev.pulse.marketplace.diagnosis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pulse.marketplace.diagnosis.LifecycleNode.Refusal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DiagnosisTest {
    private static final long NOW = 1_790_000_000L;

    private static LifecycleNode node(String liveness, long sinceAgo, long seenAgo, Refusal refusal) {
        return new LifecycleNode(
                "a",
                "00",
                liveness,
                "discovered",
                "eu",
                1L,
                NOW - sinceAgo,
                0L,
                NOW - seenAgo,
                0L,
                null,
                0L,
                0L,
                0L,
                1L,
                0L,
                0L,
                false,
                refusal,
                null,
                null,
                NOW);
    }

    private static LifecycleNode paired(Refusal refusal) {
        return new LifecycleNode(
                "a", "00", "offline", "pending", "", 1L, NOW, null, null, null, null, 0L, 0L, 0L, 0L, 0L, 0L, false,
                refusal, null, null, NOW);
    }

    @Test
    void aNodeThatWasPairedAndNeverHeardFromIsToldLikeOneThatNobodyKnows() {
        assertThat(Diagnosis.of(paired(null), NOW).verdict()).isEqualTo("never_seen");
        assertThat(Diagnosis.of(paired(skew(5, 1)), NOW).summary()).contains("9 minutes ahead");
    }

    private static Refusal skew(long ago, long count) {
        return new Refusal("skew", "its clock is 9 minutes ahead", NOW - ago, count);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "online|3000|4|online: last heartbeat 4 s ago.",
                "offline|180|300|offline for 3 min: the last accepted heartbeat came 5 min ago.",
                "unknown|30|60|unknown for 30 s: it fell silent together with most of region eu, so it may be the region and not the node. Last heartbeat 60 s ago.",
                "online|0|-7|online: last heartbeat 0 s ago.",
            })
    void theStateInWords(String liveness, long sinceAgo, long seenAgo, String words) {
        assertThat(Diagnosis.of(node(liveness, sinceAgo, seenAgo, null), NOW).summary())
                .isEqualTo(words);
    }

    @Test
    void aNodeThatIsRefusedAndNotOnlineHearsOfTheRefusalFirst() {
        Diagnosis diagnosis = Diagnosis.of(node("offline", 500, 530, skew(40, 3)), NOW);
        assertThat(diagnosis.summary())
                .isEqualTo("its last heartbeat was refused 40 s ago (skew, 3 so far): its clock is 9 minutes ahead.");
        assertThat(diagnosis.findings()).contains("offline for 8 min: the last accepted heartbeat came 8 min ago.");
        assertThat(diagnosis.advice()).singleElement().asString().contains("NTP");
    }

    @Test
    void aRefusalFromBeforeTheLastHeartbeatIsHistory() {
        Diagnosis diagnosis = Diagnosis.of(node("offline", 500, 530, skew(600, 3)), NOW);
        assertThat(diagnosis.summary()).startsWith("offline");
        assertThat(diagnosis.findings()).noneMatch(text -> text.contains("refused"));
        assertThat(diagnosis.advice()).singleElement().asString().contains("pulse node run");
    }

    @Test
    void anOnlineNodeThatAnImpostorBothersStaysOnlineFirst() {
        Diagnosis diagnosis =
                Diagnosis.of(node("online", 500, 9, new Refusal("identity", "Another account.", NOW - 2, 1L)), NOW);
        assertThat(diagnosis.summary()).startsWith("online");
        assertThat(diagnosis.findings()).anyMatch(text -> text.contains("(identity): Another account."));
    }

    @Test
    void aNameUnderWhichNothingWasAcceptedIsToldWhy() {
        assertThat(Diagnosis.neverSeen(skew(5, 1), NOW).summary())
                .contains("never seen")
                .contains("9 minutes ahead");
        assertThat(Diagnosis.neverSeen(null, NOW).verdict()).isEqualTo("never_seen");
    }

    @ParameterizedTest
    @CsvSource({
        "-5, 0 s",
        "0, 0 s",
        "119, 119 s",
        "120, 2 min",
        "7199, 119 min",
        "7200, 2 h",
        "7260, 2 h 1 min",
        "172799, 47 h 59 min",
        "172800, 2 days",
    })
    void lengthsOfTime(long seconds, String words) {
        assertThat(Spans.words(seconds)).isEqualTo(words);
    }
}
