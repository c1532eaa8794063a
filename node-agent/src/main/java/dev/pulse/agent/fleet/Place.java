package dev.pulse.agent.fleet;

import dev.pulse.domain.heartbeat.Location;
import java.util.List;

/** Cities that simulated nodes stand in; coordinates are of the city's centre, rounded to a thousandth of a degree. */
enum Place {
    GHENT("eu", "BE", "Ghent", 51_053_000, 3_725_000),
    FRANKFURT("eu", "DE", "Frankfurt", 50_110_000, 8_682_000),
    HELSINKI("eu", "FI", "Helsinki", 60_170_000, 24_938_000),
    LISBON("eu", "PT", "Lisbon", 38_722_000, -9_139_000),
    WARSAW("eu", "PL", "Warsaw", 52_230_000, 21_012_000),
    ZURICH("eu", "CH", "Zürich", 47_377_000, 8_541_000),
    ASHBURN("us", "US", "Ashburn", 39_044_000, -77_487_000),
    CHICAGO("us", "US", "Chicago", 41_878_000, -87_630_000),
    DALLAS("us", "US", "Dallas", 32_777_000, -96_797_000),
    MONTREAL("us", "CA", "Montréal", 45_502_000, -73_567_000),
    PORTLAND("us", "US", "Portland", 45_515_000, -122_678_000),
    SINGAPORE("ap", "SG", "Singapore", 1_352_000, 103_820_000),
    TOKYO("ap", "JP", "Tokyo", 35_677_000, 139_650_000),
    SEOUL("ap", "KR", "Seoul", 37_566_000, 126_978_000),
    MUMBAI("ap", "IN", "Mumbai", 19_076_000, 72_878_000),
    SYDNEY("ap", "AU", "Sydney", -33_869_000, 151_209_000);

    private static final List<Place> ALL = List.of(values());

    private final String continent;
    private final String country;
    private final String city;
    private final int latitudeE6;
    private final int longitudeE6;

    Place(String continent, String country, String city, int latitudeE6, int longitudeE6) {
        this.continent = continent;
        this.country = country;
        this.city = city;
        this.latitudeE6 = latitudeE6;
        this.longitudeE6 = longitudeE6;
    }

    Location location() {
        return new Location(country, city, latitudeE6, longitudeE6);
    }

    /** The places of a region by its first letters ({@code us-east} is {@code us}); all of them for any other. */
    static List<Place> of(String region) {
        List<Place> near = region == null
                ? ALL
                : ALL.stream().filter(p -> region.startsWith(p.continent)).toList();
        return near.isEmpty() ? ALL : near;
    }
}
