package dev.pulse.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The invariant of delivery: what a fleet says it sent, by kind, is what stands in the topics (read committed) and in
 * the lifecycle stream's accounts.
 */
class BooksTest {
    @TempDir
    Path folder;

    @Test
    void a_fleet_with_every_bad_kind_balances_with_the_topics() throws IOException {
        Path summaryFile = folder.resolve("summary.json");
        try (Grid grid = new Grid(folder, "2s")) {
            grid.start("--no-fleet");
            PulseProcess.run(
                    folder,
                    Duration.ofMinutes(2),
                    "fleet",
                    "--nodes",
                    "300",
                    "--interval",
                    "2s",
                    "--ingest",
                    grid.ingest(),
                    "--seed",
                    "books",
                    "--duration",
                    "40s",
                    "--bad-signature",
                    "2%",
                    "--skewed",
                    "2%",
                    "--impostors",
                    "2%",
                    "--duplicates",
                    "2%",
                    "--malformed",
                    "2%",
                    "--json",
                    summaryFile.toString());
            JsonNode kinds = Http.json(Files.readString(summaryFile)).path("kinds");
            for (String kind : new String[] {"good", "bad_signature", "skewed", "impostor", "duplicate", "malformed"}) {
                assertThat(kinds.path(kind).path("heartbeats").asLong())
                        .as("heartbeats of kind %s", kind)
                        .isPositive();
            }
            long verified = acknowledged(kinds, "good") + acknowledged(kinds, "duplicate");
            awaitAccounts(grid, verified);

            JsonNode topics = grid.topics().path("topics");
            assertThat(records(topics, "verified")).isEqualTo(verified);
            assertThat(records(topics, "dead.signature")).isEqualTo(acknowledged(kinds, "bad_signature"));
            assertThat(records(topics, "dead.skew")).isEqualTo(acknowledged(kinds, "skewed"));
            assertThat(records(topics, "dead.identity")).isEqualTo(acknowledged(kinds, "impostor"));
            assertThat(records(topics, "dead.poison")).isZero();
            assertThat(records(topics, "raw"))
                    .isEqualTo(verified
                            + acknowledged(kinds, "bad_signature")
                            + acknowledged(kinds, "skewed")
                            + acknowledged(kinds, "impostor"));
            assertThat(kinds.path("malformed").path("acknowledged").asLong()).isZero();

            JsonNode stats = grid.stats();
            assertThat(account(stats, "advances")).isEqualTo(acknowledged(kinds, "good"));
            assertThat(account(stats, "duplicates")).isEqualTo(acknowledged(kinds, "duplicate"));
            assertThat(account(stats, "replays")).isZero();
        }
    }

    private static void awaitAccounts(Grid grid, long verified) {
        await("every verified heartbeat is accounted")
                .atMost(Duration.ofSeconds(30))
                .ignoreExceptions()
                .until(() -> {
                    JsonNode stats = grid.stats();
                    return account(stats, "advances") + account(stats, "duplicates") + account(stats, "replays")
                            == verified;
                });
    }

    private static long acknowledged(JsonNode kinds, String kind) {
        return kinds.path(kind).path("acknowledged").asLong();
    }

    private static long records(JsonNode topics, String name) {
        return topics.path("pulse.heartbeats." + name).path("records").asLong();
    }

    private static long account(JsonNode stats, String name) {
        return stats.findPath(name).asLong(-1);
    }
}
