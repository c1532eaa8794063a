package dev.pulse.marketplace.browser;

import static org.awaitility.Awaitility.await;

import dev.pulse.domain.verdict.Rejection;
import dev.pulse.marketplace.fixture.Browser;
import dev.pulse.marketplace.fixture.FakeLifecycle;
import dev.pulse.marketplace.fixture.FakeTopics;
import dev.pulse.marketplace.fixture.Records;
import dev.pulse.marketplace.fixture.TestMarketplace;
import dev.pulse.schemas.CapacityRecord;
import dev.pulse.schemas.DeadLetterReason;
import dev.pulse.schemas.EventCause;
import dev.pulse.schemas.GpuRecord;
import dev.pulse.schemas.HoldRecord;
import dev.pulse.schemas.LifecycleStage;
import dev.pulse.schemas.LivenessState;
import dev.pulse.schemas.LocationRecord;
import dev.pulse.schemas.NodeState;
import dev.pulse.schemas.OfferRecord;
import dev.pulse.schemas.OwnerRecord;
import dev.pulse.schemas.topic.Topics;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * A grid as people see one: 240 nodes in fifteen cities of three regions, of which one is disturbed, with offers, graphics
 * cards, refused heartbeats and a minute of the past. {@code main} serves it, and keeps it moving.
 */
final class Globe implements AutoCloseable {
    /** Nodes. */
    static final int NODES = 240;

    /** A node that the lifecycle stream knows all of: online, on offer, with a signed heartbeat. */
    static final String WHOLE = "node-0000";

    /** A node that is silent, and whose last heartbeat was refused. */
    static final String REFUSED = "node-0041";

    /** A node that is on offer and held by two renters, by the lifecycle stream's own word. */
    static final String RENTED = "node-0002";

    private record City(String region, String country, String name, double north, double east) {}

    private static final List<City> CITIES = List.of(
            new City("eu", "BE", "Ghent", 51.05, 3.72),
            new City("eu", "DE", "Berlin", 52.52, 13.4),
            new City("eu", "PT", "Lisbon", 38.72, -9.14),
            new City("eu", "FI", "Helsinki", 60.17, 24.94),
            new City("eu", "IT", "Milan", 45.46, 9.19),
            new City("eu", "KE", "Nairobi", -1.29, 36.82),
            new City("us", "US", "New York", 40.71, -74.01),
            new City("us", "US", "Dallas", 32.78, -96.8),
            new City("us", "CA", "Vancouver", 49.28, -123.12),
            new City("us", "BR", "São Paulo", -23.55, -46.63),
            new City("us", "MX", "Mexico City", 19.43, -99.13),
            new City("ap", "JP", "Tokyo", 35.68, 139.69),
            new City("ap", "SG", "Singapore", 1.35, 103.82),
            new City("ap", "AU", "Sydney", -33.87, 151.21),
            new City("ap", "IN", "Mumbai", 19.08, 72.88));
    private static final List<String> REGIONS = List.of("eu", "us", "ap");
    private static final List<Long> PRICES = List.of(20L, 60L, 125L, 250L, 90L);
    private static final List<String> TEMPLATES = List.of("nano", "basic", "standard", "premium", "mine");

    private final FakeTopics topics = new FakeTopics(4);
    private final FakeLifecycle lifecycle = new FakeLifecycle();
    private final Instant start;
    private final long[] advances = {90_000, 60_000, 30_000};
    private final TestMarketplace market;
    private long sequence = 2;

    /**
     * Fills it and begins to serve it.
     *
     * @param lines of configuration in the place of a market that asks no ledger
     */
    Globe(int port, Instant start, String... lines) throws Exception {
        this.start = start;
        for (int i = 0; i < NODES; i++) {
            topics.append(Topics.STATE, name(i), node(i, liveness(i)));
        }
        for (int second = 60; second > 0; second--) {
            verdicts(start.minusSeconds(second));
        }
        for (int i = 12; i > 0; i--) {
            transition(7 * i, start.minusSeconds(9L * i), i % 2 == 0);
        }
        refused();
        known();
        market = TestMarketplace.start(
                topics,
                lifecycle.uri(),
                port,
                lines.length > 0 ? lines : new String[] {"market: {verification: mock}"});
        Browser browser = new Browser(market.url());
        await().atMost(30, TimeUnit.SECONDS).until(() -> browser.get("/ready").status() == 200);
    }

    /** Serves it: {@code PORT SECONDS}. */
    public static void main(String[] arguments) throws Exception {
        int seconds = Integer.parseInt(arguments[1]);
        Instant now = Instant.now();
        try (Globe globe = new Globe(Integer.parseInt(arguments[0]), now)) {
            System.out.println("Ready at " + globe.url());
            CountDownLatch never = new CountDownLatch(1);
            for (int second = 1; second <= seconds; second++) {
                globe.verdicts(now.plusSeconds(second));
                if (second % 3 == 0) {
                    globe.transition(second % NODES, now.plusSeconds(second), second % 2 == 0);
                }
                if (never.await(1, TimeUnit.SECONDS)) {
                    return;
                }
            }
        }
    }

    String url() {
        return market.url();
    }

    FakeTopics topics() {
        return topics;
    }

    static String name(int i) {
        return "node-%04d".formatted(i);
    }

    private static LivenessState liveness(int i) {
        if (i % CITIES.size() >= 11 && i % 4 != 0) {
            return LivenessState.UNKNOWN;
        }
        return name(i).equals(REFUSED) || i % 17 == 5 ? LivenessState.OFFLINE : LivenessState.ONLINE;
    }

    private NodeState node(int i, LivenessState liveness) {
        City city = CITIES.get(i % CITIES.size());
        boolean offered = i % 5 < 3;
        long cores = 8L << i % 4;
        long ram = 32L << i % 4;
        NodeState.Builder node = Records.state(
                        name(i),
                        liveness,
                        city.region(),
                        offered
                                ? LifecycleStage.PUBLISHED
                                : i % 5 == 3 ? LifecycleStage.PENDING : LifecycleStage.DISCOVERED)
                .setSince(start.minusSeconds(3_600L + 611L * i))
                .setLastSeen(start.minusSeconds(liveness == LivenessState.ONLINE ? i % 10 : 3_600L + i))
                .setWrittenAt(start.minusSeconds(i % 600))
                .setFirstSeen(start.minusSeconds(86_400L * (5 + i % 80)))
                .setFlaps(i % 7)
                .setObservedMs(86_400_000L * 5)
                .setOnlineMs(86_400_000L * 5 - 91_000L * (i % 40))
                .setVersion("1." + (i % 3) + ".0")
                .setHostname("host-" + city.country().toLowerCase(Locale.ROOT) + "-" + i)
                .setCapacity(new CapacityRecord(cores, ram, 500L << i % 4, i % 6 == 0 ? 1L : 0L, (ram - 1) / 4, null))
                .setGpus(i % 6 == 0 ? List.of(new GpuRecord("nvidia", i % 12 == 0 ? "L4" : "A100", 24L)) : List.of())
                .setLocation(new LocationRecord(
                        city.country(),
                        city.name(),
                        (int) (city.north() * 1e6) + i * 900,
                        (int) (city.east() * 1e6) - i * 700));
        if (i % 5 < 4) {
            node.setOwner(new OwnerRecord(
                    Records.account("farmer-" + i % 9), "farm-" + i % 9, Records.account(name(i)), 1L, true));
        }
        if (offered) {
            node.setOffer(new OfferRecord(
                    "listing-" + i,
                    Records.account("operator"),
                    PRICES.get(i % PRICES.size()),
                    (int) ((ram - 1) / 4),
                    TEMPLATES.get(i % TEMPLATES.size()),
                    start.minusSeconds(80_000)));
            List<HoldRecord> holds = new ArrayList<>();
            for (int held = 0; held < i % 3; held++) {
                holds.add(HoldRecord.newBuilder()
                        .setRequestId("request-" + held)
                        .setRenter(Records.account("renter-" + held))
                        .setSlices(1 + held)
                        .setHours(48)
                        .setFrom(start.minusSeconds(7_200))
                        .setUntil(start.plusSeconds(165_600))
                        .build());
            }
            node.setHolds(holds);
        }
        return node.build();
    }

    /** One more second that the regions were judged over. */
    void verdicts(Instant at) {
        for (int region = 0; region < REGIONS.size(); region++) {
            advances[region] += 9 - 2 * region + at.getEpochSecond() % 3;
            topics.append(
                    Topics.VERDICTS,
                    0,
                    REGIONS.get(region),
                    Records.verdict(REGIONS.get(region), at, NODES / 3, advances[region], region == 2),
                    at.toEpochMilli());
        }
    }

    /** A node that falls silent or is heard again, in its state and as an event. */
    void transition(int i, Instant at, boolean up) {
        LivenessState after = up ? LivenessState.ONLINE : LivenessState.OFFLINE;
        topics.append(
                Topics.STATE,
                name(i),
                NodeState.newBuilder(node(i, after)).setSince(at).build());
        topics.append(
                Topics.EVENTS,
                name(i),
                Records.event(
                        name(i),
                        sequence++,
                        up ? LivenessState.OFFLINE : LivenessState.ONLINE,
                        after,
                        up ? EventCause.HEARTBEAT : EventCause.GRACE_EXPIRED,
                        CITIES.get(i % CITIES.size()).region(),
                        at));
    }

    private void refused() {
        for (int i = 0; i < 14; i++) {
            DeadLetterReason reason = i % 3 == 0 ? DeadLetterReason.SIGNATURE : DeadLetterReason.SKEW;
            Instant at = start.minusSeconds(40 + 11L * i);
            topics.append(
                    Topics.dead(Rejection.valueOf(reason.name())),
                    i % 4,
                    name(41 + i),
                    Records.dead(
                            topics,
                            reason,
                            name(41 + i),
                            reason == DeadLetterReason.SKEW
                                    ? "The node's clock is 540 s ahead of the ingest's; 300 s are allowed."
                                    : "The signature does not verify under the claimed account.",
                            at),
                    at.toEpochMilli());
        }
    }

    private void known() {
        long at = start.getEpochSecond();
        long evidence = topics.append(Topics.VERIFIED, 2, WHOLE, Records.verified(WHOLE, start.minusSeconds(4)), 0);
        lifecycle.answer(WHOLE, 200, FakeLifecycle.node(WHOLE, "online", at - 3_600, at - 4, "null", 2, evidence));
        lifecycle.answer(RENTED, 200, rented(at));
        lifecycle.answer(
                REFUSED,
                200,
                FakeLifecycle.node(
                        REFUSED,
                        "offline",
                        at - 560,
                        at - 590,
                        "{\"reason\":\"skew\",\"detail\":\"Its clock is 9 minutes ahead.\",\"at\":" + (at - 40)
                                + ",\"count\":54}",
                        0,
                        0));
    }

    private static String rented(long at) {
        String node = FakeLifecycle.node(RENTED, "online", at - 3_600, at - 4, "null", 0, 0)
                .replace("\"lifecycle\":\"discovered\"", "\"lifecycle\":\"reserved\"");
        return node.substring(0, node.length() - 1)
                + """
                ,"life":{"owner":{"farmer":"%s","farm_id":"farm-2","identity":"%s","signed_at":0,"payload":null,"signature":null},
                 "offer":{"listing_id":"listing-2","operator":"x","price_per_hour":"125","slices":31,"free_slices":28,"template":"standard","published_at_ms":0},
                 "holds":[{"request_id":"a","reservation_id":"r-1","renter":"%s","slices":1,"hours":48,"from_ms":%d,"until_ms":%d},
                          {"request_id":"b","reservation_id":null,"renter":"%s","slices":2,"hours":5,"from_ms":%d,"until_ms":%d}],
                 "maintenance":{"from_ms":%d,"until_ms":%d}}}\
                """.formatted(
                                Records.account("farmer-2"),
                                Records.account(RENTED),
                                Records.account("renter-0"),
                                at * 1_000,
                                (at + 172_800) * 1_000,
                                Records.account("renter-1"),
                                at * 1_000,
                                (at + 18_000) * 1_000,
                                (at + 86_400) * 1_000,
                                (at + 90_000) * 1_000);
    }

    @Override
    public void close() {
        market.close();
        lifecycle.close();
    }
}
