package dev.pulse.standalone.simulate;

import dev.pulse.standalone.simulate.plant.Outcome;
import java.util.List;
import java.util.function.DoubleFunction;

/**
 * How far a region goes in one trouble: the last step of a row at which everything holds, and what does not at the next. More is taken
 * to be never easier, so the last step is looked at first, and then half of what is left.
 *
 * @param holds the last step that holds, 0 where none does
 * @param breaks the step after it, 0 where all hold
 * @param why what broke there, null where all hold
 */
public record Scan(double holds, double breaks, Outcome why) {
    /** Looks for it on steps that grow. */
    static Scan of(List<Double> steps, DoubleFunction<Outcome> play) {
        int good = -1;
        int bad = steps.size() - 1;
        Outcome why = play.apply(steps.get(bad));
        if (why.holds()) {
            return new Scan(steps.get(bad), 0, null);
        }
        while (bad - good > 1) {
            int next = (good + bad) / 2;
            Outcome outcome = play.apply(steps.get(next));
            if (outcome.holds()) {
                good = next;
            } else {
                bad = next;
                why = outcome;
            }
        }
        return new Scan(good < 0 ? 0 : steps.get(good), steps.get(bad), why);
    }
}
