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
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * What nodes have in common fields, by column. A number that is usually near another one is kept as its difference to that, so
 * that it takes few bytes or none.
 */
public final class NodeColumns {
    /** Regions, versions and the like whose rows are kept as bits too: an eighth of a byte a node for each. */
    private static final int FEW = 24;

    private final List<PackedColumn> packed = new ArrayList<>();
    private final List<CodedColumn<?>> coded = new ArrayList<>();

    private final CodedColumn<Liveness> liveness = coded(Liveness.values().length);
    private final CodedColumn<LifecycleState> lifecycle = coded(LifecycleState.values().length);
    private final CodedColumn<String> region = coded(FEW);
    private final CodedColumn<String> country = coded(0);
    private final CodedColumn<String> city = coded(0);
    private final CodedColumn<String> version = coded(0);
    private final CodedColumn<List<Gpu>> gpus = coded(0);
    private final CodedColumn<String> farmer = coded(0);
    private final CodedColumn<String> farmId = coded(0);
    private final CodedColumn<String> template = coded(0);
    private final CodedColumn<List<String>> renters = coded(new CodedColumn<>(0, accounts -> accounts));
    private final CodedColumn<Terms.Span> maintenance = coded(0);
    private final CodedColumn<Cell> cell = coded(0);

    private final PackedColumn sequence = packed();
    private final PackedColumn since = packed();
    private final PackedColumn firstSeen = packed();
    private final PackedColumn lastSeen = packed();
    private final PackedColumn timestampAfterSeen = packed();
    private final PackedColumn writtenAfterSeen = packed();
    private final PackedColumn flaps = packed();
    private final PackedColumn observedMs = packed();
    private final PackedColumn notOnlineMs = packed();
    private final PackedColumn uptime = packed();
    private final PackedColumn uptimeS = packed();
    private final PackedColumn runningVms = packed();
    private final PackedColumn cpuCores = packed();
    private final PackedColumn ramGb = packed();
    private final PackedColumn diskGb = packed();
    private final PackedColumn gpuCount = packed();
    private final PackedColumn gpuCountLess = packed();
    private final PackedColumn slices = packed();
    private final PackedColumn slicesClaimedMore = packed();
    private final PackedColumn slicesUsed = packed();
    private final PackedColumn latitude = packed();
    private final PackedColumn longitude = packed();
    private final PackedColumn price = packed();
    private final PackedColumn offered = packed();
    private final PackedColumn held = packed();
    // What is left follows from the others, and is searched by so often that it is worth a few bytes.
    private final PackedColumn freeSlices = packed();
    private final PackedColumn freeCpu = packed();
    private final PackedColumn freeRam = packed();
    private final PackedColumn freeDisk = packed();
    private final PackedColumn reservations = packed();

    private final Map<Trait, BitColumn> traits = new EnumMap<>(Trait.class);
    private final Map<NodeField, Numbers> numbers = new EnumMap<>(NodeField.class);
    private final Map<NodeField, WordColumn<?>> words = new EnumMap<>(NodeField.class);

    NodeColumns() {
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

    private PackedColumn packed() {
        PackedColumn column = new PackedColumn();
        packed.add(column);
        return column;
    }

    private <V> CodedColumn<V> coded(int bitmaps) {
        return coded(new CodedColumn<>(bitmaps));
    }

    private <V> CodedColumn<V> coded(CodedColumn<V> column) {
        coded.add(column);
        return column;
    }

    private boolean heard(int row) {
        return lastSeen.get(row) + timestampAfterSeen.get(row) >= 0;
    }

    /** Keeps a node in a row. */
    void put(int row, NodeEntry node, boolean fresh) {
        set(liveness, row, node.liveness(), fresh);
        set(lifecycle, row, node.lifecycle(), fresh);
        set(region, row, node.region(), fresh);
        set(version, row, node.version(), fresh);
        set(gpus, row, node.gpus().isEmpty() ? null : node.gpus(), fresh);
        sequence.set(row, node.sequence());
        since.set(row, node.since());
        firstSeen.set(row, node.firstSeen());
        lastSeen.set(row, node.lastSeen());
        timestampAfterSeen.set(row, node.lastTimestamp() - node.lastSeen());
        writtenAfterSeen.set(row, node.writtenAt() - node.lastSeen());
        flaps.set(row, node.flaps());
        observedMs.set(row, node.observedMs());
        notOnlineMs.set(row, node.observedMs() - node.onlineMs());
        uptime.set(row, node.uptime());
        uptimeS.set(row, node.uptimeS());
        runningVms.set(row, node.runningVms());
        capacity(row, node);
        location(row, node.location(), fresh);
        terms(row, node, fresh);
        traits.forEach((trait, rows) -> rows.set(row, trait.of(node)));
    }

    private void capacity(int row, NodeEntry node) {
        Capacity capacity = node.capacity();
        cpuCores.set(row, capacity.cpuCores());
        ramGb.set(row, capacity.ramGb());
        diskGb.set(row, capacity.diskGb());
        gpuCount.set(row, node.gpuCount());
        gpuCountLess.set(row, node.gpuCount() - capacity.gpuCount());
        slices.set(row, capacity.slices());
        slicesClaimedMore.set(row, capacity.slicesTotal() - capacity.slices());
        slicesUsed.set(row, capacity.slicesUsed());
    }

    private void location(int row, Location location, boolean fresh) {
        set(country, row, location.country(), fresh);
        set(city, row, location.city(), fresh);
        set(cell, row, Cell.of(location), fresh);
        latitude.set(row, location.latitudeE6());
        longitude.set(row, location.longitudeE6());
    }

    private void terms(int row, NodeEntry node, boolean fresh) {
        Terms terms = node.terms();
        Terms.Offering offer = terms == null ? null : terms.offer();
        set(farmer, row, terms == null ? null : terms.farmer(), fresh);
        set(farmId, row, terms == null ? null : terms.farmId(), fresh);
        set(template, row, offer == null ? null : offer.template(), fresh);
        set(renters, row, terms == null || terms.renters().isEmpty() ? null : terms.renters(), fresh);
        set(maintenance, row, terms == null ? null : terms.maintenance(), fresh);
        price.set(row, offer == null ? Long.MIN_VALUE : offer.pricePerHour() ^ Long.MIN_VALUE);
        offered.set(row, offer == null ? Capacity.UNSAID : offer.slices());
        held.set(row, terms == null ? 0 : terms.held());
        freeSlices.set(row, NodeField.FREE_SLICES.number(node));
        freeCpu.set(row, NodeField.FREE_CPU.number(node));
        freeRam.set(row, NodeField.FREE_RAM.number(node));
        freeDisk.set(row, NodeField.FREE_DISK.number(node));
        reservations.set(row, terms == null ? 0 : terms.reservations());
    }

    private static <V> void set(CodedColumn<V> column, int row, V value, boolean fresh) {
        if (fresh) {
            column.add(row, value);
        } else {
            column.change(row, value);
        }
    }

    /** Lets go of what a row shared with others. */
    void remove(int row) {
        coded.forEach(column -> column.remove(row));
        traits.values().forEach(rows -> rows.set(row, false));
    }

    void clear() {
        coded.forEach(CodedColumn::clear);
        packed.forEach(PackedColumn::clear);
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
