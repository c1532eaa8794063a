package dev.pulse.agent.ingest;

import java.net.URI;
import java.net.URISyntaxException;

/** Where heartbeats go, from what a person typed. */
public final class IngestAddress {
    /** The path of the wire protocol's version 1 (design section 3). */
    public static final String PATH = "/v1/heartbeats";

    private IngestAddress() {}

    /**
     * The full address for a base address such as {@code http://127.0.0.1:8081}; an address that ends in
     * {@value #PATH} already is taken as it is.
     *
     * @throws IllegalArgumentException with a sentence when it is no http(s) address
     */
    public static URI heartbeats(String typed) {
        URI base;
        try {
            base = new URI(typed.strip());
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException("'" + typed + "' is not an address: " + e.getMessage(), e);
        }
        boolean web = "http".equals(base.getScheme()) || "https".equals(base.getScheme());
        if (!web || base.getHost() == null || base.getRawQuery() != null || base.getRawFragment() != null) {
            throw new IllegalArgumentException(
                    "'" + typed + "' is not the address of an ingest; it looks like http://127.0.0.1:8081");
        }
        String path = base.getRawPath() == null ? "" : base.getRawPath().replaceAll("/+$", "");
        return base.resolve(path.endsWith(PATH) ? path : path + PATH);
    }
}
