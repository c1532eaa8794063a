package dev.pulse.marketplace.http.rent;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.swagger.v3.oas.annotations.media.Schema;

/** What an approval is made of. */
@JsonNaming(SnakeCaseStrategy.class)
@Schema(description = "What an approval is made of: a transaction of my account that calls approve {spender, amount}.")
public record SpendingAnswer(
        String accountId,

        @Schema(description = "The key of this session, which signs: ed25519: and base58")
        String publicKey,

        @Schema(description = "That of the key's last transaction, a text of digits: the next one's is greater")
        String nonce,

        @Schema(description = "A new block for the transaction to name: 32 bytes, base64")
        String blockHash,

        @Schema(description = "Whose method approve is called")
        String contract,

        @Schema(description = "Whom I let spend: this marketplace's account, 64 hex digits")
        String spender) {}
