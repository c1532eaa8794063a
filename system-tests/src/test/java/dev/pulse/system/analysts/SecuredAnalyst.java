package dev.pulse.system.analysts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.pulse.system.Http;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The programs of docs/guides/analytics.md as {@code pulse-analyst} on a Kafka with users: they have the rights that they
 * need, and what the guide says for such a Kafka is enough. That their numbers are right is {@link Analysts}'.
 */
public final class SecuredAnalyst {
    private static final Duration SOON = Duration.ofSeconds(60);
    private static final Pattern COUNTRY = Pattern.compile("(..) +[0-9.]+ %  .*, (\\d+) nodes");

    private static final Pattern LIBRDKAFKA = Pattern.compile("librdkafka (\\d+)\\.(\\d+)\\.(\\d+)");

    private final Guide guide;
    private final int nodes;

    private SecuredAnalyst(Guide guide, int nodes) {
        this.guide = guide;
        this.nodes = nodes;
    }

    /**
     * Runs them all.
     *
     * @param secure the folder that {@code access init} made
     * @param nodes how many there are at least, each with an event
     */
    public static void assertServed(String bootstrap, String registry, Path secure, Path folder, int nodes) {
        Map<Integer, Integer> ports = Map.of(
                8086, Integer.parseInt(bootstrap.substring(bootstrap.lastIndexOf(':') + 1)),
                8084, URI.create(registry).getPort());
        Guide guide = new Guide(folder, port -> ports.getOrDefault(port, port));
        try {
            Files.createSymbolicLink(folder.resolve("secure"), secure);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
        guide.alsoFirst(guide.block("secure/clients/pulse-analyst.properties"));
        SecuredAnalyst analyst = new SecuredAnalyst(guide, nodes);
        analyst.countsUptime();
        analyst.printsEvents();
        analyst.provesHeartbeats();
        analyst.looksWithKcat();
    }

    /** One after the other: each begins by writing the properties anew. */
    private void countsUptime() {
        try (Guide.Running uptime = guide.start(guide.block("UptimeByCountry.java"))) {
            await("all nodes are counted")
                    .atMost(SOON)
                    .failFast(() ->
                            assertThat(uptime.isAlive()).as(uptime.errors()).isTrue())
                    .untilAsserted(() -> {
                        Map<String, Integer> counted = new TreeMap<>();
                        uptime.lines().forEach(line -> {
                            Matcher country = COUNTRY.matcher(line);
                            assertThat(country.matches()).as(line).isTrue();
                            counted.put(country.group(1), Integer.valueOf(country.group(2)));
                        });
                        assertThat(counted.values().stream()
                                        .mapToInt(Integer::intValue)
                                        .sum())
                                .as(uptime.errors())
                                .isGreaterThanOrEqualTo(nodes);
                    });
        }
    }

    private void printsEvents() {
        assertThat(guide.run(guide.block("kafka-console-consumer.sh")).good())
                .hasSize(3)
                .allSatisfy(line -> {
                    String[] parts = line.split("\t", 2);
                    assertThat(Http.json(parts[1]).path("node_id").asText()).isEqualTo(parts[0]);
                });
    }

    private void provesHeartbeats() {
        assertThat(guide.run(guide.block("ProveAgain.java")).good())
                .singleElement()
                .asString()
                .matches("[1-9]\\d* proved, 0 refused, 0 unsigned, 0 rotations");
    }

    private void looksWithKcat() {
        Guide.Outcome version = guide.run("kcat -V; curl -V");
        if (version.status() != 0 || isTooOld(String.join("\n", version.lines()))) {
            System.out.println(
                    "kcat with librdkafka 2.6.1 or newer, or curl, is not installed here: it is not tried as a user");
            return;
        }
        Guide.Outcome printed = guide.run(guide.block("uniq -c"));
        assertThat(printed.good()).as(printed.errors()).hasSize(3);
        String answer =
                String.join("\n", guide.run(guide.block("ccompat/v7/schemas")).good());
        assertThat(Http.json(answer).path("schema").isTextual()).isTrue();
    }

    /** Before 2.6.1 librdkafka's SCRAM says its nonce twice, which Kafka refuses from 3.8.1 on. */
    private static boolean isTooOld(String kcat) {
        Matcher version = LIBRDKAFKA.matcher(kcat);
        assertThat(version.find()).as(kcat).isTrue();
        int[] numbers = {
            Integer.parseInt(version.group(1)), Integer.parseInt(version.group(2)), Integer.parseInt(version.group(3))
        };
        return Arrays.compare(numbers, new int[] {2, 6, 1}) < 0;
    }
}
