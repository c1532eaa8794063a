package dev.pulse.standalone.simulate.play;

import dev.pulse.standalone.simulate.plant.Outcome;
import dev.pulse.standalone.simulate.plant.Plant;
import dev.pulse.standalone.simulate.plant.Trouble;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Collections;
import java.util.List;

/** What is counted while a trouble is played; nothing before it begins. */
final class Tally {
    private final List<Long> lateness = new ArrayList<>();
    /** How many heartbeats took so many steps, the last one all that took longer. */
    private final long[] delays = new long[1_200];

    private boolean counting;
    private long posted;
    private long refused;
    private long unanswered;
    private long gaveUp;
    private final BitSet falseOffline = new BitSet();
    private final BitSet falseUnknown = new BitSet();
    private long stale;
    private long verifierLag;
    private long lifecycleLag;
    private long wait;
    private double busiest;
    private String busiestStage = "";

    void begin() {
        counting = true;
    }

    void posted() {
        posted += counting ? 1 : 0;
    }

    void refused() {
        refused += counting ? 1 : 0;
    }

    void unanswered() {
        unanswered += counting ? 1 : 0;
    }

    void gaveUp() {
        gaveUp += counting ? 1 : 0;
    }

    /** A heartbeat was too old when it came. */
    void stale() {
        stale += counting ? 1 : 0;
    }

    /** A node that is up was called something else. */
    void wronged(int node, boolean offline) {
        if (counting) {
            (offline ? falseOffline : falseUnknown).set(node);
        }
    }

    /** A silent one was found, so many milliseconds past its deadline. */
    void found(long late) {
        lateness.add(late);
    }

    /** A heartbeat was accounted so many milliseconds after it was posted. */
    void accounted(long delay) {
        if (counting) {
            delays[(int) Math.min(delays.length - 1L, delay / Episode.STEP_MS)]++;
        }
    }

    void lags(long atGate, long verifier, long lifecycle) {
        if (counting) {
            wait = Math.max(wait, atGate);
            verifierLag = Math.max(verifierLag, verifier);
            lifecycleLag = Math.max(lifecycleLag, lifecycle);
        }
    }

    void busy(String stage, double share) {
        if (counting && share > busiest) {
            busiest = share;
            busiestStage = stage;
        }
    }

    int found() {
        return lateness.size();
    }

    /**
     * All of it.
     *
     * @param caughtUpS seconds after the trouble, or -1
     * @param missed silent nodes that nobody found
     * @param weight nodes that one stands for
     */
    Outcome outcome(Plant plant, Trouble trouble, long caughtUpS, int missed, double weight) {
        double posts = Math.max(1, posted);
        return new Outcome(
                plant,
                trouble,
                wait / 1_000.0,
                verifierLag / 1_000.0,
                lifecycleLag / 1_000.0,
                caughtUpS,
                refused / posts,
                unanswered / posts,
                gaveUp * weight,
                stale * weight,
                percentile(lateness, 50),
                percentile(lateness, 99),
                percentile(lateness, 100),
                missed * weight,
                falseOffline.cardinality() * weight,
                falseUnknown.cardinality() * weight,
                middleDelay(),
                busiestStage,
                busiest);
    }

    private static double percentile(List<Long> values, int percent) {
        if (values.isEmpty()) {
            return 0;
        }
        Collections.sort(values);
        return values.get((int) ((values.size() - 1L) * percent / 100)) / 1_000.0;
    }

    private double middleDelay() {
        long left = Arrays.stream(delays).sum() / 2;
        int step = 0;
        while (step < delays.length - 1 && left >= delays[step]) {
            left -= delays[step++];
        }
        return step * Episode.STEP_MS / 1_000.0;
    }
}
