package dev.pulse.ledger.rpc;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.security.cert.CertificateException;
import java.util.Base64;

/**
 * One address of the ledger. What is a secret in it (a user with a password, a key in the path or the query) is sent there,
 * and stands in no message.
 */
final class Endpoint {
    private final URI address;
    private final String authorization;

    /** @param address http or https, with a host */
    Endpoint(URI address) {
        this.address = address;
        String user = address.getUserInfo();
        authorization = user == null
                ? null
                : "Basic " + Base64.getEncoder().encodeToString(user.getBytes(StandardCharsets.UTF_8));
    }

    /** A request to it; who asks is said where the address says so (RFC 7617). */
    HttpRequest.Builder request() {
        HttpRequest.Builder request = HttpRequest.newBuilder(address);
        return authorization == null ? request : request.header("Authorization", authorization);
    }

    /** Its name and what became of an attempt, as part of a sentence. */
    String failed(IOException failure) {
        Throwable innermost = failure;
        boolean certificate = false;
        while (innermost.getCause() != null) {
            innermost = innermost.getCause();
            certificate |= innermost instanceof CertificateException;
        }
        if (certificate) {
            return this + " is not trusted, " + innermost.getMessage();
        }
        return this + " " + (failure.getMessage() == null ? failure.toString() : failure.getMessage());
    }

    /** Scheme, host and port, which are no secret. */
    @Override
    public String toString() {
        String port = address.getPort() < 0 ? "" : ":" + address.getPort();
        return address.getScheme() + "://" + address.getHost() + port;
    }
}
