package dev.pulse.marketplace.hook;

import java.time.Duration;
import java.util.List;

/**
 * A node that is offline, as one subscriber is told of it. He hears nothing of one that is back before the time that he grants
 * ({@code downAfter}); then that it is down; then reminders; and that it is back, if he heard that it was down.
 *
 * @param since when it went offline, unix milliseconds
 * @param told how often he was told: 0, 1 for that it is down, then one more for each reminder
 */
record DownRule(long since, int told) {
    /** When reminders come, from the moment it went offline on. */
    static final List<Duration> REMINDERS = List.of(Duration.ofHours(1), Duration.ofHours(6), Duration.ofHours(24));

    /** What is older than this when the watch begins is history: told already, or never asked for. */
    static final Duration RECENT = Duration.ofMinutes(10);

    /** When there is nothing more to tell. */
    static final long NEVER = Long.MAX_VALUE;

    /** It goes offline now. */
    static DownRule began(long since) {
        return new DownRule(since, 0);
    }

    /**
     * It was offline when the watch began. Of what was due within the last ten minutes he is told, in case whoever watched before
     * did not: the same thing has the same id, so that it counts once.
     *
     * @param downAfter the time that he grants, milliseconds
     */
    static DownRule found(long since, long downAfter, long now) {
        DownRule rule = began(since);
        while (rule.due(downAfter) < now - RECENT.toMillis()) {
            rule = rule.afterTelling(downAfter);
        }
        return rule;
    }

    /** When he is told next, unix milliseconds; {@link #NEVER} after the last reminder. */
    long due(long downAfter) {
        if (told == 0) {
            return since + downAfter;
        }
        return told > REMINDERS.size() ? NEVER : since + REMINDERS.get(told - 1).toMillis();
    }

    /** He was told what was due. What would remind him before he is told at all is passed over. */
    DownRule afterTelling(long downAfter) {
        int next = told + 1;
        while (next <= REMINDERS.size() && REMINDERS.get(next - 1).toMillis() <= downAfter) {
            next++;
        }
        return new DownRule(since, next);
    }

    /** Whether he must hear that it is back. */
    boolean tellsOfReturn() {
        return told > 0;
    }
}
