package dev.pulse.marketplace.index.uptime;

import dev.pulse.marketplace.index.column.Numbers;
import dev.pulse.marketplace.index.column.PackedColumn;
import java.util.Arrays;
import java.util.List;

/**
 * Uptime in the windows that searches may ask about, as columns that are kept up to date with each state and transition: to work another
 * one out for a search would be a look at every node's past. For one thread that writes while nobody reads.
 */
public final class Windows {
    /** How many days each has, and what there was of today. */
    public static final List<Integer> DAYS = List.of(1, 7, 30, DayMarks.DAYS);

    private final PackedColumn[] uptimes = new PackedColumn[DAYS.size()];
    private final PackedColumn[] flaps = new PackedColumn[DAYS.size()];

    private final Lately[] past = new Lately[DAYS.size()];

    /** Columns without a row. */
    public Windows() {
        Arrays.setAll(uptimes, i -> new PackedColumn());
        Arrays.setAll(flaps, i -> new PackedColumn());
    }

    /** Makes a window of so many days. */
    public interface Maker {
        /** The window. */
        Lately of(int days);
    }

    /** From now on the windows are these; {@link #refresh} makes rows follow. */
    public void begin(Maker maker) {
        Arrays.setAll(past, i -> maker.of(DAYS.get(i)));
    }

    /** Works rows out, once windows have begun. */
    public void refresh(int[] rows) {
        if (past[0] == null) {
            return;
        }
        for (int i = 0; i < DAYS.size(); i++) {
            for (int row : rows) {
                uptimes[i].set(row, past[i].hundredths(row));
                flaps[i].set(row, past[i].fallen());
            }
        }
    }

    /** Forgets all rows. */
    public void clear() {
        Arrays.stream(uptimes).forEach(PackedColumn::clear);
        Arrays.stream(flaps).forEach(PackedColumn::clear);
    }

    /** Hundredths of a percent by row, of a window of so many days. */
    Numbers uptimes(int days) {
        return uptimes[index(days)];
    }

    /** Falls by row, of a window of so many days. */
    Numbers flaps(int days) {
        return flaps[index(days)];
    }

    private static int index(int days) {
        int index = DAYS.indexOf(days);
        if (index < 0) {
            throw new IllegalArgumentException("no window of " + days + " days is kept, but of " + DAYS);
        }
        return index;
    }
}
