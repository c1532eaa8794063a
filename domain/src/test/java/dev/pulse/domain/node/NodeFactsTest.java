package dev.pulse.domain.node;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pulse.domain.account.Account;
import dev.pulse.domain.heartbeat.Capacity;
import dev.pulse.domain.heartbeat.Gpu;
import dev.pulse.domain.heartbeat.Heartbeat;
import dev.pulse.domain.heartbeat.Location;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class NodeFactsTest {
    private static final Capacity CAPACITY = new Capacity(16, 64, 2_000, 1, 15, 3);
    private static final Location GHENT = new Location("BE", "Ghent", 51_053_000, 3_725_000);
    private static final List<Gpu> GPUS = List.of(new Gpu("nvidia", "L4", 24));
    private static final Heartbeat FULL = heartbeat("host", "46a::1", "1.0", 9, 2, CAPACITY, GHENT, GPUS);
    private static final Heartbeat BARE =
            heartbeat(null, null, null, -1, -1, Capacity.UNKNOWN, Location.UNKNOWN, List.of());

    private static Heartbeat heartbeat(
            String host, String ip, String version, long uptime, long vms, Capacity c, Location l, List<Gpu> gpus) {
        return new Heartbeat(
                "n", new Account("ab".repeat(32)), 100, host, ip, version, uptime, vms, c, l, gpus, null, null);
    }

    @Test
    void whatIsLeftOutNeverOverwrites() {
        assertThat(NodeFacts.of(FULL).merge(BARE)).isEqualTo(NodeFacts.of(FULL));
    }

    @Test
    void whatIsSaidDoes() {
        NodeFacts facts = NodeFacts.of(FULL)
                .merge(heartbeat(
                        null,
                        "46a::2",
                        null,
                        1,
                        0,
                        new Capacity(-1, -1, -1, 0, -1, 4),
                        new Location(null, "Gent", Location.UNSAID, Location.UNSAID),
                        List.of()));
        assertThat(facts)
                .isEqualTo(new NodeFacts(
                        "ab".repeat(32),
                        "host",
                        "46a::2",
                        "1.0",
                        0,
                        new Capacity(16, 64, 2_000, 0, 15, 4),
                        new Location("BE", "Gent", 51_053_000, 3_725_000),
                        GPUS));
    }

    @Test
    void theDigestSeesEveryFactAndNotUptime() {
        Set<Long> digests = new HashSet<>();
        List<Heartbeat> different = List.of(
                FULL,
                BARE,
                heartbeat("hosts", "46a::1", "1.0", 9, 2, CAPACITY, GHENT, GPUS),
                heartbeat("host4", "6a::1", "1.0", 9, 2, CAPACITY, GHENT, GPUS),
                heartbeat("host", "46a::1", "1.1", 9, 2, CAPACITY, GHENT, GPUS),
                heartbeat("host", "46a::1", "1.0", 9, 3, CAPACITY, GHENT, GPUS),
                heartbeat("host", "46a::1", "1.0", 9, 2, new Capacity(16, 64, 2_000, 1, 15, 4), GHENT, GPUS),
                heartbeat("host", "46a::1", "1.0", 9, 2, CAPACITY, new Location("BE", "Ghent", 1, 2), GPUS),
                heartbeat("host", "46a::1", "1.0", 9, 2, CAPACITY, GHENT, List.of()),
                heartbeat("host", "46a::1", "1.0", 9, 2, CAPACITY, GHENT, List.of(new Gpu("nvidia", "L40", 24))));
        different.forEach(h -> assertThat(digests.add(NodeFacts.digest(h))).isTrue());
        assertThat(NodeFacts.digest(heartbeat("host", "46a::1", "1.0", 10, 2, CAPACITY, GHENT, GPUS)))
                .isEqualTo(NodeFacts.digest(FULL));
    }
}
