package dev.pulse.schemas.serde;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodySubscribers;
import java.nio.charset.StandardCharsets;
import java.security.cert.CertificateException;
import java.time.Duration;
import java.util.Base64;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.Schema;

/**
 * The three calls that Pulse makes to an Apicurio registry's core API, version 3. Every one is bounded in time and in
 * size. Safe for use by several threads.
 */
final class RegistryClient implements AutoCloseable {
    /** The group of artifacts that Confluent's API shows as plain subjects. */
    static final String GROUP = "default";

    private static final Duration CONNECT = Duration.ofSeconds(2);
    private static final Duration CALL = Duration.ofSeconds(5);

    /** A schema of Pulse has some 5 KiB. */
    private static final int MAX_BODY = 1024 * 1024;

    /** The status where there was no answer. */
    private static final int NONE = 0;

    /** How many referenced schemas one schema may need in all, those of references included. */
    private static final int MAX_REFERENCES = 64;

    private final URI base;
    private final String authorization;
    private final HttpClient http;
    private final ObjectMapper json = new ObjectMapper();

    /** A client that connects when it is first asked. Over https it trusts whom the process trusts now. */
    RegistryClient(RegistrySettings settings) {
        base = URI.create(settings.shown().toString().replaceAll("/+$", ""));
        String user = settings.url().getUserInfo();
        authorization = user == null
                ? null
                : "Basic " + Base64.getEncoder().encodeToString(user.getBytes(StandardCharsets.UTF_8));
        http = HttpClient.newBuilder()
                .connectTimeout(CONNECT)
                .version(HttpClient.Version.HTTP_1_1)
                .build();
    }

    URI url() {
        return base;
    }

    /**
     * Makes sure that the registry has this version of a schema under its full name, and gives its content id.
     *
     * @throws RegistryUnavailableException when the registry does not answer or is not well
     * @throws Refused when it answers that it won't, or is not trusted
     */
    int register(Schema schema) {
        String body = json.createObjectNode()
                .put("artifactId", schema.getFullName())
                .put("artifactType", "AVRO")
                .set(
                        "firstVersion",
                        json.createObjectNode()
                                .set(
                                        "content",
                                        json.createObjectNode()
                                                .put("content", schema.toString())
                                                .put("contentType", "application/json")))
                .toString();
        JsonNode answer;
        try {
            answer = parse(call(
                    post("/groups/" + GROUP + "/artifacts?ifExists=FIND_OR_CREATE_VERSION", body),
                    "the schema of " + schema.getFullName()));
        } catch (Refused e) {
            if (e.status == 409) {
                // Another service registers the same schema at this very moment: the next attempt finds it.
                throw new RegistryUnavailableException(e.getMessage(), e);
            }
            throw e;
        }
        long id = answer.path("version").path("contentId").asLong(-1);
        if (id <= 0 || id > Integer.MAX_VALUE) {
            throw new Refused(
                    200, "the schema registry at " + base + " gave no content id for " + schema.getFullName());
        }
        return (int) id;
    }

    /** Has the registry refuse versions of this schema that are not compatible with every other, both ways. */
    void demandCompatibility(Schema schema) {
        String body = "{\"ruleType\":\"COMPATIBILITY\",\"config\":\"FULL_TRANSITIVE\"}";
        try {
            call(
                    post("/groups/" + GROUP + "/artifacts/" + escape(schema.getFullName()) + "/rules", body),
                    "the compatibility rule of " + schema.getFullName());
        } catch (Refused e) {
            if (e.status != 409) {
                throw e;
            }
            // 409: it has that rule already.
        }
    }

    /**
     * The schema of a content id, with whatever it refers to.
     *
     * @return empty when the registry knows no such id, or what stands there is no Avro schema
     * @throws RegistryUnavailableException when the registry does not answer or is not well
     */
    Optional<Schema> find(int contentId) {
        try {
            String path = "/ids/contentIds/" + contentId;
            String content = call(get(path), "content id " + contentId);
            Schema.Parser parser = new Schema.Parser();
            addReferences(parser, path + "/references", new int[] {MAX_REFERENCES});
            return Optional.of(parser.parse(content));
        } catch (Refused e) {
            if (e.status == 404) {
                return Optional.empty();
            }
            // 401 and its like say something about this service, not about the id.
            throw new RegistryUnavailableException(e.getMessage(), e);
        } catch (AvroRuntimeException e) {
            return Optional.empty();
        }
    }

    /** Parses the schemas that another one refers to, innermost first. */
    private void addReferences(Schema.Parser parser, String path, int[] allowed) {
        for (JsonNode reference : parse(call(get(path), "references"))) {
            if (parser.getTypes().containsKey(reference.path("name").asText())) {
                continue;
            }
            if (--allowed[0] < 0) {
                throw new AvroRuntimeException("more than " + MAX_REFERENCES + " references");
            }
            String version = "/groups/" + escape(reference.path("groupId").asText(GROUP)) + "/artifacts/"
                    + escape(reference.path("artifactId").asText()) + "/versions/"
                    + escape(reference.path("version").asText());
            addReferences(parser, version + "/references", allowed);
            parser.parse(call(get(version + "/content"), "a referenced schema"));
        }
    }

    private HttpRequest get(String path) {
        return request(path).GET().build();
    }

    private HttpRequest post(String path, String body) {
        return request(path)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
    }

    private HttpRequest.Builder request(String path) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create(base + path)).timeout(CALL).header("Accept", "application/json, */*");
        return authorization == null ? request : request.header("Authorization", authorization);
    }

    private String call(HttpRequest request, String what) {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        CompletableFuture<HttpResponse<Void>> pending = http.sendAsync(
                request, info -> BodySubscribers.ofByteArrayConsumer(part -> part.ifPresent(p -> take(body, p))));
        int status;
        try {
            // The request's own time-out ends with the headers; this one covers the body.
            status = pending.get(CALL.toMillis(), TimeUnit.MILLISECONDS).statusCode();
        } catch (ExecutionException e) {
            throw failed(e.getCause());
        } catch (TimeoutException e) {
            pending.cancel(true);
            throw unavailable("no answer within " + CALL.toSeconds() + " s", e);
        } catch (InterruptedException e) {
            pending.cancel(true);
            Thread.currentThread().interrupt();
            throw unavailable("interrupted", e);
        }
        String text = body.toString(StandardCharsets.UTF_8);
        if (status >= 500 || status == 429) {
            throw unavailable("status " + status, null);
        }
        if (status >= 300) {
            throw new Refused(
                    status,
                    "the schema registry at " + base + " answers " + status + " to " + what + ": " + title(text));
        }
        return text;
    }

    /** What an error body says, in at most 500 characters. */
    private String title(String body) {
        String text = body;
        try {
            text = json.readTree(body).path("title").asText(body);
        } catch (JsonProcessingException e) {
            // Then it is not the registry's own error page: shown as it is.
        }
        return text.substring(0, Math.min(text.length(), 500));
    }

    private static void take(ByteArrayOutputStream body, byte[] part) {
        if (body.size() + part.length > MAX_BODY) {
            throw new UncheckedIOException(new IOException("an answer of more than " + MAX_BODY + " bytes"));
        }
        body.writeBytes(part);
    }

    private JsonNode parse(String body) {
        try {
            return json.readTree(body);
        } catch (JsonProcessingException e) {
            throw new Refused(200, "the schema registry at " + base + " answers something that is not JSON");
        }
    }

    private RegistryUnavailableException unavailable(String reason, Throwable cause) {
        return new RegistryUnavailableException(
                "the schema registry at " + base + " does not answer (" + reason + ")", cause);
    }

    /** A certificate that is not trusted is no network failure: to wait for another one is of no use. */
    private RuntimeException failed(Throwable cause) {
        Throwable innermost = cause;
        boolean certificate = false;
        while (innermost.getCause() != null) {
            innermost = innermost.getCause();
            certificate |= innermost instanceof CertificateException;
        }
        return certificate
                ? new Refused(NONE, "the schema registry at " + base + " is not trusted, " + innermost.getMessage())
                : unavailable(reason(cause), cause);
    }

    private static String reason(Throwable cause) {
        if (cause instanceof ConnectException && cause.getMessage() == null) {
            return "nothing listens there";
        }
        return cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
    }

    private static String escape(String segment) {
        return URLEncoder.encode(segment, StandardCharsets.UTF_8).replace("+", "%20");
    }

    @Override
    public void close() {
        http.shutdownNow();
        http.close();
    }

    /** The registry answered, and the answer is no; or it is none that this process trusts. */
    static final class Refused extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private final int status;

        Refused(int status, String message) {
            super(message);
            this.status = status;
        }
    }
}
