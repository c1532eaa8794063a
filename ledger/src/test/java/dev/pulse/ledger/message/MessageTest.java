package dev.pulse.ledger.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.pulse.domain.verdict.Sha256;
import dev.pulse.ledger.transaction.TransactionSigner;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class MessageTest {
    private static final HexFormat HEX = HexFormat.of();

    /** An Ed25519 signature follows from key and message, so equal signatures are equal hashes. */
    @Test
    void what_is_signed_is_what_near_api_js_signs() throws IOException {
        TransactionSigner signer =
                new TransactionSigner(Sha256.hash("message signer".getBytes(StandardCharsets.UTF_8)));
        int compared = 0;
        try (InputStream file = MessageTest.class.getResourceAsStream("/messages.json")) {
            JsonNode vectors = new ObjectMapper().readTree(file);
            assertThat(signer.key().hex()).isEqualTo(vectors.path("account").asText());
            for (JsonNode each : vectors.path("cases")) {
                Message message = new Message(
                        each.path("message").asText(),
                        HEX.parseHex(each.path("nonce").asText()),
                        each.path("recipient").asText(),
                        each.path("callbackUrl").textValue());
                assertThat(HEX.formatHex(signer.sign(message.hash())))
                        .as(each.path("name").asText())
                        .isEqualTo(each.path("signature").asText());
                compared++;
            }
        }
        assertThat(compared).isEqualTo(4);
    }

    @Test
    void a_nonce_has_32_bytes() {
        assertThatThrownBy(() -> new Message("", new byte[31], "", null)).isInstanceOf(IllegalArgumentException.class);
    }
}
