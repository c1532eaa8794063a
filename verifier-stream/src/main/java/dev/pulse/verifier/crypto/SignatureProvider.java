package dev.pulse.verifier.crypto;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.pulse.domain.verdict.SignatureVerifier;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/** Which provider verifies signatures: the key {@code signatureProvider}. */
public enum SignatureProvider {
    /** Our own where it can be used and has memory for points of keys, otherwise AWS-LC, otherwise BouncyCastle. */
    @JsonProperty("auto")
    AUTO,
    /** AWS-LC, or the service does not start. */
    @JsonProperty("aws-lc")
    AWS_LC,
    /** BouncyCastle. */
    @JsonProperty("bouncycastle")
    BOUNCYCASTLE,
    /** Our own, watched by AWS-LC ({@link WatchedVerifier}), or the service does not start. */
    @JsonProperty("table")
    TABLE;

    /** Loads it without memory for the points of keys, its alarm told to {@code reason} too, its time not watched. */
    public SignatureVerifier load(Consumer<String> reason) {
        return load(0, reason, reason, () -> 0);
    }

    /**
     * Loads it.
     *
     * @param tableBytes most memory that {@link #TABLE} keeps points of keys in; the others keep none
     * @param reason told which one was taken and why
     * @param alarm told when {@link #TABLE} is found to differ from AWS-LC, or to be slow
     * @param nanoTime a clock that never goes back
     * @throws ProviderUnavailableException for {@link #AWS_LC} and {@link #TABLE} where they can't be used
     */
    public SignatureVerifier load(
            long tableBytes, Consumer<String> reason, Consumer<String> alarm, LongSupplier nanoTime) {
        return switch (this) {
            case BOUNCYCASTLE -> told(new BouncyCastleVerifier(), reason, "as configured");
            case AWS_LC -> told(CorrettoVerifier.load(), reason, "as configured");
            case TABLE -> told(WatchedVerifier.load(tableBytes, alarm, nanoTime), reason, "as configured");
            case AUTO -> best(tableBytes, reason, alarm, nanoTime);
        };
    }

    private static SignatureVerifier best(
            long tableBytes, Consumer<String> reason, Consumer<String> alarm, LongSupplier nanoTime) {
        String slower = "there is no memory for points of keys";
        if (tableBytes > 0) {
            try {
                return told(WatchedVerifier.load(tableBytes, alarm, nanoTime), reason, "the fastest that loads here");
            } catch (ProviderUnavailableException unavailable) {
                slower = "our own can't be used: " + unavailable.getMessage();
            }
        }
        try {
            return told(CorrettoVerifier.load(), reason, slower);
        } catch (ProviderUnavailableException unavailable) {
            return told(new BouncyCastleVerifier(), reason, "AWS-LC can't be used: " + unavailable.getMessage());
        }
    }

    private static SignatureVerifier told(SignatureVerifier verifier, Consumer<String> reason, String why) {
        reason.accept("signatures are verified by " + verifier.name() + ": " + why);
        return verifier;
    }
}
