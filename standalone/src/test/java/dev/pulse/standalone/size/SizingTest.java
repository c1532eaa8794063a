package dev.pulse.standalone.size;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.pulse.standalone.Pulse;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class SizingTest {
    /** Round figures, so that what is expected can be worked out by hand. */
    private static final Map<String, Double> ROUND = Map.ofEntries(
            Map.entry("pipeline.cpu_us_ingest_1m", 20.0),
            Map.entry("pipeline.cpu_us_verifier_1m", 50.0),
            Map.entry("pipeline.verify_us_1m", 40.0),
            Map.entry("pipeline.cpu_us_lifecycle_1m", 10.0),
            Map.entry("pipeline.cpu_us_marketplace_1m", 2.0),
            Map.entry("pipeline.cpu_us_broker_1m", 25.0),
            Map.entry("pipeline.changelog_bytes_per_node", 100.0),
            Map.entry("pipeline.store_memory_bytes_per_node", 200.0),
            Map.entry("pipeline.key_table_mb_1m", 250.0),
            Map.entry("pipeline.explorer_memory_bytes_per_node", 500.0),
            Map.entry("recovery.restart_cold_s_lifecycle", 20.0),
            Map.entry("detection.together_last_s", 24.0),
            Map.entry("explorer.cold_start_s", 30.0),
            Map.entry("explorer.store_bytes_per_node", 400.0),
            Map.entry("connections.rss_bytes_per_connection", 2_000.0),
            Map.entry("connections.kernel_bytes_per_connection", 10_000.0),
            Map.entry("storage.disk_bytes_raw", 300.0),
            Map.entry("storage.disk_bytes_verified", 400.0),
            Map.entry("storage.disk_bytes_other", 100.0));

    private static final Machines MACHINES = new Machines(4, 0.5, 8e12, 65_536, Duration.ofMinutes(2));

    @Test
    void nearly_a_million_a_minute_by_hand() {
        Sizing sizing = sizing(950_000, 60, 1);
        Sizing.Region region = sizing.region();
        // One in 57 s on average, since nodes come early: 16,667/s, and 0.33, 0.83, 0.17 and 1.25 cores of work.
        assertThat(sizing.ingestCores()).isCloseTo(0.3333, within(0.001));
        assertThat(sizing.verifierCores()).isCloseTo(0.8333, within(0.001));
        assertThat(sizing.brokerCores()).as("three copies").isCloseTo(1.25, within(0.001));
        // Half a minute of them stay open: 500,000 of 65,536.
        assertThat(region.ingests()).isEqualTo(8);
        assertThat(region.verifiers()).isEqualTo(2);
        assertThat(region.lifecycles()).isEqualTo(2);
        assertThat(region.partitions()).isEqualTo(32);
        // A day of 300 B and a week of 400 B, three times, and what is kept of each node.
        assertThat(sizing.rawDisk()).isCloseTo(1.296e12, within(1e9));
        assertThat(sizing.verifiedDisk()).isCloseTo(12.096e12, within(1e9));
        assertThat(sizing.stateDisk()).isCloseTo(2.85e9, within(1e6));
        assertThat(region.brokers()).as("13.4 TB and events, of 5.6 TB each").isEqualTo(3);
        assertThat(sizing.ticks(region)).isEqualTo(8 * 32 * 4.0);
    }

    @Test
    void more_is_never_less() {
        Sizing.Region before = sizing(100_000, 60, 1).region();
        for (long nodes : List.of(1_000_000L, 10_000_000L, 50_000_000L, 100_000_000L, 1_000_000_000L)) {
            Sizing.Region region = sizing(nodes, 60, 1).region();
            assertThat(region.ingests()).isGreaterThanOrEqualTo(before.ingests());
            assertThat(region.lifecycles()).isGreaterThanOrEqualTo(before.lifecycles());
            assertThat(region.brokers()).isGreaterThanOrEqualTo(before.brokers());
            assertThat(region.partitions()).isGreaterThanOrEqualTo(before.partitions());
            assertThat(region.disk()).isGreaterThan(before.disk());
            before = region;
        }
    }

    @Test
    void each_bound_takes_hold_where_it_begins() {
        // 131,072 open connections fit on two ingests, one more does not: 30 s of 57 s.
        assertThat(sizing(249_036, 60, 1).region().ingests()).isEqualTo(2);
        assertThat(sizing(249_038, 60, 1).region().ingests()).isEqualTo(3);
        // 120 s of 20 s for a million: six million nodes to an instance.
        assertThat(sizing(12_000_000, 600, 1).region().lifecycles()).isEqualTo(2);
        assertThat(sizing(12_000_001, 600, 1).region().lifecycles()).isEqualTo(3);
        // 79,053/s of 50 us, and the 4,736 ticks a second of 37 ingests in 32 partitions, of 10 us, are four cores of
        // work, on machines
        // that give two each.
        assertThat(sizing(4_505_000, 60, 1).region().ingests()).isEqualTo(37);
        assertThat(sizing(4_505_000, 60, 1).region().verifiers()).isEqualTo(2);
        assertThat(sizing(4_506_500, 60, 1).region().verifiers()).isEqualTo(3);
        // Nodes that come more often than connections go idle keep them.
        assertThat(sizing(1_000_000, 10, 1).openConnections()).isEqualTo(1_000_000);
    }

    @Test
    void regions_share_the_nodes_and_the_last_one_counts() {
        assertThat(sizing(10, 1, 3).openConnections()).isEqualTo(4);
        assertThat(sizing(50_000_000, 60, 5).region())
                .isEqualTo(sizing(10_000_000, 60, 1).region());
    }

    @Test
    void costs_are_what_the_prices_say() {
        Sizing sizing = sizing(950_000, 60, 1);
        Sizing.Region region = sizing.region();
        assertThat(sizing.cost(region, new Prices(0, 0, 0, 0))).isZero();
        assertThat(sizing.cost(region, new Prices(0.1, 0, 0, 0))).isCloseTo(region.cores() * 73, within(0.01));
        assertThat(sizing.cost(region, new Prices(0, 0, 0.07, 0))).isCloseTo(region.disk() / 1e10, within(0.01));
        // 800 B in and 700 B out of which two thirds cross, and two copies of 800 B that all do.
        assertThat(sizing.zoneBytes()).isCloseTo(16_666.67 * (1_500 * 2 / 3.0 + 1_600), within(1_000.0));
    }

    @Test
    void the_fullest_limit_comes_first_and_grows_with_its_cause() {
        Demand demand = demand(100_000_000, 60, 5);
        Sizing.Region region = new Sizing(demand, MACHINES, new Figures(ROUND)).region();
        List<Limits.Limit> limits = Limits.of(demand, MACHINES, new Figures(ROUND), region);
        assertThat(limits).extracting(Limits.Limit::used).isSortedAccordingTo((a, b) -> Double.compare(b, a));
        assertThat(limits)
                .filteredOn(limit -> limit.name().equals("an explorer's start"))
                .singleElement()
                .satisfies(limit -> assertThat(limit.used()).isCloseTo(1.0, within(1e-9)));
        Limits.Limit ticks = limits.stream()
                .filter(limit -> limit.name().equals("ticks"))
                .findFirst()
                .orElseThrow();
        assertThat(ticks.used()).isCloseTo(region.ingests() * region.partitions() * 4 / 350_877.2, within(1e-3));
    }

    @Test
    void what_nobody_measured_is_not_made_up() {
        Map<String, Double> less = new HashMap<>(ROUND);
        less.remove("storage.disk_bytes_verified");
        assertThatThrownBy(() -> new Sizing(demand(1, 60, 1), MACHINES, new Figures(less)).region())
                .hasMessage("nobody has measured storage.disk_bytes_verified");
        assertThat(Figures.recorded().values()).containsKeys(ROUND.keySet().toArray(String[]::new));
    }

    @Test
    void the_command_says_what_each_line_comes_from_and_refuses_nonsense() {
        StringWriter printed = new StringWriter();
        assertThat(run(printed, "--nodes", "50M", "--interval", "60s", "--regions", "5"))
                .withFailMessage(printed::toString)
                .isZero();
        assertThat(printed.toString())
                .startsWith("50,000,000 nodes every 60 s in 5 regions: 10,000,000 nodes and 175,000 heartbeats/s each.")
                .contains("pipeline.cpu_us_verifier_1m = ", "storage.disk_bytes_verified = ", "for a million nodes");
        for (String[] wrong : new String[][] {
            {"--nodes", "many"},
            {"--nodes", "0"},
            {"--nodes", "1M", "--busy", "1"},
            {"--nodes", "1M", "--regions", "0"},
            {"--nodes", "1M", "--price-core", "-1"}
        }) {
            StringWriter said = new StringWriter();
            assertThat(run(said, wrong)).isEqualTo(2);
            assertThat(said.toString()).containsAnyOf("is no count", "must be");
        }
    }

    private static int run(StringWriter into, String... arguments) {
        PrintWriter out = new PrintWriter(into, true);
        CommandLine pulse = Pulse.commands().setOut(out).setErr(out);
        return pulse.execute(
                Stream.concat(Stream.of("size"), Stream.of(arguments)).toArray(String[]::new));
    }

    private static Sizing sizing(long nodes, int seconds, int regions) {
        return new Sizing(demand(nodes, seconds, regions), MACHINES, new Figures(ROUND));
    }

    private static Demand demand(long nodes, int seconds, int regions) {
        return new Demand(nodes, Duration.ofSeconds(seconds), regions, 3, 24, 7, 2, 900, Duration.ofSeconds(30));
    }
}
