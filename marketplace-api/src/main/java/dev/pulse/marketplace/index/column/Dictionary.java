package dev.pulse.marketplace.index.column;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;

/**
 * Values by code, each held once however many rows have it, and forgotten with the last of them. Code 0 is null's. For one thread that
 * writes while nobody reads.
 *
 * @param <V> the values, which must not change
 */
final class Dictionary<V> {
    private final Map<V, Integer> codes = new HashMap<>();
    private final List<V> values = new ArrayList<>();
    private int[] uses = new int[16];
    private final List<Integer> free = new ArrayList<>();
    /** What values consist of; none for those that are not looked for by their parts. */
    private final Function<V, List<String>> parts;

    private final CodedColumn.Added<V> added;

    private final PartCodes byPart = new PartCodes();
    private boolean restoring;
    /** Where each code stands among all; made when it is asked for, dropped when a value comes or goes. */
    private volatile Ranks<V> ranks;

    /**
     * Codes in the order of their values.
     *
     * @param sorted the values in order
     * @param byCode the place of each code's value among them; -1 for none
     */
    record Ranks<V>(List<V> sorted, int[] byCode) {}

    /**
     * @param parts the parts that values are looked for by
     * @param added is told of each value that gets a code
     */
    Dictionary(Function<V, List<String>> parts, CodedColumn.Added<V> added) {
        this.parts = parts;
        this.added = added;
        values.add(null);
    }

    /** The code of a value, used once more. */
    int use(V value) {
        if (value == null) {
            return 0;
        }
        Integer known = codes.get(value);
        int code = known == null ? add(value) : known;
        uses[code]++;
        return code;
    }

    private int add(V value) {
        int code = free.isEmpty() ? values.size() : free.removeLast();
        set(code, value);
        know(code);
        added.added(code, value);
        return code;
    }

    private void set(int code, V value) {
        while (values.size() <= code) {
            values.add(null);
        }
        uses = code < uses.length ? uses : Arrays.copyOf(uses, Math.max(code + 1, uses.length * 2));
        values.set(code, value);
    }

    private void know(int code) {
        V value = values.get(code);
        codes.put(value, code);
        byPart.add(parts.apply(value), code);
        ranks = null;
    }

    /** A code gets the value that it had; whether it still has it, rows tell until {@link #restored}. */
    void restore(int code, V value) {
        set(code, value);
        restoring = true;
    }

    /**
     * A row has a value by its code.
     *
     * @throws IllegalArgumentException where the code has no value
     */
    void use(int code) {
        if (code != 0) {
            if (code < 0 || code >= values.size() || values.get(code) == null) {
                throw new IllegalArgumentException("code " + code + " has no value");
            }
            uses[code]++;
        }
    }

    /** All rows have their values. A code that none of them has is free: its value may have another one by now. */
    void restored() {
        for (int code = values.size() - 1; restoring && code > 0; code--) {
            if (uses[code] > 0) {
                know(code);
            } else {
                values.set(code, null);
                free.add(code);
            }
        }
        restoring = false;
    }

    /** One row less has this code. */
    void drop(int code) {
        if (code != 0 && --uses[code] == 0) {
            forget(code);
        }
    }

    private void forget(int code) {
        V last = values.set(code, null);
        codes.remove(last);
        byPart.remove(parts.apply(last), code);
        free.add(code);
        ranks = null;
    }

    V value(int code) {
        return values.get(code);
    }

    /** The code of a value, or -1 when no row has it. */
    int code(V value) {
        return value == null ? 0 : codes.getOrDefault(value, -1);
    }

    /** Calls for the codes of the values that have a part. */
    void forEachOf(String part, IntConsumer call) {
        byPart.forEach(part, call);
    }

    /** One more than the largest code. */
    int limit() {
        return values.size();
    }

    /** Whether a row may have this code. */
    boolean isUsed(int code) {
        return code == 0 || uses[code] > 0;
    }

    /** The order of what there is now. Safe for several readers at a time. */
    Ranks<V> ranks(Comparator<? super V> order) {
        Ranks<V> known = ranks;
        if (known == null) {
            int[] sorted = IntStream.range(1, values.size())
                    .filter(this::isUsed)
                    .boxed()
                    .sorted(Comparator.comparing(this::value, order))
                    .mapToInt(Integer::intValue)
                    .toArray();
            int[] byCode = new int[values.size()];
            Arrays.fill(byCode, -1);
            for (int rank = 0; rank < sorted.length; rank++) {
                byCode[sorted[rank]] = rank;
            }
            known = new Ranks<>(Arrays.stream(sorted).mapToObj(this::value).toList(), byCode);
            ranks = known;
        }
        return known;
    }

    void clear() {
        codes.clear();
        byPart.clear();
        values.clear();
        values.add(null);
        free.clear();
        Arrays.fill(uses, 0);
        restoring = false;
        ranks = null;
    }
}
