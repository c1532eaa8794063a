package dev.pulse.marketplace.traffic;

import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** What is not known, and since when. Safe for several threads. */
public final class Troubles {
    /**
     * One thing that is not known.
     *
     * @param part which
     * @param detail why, a sentence
     * @param since since when, unix milliseconds
     */
    public record Trouble(String part, String detail, long since) {}

    private final SortedMap<String, Trouble> now = new TreeMap<>();

    /** It is not known, at this time and for this reason. */
    public synchronized void add(String part, String detail, long at) {
        Trouble before = now.get(part);
        now.put(part, new Trouble(part, detail, before == null ? at : before.since()));
    }

    /** It is known again. */
    public synchronized void end(String part) {
        now.remove(part);
    }

    /** All of them. */
    public synchronized List<Trouble> all() {
        return List.copyOf(now.values());
    }
}
