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
 * Values by code, each held once however many rows have it, and forgotten with the last of them. Code 0 is null's.
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

    private final PartCodes byPart = new PartCodes();
    /** Where each code stands among all; made when it is asked for, dropped when a value comes or goes. */
    private volatile Ranks<V> ranks;

    /**
     * Codes in the order of their values.
     *
     * @param sorted the values in order
     * @param byCode the place of each code's value among them; -1 for none
     */
    record Ranks<V>(List<V> sorted, int[] byCode) {}

    /** @param parts the parts that values are looked for by */
    Dictionary(Function<V, List<String>> parts) {
        this.parts = parts;
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
        int code;
        if (free.isEmpty()) {
            code = values.size();
            values.add(value);
            uses = code < uses.length ? uses : Arrays.copyOf(uses, uses.length * 2);
        } else {
            code = free.removeLast();
            values.set(code, value);
        }
        codes.put(value, code);
        byPart.add(parts.apply(value), code);
        ranks = null;
        return code;
    }

    /** One row less has this code. */
    void drop(int code) {
        if (code != 0 && --uses[code] == 0) {
            V value = values.get(code);
            codes.remove(value);
            byPart.remove(parts.apply(value), code);
            values.set(code, null);
            free.add(code);
            ranks = null;
        }
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
                    .sorted(Comparator.comparing(values::get, order))
                    .mapToInt(Integer::intValue)
                    .toArray();
            int[] byCode = new int[values.size()];
            Arrays.fill(byCode, -1);
            for (int rank = 0; rank < sorted.length; rank++) {
                byCode[sorted[rank]] = rank;
            }
            known = new Ranks<>(Arrays.stream(sorted).mapToObj(values::get).toList(), byCode);
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
        ranks = null;
    }
}
