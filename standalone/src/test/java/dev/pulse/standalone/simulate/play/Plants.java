package dev.pulse.standalone.simulate.play;

import dev.pulse.standalone.simulate.plant.Costs;
import dev.pulse.standalone.simulate.plant.Outcome;
import dev.pulse.standalone.simulate.plant.Plant;
import dev.pulse.standalone.simulate.plant.Rules;
import dev.pulse.standalone.simulate.plant.Trouble;

/** Regions whose outcome can be worked out by hand. */
final class Plants {
    /** A heartbeat is a millisecond of a core at a verifier, a tenth of it at a lifecycle instance, and nearly nothing elsewhere. */
    static final Costs COSTS = new Costs(1e-6, 1e-7, 1e-7, 1e-7, 1e-3, 1e-9, 1e-4, 1e-4, 5, 25, 1, 2);

    private Plants() {}

    /** So many nodes a minute, on two instances of two cores each. */
    static Plant of(double nodes) {
        return of(nodes, 1_000_000, true);
    }

    /** The same with so many connections for each of the two ingests. */
    static Plant of(double nodes, int connections, boolean yields) {
        return new Plant(nodes, 60_000, 2, 3, 2, 2, 8, 2, connections, 30_000, yields, 86_400_000, COSTS);
    }

    static Outcome play(Plant plant, Trouble trouble) {
        return play(plant, trouble, Rules.of(plant.intervalMs()), 1);
    }

    static Outcome play(Plant plant, Trouble trouble, Rules rules, long seed) {
        return new Episode(plant, trouble, rules, 1_000, seed).play();
    }
}
