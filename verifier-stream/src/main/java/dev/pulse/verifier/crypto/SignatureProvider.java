package dev.pulse.verifier.crypto;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.pulse.domain.verdict.SignatureVerifier;
import java.util.function.Consumer;

/** Which provider verifies signatures: the key {@code signatureProvider}. */
public enum SignatureProvider {
    /** AWS-LC where its native library loads, otherwise BouncyCastle. */
    @JsonProperty("auto")
    AUTO,
    /** AWS-LC, or the service does not start. */
    @JsonProperty("aws-lc")
    AWS_LC,
    /** BouncyCastle. */
    @JsonProperty("bouncycastle")
    BOUNCYCASTLE;

    /**
     * Loads it.
     *
     * @param reason told which one was taken and why
     * @throws ProviderUnavailableException for {@link #AWS_LC} where that does not load
     */
    public SignatureVerifier load(Consumer<String> reason) {
        return switch (this) {
            case BOUNCYCASTLE -> told(new BouncyCastleVerifier(), reason, "as configured");
            case AWS_LC -> told(CorrettoVerifier.load(), reason, "as configured");
            case AUTO -> best(reason);
        };
    }

    private static SignatureVerifier best(Consumer<String> reason) {
        try {
            return told(CorrettoVerifier.load(), reason, "the fastest that loads here");
        } catch (ProviderUnavailableException unavailable) {
            return told(new BouncyCastleVerifier(), reason, "AWS-LC can't be used: " + unavailable.getMessage());
        }
    }

    private static SignatureVerifier told(SignatureVerifier verifier, Consumer<String> reason, String why) {
        reason.accept("signatures are verified by " + verifier.name() + ": " + why);
        return verifier;
    }
}
