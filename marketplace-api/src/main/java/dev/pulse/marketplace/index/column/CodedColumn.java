package dev.pulse.marketplace.index.column;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.IntPredicate;
import java.util.function.Predicate;

/**
 * Values that many rows share: a code for each row and each value once. The rows of the first few codes are also kept as
 * bits, so that a condition on a field of few values costs next to nothing.
 *
 * @param <V> the values, which must not change
 */
public final class CodedColumn<V> {
    /** Values that are looked for one after the other, rather than row by row. */
    private static final int SINGLY = 4;

    private final Dictionary<V> dictionary;
    private final PackedColumn codes = new PackedColumn();
    private final BitColumn[] bits;

    /**
     * Is told of each value that gets a code.
     *
     * @param <V> the values
     */
    @FunctionalInterface
    public interface Added<V> {
        /** A value has this code from now on. */
        void added(int code, V value);
    }

    /**
     * A column without rows.
     *
     * @param bitmaps how many values have their rows kept as bits too: the first that come
     * @param parts the parts that values are looked for by, each once
     * @param added is told of values that get codes
     */
    public CodedColumn(int bitmaps, Function<V, List<String>> parts, Added<V> added) {
        dictionary = new Dictionary<>(parts, added);
        bits = new BitColumn[bitmaps + 1];
        Arrays.setAll(bits, code -> new BitColumn());
    }

    /** The value of a row, or null. */
    public V get(int row) {
        return dictionary.value(code(row));
    }

    /** The code of a row's value; 0 for null. */
    public int code(int row) {
        return (int) codes.get(row);
    }

    /** Codes as numbers. */
    public Numbers codes() {
        return codes;
    }

    /** The value of a code. */
    public V value(int code) {
        return dictionary.value(code);
    }

    /** One more than the largest code. */
    public int limit() {
        return dictionary.limit();
    }

    /** Gives a new row its value. */
    public void add(int row, V value) {
        begin(row, dictionary.use(value));
    }

    private void begin(int row, int code) {
        codes.set(row, code);
        mark(code, row, true);
    }

    /** A value gets the code that it had. */
    public void restore(int code, V value) {
        dictionary.restore(code, value);
    }

    /**
     * Gives a new row the value of a code.
     *
     * @throws IllegalArgumentException where the code has none
     */
    public void addCode(int row, int code) {
        dictionary.use(code);
        begin(row, code);
    }

    /** All rows are in that had these codes. */
    public void restored() {
        dictionary.restored();
    }

    /** Gives a row that has a value another one. */
    public void change(int row, V value) {
        int before = code(row);
        // What a row has is compared before what all have is searched: most values stay.
        if (Objects.equals(value, dictionary.value(before))) {
            return;
        }
        // The new one first, so that one that comes and goes with this row keeps its neighbours' order.
        int code = dictionary.use(value);
        mark(before, row, false);
        dictionary.drop(before);
        codes.set(row, code);
        mark(code, row, true);
    }

    /** Takes the value of a row that goes. */
    public void remove(int row) {
        int before = code(row);
        mark(before, row, false);
        dictionary.drop(before);
    }

    private void mark(int code, int row, boolean value) {
        if (bits.length > 1 && code < bits.length) {
            bits[code].set(row, value);
        }
    }

    /** The codes that are wanted, of those that rows may have. */
    public CodeSet codesIf(IntPredicate wanted) {
        CodeSet found = new CodeSet(dictionary.limit());
        for (int code = 0; code < dictionary.limit(); code++) {
            if (dictionary.isUsed(code) && wanted.test(code)) {
                found.add(code);
            }
        }
        return found;
    }

    /** The codes of the values that are wanted, null among them. */
    public CodeSet matching(Predicate<? super V> wanted) {
        return codesIf(code -> wanted.test(dictionary.value(code)));
    }

    /** The same for values that are known: costs nothing for those that are not wanted. */
    public CodeSet of(Iterable<? extends V> wanted) {
        CodeSet found = new CodeSet(dictionary.limit());
        for (V value : wanted) {
            int code = dictionary.code(value);
            if (code >= 0) {
                found.add(code);
            }
        }
        return found;
    }

    /** The codes of the values that have one of these parts. */
    public CodeSet having(Iterable<String> parts) {
        CodeSet found = new CodeSet(dictionary.limit());
        parts.forEach(part -> dictionary.forEachOf(part, found::add));
        return found;
    }

    /** Keeps those rows of a segment whose value is among the wanted. */
    public void narrow(int segment, long[] rows, int at, CodeSet wanted) {
        if (wanted.size() == 0) {
            Arrays.fill(rows, at, at + Segments.WORDS, 0);
        } else if (bits.length > 1 && wanted.last() < bits.length) {
            if (wanted.size() == 1) {
                bits[wanted.last()].narrow(segment, rows, at, true);
            } else {
                long[] any = new long[Segments.WORDS];
                wanted.forEach(code -> bits[code].addTo(segment, any, 0));
                for (int word = 0; word < Segments.WORDS; word++) {
                    rows[at + word] &= any[word];
                }
            }
        } else if (wanted.size() <= SINGLY) {
            singly(segment, rows, at, wanted);
        } else {
            scan(segment, rows, at, wanted);
        }
    }

    private void singly(int segment, long[] rows, int at, CodeSet wanted) {
        if (wanted.size() == 1) {
            codes.narrow(segment, rows, at, wanted.last(), wanted.last());
            return;
        }
        long[] kept = new long[Segments.WORDS];
        wanted.forEach(code -> {
            long[] one = Arrays.copyOfRange(rows, at, at + Segments.WORDS);
            codes.narrow(segment, one, 0, code, code);
            for (int word = 0; word < Segments.WORDS; word++) {
                kept[word] |= one[word];
            }
        });
        System.arraycopy(kept, 0, rows, at, Segments.WORDS);
    }

    private void scan(int segment, long[] rows, int at, CodeSet wanted) {
        int first = segment << Segments.SHIFT;
        for (int word = 0; word < Segments.WORDS; word++) {
            long kept = 0;
            for (long left = rows[at + word]; left != 0; left &= left - 1) {
                if (wanted.has(code(first + (word << 6) + Long.numberOfTrailingZeros(left)))) {
                    kept |= Long.lowestOneBit(left);
                }
            }
            rows[at + word] = kept;
        }
    }

    /** Where each code's value stands among the others: for sorting by values. -1 for code 0. */
    public int[] ranks(Comparator<? super V> order) {
        return dictionary.ranks(order).byCode();
    }

    /** The values in order. Always asked with the same order. */
    public List<V> sorted(Comparator<? super V> order) {
        return dictionary.ranks(order).sorted();
    }

    /** Forgets all. */
    public void clear() {
        dictionary.clear();
        codes.clear();
        for (BitColumn column : bits) {
            column.clear();
        }
    }
}
