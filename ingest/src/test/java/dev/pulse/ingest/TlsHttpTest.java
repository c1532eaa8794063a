package dev.pulse.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.pulse.domain.tls.SelfSigned;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Heartbeats over TLS, while the certificate is replaced. */
@Timeout(60)
class TlsHttpTest {
    private static final Duration SOON = Duration.ofSeconds(20);

    /** Dropwizard's h2 takes one cipher suite where nothing is said, for certificates with an RSA key. */
    private static final String H2_WITH_EC =
            ", supportedProtocols: [TLSv1.2, TLSv1.3], supportedCipherSuites: [TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256,"
                    + " TLS_AES_128_GCM_SHA256]";

    @TempDir
    private static Path folder;

    private static SelfSigned first;
    private static SelfSigned second;
    private static SelfSigned stranger;

    @BeforeAll
    static void makeCertificates() throws IOException {
        first = SelfSigned.make(folder, "first");
        second = SelfSigned.make(folder, "second");
        stranger = SelfSigned.make(folder, "stranger");
    }

    private static TestIngest ingest(String type, Path served, String more) {
        return TestIngest.listening(SelfSigned.connector(type, served, more));
    }

    private static SSLSocket connect(TestIngest ingest) throws IOException {
        SSLSocket socket = (SSLSocket) SelfSigned.trusting(first, second)
                .getSocketFactory()
                .createSocket(InetAddress.getLoopbackAddress(), ingest.port());
        socket.setSoTimeout((int) SOON.toMillis());
        socket.startHandshake();
        return socket;
    }

    private static X509Certificate served(TestIngest ingest) throws IOException {
        try (SSLSocket socket = connect(ingest)) {
            return (X509Certificate) socket.getSession().getPeerCertificates()[0];
        }
    }

    private static HttpResponse<String> ask(
            TestIngest ingest, SSLContext trust, HttpClient.Version version, String body)
            throws IOException, InterruptedException {
        try (HttpClient client = HttpClient.newBuilder()
                .sslContext(trust)
                .version(version)
                .connectTimeout(SOON)
                .build()) {
            HttpRequest.Builder request = HttpRequest.newBuilder(
                            URI.create("https://127.0.0.1:" + ingest.port() + "/v1/heartbeats"))
                    .header("Content-Type", "application/json");
            return client.send(request.POST(BodyPublishers.ofString(body)).build(), BodyHandlers.ofString());
        }
    }

    @Test
    void aReplacedCertificateIsTakenUpAndOpenConnectionsGoOn() throws Exception {
        Path served = folder.resolve("served.p12");
        first.into(served);
        try (TestIngest ingest = ingest("https", served, "");
                RawClient open = new RawClient(connect(ingest))) {
            assertThat(open.post(Beats.of("node-1"))).startsWith("HTTP/1.1 202");
            assertThat(served(ingest)).isEqualTo(first.certificate());

            second.into(served);
            await().atMost(SOON).until(() -> served(ingest).equals(second.certificate()));
            assertThat(open.post(Beats.of("node-2")))
                    .as("a connection from before")
                    .startsWith("HTTP/1.1 202");

            Files.writeString(served, "half a file");
            String refused = "pulse_tls_reloads_total{outcome=\"refused\"} 1.0";
            await().atMost(SOON).until(() -> open.get("/admin/metrics").contains(refused));
            assertThat(served(ingest)).as("what can't be used is left alone").isEqualTo(second.certificate());
            assertThat(open.get("/admin/metrics"))
                    .contains("pulse_tls_reloads_total{outcome=\"taken\"} 1.0")
                    .contains("pulse_tls_certificate_expiry_timestamp_seconds{of=\"http\"} "
                            + (double) second.certificate()
                                    .getNotAfter()
                                    .toInstant()
                                    .getEpochSecond());

            first.into(served);
            await().atMost(SOON).until(() -> served(ingest).equals(first.certificate()));
            assertThat(ingest.taken()).hasSize(2);
        }
    }

    @Test
    void whoeverDoesNotTrustItSendsNothing() throws Exception {
        Path served = folder.resolve("untrusted.p12");
        first.into(served);
        try (TestIngest ingest = ingest("https", served, "")) {
            assertThatThrownBy(() ->
                            ask(ingest, SelfSigned.trusting(stranger), HttpClient.Version.HTTP_1_1, Beats.of("node-1")))
                    .isInstanceOf(SSLHandshakeException.class);
            assertThat(ingest.taken()).isEmpty();
            HttpResponse<String> malformed =
                    ask(ingest, SelfSigned.trusting(first), HttpClient.Version.HTTP_1_1, "{\"node_id\":1.5}");
            assertThat(malformed.statusCode()).isEqualTo(400);
            assertThat(malformed.body()).contains("bad_number");
        }
    }

    @Test
    void heartbeatsComeOverHttp2() throws Exception {
        Path served = folder.resolve("h2.p12");
        first.into(served);
        try (TestIngest ingest = ingest("h2", served, H2_WITH_EC)) {
            HttpResponse<String> second =
                    ask(ingest, SelfSigned.trusting(first), HttpClient.Version.HTTP_2, Beats.of("node-1"));
            assertThat(second.version()).isEqualTo(HttpClient.Version.HTTP_2);
            assertThat(second.statusCode()).isEqualTo(202);
            HttpResponse<String> first = ask(
                    ingest, SelfSigned.trusting(TlsHttpTest.first), HttpClient.Version.HTTP_1_1, Beats.of("node-2"));
            assertThat(first.version()).as("on the same port").isEqualTo(HttpClient.Version.HTTP_1_1);
            assertThat(first.statusCode()).isEqualTo(202);
            assertThat(ingest.taken()).hasSize(2);
        }
    }
}
