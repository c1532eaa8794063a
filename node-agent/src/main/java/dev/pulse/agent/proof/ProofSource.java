package dev.pulse.agent.proof;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Where a proof is taken from. Each gives one byte more than a proof may have, which is enough to know that it is too long. */
final class ProofSource {
    private static final int ENOUGH = SavedProof.MAX_BYTES + 1;
    /** A marketplace waits some 9 s for the ledger, and some 6 for Kafka. */
    private static final Duration TIMEOUT = Duration.ofSeconds(30);

    private static final Pattern ADDRESS = Pattern.compile("/api/v1/nodes/([a-z0-9][a-z0-9-]{0,63})/proof");

    private ProofSource() {}

    /** A file, or the standard input for {@code -}. */
    static byte[] file(String name) throws IOException {
        try (InputStream in = name.equals("-") ? System.in : Files.newInputStream(Path.of(name))) {
            return in.readNBytes(ENOUGH);
        } catch (NoSuchFileException e) {
            throw new IOException("There is no file " + name + ".", e);
        } catch (IOException e) {
            throw new IOException("The file " + name + " can't be read: " + e.getMessage() + ".", e);
        }
    }

    /**
     * The node that an address asks for.
     *
     * @throws IllegalArgumentException when it is no address of a proof; the message says what one is
     */
    static String nodeId(URI url) {
        Matcher path = ADDRESS.matcher(url.getPath() == null ? "" : url.getPath());
        boolean http = "http".equals(url.getScheme()) || "https".equals(url.getScheme());
        if (url.getHost() == null
                || !http
                || !path.find()
                || path.end() != url.getPath().length()) {
            throw new IllegalArgumentException(
                    "the address of a proof is http://HOST/api/v1/nodes/NODE/proof, not " + url);
        }
        return path.group(1);
    }

    /** What a marketplace answers. An error is taken too: it says what is wrong. */
    static byte[] url(URI url) throws IOException, InterruptedException {
        try (HttpClient http =
                HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build()) {
            HttpRequest request = HttpRequest.newBuilder(url)
                    .header("Accept", "application/json")
                    .build();
            CompletableFuture<byte[]> body =
                    http.sendAsync(request, BodyHandlers.ofInputStream()).thenApplyAsync(ProofSource::body);
            try {
                return body.get(TIMEOUT.toSeconds(), TimeUnit.SECONDS);
            } catch (TimeoutException e) {
                throw new IOException(url + " did not answer within " + TIMEOUT.toSeconds() + " s.", e);
            } catch (ExecutionException e) {
                String why = e.getCause().getMessage() == null
                        ? e.getCause().toString()
                        : e.getCause().getMessage();
                throw new IOException(url + " can't be reached: " + why + ".", e);
            } finally {
                http.shutdownNow();
            }
        }
    }

    private static byte[] body(HttpResponse<InputStream> response) {
        try (InputStream in = response.body()) {
            return in.readNBytes(ENOUGH);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
