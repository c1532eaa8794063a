package dev.pulse.benchmarks.micro;

import dev.pulse.benchmarks.record.Figure;
import java.util.LinkedHashMap;
import java.util.Map;

/** The ratios that the summary takes from the micro-benchmarks. Times of one run over each other, never over another's. */
final class Ratios {
    static final String AWS_LC = "verify_aws_lc";
    static final String OURS = "verify_ours";
    static final String BOUNCY_CASTLE = "verify_bouncy_castle";
    static final String SAME_VERDICTS = "verify_bouncy_castle_same_verdicts";
    static final String TIMERS = "liveness_sweep_and_rearm";
    static final String METRICS = "telemetry_heartbeat";

    private Ratios() {}

    /**
     * The ratios by name.
     *
     * @param figures times in microseconds, all six of the names above among them
     */
    static Map<String, Figure> of(Map<String, Figure> figures) {
        Map<String, Figure> ratios = new LinkedHashMap<>();
        ratios.put(
                "verify_over_bouncycastle",
                ratio(
                        figures.get(BOUNCY_CASTLE),
                        figures.get(OURS),
                        "throughput of what the verifier runs over BouncyCastle's low-level call, the harder baseline:"
                                + " it lacks the checks that make its verdicts ours"));
        ratios.put(
                "verify_over_bouncycastle_same_verdicts",
                ratio(
                        figures.get(SAME_VERDICTS),
                        figures.get(OURS),
                        "throughput of what the verifier runs over BouncyCastle with its cofactored difference"
                                + " closed"));
        ratios.put(
                "timers_over_verify",
                ratio(
                        figures.get(TIMERS),
                        figures.get(AWS_LC),
                        "one firing and re-arming for each heartbeat, a million entries, over one AWS-LC verify"));
        ratios.put(
                "metrics_over_verify",
                ratio(
                        figures.get(METRICS),
                        figures.get(AWS_LC),
                        "all that metrics cost a heartbeat on its way, over one AWS-LC verify"));
        return ratios;
    }

    /** A quotient; its error by the rule for independent errors, as the square root of the sum of relative squares. */
    private static Figure ratio(Figure above, Figure below, String note) {
        double value = above.value() / below.value();
        Double error = above.error() == null || below.error() == null
                ? null
                : (Double) (value * Math.hypot(above.error() / above.value(), below.error() / below.value()));
        return new Figure(value, error, "ratio", note);
    }
}
