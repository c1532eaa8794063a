package dev.pulse.ledger.rpc;

import java.net.URI;
import java.time.Duration;
import java.util.List;

/**
 * Where the ledger is.
 *
 * @param endpoints its JSON-RPC endpoints, the preferred one first, at least one; http or https. Who asks may stand in
 *     them, as {@code https://user:password@host}
 * @param attempt how long one endpoint may take for one answer
 * @param deadline how long a whole call may take, over all endpoints and repetitions
 */
public record RpcSettings(List<URI> endpoints, Duration attempt, Duration deadline) {
    /** An attempt of 5 s, a call of 15 s: NEAR makes a transaction final within 2 to 3 s. */
    public static RpcSettings of(List<URI> endpoints) {
        return new RpcSettings(endpoints, Duration.ofSeconds(5), Duration.ofSeconds(15));
    }

    /**
     * @throws IllegalArgumentException naming the value that is out of its range
     */
    public RpcSettings {
        endpoints = List.copyOf(endpoints);
        if (endpoints.isEmpty()) {
            throw new IllegalArgumentException("a ledger needs an endpoint");
        }
        for (URI endpoint : endpoints) {
            if (endpoint.getHost() == null
                    || !("http".equals(endpoint.getScheme()) || "https".equals(endpoint.getScheme()))) {
                throw new IllegalArgumentException(
                        "an endpoint is an http or https address, not " + withoutUser(endpoint));
            }
        }
        if (attempt.isNegative() || attempt.isZero() || deadline.compareTo(attempt) < 0) {
            throw new IllegalArgumentException("an attempt takes time, and a call at least one attempt");
        }
    }

    /** Safe to be shown: who asks is left out. */
    private static String withoutUser(URI endpoint) {
        return endpoint.toString().replaceFirst("[^/]*@", "");
    }
}
