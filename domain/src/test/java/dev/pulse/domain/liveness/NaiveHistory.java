package dev.pulse.domain.liveness;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Observed time and liveness by reading the whole log again for every question. Slow, and written from the rules of the
 * design rather than from the code that it checks.
 */
final class NaiveHistory {
    /** A line of the log: a tick of a source (no node), or a heartbeat that it took. */
    record Line(String source, String node, long at) {}

    private final List<Line> log = new ArrayList<>();
    private final long interval;

    NaiveHistory(long interval) {
        this.interval = interval;
    }

    void add(Line line) {
        log.add(line);
    }

    /** What there is to know after the last line. */
    record Answer(long observed, String leader, Map<String, Boolean> online, Map<String, Long> onlineMs) {}

    Answer read() {
        String leader = null;
        int leaderLine = -1;
        long observed = 0;
        long hold = 0;
        Map<String, Long> heard = new HashMap<>();
        Map<String, Boolean> online = new HashMap<>();
        Map<String, Long> since = new HashMap<>();
        Map<String, Long> onlineMs = new HashMap<>();
        for (int i = 0; i < log.size(); i++) {
            Line line = log.get(i);
            if (line.node() != null) {
                long last = lastTick(line.source(), i);
                // What a source ticked while the leader was silent will count if it takes over.
                long alone = line.source().equals(leader) || gapSince(line.source(), leaderLine, i)
                        ? 0
                        : aloneSince(line.source(), leaderLine, i);
                long ahead = hold > 0 || last < 0
                        ? 0
                        : Math.min(
                                5_000,
                                alone
                                        + Math.max(
                                                0,
                                                line.at() - log.get((int) last).at()));
                heard.merge(line.node(), observed + ahead, Math::max);
                if (!online.getOrDefault(line.node(), false)) {
                    online.put(line.node(), true);
                    since.put(line.node(), observed);
                    onlineMs.putIfAbsent(line.node(), 0L);
                }
                continue;
            }
            long ticked = -1;
            boolean gap = false;
            if (leader == null) {
                leader = line.source();
                leaderLine = i;
            } else if (line.source().equals(leader)) {
                ticked = line.at() - log.get(leaderLine).at();
                leaderLine = i;
                gap = ticked > 5_000;
            } else {
                long alone = aloneSince(line.source(), leaderLine, i);
                if (alone > 5_000) {
                    gap = gapSince(line.source(), leaderLine, i);
                    leader = line.source();
                    leaderLine = i;
                    if (gap) {
                        hold = interval;
                    }
                    gap = false;
                    ticked = alone;
                }
            }
            if (gap) {
                hold = interval;
            } else if (ticked > 0) {
                observed += Math.max(0, ticked - hold);
                hold = Math.max(0, hold - ticked);
            }
            for (String node : heard.keySet()) {
                if (online.get(node) && observed - heard.get(node) > 3 * interval) {
                    online.put(node, false);
                    onlineMs.merge(node, observed - since.get(node), Long::sum);
                }
            }
        }
        for (String node : heard.keySet()) {
            if (online.get(node)) {
                onlineMs.merge(node, observed - since.get(node), Long::sum);
            }
        }
        return new Answer(observed, leader, online, onlineMs);
    }

    /** The line of a source's last tick before a line, or -1. */
    private long lastTick(String source, int before) {
        for (int i = before - 1; i >= 0; i--) {
            if (log.get(i).node() == null && log.get(i).source().equals(source)) {
                return i;
            }
        }
        return -1;
    }

    /** How long a source has ticked since its first tick after a line, pauses left out. */
    private long aloneSince(String source, int after, int until) {
        long sum = 0;
        Line before = null;
        for (int i = after + 1; i <= until; i++) {
            Line line = log.get(i);
            if (line.node() == null && line.source().equals(source)) {
                if (before != null && line.at() - before.at() <= 5_000) {
                    sum += line.at() - before.at();
                }
                before = line;
            }
        }
        return sum;
    }

    /** Whether a source paused since a line, or was not known before it. */
    private boolean gapSince(String source, int after, int until) {
        long last = lastTick(source, after + 1);
        if (last < 0) {
            return true;
        }
        Line before = log.get((int) last);
        for (int i = after + 1; i <= until; i++) {
            Line line = log.get(i);
            if (line.node() == null && line.source().equals(source)) {
                if (line.at() - before.at() > 5_000) {
                    return true;
                }
                before = line;
            }
        }
        return false;
    }
}
