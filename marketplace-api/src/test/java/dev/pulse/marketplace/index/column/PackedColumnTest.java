package dev.pulse.marketplace.index.column;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Columns of every width, narrowed, against a look at each number. */
class PackedColumnTest {
    private static final int ROWS = 2 * Segments.ROWS;

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 5, 8, 12, 16, 17, 31, 32, 40, 56, 63})
    void narrowedItHasTheRowsThatAreWithinBounds(int bits) {
        Random random = new Random(bits);
        long base = random.nextLong() >> 8;
        long span = bits == 0 ? 1 : bits == 63 ? Long.MAX_VALUE : 1L << bits;
        PackedColumn column = new PackedColumn();
        long[] model = new long[ROWS];
        for (int row = 0; row < ROWS; row++) {
            model[row] = bits == 63 ? random.nextLong() : base + random.nextLong(span);
            column.set(row, model[row]);
        }
        for (int round = 0; round < 60; round++) {
            long one = bound(random, model);
            long other = bound(random, model);
            long least = Math.min(one, other);
            long most = round % 7 == 0 ? least : Math.max(one, other);
            // From words with all rows to such with hardly any.
            int density = round % 4;
            for (int segment = 0; segment < 2; segment++) {
                long[] rows = new long[Segments.WORDS + 1];
                for (int word = 1; word < rows.length; word++) {
                    rows[word] = density == 0 ? -1 : random.nextLong();
                    for (int i = 1; i < density; i++) {
                        rows[word] &= random.nextLong();
                    }
                }
                long[] expected = rows.clone();
                for (int row = 0; row < Segments.ROWS; row++) {
                    long value = model[segment * Segments.ROWS + row];
                    if (value < least || value > most) {
                        expected[1 + (row >> 6)] &= ~(1L << row);
                    }
                }
                column.narrow(segment, rows, 1, least, most);
                assertThat(rows)
                        .as("%d to %d in segment %d", least, most, segment)
                        .isEqualTo(expected);
            }
        }
    }

    private static long bound(Random random, long[] model) {
        return switch (random.nextInt(8)) {
            case 0 -> random.nextLong();
            case 1 -> Long.MIN_VALUE;
            case 2 -> Long.MAX_VALUE;
            default -> model[random.nextInt(model.length)] + random.nextInt(3) - 1;
        };
    }
}
