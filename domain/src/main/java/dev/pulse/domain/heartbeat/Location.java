package dev.pulse.domain.heartbeat;

import dev.pulse.domain.field.FieldReader;

/**
 * Where a node says it is. Null or {@link #UNSAID} means that it did not say.
 *
 * @param country ISO 3166-1 alpha-2 code as the node sent it, or null
 * @param city name, or null
 * @param latitudeE6 degrees north times 10^6, -90,000,000 to 90,000,000
 * @param longitudeE6 degrees east times 10^6, -180,000,000 to 180,000,000
 */
public record Location(String country, String city, int latitudeE6, int longitudeE6) {
    /** What an absent coordinate is held as. */
    public static final int UNSAID = FieldReader.NO_DEGREES;

    /** Nothing said. */
    public static final Location UNKNOWN = new Location(null, null, UNSAID, UNSAID);
}
