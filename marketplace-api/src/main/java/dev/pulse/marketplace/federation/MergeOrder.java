package dev.pulse.marketplace.federation;

import dev.pulse.marketplace.index.node.NodeEntry;
import dev.pulse.marketplace.index.node.NodeField;
import dev.pulse.marketplace.index.node.SampleKey;
import dev.pulse.marketplace.index.search.NodeSearch;
import dev.pulse.marketplace.index.search.NodeSearch.Place;
import dev.pulse.marketplace.index.search.NodeSearch.Sort;
import dev.pulse.marketplace.index.table.NodeTexts;
import java.util.Arrays;
import java.util.Comparator;

/** The order of a search, as the index has it, over places from anywhere. */
final class MergeOrder implements Comparator<Place> {
    /** Digits of an account that a sample goes by. */
    private static final int SAMPLED_DIGITS = 6;

    private static final int HEX = 16;
    private static final long UNSAID_DISTANCE = -1;

    private final Sort sort;
    private final Long seed;

    /** The order of this search. */
    MergeOrder(NodeSearch search) {
        this.sort = search.sort();
        this.seed = search.sample();
    }

    /** Where a node stands. */
    Place place(NodeEntry node) {
        return seed == null ? sort.place(node) : new Place(sampleKey(node), null, node.nodeId());
    }

    private long sampleKey(NodeEntry node) {
        return SampleKey.of(
                seed,
                Long.parseLong(node.account().hex().substring(0, SAMPLED_DIGITS), HEX),
                node.myceliumIp() == null ? 0 : NodeTexts.addressKey(node.myceliumIp()));
    }

    @Override
    public int compare(Place one, Place other) {
        int compared = seed == null ? byField(one, other) : Long.compare(one.number(), other.number());
        return compared == 0 ? turned(one.nodeId().compareTo(other.nodeId())) : compared;
    }

    private int byField(Place one, Place other) {
        return switch (sort.field().kind()) {
            case NUMBER, DISTANCE -> Long.compare(key(one.number()), key(other.number()));
            case WORD -> texts(one, other, Comparator.naturalOrder());
            case NAME -> sort.field() == NodeField.NODE_ID ? 0 : texts(one, other, MergeOrder::hostnames);
            case WORDS -> throw new IllegalArgumentException("nodes are not sorted by " + sort.field());
        };
    }

    /** As the index makes its keys: always upwards, what is unsaid last, and the two largest numbers alike. */
    private long key(long number) {
        long unsaid = sort.field() == NodeField.DISTANCE
                ? UNSAID_DISTANCE
                : sort.field().unsaid();
        return number == unsaid ? Long.MAX_VALUE : sort.down() ? ~number : Math.min(number, Long.MAX_VALUE - 1);
    }

    private int texts(Place one, Place other, Comparator<String> order) {
        if (one.text() == null || other.text() == null) {
            return Boolean.compare(one.text() == null, other.text() == null);
        }
        return turned(order.compare(one.text(), other.text()));
    }

    private static int hostnames(String one, String other) {
        return Arrays.compareUnsigned(NodeTexts.folded(one), NodeTexts.folded(other));
    }

    private int turned(int compared) {
        return sort.down() ? -Integer.signum(compared) : compared;
    }
}
