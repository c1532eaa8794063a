package dev.pulse.system.chaos;

import java.util.List;
import java.util.Locale;

/**
 * What a run saw.
 *
 * @param settings what was run
 * @param steps the faults in their order
 * @param acknowledged heartbeats that were answered 202
 * @param unanswered POSTs that may or may not have been taken
 * @param verified heartbeats proved
 * @param dead records in the dead letters
 * @param transitions events in all
 * @param wrong what the books found; empty when all is well
 */
public record ChaosReport(
        ChaosSettings settings,
        List<Step> steps,
        long acknowledged,
        long unanswered,
        long verified,
        long dead,
        long transitions,
        List<String> wrong) {
    /**
     * A fault, and the way back.
     *
     * @param fault its name and whom it struck
     * @param brokenSeconds how long it lasted
     * @param recoverySeconds from when it was put right until every part served and every node was online
     */
    public record Step(String fault, double brokenSeconds, double recoverySeconds) {}

    /** Whether nothing was lost, doubled or called offline. */
    public boolean isClean() {
        return wrong.isEmpty();
    }

    /** The report as a page. */
    public String markdown() {
        StringBuilder page = new StringBuilder("# Chaos, seed %d\n\n".formatted(settings.seed()));
        page.append(
                "%d faults on three brokers and two instances of each service, %d nodes with an interval of %d s.\n%s\n\n"
                        .formatted(
                                steps.size(),
                                settings.nodes(),
                                settings.interval().toSeconds(),
                                isClean()
                                        ? "**Clean**: nothing acknowledged was lost, nothing doubled, no node called offline."
                                        : "**" + wrong.size() + " things are wrong**, see below."));
        page.append("%d heartbeats answered 202, %d POSTs without an answer; %d verified, %d dead, %d transitions.\n\n"
                .formatted(acknowledged, unanswered, verified, dead, transitions));
        page.append("| fault | broken, s | back after, s |\n|---|---|---|\n");
        steps.forEach(step -> page.append(String.format(
                Locale.ROOT, "| %s | %.1f | %.1f |%n", step.fault(), step.brokenSeconds(), step.recoverySeconds())));
        wrong.forEach(sentence -> page.append("\n- ").append(sentence));
        return page.append(wrong.isEmpty() ? "" : "\n").toString();
    }
}
