package dev.pulse.marketplace.index.table;

/**
 * What becomes of rows: enough to bring them back as they are, without what they were made from. What is said of one
 * step is to be kept together or not at all, since a code may get another value in the step in which the last row
 * leaves it.
 */
public interface RowLog {
    /** Keeps nothing. */
    RowLog NONE = new RowLog() {
        @Override
        public boolean isKept() {
            return false;
        }

        @Override
        public void value(int column, int code, byte[] value) {}

        @Override
        public void row(byte[] id, byte[] image) {}

        @Override
        public void gone(byte[] id) {}
    };

    /** Whether it is worth telling: what never changes. */
    boolean isKept();

    /** A code of a column has this value from now on. Comes before the first row that has it. */
    void value(int column, int code, byte[] value);

    /** A node's row is this now. */
    void row(byte[] id, byte[] image);

    /** A node has no row any more. */
    void gone(byte[] id);
}
