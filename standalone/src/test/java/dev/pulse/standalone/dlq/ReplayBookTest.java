package dev.pulse.standalone.dlq;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pulse.schemas.topic.NodePartition;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReplayBookTest {
    /** Every node of every partition of letters is on one of the pages that are read for that partition. */
    @ParameterizedTest
    @CsvSource({"8, 8, 1", "32, 8, 1", "8, 32, 4", "12, 8, 2", "3, 8, 8", "1, 5, 5"})
    void readsThePagesThatMayHaveTheNodes(int letters, int book, int pages) {
        for (int i = 0; i < 2_000; i++) {
            String node = "node-" + i;
            assertThat(ReplayBook.pages(letters, NodePartition.of(node, letters), book))
                    .hasSize(pages)
                    .contains(NodePartition.of(node, book));
        }
        assertThat(IntStream.range(0, letters)
                        .flatMap(partition -> ReplayBook.pages(letters, partition, book))
                        .distinct())
                .hasSize(book);
    }
}
