package dev.pulse.domain.life;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pulse.domain.account.Account;
import dev.pulse.domain.life.Ownership.Proof;
import dev.pulse.domain.liveness.Liveness;
import dev.pulse.domain.node.LifecycleState;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class LifeRuleTest {
    private static final long AT = 1_790_000_000_000L;
    private static final long HOUR = 3_600_000;
    private static final Account FARMER = account("fa");
    private static final Account OTHER = account("fb");
    private static final Account NODE = account("0a");
    private static final Account RENTER = account("ee");
    private static final Seen ONLINE = new Seen(NODE.hex(), Liveness.ONLINE);
    private static final Ownership OWNER = new Ownership(FARMER, "farm-1", NODE, AT / 1_000, proof(NODE));
    private static final Offer OFFER = new Offer("l-1", "market", 60, 15, "basic", AT);

    private static final NodeLife PENDING = NodeLife.DISCOVERED.owned(OWNER);
    private static final NodeLife PUBLISHED = PENDING.offered(OFFER, List.of());

    private static Account account(String octet) {
        return new Account(octet.repeat(32));
    }

    private static Proof proof(Account account) {
        return new Proof("{\"node_account\":\"" + account + "\",\"timestamp\":1}", "c2ln");
    }

    private static Hold wanted(String id, int slices) {
        return new Hold(id, null, RENTER, slices, 2, 0, 0);
    }

    private static Hold reserved(String id, int slices) {
        return new Hold(id, "r-" + id, RENTER, slices, 2, AT, AT + 2 * HOUR);
    }

    private static NodeLife after(NodeLife life, Command command) {
        Ruling ruling = LifeRule.judge(life, ONLINE, command, AT);
        assertThat(ruling).as(ruling.detail()).isInstanceOf(Ruling.Changed.class);
        NodeLife after = ((Ruling.Changed) ruling).after();
        assertThat(LifeRule.judge(after, ONLINE, command, AT))
                .as("the same command again")
                .isInstanceOf(Ruling.Unchanged.class);
        return after;
    }

    private static String refusal(NodeLife life, Seen seen, Command command) {
        Ruling ruling = LifeRule.judge(life, seen, command, AT);
        assertThat(ruling).as(ruling.detail()).isInstanceOf(Ruling.Refused.class);
        assertThat(ruling.detail()).endsWith(".");
        return ((Ruling.Refused) ruling).code();
    }

    private static String refusal(NodeLife life, Command command) {
        return refusal(life, ONLINE, command);
    }

    @Test
    void walks_through_a_whole_life() {
        NodeLife life = after(NodeLife.DISCOVERED, new Command.Pair(OWNER));
        assertThat(life.state(AT)).isEqualTo(LifecycleState.PENDING);
        life = after(life, new Command.Publish(FARMER, OFFER));
        assertThat(life.state(AT)).isEqualTo(LifecycleState.PUBLISHED);
        life = after(life, new Command.Reserve(wanted("q", 3)));
        assertThat(life.state(AT)).isEqualTo(LifecycleState.RESERVED);
        assertThat(life.holds()).containsExactly(new Hold("q", null, RENTER, 3, 2, AT, AT + LifeRule.PROMISE_MS));
        life = after(life, new Command.Reserve(reserved("q", 3)));
        assertThat(life.holds()).containsExactly(reserved("q", 3));
        assertThat(life.freeSlices()).isEqualTo(12);
        life = after(life, new Command.Release(null, "r-q"));
        assertThat(life.state(AT)).isEqualTo(LifecycleState.PUBLISHED);
        life = after(life, new Command.Unpublish());
        assertThat(life.state(AT)).isEqualTo(LifecycleState.PENDING);
        life = after(life, new Command.Retire());
        assertThat(life.state(AT)).isEqualTo(LifecycleState.RETIRED);
        assertThat(refusal(life, new Command.Pair(OWNER))).isEqualTo("already_retired");
    }

    @Test
    void what_is_not_there_yet_is_named() {
        assertThat(refusal(NodeLife.DISCOVERED, new Command.Publish(FARMER, OFFER)))
                .isEqualTo("not_yet_paired");
        assertThat(refusal(NodeLife.DISCOVERED, new Command.Unpublish())).isEqualTo("not_yet_paired");
        assertThat(refusal(NodeLife.DISCOVERED, new Command.Maintain(new Window(AT, AT + HOUR))))
                .isEqualTo("not_yet_paired");
        assertThat(refusal(PENDING, new Command.Price(5, null))).isEqualTo("not_published");
        assertThat(refusal(PENDING, new Command.Reserve(reserved("q", 1)))).isEqualTo("not_published");
        assertThat(LifeRule.judge(PENDING, ONLINE, new Command.Release("q", null), AT))
                .isInstanceOf(Ruling.Unchanged.class);
        assertThat(LifeRule.judge(PENDING, ONLINE, new Command.Unpublish(), AT)).isInstanceOf(Ruling.Unchanged.class);
    }

    @Test
    void a_pairing_is_replaced_by_a_newer_one_alone() {
        Ownership newer = new Ownership(OTHER, "farm-2", NODE, OWNER.signedAt() + 1, OWNER.proof());
        assertThat(after(PENDING, new Command.Pair(newer)).ownership()).isEqualTo(newer);
        Ownership sameSecond = new Ownership(OTHER, "farm-2", NODE, OWNER.signedAt(), OWNER.proof());
        assertThat(refusal(PENDING, new Command.Pair(sameSecond))).isEqualTo("stale_pairing");
        Ownership older = new Ownership(OTHER, "farm-2", NODE, OWNER.signedAt() - 1, OWNER.proof());
        assertThat(refusal(PENDING, new Command.Pair(older))).isEqualTo("stale_pairing");
        Ownership signedAgain = new Ownership(FARMER, "farm-1", NODE, OWNER.signedAt() + 1, new Proof("{}", "c2ln"));
        assertThat(LifeRule.judge(PENDING, ONLINE, new Command.Pair(signedAgain), AT))
                .as("a node that boots again says what is known")
                .isInstanceOf(Ruling.Unchanged.class);
        assertThat(refusal(PUBLISHED, new Command.Pair(newer))).isEqualTo("already_published");
        assertThat(refusal(PUBLISHED, new Command.Pair(OWNER)))
                .as("nor is the same one taken again")
                .isEqualTo("already_published");
    }

    @Test
    void another_account_than_that_of_the_heartbeats_pairs_nothing_and_publishes_nothing() {
        Seen other = new Seen(OTHER.hex(), Liveness.ONLINE);
        assertThat(refusal(NodeLife.DISCOVERED, other, new Command.Pair(OWNER))).isEqualTo("wrong_account");
        assertThat(refusal(PENDING, other, new Command.Publish(FARMER, OFFER))).isEqualTo("wrong_account");
    }

    @Test
    void the_ledgers_word_on_whose_it_is_keeps_the_proof_where_it_says_the_same() {
        Ownership ledger = new Ownership(FARMER, "farm-1", NODE, 0, null);
        assertThat(LifeRule.judge(PENDING, ONLINE, new Command.Pair(ledger), AT))
                .isInstanceOf(Ruling.Unchanged.class);
        Ownership moved = new Ownership(OTHER, "farm-2", NODE, 0, null);
        assertThat(after(PENDING, new Command.Pair(moved)).ownership()).isEqualTo(moved);
        assertThat(after(NodeLife.DISCOVERED.owned(ledger), new Command.Pair(OWNER))
                        .ownership())
                .as("the node's own word comes on top")
                .isEqualTo(OWNER);
    }

    @Test
    void an_offer_is_the_owners_has_a_price_and_a_slice() {
        assertThat(refusal(PENDING, new Command.Publish(OTHER, OFFER))).isEqualTo("wrong_farmer");
        assertThat(refusal(PENDING, new Command.Publish(FARMER, new Offer("l", "m", 0, 1, null, AT))))
                .isEqualTo("bad_price");
        assertThat(refusal(PENDING, new Command.Publish(FARMER, new Offer("l", "m", 1, 0, null, AT))))
                .isEqualTo("no_slices");
        assertThat(refusal(PUBLISHED, new Command.Price(0, null))).isEqualTo("bad_price");
        assertThat(after(PUBLISHED, new Command.Price(-1, null)).offer().pricePerHour())
                .as("2^64 - 1")
                .isEqualTo(-1);
    }

    @Test
    void another_listing_has_no_renters_and_the_same_one_keeps_them() {
        NodeLife rented = after(PUBLISHED, new Command.Reserve(reserved("q", 1)));
        Offer dearer = new Offer("l-1", "market", 61, 15, null, AT);
        assertThat(after(rented, new Command.Publish(FARMER, dearer)).holds()).hasSize(1);
        Offer second = new Offer("l-2", "market", 61, 15, null, AT);
        assertThat(after(rented, new Command.Publish(FARMER, second)).holds()).isEmpty();
    }

    @Test
    void the_last_slice_goes_to_one() {
        NodeLife full = after(PUBLISHED, new Command.Reserve(wanted("first", 15)));
        assertThat(full.freeSlices()).isZero();
        assertThat(refusal(full, new Command.Reserve(wanted("second", 1)))).isEqualTo("not_enough_slices");
        assertThat(refusal(PUBLISHED, new Command.Reserve(wanted("q", 16)))).isEqualTo("not_enough_slices");
        assertThat(refusal(PUBLISHED, new Command.Reserve(wanted("q", 0)))).isEqualTo("bad_reservation");
        NodeLife later = full.elapsed(AT + LifeRule.PROMISE_MS);
        assertThat(later.freeSlices()).as("a promise is for two minutes").isEqualTo(15);
        assertThat(full.elapsed(AT + LifeRule.PROMISE_MS - 1)).isSameAs(full);
    }

    @ParameterizedTest
    @EnumSource(
            value = Liveness.class,
            names = {"UNKNOWN", "OFFLINE"})
    void slices_are_promised_on_nodes_that_are_online_alone(Liveness liveness) {
        Seen seen = new Seen(NODE.hex(), liveness);
        assertThat(refusal(PUBLISHED, seen, new Command.Reserve(wanted("q", 1))))
                .isEqualTo("not_online");
        assertThat(LifeRule.judge(PUBLISHED, seen, new Command.Reserve(reserved("q", 1)), AT))
                .as("what the ledger has is so")
                .isInstanceOf(Ruling.Changed.class);
    }

    @Test
    void a_reservation_that_is_over_by_the_ledger_changes_nothing() {
        Hold over = new Hold("q", "r-q", RENTER, 1, 2, AT - 3 * HOUR, AT);
        assertThat(LifeRule.judge(PUBLISHED, ONLINE, new Command.Reserve(over), AT))
                .isInstanceOf(Ruling.Unchanged.class);
    }

    @Test
    void reservations_are_bounded() {
        List<Hold> many = IntStream.range(0, LifeRule.MAX_HOLDS)
                .mapToObj(i -> reserved("q" + i, 1))
                .toList();
        NodeLife full = PENDING.offered(new Offer("l-1", "market", 60, 5_000, null, AT), many);
        assertThat(refusal(full, new Command.Reserve(wanted("one-more", 1)))).isEqualTo("too_many_reservations");
    }

    @Test
    void a_node_with_renters_is_neither_unpublished_nor_retired() {
        NodeLife rented = after(PUBLISHED, new Command.Reserve(reserved("q", 1)));
        assertThat(refusal(rented, new Command.Unpublish())).isEqualTo("slices_reserved");
        assertThat(refusal(rented, new Command.Retire())).isEqualTo("slices_reserved");
        assertThat(refusal(PUBLISHED, new Command.Retire())).isEqualTo("still_published");
    }

    @Test
    void a_maintenance_window_opens_and_closes_by_itself() {
        NodeLife life = after(PUBLISHED, new Command.Maintain(new Window(AT + HOUR, AT + 2 * HOUR)));
        assertThat(life.state(AT + HOUR - 1)).isEqualTo(LifecycleState.PUBLISHED);
        assertThat(life.state(AT + HOUR)).isEqualTo(LifecycleState.MAINTENANCE);
        assertThat(life.state(AT + 2 * HOUR - 1)).isEqualTo(LifecycleState.MAINTENANCE);
        assertThat(life.state(AT + 2 * HOUR)).isEqualTo(LifecycleState.PUBLISHED);
        assertThat(life.nextChange(AT)).isEqualTo(OptionalLong.of(AT + HOUR));
        assertThat(life.nextChange(AT + HOUR)).isEqualTo(OptionalLong.of(AT + 2 * HOUR));
        assertThat(life.nextChange(AT + 2 * HOUR)).isEmpty();
        assertThat(life.elapsed(AT + 2 * HOUR)).isEqualTo(PUBLISHED);
        assertThat(life.elapsed(AT + 2 * HOUR - 1)).isSameAs(life);
    }

    @Test
    void a_window_does_not_reach_back_and_one_that_is_over_ends_it() {
        NodeLife open = after(PUBLISHED, new Command.Maintain(new Window(AT - HOUR, AT + HOUR)));
        assertThat(open.window()).isEqualTo(new Window(AT, AT + HOUR));
        assertThat(refusal(open, new Command.Reserve(wanted("q", 1)))).isEqualTo("in_maintenance");
        assertThat(after(open, new Command.Maintain(new Window(AT - 1, AT))).state(AT))
                .isEqualTo(LifecycleState.PUBLISHED);
    }

    @Test
    void windows_are_bounded() {
        assertThat(refusal(PENDING, new Command.Maintain(new Window(AT, AT + LifeRule.MAX_WINDOW_MS + 1))))
                .isEqualTo("bad_window");
        assertThat(refusal(PENDING, new Command.Maintain(new Window(AT + 2 * HOUR, AT + HOUR))))
                .isEqualTo("bad_window");
        long far = AT + LifeRule.MAX_AHEAD_MS + 1;
        assertThat(refusal(PENDING, new Command.Maintain(new Window(far, far + HOUR))))
                .isEqualTo("bad_window");
    }

    private static NodeLife rotated(NodeLife life, Account known, Account before, Account after) {
        Ruling ruling = LifeRule.rotated(life, known.hex(), before, after);
        assertThat(ruling).isInstanceOf(Ruling.Changed.class);
        return ((Ruling.Changed) ruling).after();
    }

    @Test
    void another_account_leaves_all_that_is_agreed_as_it_is() {
        NodeLife rented = after(PUBLISHED, new Command.Reserve(reserved("q", 3)));
        NodeLife life = rotated(rented, NODE, NODE, OTHER);
        assertThat(life.ownership()).isEqualTo(new Ownership(FARMER, "farm-1", OTHER, OWNER.signedAt(), OWNER.proof()));
        assertThat(life.owned(OWNER)).as("all else").isEqualTo(rented);
        assertThat(rotated(NodeLife.DISCOVERED, NODE, NODE, OTHER)).isEqualTo(NodeLife.DISCOVERED);
        NodeLife retired = after(PENDING, new Command.Retire());
        assertThat(rotated(retired, NODE, NODE, OTHER).retired()).isTrue();
    }

    @Test
    void another_account_is_followed_once() {
        NodeLife life = rotated(PENDING, NODE, NODE, OTHER);
        assertThat(LifeRule.rotated(life, OTHER.hex(), NODE, OTHER)).isInstanceOf(Ruling.Unchanged.class);
        assertThat(LifeRule.rotated(NodeLife.DISCOVERED, OTHER.hex(), NODE, OTHER))
                .isInstanceOf(Ruling.Unchanged.class);
        assertThat(rotated(PENDING, OTHER, NODE, OTHER).ownership().identity())
                .as("a pairing by the old account that came late")
                .isEqualTo(OTHER);
        NodeLife ahead = NodeLife.DISCOVERED.owned(new Ownership(FARMER, "farm-1", OTHER, 0, null));
        assertThat(rotated(ahead, NODE, NODE, OTHER))
                .as("a ledger that was ahead of the heartbeats")
                .isEqualTo(ahead);
    }

    @Test
    void what_the_old_account_signed_is_kept_and_gives_way_to_the_word_of_the_new_one() {
        Seen seen = new Seen(OTHER.hex(), Liveness.ONLINE);
        NodeLife life = rotated(PENDING, NODE, NODE, OTHER);
        assertThat(PENDING.ownership().proved()).isTrue();
        assertThat(life.ownership().proved()).isFalse();
        Ownership again = new Ownership(FARMER, "farm-1", OTHER, OWNER.signedAt() + 1, proof(OTHER));
        Ruling paired = LifeRule.judge(life, seen, new Command.Pair(again), AT);
        assertThat(paired).isInstanceOf(Ruling.Changed.class);
        assertThat(((Ruling.Changed) paired).after().ownership()).isEqualTo(again);
        assertThat(again.proved()).isTrue();
        assertThat(LifeRule.judge(life.owned(again), seen, new Command.Pair(again), AT))
                .isInstanceOf(Ruling.Unchanged.class);
        assertThat(refusal(life, seen, new Command.Pair(OWNER))).isEqualTo("wrong_account");
    }

    @Test
    void what_the_ledger_offers_of_a_node_with_another_account_is_taken() {
        Seen seen = new Seen(OTHER.hex(), Liveness.ONLINE);
        NodeLife life = rotated(PENDING, NODE, NODE, OTHER);
        assertThat(LifeRule.judge(life, seen, new Command.Publish(FARMER, OFFER), AT))
                .isInstanceOf(Ruling.Changed.class);
        assertThat(refusal(PENDING, seen, new Command.Publish(FARMER, OFFER)))
                .as("before it is followed")
                .isEqualTo("wrong_account");
    }

    @Test
    void a_proof_is_of_the_account_that_it_names() {
        assertThat(proof(NODE).isOf(NODE)).isTrue();
        assertThat(proof(NODE).isOf(OTHER)).isFalse();
        assertThat(new Proof("{\"x\":{\"node_account\":\"" + NODE + "\"}}", "").isOf(NODE))
                .as("further in")
                .isFalse();
        for (String none : new String[] {"", "{}", "[]", "{\"node_account\":1}", "no JSON"}) {
            assertThat(new Proof(none, "").isOf(NODE)).as(none).isFalse();
        }
    }
}
