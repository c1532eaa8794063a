package dev.pulse.marketplace.index.column;

/**
 * A value's code in one column. Who has it before the value is put into a row saves the writer the search for it; a value that no row
 * has any more has lost it.
 *
 * @param <V> the value
 */
public final class Code<V> {
    private static final int LOST = -1;

    private final V value;
    /** The writer's own. */
    private int number;

    Code(V value, int number) {
        this.value = value;
        this.number = number;
    }

    V value() {
        return value;
    }

    int number() {
        return number;
    }

    boolean isLost() {
        return number == LOST;
    }

    void lose() {
        number = LOST;
    }
}
