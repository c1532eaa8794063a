package dev.pulse.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;

/**
 * Heartbeats forged in the names of nodes that are online: their ids, their accounts, the time, and signatures of the right form
 * that are nobody's, from addresses of loopback that are not theirs. As expensive to a verifier as a good one, and bounded: it
 * ends by itself.
 */
final class Flood {
    private static final int ADDRESSES = 8;
    private static final Duration SOON = Duration.ofSeconds(60);

    private final URI ingest;
    private final List<Map.Entry<String, String>> victims;
    private final Map<Integer, AtomicLong> answers = new ConcurrentSkipListMap<>();

    /** @param victims accounts by node id */
    Flood(String ingest, Map<String, String> victims) {
        this.ingest = URI.create(ingest);
        this.victims = List.copyOf(victims.entrySet());
    }

    /** The nodes of a prefix that are online, with their accounts. */
    static Map<String, String> online(Grid grid, String prefix) {
        Map<String, String> found = new TreeMap<>();
        JsonNode page = Http.get(grid.explorer() + "/api/v1/nodes?size=500&status=online");
        page.path("nodes").forEach(node -> {
            if (node.path("node_id").asText().startsWith(prefix)) {
                found.put(node.path("node_id").asText(), node.path("account").asText());
            }
        });
        return found;
    }

    static Map<String, String> awaitOnline(Grid grid, String prefix, int nodes) {
        await(nodes + " nodes " + prefix)
                .atMost(SOON)
                .ignoreExceptions()
                .until(() -> online(grid, prefix).size() == nodes);
        return online(grid, prefix);
    }

    /**
     * Nodes that heartbeat meanwhile are told to wait for nothing, stay online, and each heartbeat has its outcome, forged or not.
     *
     * @param awaitAccounts waits until every heartbeat that was taken has its outcome; it has when this begins
     */
    static void assertHarmless(Grid grid, Path home, String interval, Runnable awaitAccounts) throws IOException {
        Path summaryFile = home.resolve("summary.json");
        JsonNode before = grid.topics().path("topics");
        Flood flood;
        try (PulseProcess fleet = PulseProcess.start(
                home,
                "fleet",
                "--nodes",
                "20",
                "--prefix",
                "flooded-",
                "--interval",
                interval,
                "--ingest",
                grid.ingest(),
                "--seed",
                "flooded",
                "--json",
                summaryFile.toString())) {
            flood = new Flood(grid.ingest(), Flood.awaitOnline(grid, "flooded-", 20));
            flood.pour(400);
            assertThat(Flood.online(grid, "flooded-")).hasSize(20);
            fleet.interrupt();
            fleet.awaitExit(Duration.ofSeconds(20));
        }
        awaitAccounts.run();
        Counts topics = new Counts(before, grid.topics().path("topics"));
        JsonNode good = Http.json(Files.readString(summaryFile)).at("/kinds/good");
        assertThat(good.path("answers").properties())
                .extracting(Map.Entry::getKey)
                .as("no honest heartbeat was told to wait")
                .containsExactly("202");
        assertThat(topics.more("heartbeats.verified"))
                .isEqualTo(good.path("acknowledged").asLong());
        assertThat(topics.more("heartbeats.dead.signature")).isEqualTo(flood.answered(202));
        assertThat(flood.answered(202)).isGreaterThan(9 * topics.more("heartbeats.verified"));
        assertThat(flood.answered(429))
                .as("and what goes beyond a limit costs no proof")
                .isPositive();
    }

    /** Sends so many from each address, and waits for every answer. */
    void pour(int each) {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<CompletableFuture<Void>> lanes = new ArrayList<>(IntStream.range(0, ADDRESSES)
                    .mapToObj(lane -> lane(lane, each, threads))
                    .toList());
            lanes.forEach(CompletableFuture::join);
        }
        assertThat(answers.keySet()).as("taken, or told to wait").isSubsetOf(202, 429);
    }

    /** How many were answered with this status. */
    long answered(int status) {
        return answers.getOrDefault(status, new AtomicLong()).get();
    }

    private CompletableFuture<Void> lane(int lane, int each, Executor threads) {
        return CompletableFuture.runAsync(
                () -> {
                    SplittableRandom random = new SplittableRandom(lane);
                    byte[] source = {127, 0, 0, (byte) (2 + lane)};
                    try (Socket socket = new Socket(
                            InetAddress.getByName(ingest.getHost()),
                            ingest.getPort(),
                            InetAddress.getByAddress(source),
                            0)) {
                        socket.setSoTimeout((int) SOON.toMillis());
                        InputStream in = new BufferedInputStream(socket.getInputStream());
                        for (int i = 0; i < each; i++) {
                            socket.getOutputStream().write(forged(random));
                            answers.computeIfAbsent(status(in), none -> new AtomicLong())
                                    .incrementAndGet();
                        }
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                },
                threads);
    }

    private byte[] forged(SplittableRandom random) {
        Map.Entry<String, String> victim = victims.get(random.nextInt(victims.size()));
        byte[] signature = new byte[64];
        random.nextBytes(signature);
        // A scalar below the group's order: refused for its size, it would cost nothing.
        signature[63] &= 0x0f;
        String body = "{\"node_account\":\"" + victim.getValue() + "\",\"node_id\":\"" + victim.getKey()
                + "\",\"signature\":\"" + Base64.getEncoder().encodeToString(signature) + "\",\"timestamp\":"
                + Instant.now().getEpochSecond() + "}";
        return ("POST /v1/heartbeats HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: "
                        + body.length() + "\r\n\r\n" + body)
                .getBytes(StandardCharsets.US_ASCII);
    }

    /** Reads one answer to its end. */
    private static int status(InputStream in) throws IOException {
        int status = Integer.parseInt(line(in).substring("HTTP/1.1 ".length(), "HTTP/1.1 202".length()));
        int length = 0;
        for (String field = line(in); !field.isEmpty(); field = line(in)) {
            if (field.toLowerCase(Locale.ROOT).startsWith("content-length:")) {
                length =
                        Integer.parseInt(field.substring(field.indexOf(':') + 1).strip());
            }
        }
        in.skipNBytes(length);
        return status;
    }

    private static String line(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int next = in.read(); next != '\n'; next = in.read()) {
            if (next < 0) {
                throw new IOException("cut off after: " + line);
            }
            line.append((char) next);
        }
        return line.toString().strip();
    }
}
