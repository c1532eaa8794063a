package dev.pulse.ingest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.pulse.ingest.log.RawLog;
import dev.pulse.ingest.log.Ticker;
import dev.pulse.schemas.serde.SingleObjectRecordSerdes;
import dev.pulse.schemas.topic.Topics;
import io.dropwizard.configuration.ConfigurationException;
import io.dropwizard.core.setup.Bootstrap;
import io.dropwizard.core.setup.Environment;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.LongSupplier;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;
import org.eclipse.jetty.server.Server;

/** An ingest on a real HTTP server whose producers are the test's. */
final class TestIngest implements AutoCloseable {
    static final Instant NOW = Instant.ofEpochSecond(1_790_000_000L);
    static final ObjectMapper JSON = new ObjectMapper();

    private static final String CONFIGURATION = """
            kafka: {bootstrapServers: "127.0.0.1:1"}
            registry: {url: "http://127.0.0.1:1"}
            name: ingest-test
            region: eu
            regions: [eu, us]
            interval: 60s
            server:
              type: ingest
              applicationContextPath: /
              adminContextPath: /admin
              shutdownGracePeriod: 2s
              connector: {type: http, port: 0, bindHost: 127.0.0.1}
              requestLog: {appenders: []}
            logging: {type: external}
            """;

    private final Server server;
    private final HttpClient client = HttpClient.newHttpClient();
    private final MockProducer<String, SpecificRecord> heartbeats;
    private final MockProducer<String, SpecificRecord> ticks = producer(true);
    private RawLog log;
    private Ticker ticker;

    private TestIngest(String more, boolean acknowledging, Map<String, String> variables, LongSupplier nanoTime) {
        this(CONFIGURATION + more, producer(acknowledging), variables, nanoTime);
    }

    private TestIngest(
            String configuration,
            MockProducer<String, SpecificRecord> heartbeats,
            Map<String, String> variables,
            LongSupplier nanoTime) {
        this.heartbeats = heartbeats;
        IngestApplication application = new IngestApplication(
                Clock.fixed(NOW, ZoneOffset.UTC), nanoTime, variables, (settings, rawLog, tickerOfIt) -> {
                    log = rawLog;
                    ticker = tickerOfIt;
                    return new Unconnected();
                });
        try {
            server = build(application, configuration);
            server.start();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
        open();
    }

    static Server build(IngestApplication application, String yaml) throws Exception {
        Bootstrap<IngestConfiguration> bootstrap = new Bootstrap<>(application);
        application.initialize(bootstrap);
        IngestConfiguration configuration = configuration(bootstrap, yaml);
        Environment environment = new Environment(
                application.getName(),
                bootstrap.getObjectMapper(),
                bootstrap.getValidatorFactory(),
                bootstrap.getMetricRegistry(),
                bootstrap.getClassLoader(),
                bootstrap.getHealthCheckRegistry(),
                configuration);
        bootstrap.run(configuration, environment);
        application.run(configuration, environment);
        return configuration.getServerFactory().build(environment);
    }

    static IngestConfiguration configuration(Bootstrap<IngestConfiguration> bootstrap, String yaml)
            throws IOException, ConfigurationException {
        return bootstrap
                .getConfigurationFactoryFactory()
                .create(
                        IngestConfiguration.class,
                        bootstrap.getValidatorFactory().getValidator(),
                        bootstrap.getObjectMapper(),
                        "dw")
                .build(path -> new ByteArrayInputStream(yaml.getBytes(StandardCharsets.UTF_8)), "test.yml");
    }

    static MockProducer<String, SpecificRecord> producer(boolean acknowledging) {
        return new MockProducer<>(
                acknowledging,
                null,
                new StringSerializer(),
                new SingleObjectRecordSerdes().of(Topics.RAW).serializer());
    }

    /** Kafka acknowledges everything at once. */
    static TestIngest acknowledging() {
        return acknowledging("");
    }

    static TestIngest acknowledging(String more) {
        return new TestIngest(more, true, Map.of(), System::nanoTime);
    }

    /** With this in the place of its connector. */
    static TestIngest listening(String connector) {
        return new TestIngest(
                CONFIGURATION.replace("{type: http, port: 0, bindHost: 127.0.0.1}", connector),
                producer(true),
                Map.of(),
                System::nanoTime);
    }

    static TestIngest acknowledging(String more, Map<String, String> variables, LongSupplier nanoTime) {
        return new TestIngest(more, true, variables, nanoTime);
    }

    /** Kafka acknowledges when the test says so. */
    static TestIngest holding(String more) {
        return new TestIngest(more, false, Map.of(), System::nanoTime);
    }

    static TestIngest holding(String more, LongSupplier nanoTime) {
        return new TestIngest(more, false, Map.of(), nanoTime);
    }

    void open() {
        log.open(heartbeats, Topics.RAW.name());
        ticker.open(ticks, Topics.RAW.name(), 4);
    }

    RawLog log() {
        return log;
    }

    Ticker ticker() {
        return ticker;
    }

    MockProducer<String, SpecificRecord> kafka() {
        return heartbeats;
    }

    MockProducer<String, SpecificRecord> ticks() {
        return ticks;
    }

    List<ProducerRecord<String, SpecificRecord>> taken() {
        return heartbeats.history();
    }

    int port() {
        return server.getURI().getPort();
    }

    Server server() {
        return server;
    }

    URI uri(String path) {
        return URI.create("http://127.0.0.1:" + port() + path);
    }

    CompletableFuture<HttpResponse<String>> send(HttpRequest request) {
        return client.sendAsync(request, HttpResponse.BodyHandlers.ofString());
    }

    HttpResponse<String> answer(HttpRequest request) {
        try {
            return client.send(request, HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    static HttpRequest.BodyPublisher bytes(String body) {
        return HttpRequest.BodyPublishers.ofString(body, StandardCharsets.UTF_8);
    }

    HttpRequest heartbeat(String body) {
        return heartbeat(body.getBytes(StandardCharsets.UTF_8));
    }

    HttpRequest heartbeat(byte[] body) {
        return HttpRequest.newBuilder(uri("/v1/heartbeats"))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofByteArray(body))
                .build();
    }

    HttpResponse<String> post(String body) {
        return answer(heartbeat(body));
    }

    HttpResponse<String> batch(String lines) {
        return answer(HttpRequest.newBuilder(uri("/v1/heartbeats:batch"))
                .header("Content-Type", "application/x-ndjson")
                .POST(bytes(lines))
                .build());
    }

    HttpResponse<String> get(String path) {
        return answer(HttpRequest.newBuilder(uri(path)).build());
    }

    long count(String name) {
        JsonNode value = json(get("/v1/counters").body()).get(name);
        if (value == null) {
            throw new AssertionError("no counter " + name);
        }
        return value.asLong();
    }

    static JsonNode json(String text) {
        try {
            return JSON.readTree(text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static String error(HttpResponse<String> answer) {
        JsonNode body = json(answer.body());
        if (!body.hasNonNull("detail") || body.get("detail").asText().isBlank()) {
            throw new AssertionError("no detail in " + answer.body());
        }
        return body.get("error").asText();
    }

    static long retryAfter(HttpResponse<String> answer) {
        return answer.headers().firstValueAsLong("Retry-After").orElse(-1);
    }

    @Override
    public void close() {
        client.close();
        try {
            server.stop();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private static final class Unconnected implements IngestApplication.Connection {
        @Override
        public void begin() {}

        @Override
        public void stopTicking() {}

        @Override
        public void close() {}
    }
}
