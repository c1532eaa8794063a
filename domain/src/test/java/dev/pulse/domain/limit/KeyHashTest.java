package dev.pulse.domain.limit;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class KeyHashTest {
    /** The secret 00 01 .. 0f of the reference vectors. */
    private final KeyHash hash = new KeyHash(0x0706050403020100L, 0x0f0e0d0c0b0a0908L);

    private static byte[] upTo(int length) {
        byte[] bytes = new byte[length];
        for (int i = 0; i < length; i++) {
            bytes[i] = (byte) i;
        }
        return bytes;
    }

    @Test
    void givesTheReferenceVectors() {
        // The paper's appendix A, and the first of vectors.h of the reference implementation.
        assertThat(hash.of(upTo(15))).isEqualTo(0xa129ca6149be45e5L);
        assertThat(hash.of(upTo(0))).isEqualTo(0x726fdb47dd0e0e31L);
        assertThat(hash.of(upTo(1))).isEqualTo(0x74f839c593dc67fdL);
        assertThat(hash.of(upTo(8))).isEqualTo(0x93f5f5799a932462L);
    }

    @Test
    void dependsOnTheSecret() {
        byte[] name = "node-0001".getBytes(StandardCharsets.UTF_8);
        assertThat(LongStream.range(0, 100)
                        .map(secret -> new KeyHash(secret, 7).of(name))
                        .distinct())
                .hasSize(100);
    }
}
