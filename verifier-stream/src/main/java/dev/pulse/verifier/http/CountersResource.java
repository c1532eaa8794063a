package dev.pulse.verifier.http;

import dev.pulse.domain.verdict.SignatureVerifier;
import dev.pulse.verifier.prove.VerdictCounters;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.LinkedHashMap;
import java.util.Map;

/** {@code GET /v1/counters}: what this process has decided since it started, and by which provider. */
@Path("/v1/counters")
@Produces(MediaType.APPLICATION_JSON)
public final class CountersResource {
    private final VerdictCounters counters;
    private final SignatureVerifier signatures;

    public CountersResource(VerdictCounters counters, SignatureVerifier signatures) {
        this.counters = counters;
        this.signatures = signatures;
    }

    /** The counts by name, {@code signature_provider}, and the memory that it keeps for keys, {@code signature_key_bytes}. */
    @GET
    public Map<String, Object> counters() {
        Map<String, Object> answer = new LinkedHashMap<>(counters.snapshot());
        answer.put("signature_provider", signatures.name());
        answer.put("signature_key_bytes", signatures.bytes());
        return answer;
    }
}
