package dev.pulse.marketplace.index.node;

import dev.pulse.domain.heartbeat.Capacity;
import dev.pulse.domain.heartbeat.Gpu;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Stream;

/** What nodes can be sorted by and searched by. */
public enum NodeField {
    NODE_ID(Kind.NAME),
    HOSTNAME(Kind.NAME),
    STATUS(Kind.WORD),
    LIFECYCLE(Kind.WORD),
    REGION(Kind.WORD),
    COUNTRY(Kind.WORD),
    CITY(Kind.WORD),
    VERSION(Kind.WORD),
    FARM_ID(Kind.WORD),
    TEMPLATE(Kind.WORD),
    /** The farmer's account. */
    OWNED_BY(Kind.WORDS),
    /** Accounts that hold slices. */
    RENTED_BY(Kind.WORDS),
    GPU_VENDOR(Kind.WORDS),
    GPU_MODEL(Kind.WORDS),
    TOTAL_SLICES(Kind.NUMBER),
    /** Slices on offer that nobody holds. */
    FREE_SLICES(Kind.NUMBER),
    TOTAL_CPU(Kind.NUMBER),
    /** What of it is not in a slice that somebody holds; so for memory and disk. */
    FREE_CPU(Kind.NUMBER),
    /** GB. */
    TOTAL_RAM(Kind.NUMBER),
    FREE_RAM(Kind.NUMBER),
    /** GB. */
    TOTAL_DISK(Kind.NUMBER),
    FREE_DISK(Kind.NUMBER),
    GPU_COUNT(Kind.NUMBER),
    /** SPORE for a slice and hour; 2^63 is taken from it, so that a signed number has the order of the unsigned one. */
    PRICE(Kind.NUMBER),
    /** Share of the observed time online, in hundredths of a percent. */
    UPTIME(Kind.NUMBER),
    /** Seconds since the machine started. */
    UPTIME_S(Kind.NUMBER),
    FLAPS(Kind.NUMBER),
    RUNNING_VMS(Kind.NUMBER),
    RESERVATIONS(Kind.NUMBER),
    SEQUENCE(Kind.NUMBER),
    SINCE(Kind.NUMBER),
    FIRST_SEEN(Kind.NUMBER),
    LAST_SEEN(Kind.NUMBER),
    WRITTEN_AT(Kind.NUMBER),
    /** From the point that a search names, in centimetres. */
    DISTANCE(Kind.DISTANCE);

    /** What kind of thing a field holds. */
    public enum Kind {
        /** A text that is each node's own. */
        NAME,
        /** A text that many nodes share. */
        WORD,
        /** None, one or several of those; not to be sorted by. */
        WORDS,
        /** A number. */
        NUMBER,
        /** Depends on the search. */
        DISTANCE
    }

    private final Kind kind;

    NodeField(Kind kind) {
        this.kind = kind;
    }

    /** What it holds. */
    public Kind kind() {
        return kind;
    }

    /** Its name as requests and answers spell it. */
    public String wire() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Whether upper and lower case are the same here. */
    public boolean anyCase() {
        return switch (this) {
            case COUNTRY, CITY, GPU_VENDOR, GPU_MODEL -> true;
            default -> false;
        };
    }

    /** What stands for a number that a node did not say; less than any that it can say. */
    public long unsaid() {
        return this == PRICE ? Long.MIN_VALUE : Capacity.UNSAID;
    }

    /** Whether its values can be counted among the matches of a search. */
    public boolean counted() {
        return switch (this) {
            case OWNED_BY, RENTED_BY -> false;
            case PRICE -> true;
            default -> kind == Kind.WORD || kind == Kind.WORDS;
        };
    }

    /** A node's number. */
    public long number(NodeEntry node) {
        Capacity capacity = node.capacity();
        return switch (this) {
            case TOTAL_SLICES -> capacity.slices();
            case FREE_SLICES ->
                node.terms() == null || node.terms().offer() == null
                        ? Capacity.UNSAID
                        : node.terms().free();
            case TOTAL_CPU -> capacity.cpuCores();
            case FREE_CPU -> Capacity.shareLeft(capacity.cpuCores(), capacity.slices(), node.held());
            case TOTAL_RAM -> capacity.ramGb();
            case FREE_RAM -> Capacity.ramLeft(capacity.ramGb(), node.held());
            case TOTAL_DISK -> capacity.diskGb();
            case FREE_DISK -> Capacity.shareLeft(capacity.diskGb(), capacity.slices(), node.held());
            case GPU_COUNT -> node.gpuCount();
            case PRICE -> {
                Terms terms = node.terms();
                yield terms == null || terms.offer() == null
                        ? Long.MIN_VALUE
                        : terms.offer().pricePerHour() ^ Long.MIN_VALUE;
            }
            case UPTIME -> node.uptime();
            case UPTIME_S -> node.uptimeS();
            case FLAPS -> node.flaps();
            case RUNNING_VMS -> node.runningVms();
            case RESERVATIONS -> node.terms() == null ? 0 : node.terms().reservations();
            case SEQUENCE -> node.sequence();
            case SINCE -> node.since();
            case FIRST_SEEN -> node.heard() ? node.firstSeen() : Capacity.UNSAID;
            case LAST_SEEN -> node.heard() ? node.lastSeen() : Capacity.UNSAID;
            case WRITTEN_AT -> node.writtenAt();
            default -> throw new IllegalArgumentException(this + " is no number of a node");
        };
    }

    /** A node's texts, those that it did not say left out. */
    public List<String> words(NodeEntry node) {
        Terms terms = node.terms();
        return switch (this) {
            case NODE_ID -> List.of(node.nodeId());
            case HOSTNAME -> said(node.hostname());
            case STATUS -> List.of(node.liveness().name());
            case LIFECYCLE -> List.of(node.lifecycle().name());
            case REGION -> List.of(node.region());
            case COUNTRY -> said(node.location().country());
            case CITY -> said(node.location().city());
            case VERSION -> said(node.version());
            case FARM_ID -> terms == null ? List.of() : said(terms.farmId());
            case TEMPLATE ->
                terms == null || terms.offer() == null
                        ? List.of()
                        : said(terms.offer().template());
            case OWNED_BY -> terms == null ? List.of() : said(terms.farmer());
            case RENTED_BY -> terms == null ? List.of() : terms.renters();
            case GPU_VENDOR -> vendors(node.gpus());
            case GPU_MODEL -> models(node.gpus());
            default -> throw new IllegalArgumentException(this + " is no text of a node");
        };
    }

    /** Makers of graphics processors. */
    public static List<String> vendors(List<Gpu> gpus) {
        return said(gpus.stream().map(Gpu::vendor));
    }

    /** Models of graphics processors. */
    public static List<String> models(List<Gpu> gpus) {
        return said(gpus.stream().map(Gpu::model));
    }

    /** A value as answers spell it; null stays null. */
    public String spelled(String value) {
        boolean constant = this == STATUS || this == LIFECYCLE;
        return constant && value != null ? value.toLowerCase(Locale.ROOT) : value;
    }

    private static List<String> said(Stream<String> texts) {
        return texts.filter(Objects::nonNull).distinct().toList();
    }

    private static List<String> said(String text) {
        return text == null ? List.of() : List.of(text);
    }
}
