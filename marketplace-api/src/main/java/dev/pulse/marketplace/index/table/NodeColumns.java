package dev.pulse.marketplace.index.table;

import dev.pulse.domain.heartbeat.Capacity;
import dev.pulse.domain.heartbeat.Gpu;
import dev.pulse.domain.heartbeat.Location;
import dev.pulse.domain.liveness.Liveness;
import dev.pulse.domain.node.LifecycleState;
import dev.pulse.marketplace.index.column.BitColumn;
import dev.pulse.marketplace.index.column.CodedColumn;
import dev.pulse.marketplace.index.column.Numbers;
import dev.pulse.marketplace.index.column.PackedColumn;
import dev.pulse.marketplace.index.node.NodeCounts;
import dev.pulse.marketplace.index.node.NodeEntry;
import dev.pulse.marketplace.index.node.NodeField;
import dev.pulse.marketplace.index.node.Terms;
import dev.pulse.marketplace.index.node.Trait;
import dev.pulse.marketplace.index.uptime.Lately;
import dev.pulse.schemas.binary.BinaryInput;
import dev.pulse.schemas.binary.BinaryOutput;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.ToLongFunction;

/**
 * What nodes have in common fields, by column. A number that is usually near another one is kept as its difference to that, so
 * that it takes few bytes or none.
 */
public final class NodeColumns {
    /** Regions, versions and the like whose rows are kept as bits too: an eighth of a byte a node for each. */
    private static final int FEW = 24;

    private final RowLog log;
    private final List<Figures> packed = new ArrayList<>();
    private final List<Values<?>> coded = new ArrayList<>();

    // The order of all these is that of a row's image: StoreMark.FORM says which.
    private final CodedColumn<Liveness> liveness = constants(Liveness.class, NodeEntry::liveness);
    private final CodedColumn<LifecycleState> lifecycle = constants(LifecycleState.class, NodeEntry::lifecycle);
    private final CodedColumn<String> region = coded(FEW, ValueForm.TEXT, NodeEntry::region);
    private final CodedColumn<String> country = text(node -> node.location().country());
    private final CodedColumn<String> city = text(node -> node.location().city());
    private final CodedColumn<String> version = text(NodeEntry::version);
    private final CodedColumn<List<Gpu>> gpus = coded(0, ValueForm.GPUS, node -> said(node.gpus()));
    private final CodedColumn<String> farmer = ofTerms(ValueForm.TEXT, Terms::farmer);
    private final CodedColumn<String> farmId = ofTerms(ValueForm.TEXT, Terms::farmId);
    private final CodedColumn<String> template = ofTerms(
            ValueForm.TEXT,
            terms -> terms.offer() == null ? null : terms.offer().template());
    private final CodedColumn<List<String>> renters = coded(
            0,
            accounts -> accounts,
            ValueForm.TEXTS,
            node -> node.terms() == null ? null : said(node.terms().renters()));
    private final CodedColumn<Terms.Span> maintenance = ofTerms(ValueForm.SPAN, Terms::maintenance);
    private final CodedColumn<Cell> cell = coded(0, ValueForm.CELL, node -> Cell.of(node.location()));

    private final PackedColumn sequence = packed(NodeEntry::sequence);
    private final PackedColumn since = packed(NodeEntry::since);
    private final PackedColumn firstSeen = packed(NodeEntry::firstSeen);
    private final PackedColumn lastSeen = packed(NodeEntry::lastSeen);
    private final PackedColumn timestampAfterSeen = packed(node -> node.lastTimestamp() - node.lastSeen());
    private final PackedColumn writtenAfterSeen = packed(node -> node.writtenAt() - node.lastSeen());
    private final PackedColumn flaps = packed(NodeEntry::flaps);
    private final PackedColumn observedMs = packed(NodeEntry::observedMs);
    private final PackedColumn notOnlineMs = packed(node -> node.observedMs() - node.onlineMs());
    private final PackedColumn uptime = packed(NodeEntry::uptime);
    private final PackedColumn uptimeS = packed(NodeEntry::uptimeS);
    private final PackedColumn runningVms = packed(NodeEntry::runningVms);
    private final PackedColumn cpuCores = packed(node -> node.capacity().cpuCores());
    private final PackedColumn ramGb = packed(node -> node.capacity().ramGb());
    private final PackedColumn diskGb = packed(node -> node.capacity().diskGb());
    private final PackedColumn gpuCount = packed(NodeEntry::gpuCount);
    private final PackedColumn gpuCountLess =
            packed(node -> node.gpuCount() - node.capacity().gpuCount());
    private final PackedColumn slices = packed(node -> node.capacity().slices());
    private final PackedColumn slicesClaimedMore =
            packed(node -> node.capacity().slicesTotal() - node.capacity().slices());
    private final PackedColumn slicesUsed = packed(node -> node.capacity().slicesUsed());
    private final PackedColumn latitude = packed(node -> node.location().latitudeE6());
    private final PackedColumn longitude = packed(node -> node.location().longitudeE6());
    private final PackedColumn price = packed(NodeField.PRICE::number);
    private final PackedColumn offered =
            packed(node -> node.terms() == null || node.terms().offer() == null
                    ? Capacity.UNSAID
                    : node.terms().offer().slices());
    private final PackedColumn held = packed(NodeEntry::held);
    // What is left follows from the others, and is searched by so often that it is worth a few bytes.
    private final PackedColumn freeSlices = packed(NodeField.FREE_SLICES::number);
    private final PackedColumn freeCpu = packed(NodeField.FREE_CPU::number);
    private final PackedColumn freeRam = packed(NodeField.FREE_RAM::number);
    private final PackedColumn freeDisk = packed(NodeField.FREE_DISK::number);
    private final PackedColumn reservations = packed(NodeField.RESERVATIONS::number);

    private final Map<Trait, BitColumn> traits = new EnumMap<>(Trait.class);
    private final Map<NodeField, Numbers> numbers = new EnumMap<>(NodeField.class);
    private final Map<NodeField, WordColumn<?>> words = new EnumMap<>(NodeField.class);

    /** @param log is told of values that get codes */
    NodeColumns(RowLog log) {
        this.log = log;
        for (Trait trait : Trait.values()) {
            traits.put(trait, new BitColumn());
        }
        words.put(NodeField.STATUS, WordColumn.one(liveness, Liveness::name));
        words.put(NodeField.LIFECYCLE, WordColumn.one(lifecycle, LifecycleState::name));
        words.put(NodeField.REGION, WordColumn.one(region));
        words.put(NodeField.COUNTRY, WordColumn.one(country));
        words.put(NodeField.CITY, WordColumn.one(city));
        words.put(NodeField.VERSION, WordColumn.one(version));
        words.put(NodeField.FARM_ID, WordColumn.one(farmId));
        words.put(NodeField.TEMPLATE, WordColumn.one(template));
        words.put(NodeField.OWNED_BY, WordColumn.one(farmer));
        words.put(NodeField.RENTED_BY, WordColumn.parts(renters));
        words.put(NodeField.GPU_VENDOR, WordColumn.some(gpus, NodeField::vendors));
        words.put(NodeField.GPU_MODEL, WordColumn.some(gpus, NodeField::models));
        numbers.put(NodeField.TOTAL_SLICES, slices);
        numbers.put(NodeField.FREE_SLICES, freeSlices);
        numbers.put(NodeField.TOTAL_CPU, cpuCores);
        numbers.put(NodeField.FREE_CPU, freeCpu);
        numbers.put(NodeField.TOTAL_RAM, ramGb);
        numbers.put(NodeField.FREE_RAM, freeRam);
        numbers.put(NodeField.TOTAL_DISK, diskGb);
        numbers.put(NodeField.FREE_DISK, freeDisk);
        numbers.put(NodeField.GPU_COUNT, gpuCount);
        numbers.put(NodeField.PRICE, price);
        numbers.put(NodeField.UPTIME, uptime);
        numbers.put(NodeField.UPTIME_S, uptimeS);
        numbers.put(NodeField.FLAPS, flaps);
        numbers.put(NodeField.RUNNING_VMS, runningVms);
        numbers.put(NodeField.RESERVATIONS, reservations);
        numbers.put(NodeField.SEQUENCE, sequence);
        numbers.put(NodeField.SINCE, since);
        numbers.put(NodeField.FIRST_SEEN, row -> heard(row) ? firstSeen.get(row) : Capacity.UNSAID);
        numbers.put(NodeField.LAST_SEEN, row -> heard(row) ? lastSeen.get(row) : Capacity.UNSAID);
        numbers.put(NodeField.WRITTEN_AT, row -> lastSeen.get(row) + writtenAfterSeen.get(row));
    }

    /** A column of numbers, and where it takes them from. */
    private record Figures(PackedColumn column, ToLongFunction<NodeEntry> source) {
        void put(Batch batch) {
            for (int i = 0; i < batch.size(); i++) {
                column.set(batch.row(i), source.applyAsLong(batch.node(i).node()));
            }
        }
    }

    /** A column of values that nodes share, and where it takes them from. */
    private record Values<V>(CodedColumn<V> column, ValueForm<V> form, Function<NodeEntry, V> source) {
        void put(Batch batch) {
            for (int i = 0; i < batch.size(); i++) {
                V value = source.apply(batch.node(i).node());
                if (batch.isFresh(i)) {
                    column.add(batch.row(i), value);
                } else {
                    column.change(batch.row(i), value);
                }
            }
        }

        void restore(int code, byte[] value) {
            column.restore(code, form.value(value));
        }
    }

    private PackedColumn packed(ToLongFunction<NodeEntry> source) {
        PackedColumn column = new PackedColumn();
        packed.add(new Figures(column, source));
        return column;
    }

    private <V> CodedColumn<V> coded(
            int bitmaps, Function<V, List<String>> parts, ValueForm<V> form, Function<NodeEntry, V> source) {
        int at = coded.size();
        CodedColumn<V> column = new CodedColumn<>(bitmaps, parts, (code, value) -> {
            if (log.isKept()) {
                log.value(at, code, form.bytes(value));
            }
        });
        coded.add(new Values<>(column, form, source));
        return column;
    }

    private <V> CodedColumn<V> coded(int bitmaps, ValueForm<V> form, Function<NodeEntry, V> source) {
        return coded(bitmaps, value -> List.of(), form, source);
    }

    private <E extends Enum<E>> CodedColumn<E> constants(Class<E> type, Function<NodeEntry, E> source) {
        return coded(type.getEnumConstants().length, ValueForm.constant(type), source);
    }

    private CodedColumn<String> text(Function<NodeEntry, String> source) {
        return coded(0, ValueForm.TEXT, source);
    }

    private <V> CodedColumn<V> ofTerms(ValueForm<V> form, Function<Terms, V> source) {
        return coded(0, form, node -> node.terms() == null ? null : source.apply(node.terms()));
    }

    private static <V> List<V> said(List<V> values) {
        return values.isEmpty() ? null : values;
    }

    private boolean heard(int row) {
        return lastSeen.get(row) + timestampAfterSeen.get(row) >= 0;
    }

    /**
     * Keeps nodes in their rows, one column after the other: each row of each column is a cache miss, and those of one short loop are waited
     * for together.
     */
    void put(Batch batch) {
        coded.forEach(values -> values.put(batch));
        for (Figures figures : packed) {
            figures.put(batch);
        }
        traits.forEach((trait, rows) -> {
            for (int i = 0; i < batch.size(); i++) {
                rows.set(batch.row(i), trait.of(batch.node(i).node()));
            }
        });
    }

    /** Writes what a row has, so that {@link #restore} brings it back. */
    void write(int row, BinaryOutput out) {
        for (Values<?> values : coded) {
            out.number(values.column().code(row));
        }
        for (Figures figures : packed) {
            out.number(figures.column().get(row));
        }
        for (BitColumn rows : traits.values()) {
            out.flag(rows.get(row));
        }
    }

    /** Gives a value the code that it had. */
    void restore(int column, int code, byte[] value) {
        if (column >= coded.size() || code <= 0) {
            throw new IllegalArgumentException("a value of column " + column + " with code " + code);
        }
        coded.get(column).restore(code, value);
    }

    /** Gives a new row what it had. */
    void restore(int row, BinaryInput in) {
        for (Values<?> values : coded) {
            values.column().addCode(row, in.smallNumber());
        }
        for (Figures figures : packed) {
            figures.column().set(row, in.number());
        }
        for (BitColumn rows : traits.values()) {
            rows.set(row, in.flag());
        }
    }

    /** All rows are in that were to be brought back. */
    void restored() {
        coded.forEach(values -> values.column().restored());
    }

    /** Lets go of what a row shared with others. */
    void remove(int row) {
        coded.forEach(values -> values.column().remove(row));
        traits.values().forEach(rows -> rows.set(row, false));
    }

    void clear() {
        coded.forEach(values -> values.column().clear());
        packed.forEach(figures -> figures.column().clear());
        traits.values().forEach(BitColumn::clear);
    }

    /** The node of a row. */
    NodeEntry get(int row, NodeTexts texts) {
        return new NodeEntry(
                texts.nodeId(row),
                texts.account(row),
                liveness.get(row),
                lifecycle.get(row),
                region.get(row),
                sequence.get(row),
                since.get(row),
                firstSeen.get(row),
                lastSeen.get(row),
                lastSeen.get(row) + timestampAfterSeen.get(row),
                flaps.get(row),
                observedMs.get(row) - notOnlineMs.get(row),
                observedMs.get(row),
                traits.get(Trait.LEGACY).get(row),
                texts.hostname(row),
                texts.myceliumIp(row),
                version.get(row),
                uptimeS.get(row),
                runningVms.get(row),
                new Capacity(
                        cpuCores.get(row),
                        ramGb.get(row),
                        diskGb.get(row),
                        gpuCount.get(row) - gpuCountLess.get(row),
                        slices.get(row) + slicesClaimedMore.get(row),
                        slicesUsed.get(row)),
                new Location(country.get(row), city.get(row), (int) latitude.get(row), (int) longitude.get(row)),
                gpus.code(row) == 0 ? List.of() : gpus.get(row),
                farmer.code(row) == 0 ? null : terms(row, texts),
                lastSeen.get(row) + writtenAfterSeen.get(row));
    }

    private Terms terms(int row, NodeTexts texts) {
        long slicesOffered = offered.get(row);
        return new Terms(
                farmer.get(row),
                farmId.get(row),
                slicesOffered == Capacity.UNSAID
                        ? null
                        : new Terms.Offering(
                                texts.listingId(row), price.get(row) ^ Long.MIN_VALUE, template.get(row), (int)
                                        slicesOffered),
                held.get(row),
                (int) reservations.get(row),
                renters.code(row) == 0 ? List.of() : renters.get(row),
                maintenance.get(row));
    }

    /** What a node is counted under. */
    NodeCounts.Cell counted(int row) {
        return new NodeCounts.Cell(region.get(row), liveness.get(row), lifecycle.get(row));
    }

    /** The rows of a trait. */
    public BitColumn rows(Trait trait) {
        return traits.get(trait);
    }

    /** The column of a field of numbers. */
    public Numbers numbers(NodeField field) {
        return numbers.get(field);
    }

    /** What rows say of their uptime. */
    Lately.Now now() {
        return new Lately.Now(
                numbers.get(NodeField.FIRST_SEEN), numbers.get(NodeField.WRITTEN_AT), observedMs, notOnlineMs);
    }

    /** The column of a field of texts that nodes share. */
    public WordColumn<?> words(NodeField field) {
        return words.get(field);
    }

    /** Where nodes are, by the degree. */
    public CodedColumn<Cell> cells() {
        return cell;
    }

    /** Degrees north times 10^6. */
    public Numbers latitudes() {
        return latitude;
    }

    /** Degrees east times 10^6. */
    public Numbers longitudes() {
        return longitude;
    }
}
