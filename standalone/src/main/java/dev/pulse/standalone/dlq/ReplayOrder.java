package dev.pulse.standalone.dlq;

import dev.pulse.marketplace.letter.LetterQuery;
import java.time.Duration;

/**
 * What a replay is told.
 *
 * @param query which letters
 * @param limit letters that are put back at most, 1 or more
 * @param perSecond letters a second at most, 1 or more
 * @param dryRun whether it only says what it would do
 * @param refusedAgain whether letters that came of a replay are put back too
 * @param stillRefused whether letters are that the rules refuse as before
 * @param ingest letters of this ingest alone; null for all
 * @param clockAhead how far that ingest's clock was ahead, which is taken off its times of receipt; zero for nothing
 */
record ReplayOrder(
        LetterQuery query,
        long limit,
        int perSecond,
        boolean dryRun,
        boolean refusedAgain,
        boolean stillRefused,
        String ingest,
        Duration clockAhead) {}
