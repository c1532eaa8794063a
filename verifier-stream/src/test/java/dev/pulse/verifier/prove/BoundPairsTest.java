package dev.pulse.verifier.prove;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pulse.domain.account.Account;
import dev.pulse.domain.limit.KeyHash;
import org.junit.jupiter.api.Test;

class BoundPairsTest {
    private static final int MOST = 1 << 12;

    private final BoundPairs pairs = new BoundPairs(new KeyHash(1, 2), new KeyHash(3, 4), MOST);

    private static Account account(int number) {
        return new Account("%064x".formatted(number));
    }

    @Test
    void only_the_very_pair_is_found() {
        pairs.add("node-1", account(1));
        pairs.add("node-2", account(2));
        assertThat(pairs.contains("node-1", account(1))).isTrue();
        assertThat(pairs.contains("node-2", account(2))).isTrue();
        assertThat(pairs.contains("node-1", account(2))).isFalse();
        assertThat(pairs.contains("node-2", account(1))).isFalse();
        assertThat(pairs.contains("node-10", account(1))).isFalse();
    }

    @Test
    void an_id_has_one_account() {
        pairs.add("node-1", account(1));
        pairs.add("node-1", account(2));
        assertThat(pairs.contains("node-1", account(1))).isFalse();
        assertThat(pairs.contains("node-1", account(2))).isTrue();
    }

    @Test
    void it_grows_and_forgets_few() {
        BoundPairs roomy = new BoundPairs(new KeyHash(1, 2), new KeyHash(3, 4), 1 << 20);
        int many = 10_000;
        for (int i = 0; i < many; i++) {
            roomy.add("node-" + i, account(i));
        }
        int found = 0;
        for (int i = 0; i < many; i++) {
            found += roomy.contains("node-" + i, account(i)) ? 1 : 0;
            assertThat(roomy.contains("node-" + i, account(i + 1))).isFalse();
        }
        assertThat(found).isGreaterThan(many * 9 / 10);
        assertThat(roomy.bytes()).isLessThanOrEqualTo(many * 64L);
    }

    @Test
    void it_takes_no_more_than_it_may_and_forgets_some_for_new_ones() {
        int many = 4 * MOST;
        for (int i = 0; i < many; i++) {
            pairs.add("node-" + i, account(i));
            assertThat(pairs.contains("node-" + i, account(i))).isTrue();
        }
        assertThat(pairs.bytes()).isEqualTo(16L * MOST);
        int found = 0;
        for (int i = 0; i < many; i++) {
            found += pairs.contains("node-" + i, account(i)) ? 1 : 0;
        }
        assertThat(found).isBetween(MOST / 2, MOST);
    }
}
