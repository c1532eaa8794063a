package dev.pulse.benchmarks.run.explorer;

import dev.pulse.domain.heartbeat.Capacity;
import dev.pulse.domain.verdict.Sha256;
import dev.pulse.schemas.CapacityRecord;
import dev.pulse.schemas.GpuRecord;
import dev.pulse.schemas.HoldRecord;
import dev.pulse.schemas.LifecycleStage;
import dev.pulse.schemas.LivenessState;
import dev.pulse.schemas.LocationRecord;
import dev.pulse.schemas.NodeState;
import dev.pulse.schemas.OfferRecord;
import dev.pulse.schemas.OwnerRecord;
import dev.pulse.schemas.WindowRecord;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;

/**
 * A grid of nodes that are as different as those of a real one: a few large countries and many small ones, farms of one to
 * hundreds of nodes, one node in eight with graphics processors, half of them on offer. A node and its n-th state are drawn by
 * its number and a seed alone, so that two databases can be given the same grid.
 */
public final class Grid {
    /** A place that nodes stand in. */
    record City(String country, String name, int latitudeE6, int longitudeE6) {}

    static final List<String> REGIONS = List.of("eu", "us-east", "ap");
    static final List<String> VERSIONS =
            List.of("1.2.0", "1.1.9", "1.2.1", "1.1.0", "1.0.9", "1.3.0-rc1", "1.0.3", "0.9.8");
    static final List<String> TEMPLATES = List.of("basic", "standard", "nano", "premium");
    static final List<String> GPU_VENDORS = List.of("nvidia", "amd", "intel");
    static final List<String> GPU_MODELS =
            List.of("RTX 4090", "L4", "A100", "RTX 3090", "H100", "T4", "MI210", "MI300X", "Max 1100", "Arc A770");
    private static final String[] CITY_NAMES =
            "Ghent Berlin Amsterdam Paris Austin London Toronto Madrid Milan Warsaw Uppsala Helsinki Oslo Aarhus Zurich Linz"
                    .split(" ", -1);
    static final List<City> CITIES = cities();
    private static final long[] PRICES = {60, 125, 20, 250};
    private static final int[] CORES = {8, 16, 4, 32, 64, 128};
    private static final long DAY_MS = 86_400_000L;
    private static final int NODES_PER_FARM = 40;

    private final int nodes;
    private final long seed;
    private final Instant begun;

    /**
     * A grid.
     *
     * @param nodes how many
     * @param begun the time at which their first states were written
     */
    public Grid(int nodes, long seed, Instant begun) {
        this.nodes = nodes;
        this.seed = seed;
        this.begun = begun;
    }

    /** How many nodes there are. */
    public int nodes() {
        return nodes;
    }

    /** When their first states were written. */
    Instant begun() {
        return begun;
    }

    /** The id of a node. */
    public static String id(int node) {
        return String.format(Locale.ROOT, "node-%07d", node);
    }

    /** The account of a node. */
    static String account(int node) {
        return hex("account", node);
    }

    /** The account of a farm's farmer. */
    static String farmer(int farm) {
        return hex("farmer", farm);
    }

    /** The account of one of a thousand renters. */
    static String renter(int renter) {
        return hex("renter", renter);
    }

    static String farm(int farm) {
        return "farm-" + farm;
    }

    int farms() {
        return Math.max(1, nodes / NODES_PER_FARM);
    }

    /** The overlay address of a node. */
    static String address(int node) {
        long low = new SplittableRandom(node).nextLong();
        return String.format(
                Locale.ROOT,
                "4%x:%x:%x:%x::%x",
                node & 0xff,
                low >>> 48,
                low >>> 32 & 0xffff,
                low >>> 16 & 0xffff,
                node + 1 & 0xffff);
    }

    /** The host name of a node. */
    static String hostname(int node) {
        return String.format(Locale.ROOT, "rack%02d-%06x", node % 97, node * 0x9E3779B1 >>> 8);
    }

    private static String hex(String what, int number) {
        return HexFormat.of().formatHex(Sha256.hash((what + number).getBytes(StandardCharsets.UTF_8)));
    }

    /**
     * A node's state after so many changes.
     *
     * @param change 0 for its first
     * @param at when it is written
     */
    public NodeState state(int node, int change, Instant at) {
        SplittableRandom own = new SplittableRandom(seed ^ node * 0x9E3779B97F4A7C15L);
        City city = CITIES.get(skewed(own, CITIES.size()));
        int cores = CORES[skewed(own, CORES.length)];
        long ram = cores * (own.nextInt(3) == 0 ? 8L : 4L);
        long disk = 100L * (1 + own.nextInt(200));
        int slices = (int) Capacity.slicesOf(ram);
        List<GpuRecord> gpus = gpus(own);
        String version = VERSIONS.get(skewed(own, VERSIONS.size()));
        LifecycleStage stage = stage(own.nextInt(100));
        int farm = skewed(own, farms());
        int price = own.nextInt(PRICES.length);
        boolean ownPrice = own.nextInt(4) == 0;
        long firstSeen = begun.toEpochMilli() - (long) (own.nextDouble() * 700 * DAY_MS);
        String region = REGIONS.get(region(city));
        int jitterLat = own.nextInt(400_000) - 200_000;
        int jitterLon = own.nextInt(400_000) - 200_000;
        // What changes.
        SplittableRandom now = new SplittableRandom(own.nextLong() + change * 0xD1B54A32D192ED03L);
        int mood = now.nextInt(100);
        LivenessState liveness =
                mood < 88 ? LivenessState.ONLINE : mood < 98 ? LivenessState.OFFLINE : LivenessState.UNKNOWN;
        long observed = at.toEpochMilli() - firstSeen;
        long flaps = (long) (Math.pow(now.nextDouble(), 6) * 60) + change;
        long online = (long) (observed * (1 - Math.pow(now.nextDouble(), 4) * 0.3));
        boolean paired = stage != LifecycleStage.DISCOVERED;
        boolean offered = stage == LifecycleStage.PUBLISHED || stage == LifecycleStage.RESERVED;
        List<HoldRecord> holds = stage == LifecycleStage.RESERVED ? holds(now, node, slices, at) : List.of();
        long perHour = ownPrice ? 10 + own.nextInt(300) : PRICES[price];
        return new NodeState(
                id(node),
                account(node),
                liveness,
                stage,
                region,
                1L + change,
                at.minusSeconds(now.nextInt(86_400)),
                Instant.ofEpochMilli(firstSeen),
                at.minusMillis(now.nextInt(60_000)),
                at.getEpochSecond() - now.nextInt(60),
                flaps,
                online,
                observed,
                false,
                hostname(node),
                address(node),
                version,
                (long) now.nextInt(5_000_000),
                (long) now.nextInt(1 + slices),
                new CapacityRecord(
                        (long) cores, ram, disk, (long) gpus.size(), (long) slices, (long) now.nextInt(1 + slices)),
                new LocationRecord(
                        city.country(), city.name(), city.latitudeE6() + jitterLat, city.longitudeE6() + jitterLon),
                gpus,
                at,
                paired ? new OwnerRecord(farmer(farm), farm(farm), account(node), 1_780_000_000L, true) : null,
                offered
                        ? new OfferRecord(
                                "v3-" + node,
                                "hosting.pulse",
                                perHour,
                                Math.max(1, slices),
                                ownPrice ? null : TEMPLATES.get(price),
                                Instant.ofEpochMilli(firstSeen))
                        : null,
                holds,
                stage == LifecycleStage.MAINTENANCE
                        ? new WindowRecord(at.minusSeconds(600), at.plusSeconds(3_000))
                        : null);
    }

    /** A small number far more often than a large one. */
    static int skewed(SplittableRandom random, int bound) {
        double uniform = random.nextDouble();
        return (int) (uniform * uniform * uniform * bound);
    }

    private static LifecycleStage stage(int percent) {
        if (percent < 25) {
            return LifecycleStage.DISCOVERED;
        }
        if (percent < 31) {
            return LifecycleStage.PENDING;
        }
        if (percent < 80) {
            return LifecycleStage.PUBLISHED;
        }
        return percent < 94
                ? LifecycleStage.RESERVED
                : percent < 97 ? LifecycleStage.MAINTENANCE : LifecycleStage.RETIRED;
    }

    private static List<GpuRecord> gpus(SplittableRandom random) {
        if (random.nextInt(8) != 0) {
            return List.of();
        }
        int model = skewed(random, GPU_MODELS.size());
        String vendor = GPU_VENDORS.get(model < 6 ? 0 : model < 8 ? 1 : 2);
        List<GpuRecord> all = new ArrayList<>();
        for (int i = 1 + skewed(random, 8); i > 0; i--) {
            all.add(new GpuRecord(vendor, GPU_MODELS.get(model), 24L));
        }
        return all;
    }

    private static List<HoldRecord> holds(SplittableRandom random, int node, int slices, Instant at) {
        List<HoldRecord> all = new ArrayList<>();
        int left = slices;
        for (int i = 0; i < 1 + random.nextInt(3) && left > 0; i++) {
            int taken = 1 + random.nextInt(left);
            left -= taken;
            all.add(new HoldRecord(
                    "q-" + node + "-" + i,
                    "r-" + node + "-" + i,
                    renter(random.nextInt(1_000)),
                    taken,
                    24,
                    at.minusSeconds(3_600),
                    at.plusSeconds(82_800)));
        }
        return all;
    }

    private static int region(City city) {
        int longitude = city.longitudeE6();
        return longitude < -30_000_000 ? 1 : longitude > 60_000_000 ? 2 : 0;
    }

    /** Two hundred places in forty countries; their positions are drawn, and mean nothing. */
    private static List<City> cities() {
        String[] countries =
                ("BE DE NL FR US GB CA ES IT PL SE FI NO DK CH AT CZ PT RO HU IN SG JP KR AU BR AR CL MX ZA EG"
                                + " KE NG TR UA GR BG IE LT EE")
                        .split(" ", -1);
        SplittableRandom random = new SplittableRandom(7);
        List<City> all = new ArrayList<>();
        for (int i = 0; i < countries.length * 5; i++) {
            String country = countries[i % countries.length];
            int group = i % countries.length;
            boolean american = country.equals("US") || country.equals("CA") || group >= 25 && group < 29;
            boolean eastern = group >= 20 && group < 25;
            int longitude = american ? -110 : eastern ? 85 : -5;
            all.add(new City(
                    country,
                    CITY_NAMES[i % CITY_NAMES.length] + (i < CITY_NAMES.length ? "" : "-" + i / CITY_NAMES.length),
                    (30 + random.nextInt(30)) * 1_000_000,
                    (longitude + random.nextInt(40)) * 1_000_000));
        }
        return List.copyOf(all);
    }
}
