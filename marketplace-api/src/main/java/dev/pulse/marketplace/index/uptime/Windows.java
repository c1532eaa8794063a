package dev.pulse.marketplace.index.uptime;

import dev.pulse.domain.history.Uptime;
import dev.pulse.marketplace.index.column.Numbers;
import dev.pulse.marketplace.index.column.PackedColumn;
import dev.pulse.marketplace.index.column.Segments;
import java.util.Arrays;

/**
 * Uptime in the windows that are mostly asked about, as columns that are kept up to date with each state and transition; what is
 * asked about another window is worked out for those rows only that these do not decide. For one thread that writes while nobody
 * reads.
 */
public final class Windows {
    private static final int[] DAYS = {1, 7, 30, DayMarks.DAYS};

    private final PackedColumn[] uptimes = new PackedColumn[DAYS.length];
    private final PackedColumn[] flaps = new PackedColumn[DAYS.length];

    private final Lately[] past = new Lately[DAYS.length];

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
        Arrays.setAll(past, i -> maker.of(DAYS[i]));
    }

    /** Works rows out, once windows have begun. */
    public void refresh(int[] rows) {
        if (past[0] == null) {
            return;
        }
        for (int i = 0; i < DAYS.length; i++) {
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

    /** Hundredths of a percent by row, of a window. */
    Numbers uptimes(int days, Lately window) {
        int next = next(days);
        return DAYS[next] == days ? uptimes[next] : new OtherUptimes(uptimes[next], uptimes[next - 1], window);
    }

    /** Falls by row, of a window. */
    Numbers flaps(int days, Lately window) {
        int next = next(days);
        return DAYS[next] == days ? flaps[next] : new OtherFlaps(flaps[next], window);
    }

    private static int next(int days) {
        int next = 0;
        while (DAYS[next] < days) {
            next++;
        }
        return next;
    }

    /** Who was never away in a longer window, and was observed in a shorter one, was never away in this. */
    private record OtherUptimes(PackedColumn longer, PackedColumn shorter, Lately window) implements Numbers {
        @Override
        public long get(int row) {
            return longer.get(row) == Uptime.ALWAYS && shorter.get(row) != Uptime.UNSAID
                    ? Uptime.ALWAYS
                    : window.hundredths(row);
        }

        @Override
        public void narrow(int segment, long[] rows, int at, long least, long most) {
            long[] decided = Arrays.copyOfRange(rows, at, at + Segments.WORDS);
            longer.narrow(segment, decided, 0, Uptime.ALWAYS, most);
            shorter.narrow(segment, decided, 0, 0, Uptime.ALWAYS);
            takeOut(decided, rows, at);
            Numbers.super.narrow(segment, rows, at, least, most);
            if (least <= Uptime.ALWAYS) {
                putBack(decided, rows, at);
            }
        }
    }

    /** Who has so few falls in a longer window has no more in this. */
    private record OtherFlaps(PackedColumn longer, Lately window) implements Numbers {
        @Override
        public long get(int row) {
            return longer.get(row) == 0 ? 0 : window.fallen(row);
        }

        @Override
        public void narrow(int segment, long[] rows, int at, long least, long most) {
            long[] decided = Arrays.copyOfRange(rows, at, at + Segments.WORDS);
            longer.narrow(segment, decided, 0, 0, least <= 0 ? most : -1);
            takeOut(decided, rows, at);
            Numbers.super.narrow(segment, rows, at, least, most);
            putBack(decided, rows, at);
        }
    }

    private static void takeOut(long[] some, long[] rows, int at) {
        for (int word = 0; word < Segments.WORDS; word++) {
            rows[at + word] &= ~some[word];
        }
    }

    private static void putBack(long[] some, long[] rows, int at) {
        for (int word = 0; word < Segments.WORDS; word++) {
            rows[at + word] |= some[word];
        }
    }
}
