package dev.pulse.benchmarks.run.explorer;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * Searches that people might make, drawn by a seed: combinations of all filters, with sorts, counts, facets, places and samples.
 * Values are drawn as nodes have them, so that most searches find something and some find nearly all.
 */
public final class Questions {
    /** How often each class is asked, in percent. */
    private static final Map<String, Integer> MIX = mix();

    private static final int PAGE = 50;
    private static final List<String> SORTS = List.of(
            "price",
            "-uptime",
            "-total_ram",
            "free_slices",
            "-free_cpu",
            "country",
            "-last_seen",
            "flaps",
            "hostname",
            "-gpu_count",
            "-total_disk",
            "city",
            "-free_ram",
            "first_seen",
            "-reservations",
            "running_vms");
    private static final List<String> FACETS = List.of(
            "status", "lifecycle", "region", "country", "city", "version", "template", "gpu_vendor", "gpu_model");

    private final Grid grid;
    private final SplittableRandom random;

    /** Questions about a grid. */
    public Questions(Grid grid, long seed) {
        this.grid = grid;
        this.random = new SplittableRandom(seed);
    }

    private static Map<String, Integer> mix() {
        Map<String, Integer> mix = new LinkedHashMap<>();
        mix.put("filters", 25);
        mix.put("sorted", 25);
        mix.put("count", 10);
        mix.put("facets", 10);
        mix.put("near", 10);
        mix.put("lookup", 10);
        mix.put("sample", 5);
        mix.put("whole grid", 5);
        return mix;
    }

    /** The classes of searches. */
    public static List<String> kinds() {
        return List.copyOf(MIX.keySet());
    }

    /** So many of them. */
    public List<Question> next(int count) {
        List<Question> all = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            all.add(next());
        }
        return all;
    }

    private Question next() {
        int percent = random.nextInt(100);
        for (Map.Entry<String, Integer> share : MIX.entrySet()) {
            percent -= share.getValue();
            if (percent < 0) {
                return of(share.getKey());
            }
        }
        throw new IllegalStateException("the shares are less than all");
    }

    private Question of(String kind) {
        Draft draft = new Draft();
        switch (kind) {
            case "lookup" -> lookup(draft);
            case "whole grid" -> {}
            case "near" -> {
                near(draft);
                filters(draft, random.nextInt(3));
            }
            default -> filters(draft, 1 + random.nextInt(4));
        }
        switch (kind) {
            case "sorted", "whole grid" -> draft.sort(pick(SORTS));
            case "count" -> draft.count();
            case "facets" -> {
                for (int i = 1 + random.nextInt(3); i > 0; i--) {
                    draft.facet(pick(FACETS));
                }
            }
            case "near" -> {
                if (random.nextBoolean()) {
                    draft.byDistance();
                }
            }
            case "sample" -> draft.sample(random.nextInt(1_000_000));
            default -> {}
        }
        return draft.question(kind);
    }

    private <T> T pick(List<T> some) {
        return some.get(random.nextInt(some.size()));
    }

    private <T> T usual(List<T> some) {
        return some.get(Grid.skewed(random, some.size()));
    }

    private void filters(Draft draft, int count) {
        for (int i = 0; i < count; i++) {
            filter(draft, random.nextInt(26));
        }
    }

    private void filter(Draft draft, int which) {
        Grid.City city = usual(Grid.CITIES);
        switch (which) {
            case 0, 1 -> draft.any("status", List.of("online"));
            case 2 -> draft.any("lifecycle", List.of("published", "reserved"));
            case 3 -> draft.any("region", List.of(usual(Grid.REGIONS)));
            case 4, 5 ->
                draft.any("country", List.of(city.country(), usual(Grid.CITIES).country()));
            case 6 -> draft.any("city", List.of(city.name()));
            case 7 -> draft.contains("city", city.name().substring(1, 4).toLowerCase(Locale.ROOT));
            case 8 -> draft.any("version", List.of(usual(Grid.VERSIONS), pick(Grid.VERSIONS)));
            case 9 -> draft.least("uptime", random.nextInt(90, 100));
            case 10 -> draft.most("flaps", "flap_max", random.nextInt(3));
            case 11 -> draft.least("total_slices", random.nextInt(1, 40));
            case 12 -> draft.least("free_slices", random.nextInt(1, 20));
            case 13 -> draft.least("total_cpu", 8L << random.nextInt(4));
            case 14 -> draft.least("free_cpu", random.nextInt(1, 64));
            case 15 -> draft.least("total_ram", 32L << random.nextInt(5));
            case 16 -> draft.least("free_ram", random.nextInt(4, 256));
            case 17 -> draft.least("total_disk", random.nextInt(100, 20_000));
            case 18 -> draft.flag("has_gpu", random.nextInt(4) > 0);
            case 19 -> draft.in("gpu_model", usual(Grid.GPU_MODELS));
            case 20, 21 -> draft.flag("rentable", true);
            case 22 -> draft.flag("rented", random.nextBoolean());
            case 23 -> draft.any("template", List.of(pick(Grid.TEMPLATES)));
            case 24 -> draft.most("price", "price_max", 20L + random.nextInt(300));
            default -> draft.exclude(Grid.id(random.nextInt(grid.nodes())));
        }
    }

    private void lookup(Draft draft) {
        int node = random.nextInt(grid.nodes());
        int farm = Grid.skewed(random, grid.farms());
        switch (random.nextInt(7)) {
            case 0 -> draft.is("account", Grid.account(node));
            case 1 -> draft.is("mycelium_ip", Grid.address(node));
            case 2 -> draft.any("node_id", List.of(Grid.id(node), Grid.id(random.nextInt(grid.nodes()))));
            case 3 -> draft.prefix(Grid.hostname(node).substring(0, 8));
            case 4 -> draft.in("owned_by", Grid.farmer(farm));
            case 5 -> draft.in("rented_by", Grid.renter(random.nextInt(1_000)));
            default -> draft.any("farm_id", List.of(Grid.farm(farm)));
        }
    }

    private void near(Draft draft) {
        Grid.City city = usual(Grid.CITIES);
        draft.near(
                city.latitudeE6() / 1e6,
                city.longitudeE6() / 1e6,
                new int[] {20, 50, 100, 250, 500}[random.nextInt(5)]);
    }

    /** A question that is being put together in both languages. A condition that is there already is not added again. */
    private static final class Draft {
        private final List<String> parameters = new ArrayList<>();
        private final List<String> conditions = new ArrayList<>();
        private final List<String> fields = new ArrayList<>();
        private final List<String> facets = new ArrayList<>();
        private String order = "node_id";
        private boolean counted;
        private String distance;

        private boolean fresh(String field) {
            return !fields.contains(field) && fields.add(field);
        }

        private void parameter(String name, Object value) {
            parameters.add(name + "=" + URLEncoder.encode(value.toString(), StandardCharsets.UTF_8));
        }

        private static String quoted(String value) {
            return "'" + value.replace("'", "''") + "'";
        }

        void any(String field, List<String> values) {
            if (fresh(field)) {
                List<String> distinct = values.stream().distinct().toList();
                distinct.forEach(value -> parameter(field, value));
                conditions.add(field
                        + " IN ("
                        + String.join(",", distinct.stream().map(Draft::quoted).toList()) + ")");
            }
        }

        void is(String field, String value) {
            any(field, List.of(value));
        }

        /** For a field that has several values, in lower case. */
        void in(String field, String value) {
            if (fresh(field)) {
                parameter(field, value);
                conditions.add(field + " && ARRAY[" + quoted(value.toLowerCase(Locale.ROOT)) + "]");
            }
        }

        void contains(String field, String part) {
            if (fresh(field)) {
                parameter(field + "_contains", part);
                conditions.add(field + " ILIKE " + quoted("%" + part + "%"));
            }
        }

        void prefix(String begin) {
            if (fresh("hostname")) {
                parameter("hostname_prefix", begin);
                conditions.add("hostname LIKE " + quoted(begin + "%"));
            }
        }

        void least(String field, long number) {
            if (fresh(field)) {
                parameter(field + "_min", number);
                conditions.add(field + " >= " + (field.equals("uptime") ? number * 100 : number));
            }
        }

        void most(String field, String name, long number) {
            if (fresh(field)) {
                parameter(name, number);
                conditions.add(field + " <= " + number);
            }
        }

        void flag(String field, boolean wanted) {
            if (fresh(field)) {
                parameter(field, wanted);
                conditions.add(wanted ? field : "NOT " + field);
            }
        }

        void exclude(String nodeId) {
            if (fresh("exclude")) {
                parameter("exclude", nodeId);
                conditions.add("node_id <> " + quoted(nodeId));
            }
        }

        /** A box that an index can be asked for, and in it the distance on the globe that the explorer measures with. */
        void near(double latitude, double longitude, int km) {
            parameter("near", String.format(Locale.ROOT, "%.4f,%.4f,%d", latitude, longitude, km));
            double up = km / 111.19;
            double side = up / Math.cos(Math.toRadians(Math.min(89, Math.abs(latitude) + up)));
            distance = String.format(
                    Locale.ROOT,
                    "12742.0176*asin(sqrt(power(sin(radians(lat-(%1$f))/2),2)"
                            + "+cos(radians(%1$f))*cos(radians(lat))*power(sin(radians(lon-(%2$f))/2),2)))",
                    latitude,
                    longitude);
            conditions.add(String.format(
                    Locale.ROOT,
                    "point(lon,lat) <@ box(point(%f,%f),point(%f,%f)) AND %s <= %d",
                    longitude - side,
                    latitude - up,
                    longitude + side,
                    latitude + up,
                    distance,
                    km));
        }

        void byDistance() {
            parameter("sort", "distance");
            order = distance + ", node_id";
        }

        /** Fields that some nodes do not say need their order said in full; the others an index gives in either. */
        void sort(String sort) {
            parameter("sort", sort);
            boolean down = sort.startsWith("-");
            String field = down ? sort.substring(1) : sort;
            String way = down ? " DESC" : "";
            String unsaid = down && List.of("price", "free_slices").contains(field) ? " NULLS LAST" : "";
            order = field + way + unsaid + ", node_id" + way;
        }

        void count() {
            parameter("count", true);
            counted = true;
        }

        void facet(String field) {
            if (!facets.contains(field)) {
                facets.add(field);
                parameter("facets", field);
            }
        }

        void sample(int seed) {
            parameter("sample", PAGE);
            parameter("seed", seed);
            order = "random()";
        }

        Question question(String kind) {
            String where = conditions.isEmpty() ? "" : " WHERE " + String.join(" AND ", conditions);
            List<String> sql = new ArrayList<>();
            sql.add("SELECT * FROM nodes" + where + " ORDER BY " + order + " LIMIT " + PAGE);
            if (counted) {
                sql.add("SELECT count(*) FROM nodes" + where);
            }
            for (String facet : facets) {
                String value = facet.startsWith("gpu_") ? "unnest(" + facet + ")" : facet;
                sql.add("SELECT " + value + " AS value, count(*) FROM nodes" + where
                        + " GROUP BY 1 ORDER BY 2 DESC LIMIT 100");
            }
            return new Question(kind, String.join("&", parameters), sql, counted);
        }
    }
}
