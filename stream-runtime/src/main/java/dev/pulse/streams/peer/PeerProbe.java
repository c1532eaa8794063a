package dev.pulse.streams.peer;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import org.apache.kafka.streams.state.HostInfo;

/** Asks another instance at its {@code GET /ready} who it is. */
final class PeerProbe implements AutoCloseable {
    private static final Duration ANSWER_WITHIN = Duration.ofSeconds(1);
    private static final ObjectMapper JSON = new ObjectMapper();

    private final String scheme;
    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(ANSWER_WITHIN).build();

    /** @param scheme {@code http} or {@code https} */
    PeerProbe(String scheme) {
        this.scheme = scheme;
    }

    /** What a probe finds. */
    sealed interface Finding {
        /**
         * It answers.
         *
         * @param instance the name that it has in its group
         */
        record Alive(String instance) implements Finding {}

        /** Its host says that nothing listens there: the process has ended. */
        record Gone() implements Finding {}

        /** No answer, or none that tells anything: it may be slow, stopped or cut off, and alive. */
        record Unclear() implements Finding {}
    }

    /** One look, a second at most for each of its two steps. */
    Finding look(HostInfo peer) throws InterruptedException {
        HttpRequest question = HttpRequest.newBuilder(
                        URI.create(scheme + "://" + peer.host() + ":" + peer.port() + "/ready"))
                .timeout(ANSWER_WITHIN)
                .build();
        try {
            JsonNode answer = JSON.readTree(
                    http.send(question, HttpResponse.BodyHandlers.ofString()).body());
            String instance = answer.path("instance").asText();
            return instance.isEmpty() ? new Finding.Unclear() : new Finding.Alive(instance);
        } catch (IOException broken) {
            return refuses(peer) ? new Finding.Gone() : new Finding.Unclear();
        }
    }

    /** A plain socket tells a refusal from a host or a network that can't be reached. */
    private static boolean refuses(HostInfo peer) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(peer.host(), peer.port()), (int) ANSWER_WITHIN.toMillis());
            return false;
        } catch (ConnectException refused) {
            return true;
        } catch (IOException unreachable) {
            return false;
        }
    }

    @Override
    public void close() {
        http.shutdownNow();
    }
}
