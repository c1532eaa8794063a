package dev.pulse.marketplace.hook.send;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What one subscriber is to be told, and was. Bounded. Safe for several threads. */
public final class Outbox {
    /** Deliveries that wait. */
    public static final int MOST_WAITING = 200;

    /** Deliveries that arrived or were given up, the newest of each. */
    public static final int KEPT = 50;

    private final Map<String, Delivery> all = new LinkedHashMap<>();

    /** Takes one in, unless it has it already. Where too many wait, it is given up at once, and shown as such. */
    public synchronized void add(Delivery delivery) {
        if (all.containsKey(delivery.id())) {
            return;
        }
        boolean full = all.values().stream().filter(Delivery::waits).count() >= MOST_WAITING;
        all.put(delivery.id(), full ? delivery.dropped("More than " + MOST_WAITING + " were waiting.") : delivery);
        forget();
    }

    /** The next one that is due; it stays until {@link #put} says what became of it. */
    public synchronized Optional<Delivery> due(long now) {
        return all.values().stream()
                .filter(delivery -> delivery.waits() && delivery.nextAt() <= now)
                .min(Comparator.comparingLong(Delivery::nextAt));
    }

    /** What became of one. */
    public synchronized void put(Delivery delivery) {
        if (all.replace(delivery.id(), delivery) != null) {
            forget();
        }
    }

    /** Tries one anew that arrived or was given up; empty where there is none of that id. */
    public synchronized Optional<Delivery> again(String id, long now) {
        Delivery known = all.get(id);
        if (known == null || known.waits()) {
            return Optional.ofNullable(known);
        }
        Delivery anew = known.again(now);
        all.put(id, anew);
        return Optional.of(anew);
    }

    /** The newest first. */
    public synchronized List<Delivery> newest(int most) {
        List<Delivery> newest = new ArrayList<>(all.values()).reversed();
        return List.copyOf(newest.subList(0, Math.min(most, newest.size())));
    }

    private void forget() {
        for (Delivery.Status ended : List.of(Delivery.Status.DELIVERED, Delivery.Status.DEAD)) {
            long over = all.values().stream()
                            .filter(delivery -> delivery.status() == ended)
                            .count()
                    - KEPT;
            Iterator<Delivery> oldest = all.values().iterator();
            while (over > 0 && oldest.hasNext()) {
                if (oldest.next().status() == ended) {
                    oldest.remove();
                    over--;
                }
            }
        }
    }
}
