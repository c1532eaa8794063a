package dev.pulse.benchmarks.micro;

import dev.pulse.domain.heartbeat.HeartbeatReader;
import dev.pulse.domain.limit.KeyHash;
import dev.pulse.domain.limit.RateLimit;
import dev.pulse.domain.region.Regions;
import dev.pulse.ingest.http.Answers;
import dev.pulse.ingest.http.HeartbeatHandler;
import dev.pulse.ingest.log.RawLog;
import dev.pulse.ingest.take.Counters;
import dev.pulse.ingest.take.Intake;
import dev.pulse.ingest.take.Limits;
import dev.pulse.ingest.take.Outcome;
import dev.pulse.schemas.topic.Topics;
import dev.pulse.telemetry.trace.RequestTrace;
import dev.pulse.telemetry.trace.RequestTracing;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.Executor;
import org.apache.avro.specific.SpecificRecord;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.LocalConnector;
import org.eclipse.jetty.server.Server;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** The ingest without a network: its own objects, a producer that acknowledges at once, bytes instead of a socket. */
@State(Scope.Thread)
public class IngestBench {
    private static final int NODES = 1_024;
    private static final int IN_FLIGHT = 20_000;
    private static final long IN_FLIGHT_BYTES = 16L << 20;
    private static final int TABLE = 1 << 16;
    private static final RateLimit GENEROUS = new RateLimit(1, 1_000_000_000);
    private static final long ADDRESS = 42;
    private static final byte[] ACCEPTED = "HTTP/1.1 202".getBytes(StandardCharsets.US_ASCII);

    private final byte[][] bodies = new byte[NODES][];
    private final byte[][] requests = new byte[NODES][];
    private Serdes serdes;
    private Intake intake;
    private Server server;
    private LocalConnector.LocalEndPoint connection;
    private int next;
    private Outcome last;

    /** Puts an ingest together as its application does. */
    @Setup(Level.Trial)
    public void start() throws Exception {
        MicroFleet fleet = new MicroFleet(NODES);
        for (int node = 0; node < NODES; node++) {
            bodies[node] = fleet.body(node);
            requests[node] = request(bodies[node]);
        }
        serdes = new Serdes();
        Clock clock = Clock.systemUTC();
        RawLog log = new RawLog(IN_FLIGHT, IN_FLIGHT_BYTES, Runnable::run);
        log.open(
                new DirectProducer(
                        serdes.serdes().<SpecificRecord>of(Topics.RAW).serializer()),
                Topics.RAW.name());
        Counters counters = new Counters(new PrometheusMeterRegistry(PrometheusConfig.DEFAULT));
        intake = new Intake(
                MicroFleet.INGEST,
                new Regions(MicroFleet.REGION, Set.of(MicroFleet.REGION)),
                new HeartbeatReader(MicroFleet.AUDIENCE, false),
                new Limits(GENEROUS, TABLE, GENEROUS, TABLE, new KeyHash(1, 2), System::nanoTime),
                log,
                counters,
                clock);
        serve(new HeartbeatHandler(
                new Handler.Abstract.NonBlocking() {
                    @Override
                    public boolean handle(
                            org.eclipse.jetty.server.Request request,
                            org.eclipse.jetty.server.Response response,
                            org.eclipse.jetty.util.Callback callback) {
                        return false;
                    }
                },
                intake,
                new Answers(clock, Duration.ofMinutes(1)),
                counters,
                RequestTracing.off(),
                Duration.ofSeconds(10),
                16,
                System::nanoTime));
    }

    private void serve(Handler handler) throws Exception {
        server = new Server();
        server.setHandler(handler);
        // Everything on the calling thread. Before the one connection is made, by hand, there is only the acceptor to
        // run, which nobody needs.
        HttpConnectionFactory http = new HttpConnectionFactory();
        Executor caller = task -> {
            if (connection != null) {
                task.run();
            }
        };
        LocalConnector connector = new LocalConnector(server, caller, null, null, 1, http);
        server.addConnector(connector);
        server.start();
        connection = connector.new LocalEndPoint();
        Connection over = http.newConnection(connector, connection);
        connection.setConnection(over);
        connection.onOpen();
        over.onOpen();
    }

    private static byte[] request(byte[] body) {
        ByteArrayOutputStream request = new ByteArrayOutputStream();
        request.writeBytes(("POST /v1/heartbeats HTTP/1.1\r\nHost: 127.0.0.1:8080\r\nContent-Type: application/json\r\n"
                        + "Content-Length: " + body.length + "\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII));
        request.writeBytes(body);
        return request.toByteArray();
    }

    /** Lets everything go. */
    @TearDown(Level.Trial)
    public void stop() throws Exception {
        server.stop();
        serdes.close();
    }

    /** All but HTTP. */
    @Benchmark
    @Measures("one heartbeat from its body to the producer: limits, reading, the record, its encoding, counters")
    public Outcome intake() {
        byte[] body = bodies[turn()];
        if (intake.admit(ADDRESS).isPresent()) {
            throw new IllegalStateException("the address was refused");
        }
        intake.take(body, 0, body.length, ADDRESS, RequestTrace.NONE, outcome -> last = outcome);
        if (!Outcome.ACCEPTED.equals(last)) {
            throw new IllegalStateException("a good heartbeat was not taken: " + last);
        }
        return last;
    }

    /** All but the socket. */
    @Benchmark
    @Measures("the same behind Jetty's HTTP/1.1 parser and generator, from bytes to bytes on one thread, without a"
            + " socket")
    public ByteBuffer handler() {
        connection.addInputAndExecute(ByteBuffer.wrap(requests[turn()]));
        ByteBuffer answer = connection.takeOutput();
        for (int i = 0; i < ACCEPTED.length; i++) {
            if (answer.get(answer.position() + i) != ACCEPTED[i]) {
                throw new IllegalStateException(
                        "a good heartbeat was not accepted: " + StandardCharsets.US_ASCII.decode(answer));
            }
        }
        return answer;
    }

    private int turn() {
        next = (next + 1) & (NODES - 1);
        return next;
    }
}
