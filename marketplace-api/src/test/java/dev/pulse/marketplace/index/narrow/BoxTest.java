package dev.pulse.marketplace.index.narrow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pulse.marketplace.index.node.Circle;
import dev.pulse.marketplace.index.node.Point;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Boxes and circles by chance, against measured distances. */
class BoxTest {
    private static final int PLACES = 4_000;

    private final Random random = new Random(7);

    @ParameterizedTest
    @CsvSource({
        // Ghent, the equator, both poles and beside them, the date line, a place beside it near a pole.
        "51053000, 3725000",
        "0, 0",
        "90000000, 0",
        "-90000000, 120000000",
        "89900000, -30000000",
        "10000000, 180000000",
        "-20000000, -179900000",
        "85000000, 179000000"
    })
    void aBoxAroundHasAllThatIsNearAndABoxWithinHasNothingElse(int latitude, int longitude) {
        Point from = new Point(latitude, longitude);
        int inner = 0;
        for (long kilometres : new long[] {0, 1, 20, 100, 500, 1_500, 5_000, 20_016}) {
            long centimetres = kilometres * 100_000;
            Box around = Box.around(from, centimetres);
            Box within = Box.within(from, centimetres);
            Circle circle = new Circle(from, centimetres);
            for (int i = 0; i < PLACES; i++) {
                Point place = place(from, centimetres);
                boolean near = from.centimetresTo(place.latitudeE6(), place.longitudeE6()) <= centimetres;
                assertThat(circle.holds(place.latitudeE6(), place.longitudeE6()))
                        .as("%s within %d km of %s", place, kilometres, from)
                        .isEqualTo(near);
                if (near) {
                    assertThat(has(around, place)).as("%s in %s", place, around).isTrue();
                }
                if (has(within, place)) {
                    assertThat(near).as("%s not in %s", place, within).isTrue();
                    inner++;
                }
            }
        }
        // At a pole and at the date line there are none; elsewhere they hold much of the circle.
        boolean usual = Math.abs(latitude) < 60_000_000 && Math.abs(longitude) < 170_000_000;
        assertThat(inner).isGreaterThan(usual ? PLACES / 2 : -1);
    }

    private static boolean has(Box box, Point place) {
        return place.latitudeE6() >= box.south()
                && place.latitudeE6() <= box.north()
                && place.longitudeE6() >= box.west()
                && place.longitudeE6() <= box.east();
    }

    /** Half of them about as far away as the rim, where it is decided. */
    private Point place(Point from, long centimetres) {
        if (random.nextInt(4) == 0) {
            return new Point(random.nextInt(-90_000_000, 90_000_001), random.nextInt(-180_000_000, 180_000_001));
        }
        double angle = Point.radians(centimetres)
                * (random.nextBoolean() ? random.nextDouble() : 0.999 + random.nextDouble() / 500);
        double bearing = random.nextDouble() * 2 * Math.PI;
        double latitude = Point.e6(from.latitudeE6());
        double other = Math.asin(Math.clamp(
                Math.sin(latitude) * Math.cos(angle) + Math.cos(latitude) * Math.sin(angle) * Math.cos(bearing),
                -1,
                1));
        double east = Math.atan2(
                Math.sin(bearing) * Math.sin(angle) * Math.cos(latitude),
                Math.cos(angle) - Math.sin(latitude) * Math.sin(other));
        double longitude = Math.IEEEremainder(Point.e6(from.longitudeE6()) + east, 2 * Math.PI);
        return new Point(
                (int) Math.round(Math.toDegrees(other) * 1e6), (int) Math.round(Math.toDegrees(longitude) * 1e6));
    }
}
