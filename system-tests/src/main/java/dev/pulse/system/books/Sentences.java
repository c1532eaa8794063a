package dev.pulse.system.books;

import com.google.errorprone.annotations.FormatMethod;
import java.util.ArrayList;
import java.util.List;

/** Sentences up to a number, and how many more there were. */
final class Sentences {
    private static final int MOST = 50;

    private final List<String> all = new ArrayList<>();
    private int more;

    @FormatMethod
    void unless(boolean holds, String format, Object... values) {
        if (!holds) {
            add(format, values);
        }
    }

    @FormatMethod
    void add(String format, Object... values) {
        if (all.size() < MOST) {
            all.add(format.formatted(values));
        } else {
            more++;
        }
    }

    List<String> list() {
        List<String> list = new ArrayList<>(all);
        if (more > 0) {
            list.add("and " + more + " more of these");
        }
        return list;
    }
}
