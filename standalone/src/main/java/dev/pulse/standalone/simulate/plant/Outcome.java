package dev.pulse.standalone.simulate.plant;

import java.util.ArrayList;
import java.util.List;

/**
 * What came of a trouble, from its beginning on. Counts of nodes are of all nodes: what was seen of those looked at, times those that
 * each stands for.
 *
 * @param plant where
 * @param trouble what
 * @param waitS longest time that a post waited for a connection or a processor, in seconds, as of the next three
 * @param verifierLagS longest lag of a verifier
 * @param lifecycleLagS longest lag of a lifecycle instance
 * @param caughtUpS seconds from the trouble's end until nothing waited and all nodes that are up were back, -1 for not in time
 * @param refused share of the posts that were answered 503
 * @param unanswered share that were not answered
 * @param givenUp heartbeats that nodes gave up for new ones
 * @param stale heartbeats that were too old when they came
 * @param lateP50S silences found, seconds past their deadline, the middle one
 * @param lateP99S of a hundred, all but the latest
 * @param lateMaxS the latest
 * @param missed silent nodes that were not found
 * @param falseOffline nodes that were up and called OFFLINE
 * @param falseUnknown nodes that were up and called UNKNOWN
 * @param delayP50S from a post until its heartbeat was accounted, the middle one
 * @param busiestStage whose instances were busiest
 * @param busiest how busy the busiest of them was over a minute, as a share
 */
public record Outcome(
        Plant plant,
        Trouble trouble,
        double waitS,
        double verifierLagS,
        double lifecycleLagS,
        long caughtUpS,
        double refused,
        double unanswered,
        double givenUp,
        double stale,
        double lateP50S,
        double lateP99S,
        double lateMaxS,
        double missed,
        double falseOffline,
        double falseUnknown,
        double delayP50S,
        String busiestStage,
        double busiest) {
    /** What did not hold, the worst first. */
    public List<Criterion> broken() {
        List<Criterion> found = new ArrayList<>();
        boolean ours = switch (trouble) {
            case ORDINARY, SILENT_30, SILENT_ALL -> false;
            default -> true;
        };
        if (falseOffline > 0) {
            found.add(Criterion.FALSE_OFFLINE);
        }
        if (caughtUpS < 0 || caughtUpS > Criterion.BEHIND_S) {
            found.add(Criterion.STAYS_BEHIND);
        }
        if (!ours && (lateMaxS > Criterion.LATE_S || missed > 0)) {
            found.add(Criterion.FOUND_LATE);
        }
        if (stale > 0 || !ours && refused + unanswered > 0) {
            found.add(Criterion.TURNED_AWAY);
        }
        if (verifierLagS * 1_000 > plant.rawMs()) {
            found.add(Criterion.LOST);
        }
        return found;
    }

    /** Whether all held. */
    public boolean holds() {
        return broken().isEmpty();
    }
}
