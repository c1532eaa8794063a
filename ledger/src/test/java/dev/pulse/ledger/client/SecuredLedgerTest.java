package dev.pulse.ledger.client;

import static dev.pulse.ledger.devnet.DevnetLedger.HOSTING;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.BasicAuthenticator;
import com.sun.net.httpserver.HttpContext;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import dev.pulse.domain.tls.SelfSigned;
import dev.pulse.ledger.devnet.Devnet;
import dev.pulse.ledger.rpc.LedgerException;
import dev.pulse.ledger.rpc.LedgerException.Unreachable;
import dev.pulse.ledger.rpc.RpcSettings;
import java.io.IOException;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A ledger behind TLS, as a private one is run: whom the client believes, and what it says of whom it does not. */
@Timeout(60)
class SecuredLedgerTest {
    private static final String PASSWORD = "correct horse";

    @TempDir
    private static Path certificates;

    private static SelfSigned ours;
    private static SelfSigned strangers;

    @TempDir
    private Path folder;

    private final HttpClient onwards = HttpClient.newHttpClient();
    private final AtomicInteger asked = new AtomicInteger();
    private SSLContext before;
    private Devnet devnet;
    private HttpsServer front;

    @BeforeAll
    static void makeCertificates() throws IOException {
        ours = SelfSigned.make(certificates, "ours");
        strangers = SelfSigned.make(certificates, "strangers");
    }

    @BeforeEach
    void start() throws Exception {
        before = SSLContext.getDefault();
        devnet = new Devnet(folder);
        SSLContext.setDefault(SelfSigned.trusting(ours));
    }

    @AfterEach
    void stop() throws IOException {
        SSLContext.setDefault(before);
        front.stop(0);
        devnet.close();
        onwards.close();
    }

    /** Starts what stands in front of the ledger, with a certificate for 127.0.0.1, and lets in who has the password. */
    private void startFront(SelfSigned certificate, String address) throws IOException {
        front = HttpsServer.create(new InetSocketAddress(InetAddress.getByName(address), 0), 0);
        front.setHttpsConfigurator(new HttpsConfigurator(certificate.server()));
        HttpContext all = front.createContext("/", this::pass);
        all.setAuthenticator(new BasicAuthenticator("ledger") {
            @Override
            public boolean checkCredentials(String user, String password) {
                return user.equals("pulse") && password.equals(PASSWORD);
            }
        });
        front.start();
    }

    private void pass(HttpExchange exchange) throws IOException {
        asked.incrementAndGet();
        HttpRequest request = HttpRequest.newBuilder(devnet.uri())
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofByteArray(exchange.getRequestBody().readAllBytes()))
                .build();
        try (exchange) {
            HttpResponse<byte[]> answer = onwards.send(request, BodyHandlers.ofByteArray());
            exchange.sendResponseHeaders(answer.statusCode(), answer.body().length);
            exchange.getResponseBody().write(answer.body());
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private String frontAddress() {
        return front.getAddress().getAddress().getHostAddress() + ":"
                + front.getAddress().getPort();
    }

    private LedgerClient client(String password) {
        return new LedgerClient(RpcSettings.of(
                List.of(URI.create("https://pulse:" + password + "@" + frontAddress() + "/rpc/k3y?apiKey=s3cret"))));
    }

    private static void ask(LedgerClient client) throws LedgerException, InterruptedException {
        client.view(HOSTING, "farms", Map.of());
    }

    /** The name of the host, why, and nothing that only we should know. */
    private void assertRefused(LedgerClient client, String why) {
        assertThatThrownBy(() -> ask(client))
                .isInstanceOf(Unreachable.class)
                .hasMessage("The ledger can't be reached: https://" + frontAddress() + " " + why + ".");
    }

    @Test
    void it_is_asked_and_told_over_TLS_where_its_authority_is_trusted() throws Exception {
        startFront(ours, "127.0.0.1");
        try (LedgerClient client = client("correct%20horse")) {
            var farmer = devnet.person("farmer");
            client.call(
                    farmer,
                    farmer.key().hex(),
                    HOSTING,
                    "farm_create",
                    Map.of("farm_id", "f1", "name", "one"),
                    BigInteger.ZERO);
            assertThat(client.view(HOSTING, "farm_get", Map.of("farm_id", "f1"))
                            .value()
                            .path("name")
                            .asText())
                    .isEqualTo("one");
            assertThat(asked).as("questions that came over TLS").hasPositiveValue();
        }
    }

    @Test
    void an_authority_that_nobody_knows_is_refused_and_said_so() throws Exception {
        startFront(strangers, "127.0.0.1");
        try (LedgerClient client = client("correct%20horse")) {
            assertRefused(client, "is not trusted, unable to find valid certification path to requested target");
            assertThat(asked).hasValue(0);
        }
    }

    @Test
    void another_hosts_certificate_is_refused_and_said_so() throws Exception {
        startFront(ours, "127.0.0.2");
        try (LedgerClient client = client("correct%20horse")) {
            assertRefused(client, "is not trusted, No subject alternative names matching IP address 127.0.0.2 found");
            assertThat(asked).hasValue(0);
        }
    }

    @Test
    void a_wrong_password_is_not_shown() throws Exception {
        startFront(ours, "127.0.0.1");
        try (LedgerClient client = client("guessed")) {
            assertRefused(client, "answered 401 without a result");
            assertThat(asked).hasValue(0);
        }
        assertThatThrownBy(() -> RpcSettings.of(List.of(URI.create("ftp://pulse:guessed@127.0.0.1/"))))
                .hasMessage("an endpoint is an http or https address, not ftp://127.0.0.1/");
    }
}
