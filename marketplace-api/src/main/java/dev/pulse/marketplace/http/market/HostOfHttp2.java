package dev.pulse.marketplace.http.market;

import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.PreMatching;
import jakarta.ws.rs.core.HttpHeaders;

/** HTTP/2 names the host of a request in {@code :authority} (RFC 9113, 8.3.1): given on as the header that HTTP/1.1 has. */
@PreMatching
public final class HostOfHttp2 implements ContainerRequestFilter {
    @Override
    public void filter(ContainerRequestContext request) {
        if (request.getHeaderString(HttpHeaders.HOST) == null) {
            request.getHeaders()
                    .putSingle(
                            HttpHeaders.HOST, request.getUriInfo().getBaseUri().getAuthority());
        }
    }
}
