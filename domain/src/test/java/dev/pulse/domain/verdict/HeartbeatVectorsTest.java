package dev.pulse.domain.verdict;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pulse.domain.heartbeat.HeartbeatReader;
import dev.pulse.domain.heartbeat.Reading;
import dev.pulse.domain.heartbeat.Vectors;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every agreed heartbeat, from its bytes to its verdict. */
class HeartbeatVectorsTest {
    private static final HeartbeatReader READER = new HeartbeatReader("devnet", false);
    private static final HeartbeatJudge JUDGE = new HeartbeatJudge(new ReferenceEd25519(), false);

    static List<Vectors.Case> cases() {
        return Vectors.all();
    }

    @Test
    void theFileHasEveryKindOfVerdict() {
        assertThat(cases()).hasSizeGreaterThanOrEqualTo(26);
        assertThat(cases()).extracting(Vectors.Case::verdict).contains("accepted", "malformed", "signature", "skew");
    }

    @ParameterizedTest
    @MethodSource("cases")
    void verdictIsThatOfTheVector(Vectors.Case c) {
        String verdict = switch (READER.read(c.body())) {
            case Reading.Refused refused -> "malformed";
            case Reading.Read read ->
                switch (JUDGE.judge(read, c.receivedAtS() * 1000, null)) {
                    case Verdict.Accepted accepted -> "accepted";
                    case Verdict.Rejected rejected -> rejected.reason().wire();
                };
        };
        assertThat(verdict).isEqualTo(c.verdict());
    }
}
