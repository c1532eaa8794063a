package dev.pulse.verifier;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.pulse.domain.verdict.Registration;
import dev.pulse.streams.StreamsServiceConfiguration;
import dev.pulse.verifier.crypto.SignatureProvider;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;

/** The verifier's configuration (docs/reference/verifier.md). */
public final class VerifierConfiguration extends StreamsServiceConfiguration {
    @NotNull @JsonProperty
    private Registration registration = Registration.OPEN;

    @NotNull @JsonProperty
    private SignatureProvider signatureProvider = SignatureProvider.AUTO;

    @Min(0) @Max(16_384) @JsonProperty
    private int signatureTableMiB = 256;

    @NotNull @JsonProperty
    private String audience = "devnet";

    @JsonProperty
    private boolean allowLegacyHeartbeats;

    /** {@code signatureProvider}: auto, aws-lc, bouncycastle or table. */
    public SignatureProvider signatureProvider() {
        return signatureProvider;
    }

    /** {@code signatureTableMiB}, in bytes: the most that {@code table} keeps points of keys in, 264 bytes each. */
    public long signatureTableBytes() {
        return (long) signatureTableMiB << 20;
    }

    /** {@code audience}: the network that a heartbeat must be made for, where it names one. */
    public String audience() {
        return audience;
    }

    /** {@code allowLegacyHeartbeats}: whether unsigned heartbeats pass for node ids that nobody owns yet. */
    public boolean allowLegacyHeartbeats() {
        return allowLegacyHeartbeats;
    }

    /** {@code registration}: what binds a node id, open or ledger. */
    public Registration registration() {
        return registration;
    }
}
