package dev.pulse.marketplace.index.uptime;

import dev.pulse.domain.heartbeat.Capacity;
import dev.pulse.domain.history.Shares;
import dev.pulse.domain.history.Uptime;
import dev.pulse.marketplace.index.column.Numbers;
import dev.pulse.marketplace.index.node.NodeField;

/**
 * Uptime and flaps of rows from a midnight on: what a node's counters stand at now, less what they stood at then. For one thread,
 * while nobody writes.
 */
public final class Lately {
    private static final byte[] NOTHING = {};

    private final MarkRows rows;
    private final Windows windows;
    private final int days;
    private final Numbers firstSeen;
    private final Numbers writtenAt;
    private final Numbers observed;
    private final Numbers notOnline;
    private final long begin;
    private final MarkReader mark = new MarkReader();

    private long observedMs;
    private long notOnlineMs;
    private long fell;
    private long totalThen;
    private long awayThen;

    /**
     * What rows say now.
     *
     * @param firstSeen by row, unix seconds; {@link Capacity#UNSAID} for a node that was never heard from
     * @param writtenAt by row, of when the next two are, unix seconds
     * @param observed by row, observed milliseconds
     * @param notOnline by row, those of them when it was not ONLINE
     */
    public record Now(Numbers firstSeen, Numbers writtenAt, Numbers observed, Numbers notOnline) {}

    /**
     * From a midnight on.
     *
     * @param days how long ago it is, up to {@link DayMarks#DAYS}
     * @param begin unix milliseconds
     */
    public Lately(MarkRows rows, Windows windows, Now now, int days, long begin) {
        this.rows = rows;
        this.windows = windows;
        this.days = days;
        this.firstSeen = now.firstSeen();
        this.writtenAt = now.writtenAt();
        this.observed = now.observed();
        this.notOnline = now.notOnline();
        this.begin = begin;
    }

    /** Uptime of a row. */
    public Uptime uptime(int row) {
        read(row);
        return new Uptime(observedMs - notOnlineMs, observedMs);
    }

    /** The same in hundredths of a percent, rounded down; {@link Uptime#UNSAID} where nothing was observed. */
    long hundredths(int row) {
        read(row);
        if (notOnlineMs == 0) {
            return observedMs == 0 ? Uptime.UNSAID : Uptime.ALWAYS;
        }
        return Shares.of(Uptime.ALWAYS, observedMs - notOnlineMs, observedMs);
    }

    /** How many times the node of the row that was looked at last went OFFLINE. */
    long fallen() {
        return fell;
    }

    /** What a search by a field goes by; null for a field that has no past. */
    public Numbers numbers(NodeField field) {
        return switch (field) {
            case UPTIME -> windows.uptimes(days);
            case FLAPS -> windows.flaps(days);
            default -> null;
        };
    }

    private void read(int row) {
        observedMs = 0;
        notOnlineMs = 0;
        fell = 0;
        long first = firstSeen.get(row);
        if (first == Capacity.UNSAID) {
            return;
        }
        long at = first * 1_000;
        long total = 0;
        long away = 0;
        long flapsThen = 0;
        boolean passed = false;
        mark.begin(NOTHING, 0, 0);
        if (rows.has(row)) {
            rows.read(row, mark);
        }
        while (mark.next()) {
            if (mark.at <= begin) {
                flapsThen = mark.flaps;
            } else if (!passed) {
                passed = true;
                then(at, total, away, mark.at, mark.observed, mark.notOnline);
            }
            at = mark.at;
            total = mark.observed;
            away = mark.notOnline;
        }
        // The state may have been read before its transition, or behind it.
        long totalNow = Math.max(total, observed.get(row));
        long awayNow = away + Math.clamp(notOnline.get(row) - away, 0, totalNow - total);
        if (!passed) {
            then(at, total, away, Math.max(at, writtenAt.get(row) * 1_000), totalNow, awayNow);
        }
        observedMs = totalNow - totalThen;
        notOnlineMs = awayNow - awayThen;
        fell = mark.flaps - flapsThen;
    }

    /** What the counters stood at at the beginning, which lies before the second time and may lie before the first. */
    private void then(long from, long total, long away, long until, long totalUntil, long awayUntil) {
        if (begin <= from) {
            totalThen = total;
            awayThen = away;
        } else if (begin >= until) {
            totalThen = totalUntil;
            awayThen = awayUntil;
        } else {
            long part = Shares.of(totalUntil - total, begin - from, until - from);
            totalThen = total + part;
            awayThen = awayUntil == away ? away : away + Shares.of(part, awayUntil - away, totalUntil - total);
        }
    }
}
