package dev.pulse.marketplace.index.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.common.hash.Hasher;
import com.google.common.hash.Hashing;
import dev.pulse.marketplace.fixture.Grids;
import dev.pulse.marketplace.fixture.KeptRows;
import dev.pulse.marketplace.index.NodeIndex;
import java.util.Arrays;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RowImageTest {
    private final KeptRows kept = new KeptRows();

    private void keep(int nodes) {
        NodeIndex index = new NodeIndex(Set.of(), kept);
        Grids grids = new Grids(7);
        for (int i = 0; i < nodes; i++) {
            assertThat(index.apply("n" + i, grids.state("n" + i))).isTrue();
        }
    }

    /** Whoever changes this gives {@code StoreMark.FORM} another number, so that nobody reads a store of the form before. */
    @Test
    void whatIsKeptHasTheFormThatTheMarkSays() {
        keep(200);
        Hasher digest = Hashing.sha256().newHasher();
        kept.all().forEach(digest::putBytes);
        assertThat(digest.hash()).hasToString("3ed1ddb6b437fc0bc98cfc57177c33375b2c77bd44d15ad1a12b85b24920c92e");
    }

    @Test
    void bytesThatAreNoRowAreRefused() {
        keep(1);
        byte[] image = kept.all().iterator().next();
        NodeTable table = new NodeTable();
        table.load();
        for (int length = 0; length < 8; length++) {
            byte[] cut = Arrays.copyOf(image, length);
            assertThatThrownBy(() -> table.restore(NodeTexts.ascii("n0"), cut))
                    .isInstanceOf(IllegalArgumentException.class);
        }
        assertThatThrownBy(() -> table.restore(99, 1, new byte[] {2, 'a'})).hasMessageContaining("column 99");
        assertThatThrownBy(() -> table.restore(2, 1, new byte[] {40, 'a'})).hasMessageContaining("are left");
    }
}
