package dev.pulse.marketplace.index.narrow;

import dev.pulse.marketplace.index.column.BitColumn;
import dev.pulse.marketplace.index.column.CodeSet;
import dev.pulse.marketplace.index.column.Numbers;
import dev.pulse.marketplace.index.column.Segments;
import dev.pulse.marketplace.index.node.Condition;
import dev.pulse.marketplace.index.node.NodeField;
import dev.pulse.marketplace.index.table.NodeTable;
import dev.pulse.marketplace.index.table.NodeTexts;
import dev.pulse.marketplace.index.table.WordColumn;
import java.util.function.IntPredicate;

/** One condition of a search, made ready for the columns of one moment. */
interface Narrowing {
    /** Keeps those rows of a segment that meet it. */
    void narrow(int segment, long[] rows, int at);

    /** Whether a row meets it. */
    boolean test(int row);

    /** How dear it is beside others: the cheap ones are asked first, and leave less to the dear ones. */
    int cost();

    /** What a condition asks of the columns. */
    static Narrowing of(Condition condition, NodeTable table) {
        return switch (condition) {
            case Condition.OnText text -> codes(table.columns().words(text.field()), text);
            case Condition.Between between ->
                numbers(table.columns().numbers(between.field()), between.least(), between.most(), 4);
            case Condition.Lately lately ->
                numbers(table.lately(lately.days()).numbers(lately.field()), lately.least(), lately.most(), 9);
            case Condition.Is is -> bits(table.columns().rows(is.trait()), is.wanted());
            case Condition.Named named -> named(named, table);
            case Condition.HostnameBegins begins -> new HostnameNarrowing(table, NodeTexts.folded(begins.prefix()));
            case Condition.OfAccount of -> {
                long key = NodeTexts.accountKey(of.account().key());
                yield keyed(
                        table.texts().accountKeys(),
                        key,
                        row -> table.texts().account(row).equals(of.account()));
            }
            case Condition.At at ->
                keyed(
                        table.texts().addressKeys(),
                        NodeTexts.addressKey(at.myceliumIp()),
                        row -> at.test(table.get(row)));
            case Condition.Near near -> new NearNarrowing(table.columns(), near);
        };
    }

    private static Narrowing codes(WordColumn<?> words, Condition.OnText text) {
        CodeSet wanted = words.matching(text);
        return new Narrowing() {
            @Override
            public void narrow(int segment, long[] rows, int at) {
                words.narrow(segment, rows, at, wanted);
            }

            @Override
            public boolean test(int row) {
                return wanted.has((int) words.codes().get(row));
            }

            @Override
            public int cost() {
                return text.field() == NodeField.STATUS || text.field() == NodeField.REGION ? 1 : 3;
            }
        };
    }

    private static Narrowing bits(BitColumn bits, boolean wanted) {
        return new Narrowing() {
            @Override
            public void narrow(int segment, long[] rows, int at) {
                bits.narrow(segment, rows, at, wanted);
            }

            @Override
            public boolean test(int row) {
                return bits.get(row) == wanted;
            }

            @Override
            public int cost() {
                return 1;
            }
        };
    }

    private static Narrowing numbers(Numbers numbers, long least, long most, int cost) {
        return new Narrowing() {
            @Override
            public void narrow(int segment, long[] rows, int at) {
                numbers.narrow(segment, rows, at, least, most);
            }

            @Override
            public boolean test(int row) {
                long number = numbers.get(row);
                return number >= least && number <= most;
            }

            @Override
            public int cost() {
                return cost;
            }
        };
    }

    /** By the first bytes of a digest or a key, and then exactly. */
    private static Narrowing keyed(Numbers keys, long key, IntPredicate exact) {
        return new Narrowing() {
            @Override
            public void narrow(int segment, long[] rows, int at) {
                keys.narrow(segment, rows, at, key, key);
                int first = segment << Segments.SHIFT;
                for (int word = 0; word < Segments.WORDS; word++) {
                    long kept = rows[at + word];
                    for (long left = kept; left != 0; left &= left - 1) {
                        if (!exact.test(first + (word << 6) + Long.numberOfTrailingZeros(left))) {
                            kept &= ~Long.lowestOneBit(left);
                        }
                    }
                    rows[at + word] = kept;
                }
            }

            @Override
            public boolean test(int row) {
                return keys.get(row) == key && exact.test(row);
            }

            @Override
            public int cost() {
                return 2;
            }
        };
    }

    private static Narrowing named(Condition.Named named, NodeTable table) {
        Matches found = new Matches(table.segments());
        for (String nodeId : named.nodeIds()) {
            int row = table.find(NodeTexts.ascii(nodeId));
            if (row >= 0) {
                found.add(row);
            }
        }
        return of(found, named.wanted());
    }

    private static Narrowing of(Matches some, boolean wanted) {
        return new Narrowing() {
            @Override
            public void narrow(int segment, long[] rows, int at) {
                long flip = wanted ? 0 : -1;
                int first = segment * Segments.WORDS;
                for (int word = 0; word < Segments.WORDS; word++) {
                    rows[at + word] &= some.words()[first + word] ^ flip;
                }
            }

            @Override
            public boolean test(int row) {
                return some.has(row) == wanted;
            }

            @Override
            public int cost() {
                return wanted ? 0 : 1;
            }
        };
    }
}
