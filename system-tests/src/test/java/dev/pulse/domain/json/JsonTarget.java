package dev.pulse.domain.json;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.pulse.domain.heartbeat.HeartbeatReader;
import dev.pulse.domain.heartbeat.Reading;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** Canonical JSON against Jackson and a naive writer, and heartbeats against their own payload. */
public final class JsonTarget {
    /** The largest document that is taken anywhere: beyond it, Jackson has limits of its own. */
    private static final int LONGEST = 8 * 1024;

    private static final ObjectMapper JACKSON =
            new ObjectMapper().enable(DeserializationFeature.USE_BIG_INTEGER_FOR_INTS);
    private static final HeartbeatReader READER = new HeartbeatReader("devnet", false);

    private JsonTarget() {}

    /** It is taken exactly when Jackson takes it, and its form is the naive one. */
    public static void canonicalForm(byte[] body) {
        if (body.length > LONGEST) {
            return;
        }
        switch (CanonicalJson.canonicalize(body)) {
            case CanonicalJson.Result.Refused refused -> {
                assertThat(StrictJackson.accepts(body)).as(refused.toString()).isFalse();
                assertThat(refused.malformed().detail()).isNotBlank();
            }
            case CanonicalJson.Result.Canonical canonical -> {
                assertThat(StrictJackson.accepts(body)).isTrue();
                assertThat(new String(canonical.bytes(), StandardCharsets.UTF_8))
                        .isEqualTo(RandomJson.canonical(tree(body)));
                assertThat(CanonicalJson.canonicalize(canonical.bytes()))
                        .isInstanceOfSatisfying(
                                CanonicalJson.Result.Canonical.class,
                                again -> assertThat(again.bytes()).isEqualTo(canonical.bytes()));
            }
        }
    }

    private static Map<String, Object> tree(byte[] body) {
        try {
            return JACKSON.readValue(body, new TypeReference<>() {});
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** It is refused with a sentence, or what was signed says what was read. */
    public static void heartbeat(byte[] body) {
        switch (READER.read(body)) {
            case Reading.Refused refused ->
                assertThat(refused.malformed().detail()).isNotBlank();
            case Reading.Read read -> {
                assertThat(body.length > LONGEST || StrictJackson.accepts(body)).isTrue();
                assertThat(read.signature()).hasSize(64);
                assertThat(READER.readCanonical(read.canonical()))
                        .isInstanceOfSatisfying(
                                Reading.Read.class,
                                again -> assertThat(again.heartbeat()).isEqualTo(read.heartbeat()));
            }
        }
    }
}
