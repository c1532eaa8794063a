package dev.pulse.marketplace.hook.send;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pulse.domain.tls.SelfSigned;
import dev.pulse.marketplace.fixture.FakePeer;
import dev.pulse.marketplace.fixture.FakePeer.Conduct;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CallerTest {
    private static String post(Caller caller, String url) {
        return caller.post(url, Map.of("Pulse-Event", "test"), "{\"é\":1}");
    }

    @ParameterizedTest
    @CsvSource({
        "http://127.0.0.1:1/, https",
        "https://127.0.0.1:1/, public",
        "https://localhost:1/, public",
        "https://[::1]:1/, public",
        "https://169.254.169.254/latest, public",
        "https://2130706433/, ''",
        "https://nobody.invalid/, known",
        "ftp://example.com/, https",
        "https:///x, host",
        "https://me@example.com/, user",
        "https://example.com/#x, fragment",
        "not a url, address",
    })
    void whatIsNotAllowedIsNotCalled(String url, String why) {
        try (Caller caller = new Caller(false, false)) {
            assertThat(caller.refusal(url)).as(url).isNotNull().contains(why);
            assertThat(post(caller, url)).startsWith("Not called: ");
        }
    }

    @Test
    void addressesAreBounded() {
        try (Caller caller = new Caller(true, true)) {
            String url = "http://127.0.0.1/";
            assertThat(caller.refusal(url + "x".repeat(512 - url.length()))).isNull();
            assertThat(caller.refusal(url + "x".repeat(513 - url.length()))).contains("512");
        }
    }

    @Test
    void theBodyArrivesWithItsHeaders() {
        List<String> got = new CopyOnWriteArrayList<>();
        try (Caller caller = new Caller(true, true);
                FakePeer receiver = new FakePeer()) {
            receiver.does(exchange -> {
                got.add(exchange.getRequestMethod() + " " + exchange.getRequestURI());
                got.add(exchange.getRequestHeaders().getFirst("Pulse-Event"));
                got.add(exchange.getRequestHeaders().getFirst("Content-Type"));
                got.add(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
                exchange.sendResponseHeaders(204, -1);
            });
            assertThat(post(caller, receiver.url() + "/a?b=c")).isNull();
            assertThat(got).containsExactly("POST /a?b=c", "test", "application/json", "{\"é\":1}");
        }
    }

    @Test
    void whateverTheReceiverDoesIsASentence() throws Exception {
        try (Caller caller = new Caller(true, true);
                FakePeer receiver = new FakePeer()) {
            receiver.does(FakePeer.status(500, "no"));
            assertThat(post(caller, receiver.url())).isEqualTo("HTTP 500.");
            receiver.does(FakePeer.redirect(receiver.url() + "/elsewhere"));
            assertThat(post(caller, receiver.url())).isEqualTo("HTTP 302: redirects are not followed.");
            assertThat(receiver.asked()).doesNotContain("/elsewhere");
            receiver.does(FakePeer.billion());
            assertThat(post(caller, receiver.url())).as("the body is not read").isNull();
        }
        try (Caller caller = new Caller(true, true);
                ServerSocket babbler = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Thread thread = Thread.ofVirtual().start(() -> {
                try (var socket = babbler.accept()) {
                    socket.getInputStream().read(new byte[10]);
                    socket.getOutputStream().write("x".repeat(5_000).getBytes(StandardCharsets.US_ASCII));
                } catch (IOException e) {
                    // The caller went away.
                }
            });
            assertThat(post(caller, "http://127.0.0.1:" + babbler.getLocalPort()))
                    .contains("does not speak HTTP");
            thread.join();
        }
        int gone;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            gone = socket.getLocalPort();
        }
        try (Caller caller = new Caller(true, true)) {
            assertThat(post(caller, "http://127.0.0.1:" + gone)).startsWith("Not reached");
        }
    }

    @Test
    void whoDoesNotAnswerInTimeIsLeft() {
        try (Caller caller = new Caller(true, true, Duration.ofMillis(300));
                FakePeer receiver = new FakePeer()) {
            receiver.does(receiver.hang());
            assertThat(post(caller, receiver.url())).isEqualTo("No answer in time.");
        }
    }

    @Test
    void overTlsOnlyWhomItTrustsAndUnderTheirOwnName(@TempDir Path folder) throws Exception {
        SelfSigned known = SelfSigned.make(folder, "known");
        List<String> got = new CopyOnWriteArrayList<>();
        Conduct take = exchange -> {
            got.add(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
            exchange.sendResponseHeaders(204, -1);
        };
        SSLContext before = SSLContext.getDefault();
        try (Caller caller = new Caller(false, true);
                FakePeer receiver = new FakePeer(known.server(), "127.0.0.1");
                FakePeer elsewhere = new FakePeer(known.server(), "127.0.0.2")) {
            receiver.does(take);
            elsewhere.does(take);
            assertThat(post(caller, receiver.url())).isEqualTo("Not reached, or cut off: SSLHandshakeException.");
            SSLContext.setDefault(SelfSigned.trusting(known));
            assertThat(post(caller, receiver.url())).isNull();
            assertThat(post(caller, elsewhere.url()))
                    .as("a certificate that is another host's")
                    .isEqualTo("Not reached, or cut off: SSLHandshakeException.");
        } finally {
            SSLContext.setDefault(before);
        }
        assertThat(got).containsExactly("{\"é\":1}");
    }

    @Test
    void targetsAreHostsAndPorts() {
        assertThat(Caller.target("https://Example.com/a")).isEqualTo("example.com:443");
        assertThat(Caller.target("http://example.com/b")).isEqualTo("example.com:80");
        assertThat(Caller.target("https://[2a00::1]:8443/")).isEqualTo("2a00::1:8443");
    }
}
