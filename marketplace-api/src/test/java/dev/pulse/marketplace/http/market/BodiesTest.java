package dev.pulse.marketplace.http.market;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pulse.marketplace.http.Problem;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BodiesTest {
    @Test
    void anObjectIsReadAsUtf8() throws IOException {
        byte[] body = "{\"name\":\"hôst 世\"}".getBytes(StandardCharsets.UTF_8);
        assertThat(Bodies.text(Bodies.object(new ByteArrayInputStream(body)), "name"))
                .isEqualTo("hôst 世");
    }

    /** Jackson would guess these from their first bytes; some are then no characters at all. */
    @ParameterizedTest
    @ValueSource(strings = {"UTF-16", "UTF-16LE", "UTF-32BE", "ISO-8859-1"})
    void otherEncodingsAreRefused(String charset) {
        byte[] body = "{\"name\":\"hôst\"}".getBytes(Charset.forName(charset));
        assertThatThrownBy(() -> Bodies.object(new ByteArrayInputStream(body)))
                .isInstanceOfSatisfying(
                        Problem.class, problem -> assertThat(problem.status()).isEqualTo(400));
    }

    @Test
    void whatIsNoCharacterIsRefusedAndNoFailure() {
        byte[] body = {0, 0, 0, '{', 6, (byte) 0xff, 0, 0};
        assertThatThrownBy(() -> Bodies.object(new ByteArrayInputStream(body)))
                .isInstanceOf(Problem.class)
                .hasMessageContaining("UTF-8");
    }
}
