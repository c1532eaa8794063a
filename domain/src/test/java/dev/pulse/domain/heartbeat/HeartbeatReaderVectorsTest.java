package dev.pulse.domain.heartbeat;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pulse.domain.verdict.Sha256;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class HeartbeatReaderVectorsTest {
    static List<Vectors.Case> cases() {
        return Vectors.all();
    }

    @ParameterizedTest
    @MethodSource("cases")
    void canonicalPayloadAndHashAreThoseOfTheVector(Vectors.Case c) {
        HeartbeatReader reader = new HeartbeatReader("devnet", false);
        switch (reader.read(c.body())) {
            case Reading.Refused refused ->
                assertThat(c.verdict()).as(refused.toString()).isEqualTo("malformed");
            case Reading.Read read -> {
                assertThat(c.verdict()).isNotEqualTo("malformed");
                assertThat(read.signature()).hasSize(64);
                if (c.canonical() != null) {
                    assertThat(new String(read.canonical(), StandardCharsets.UTF_8))
                            .isEqualTo(c.canonical());
                    assertThat(HexFormat.of().formatHex(Sha256.hash(read.canonical())))
                            .isEqualTo(c.sha256());
                }
                assertThat(reader.readCanonical(read.canonical())).isInstanceOfSatisfying(Reading.Read.class, again -> {
                    assertThat(again.heartbeat()).isEqualTo(read.heartbeat());
                    assertThat(again.canonical()).isEqualTo(read.canonical());
                });
            }
        }
    }
}
