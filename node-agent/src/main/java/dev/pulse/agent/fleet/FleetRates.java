package dev.pulse.agent.fleet;

/**
 * How many extras follow an acknowledged good heartbeat, each a share from 0 to 1 of the good ones. At most one extra
 * follows each, so the shares add up to 1 at most.
 *
 * @param badSignature share of {@link Kind#BAD_SIGNATURE}
 * @param skewed share of {@link Kind#SKEWED}
 * @param impostors share of {@link Kind#IMPOSTOR}
 * @param duplicates share of {@link Kind#DUPLICATE}
 * @param malformed share of {@link Kind#MALFORMED}
 */
public record FleetRates(double badSignature, double skewed, double impostors, double duplicates, double malformed) {
    /** Good heartbeats alone. */
    public static final FleetRates NONE = new FleetRates(0, 0, 0, 0, 0);

    /** @throws IllegalArgumentException when a share is outside 0..1 or they add up to more than 1 */
    public FleetRates {
        double sum = 0;
        for (double share : new double[] {badSignature, skewed, impostors, duplicates, malformed}) {
            if (!(share >= 0 && share <= 1)) {
                throw new IllegalArgumentException(
                        "a share of heartbeats lies between 0% and 100%, not " + share * 100 + "%");
            }
            sum += share;
        }
        if (sum > 1 + 1e-9) {
            throw new IllegalArgumentException(
                    "the shares of bad heartbeats and duplicates add up to more than 100%: at most one follows each good one");
        }
    }

    /**
     * Which extra follows, or {@link Kind#GOOD} for none.
     *
     * @param draw uniform in [0, 1)
     */
    Kind extra(double draw) {
        double left = draw;
        if ((left -= badSignature) < 0) {
            return Kind.BAD_SIGNATURE;
        }
        if ((left -= skewed) < 0) {
            return Kind.SKEWED;
        }
        if ((left -= impostors) < 0) {
            return Kind.IMPOSTOR;
        }
        if ((left -= duplicates) < 0) {
            return Kind.DUPLICATE;
        }
        return left - malformed < 0 ? Kind.MALFORMED : Kind.GOOD;
    }
}
