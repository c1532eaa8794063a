package dev.pulse.marketplace.index.column;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;

/**
 * Values by code, each held once however many rows have it, and forgotten with the last of them. Code 0 is null's. One thread writes while
 * nobody reads; {@link #known} alone can be asked at any time.
 *
 * @param <V> the values, which must not change
 */
final class Dictionary<V> {
    private final Map<V, Code<V>> codes = new ConcurrentHashMap<>();
    private final List<Code<V>> values = new ArrayList<>();
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

    /** The code that a value has by now, or null; it may have lost it by the time that it is used. For any thread. */
    Code<V> known(V value) {
        return value == null ? null : codes.get(value);
    }

    /**
     * The code of a value, used once more.
     *
     * @param known what {@link #known} said of it
     */
    int use(V value, Code<?> known) {
        if (value == null) {
            return 0;
        }
        int code = number(value, known);
        if (code < 0) {
            code = add(value);
        }
        uses[code]++;
        return code;
    }

    /** The code of a value that is not null, or -1. */
    int number(V value, Code<?> known) {
        Code<?> found = known == null || known.isLost() ? codes.get(value) : known;
        return found == null ? -1 : found.number();
    }

    private int add(V value) {
        int code;
        if (free.isEmpty()) {
            code = values.size();
            values.add(null);
            uses = code < uses.length ? uses : Arrays.copyOf(uses, uses.length * 2);
        } else {
            code = free.removeLast();
        }
        values.set(code, new Code<>(value, code));
        codes.put(value, values.get(code));
        byPart.add(parts.apply(value), code);
        ranks = null;
        return code;
    }

    /** One row less has this code. */
    void drop(int code) {
        if (code != 0 && --uses[code] == 0) {
            Code<V> last = values.get(code);
            last.lose();
            codes.remove(last.value());
            byPart.remove(parts.apply(last.value()), code);
            values.set(code, null);
            free.add(code);
            ranks = null;
        }
    }

    V value(int code) {
        Code<V> held = values.get(code);
        return held == null ? null : held.value();
    }

    /** The code of a value, or -1 when no row has it. */
    int code(V value) {
        return value == null ? 0 : number(value, null);
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
        codes.values().forEach(Code::lose);
        codes.clear();
        byPart.clear();
        values.clear();
        values.add(null);
        free.clear();
        Arrays.fill(uses, 0);
        ranks = null;
    }
}
