package dev.pulse.marketplace.http.search;

import com.fasterxml.jackson.annotation.JsonAutoDetect;
import dev.pulse.marketplace.http.Parameters;
import dev.pulse.marketplace.http.Problem;
import dev.pulse.marketplace.index.node.Condition;
import dev.pulse.marketplace.index.node.NodeField;
import dev.pulse.marketplace.index.node.NodeField.Kind;
import dev.pulse.marketplace.index.node.NodeFilter;
import dev.pulse.marketplace.index.search.NodeSearch;
import dev.pulse.marketplace.index.search.NodeSearch.Place;
import dev.pulse.marketplace.index.search.NodeSearch.Sort;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.enums.Explode;
import io.swagger.v3.oas.annotations.media.ArraySchema;
import io.swagger.v3.oas.annotations.media.Schema;
import jakarta.ws.rs.QueryParam;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.LongSupplier;

/** How the answer of a search is to be. Their fields are visible to the maker of the OpenAPI document. */
@JsonAutoDetect(fieldVisibility = JsonAutoDetect.Visibility.ANY)
public final class PageQuery {
    private static final List<NodeField> SORTED = Arrays.stream(NodeField.values())
            .filter(field -> field.kind() != Kind.WORDS)
            .toList();

    private static final List<NodeField> FACETS =
            Arrays.stream(NodeField.values()).filter(NodeField::counted).toList();

    @QueryParam("sort")
    @Parameter(
            description =
                    "Field to sort by, node_id where it is not said; with - before it from the largest to the smallest. Nodes that do not say come last in either, those that are equal by node id. One of node_id, hostname, status, lifecycle, region, country, city, version, farm_id, template, total_slices, free_slices, total_cpu, free_cpu, total_ram, free_ram, total_disk, free_disk, gpu_count, price, uptime, uptime_s, flaps, running_vms, reservations, sequence, since, first_seen, last_seen, written_at, distance; distance needs near")
    private String sort;

    @QueryParam("size")
    @Parameter(
            description = "Nodes on the page at most",
            schema = @Schema(type = "integer", minimum = "1", maximum = "500", defaultValue = "50"))
    private String size;

    @QueryParam("cursor")
    @Parameter(description = "The next_cursor of the page before, with the same filters and sort")
    private String cursor;

    @QueryParam("count")
    @Parameter(description = "Whether to count all matches", schema = @Schema(type = "boolean"))
    private String count;

    @QueryParam("facets")
    @Parameter(
            description = "Fields whose values are to be counted among all matches; may be repeated",
            explode = Explode.TRUE,
            array =
                    @ArraySchema(
                            schema =
                                    @Schema(
                                            type = "string",
                                            allowableValues = {
                                                "status",
                                                "lifecycle",
                                                "region",
                                                "country",
                                                "city",
                                                "version",
                                                "farm_id",
                                                "template",
                                                "gpu_vendor",
                                                "gpu_model",
                                                "price"
                                            })))
    private List<String> facets;

    @QueryParam("sample")
    @Parameter(
            description = "In the place of a page: so many of the matches by chance",
            schema = @Schema(type = "integer", minimum = "1", maximum = "500"))
    private String sample;

    @QueryParam("seed")
    @Parameter(
            description = "What makes the sample: the same seed, the same nodes, as long as they match",
            schema = @Schema(type = "integer", format = "int64", minimum = "0"))
    private String seed;

    /**
     * The search.
     *
     * @param near the point that distances are measured from, or null
     * @param seeds where a sample without a seed gets one
     * @param everywhere whether the cursor is one of several explorers: then the search begins with the first node
     */
    NodeSearch search(NodeFilter filter, Condition.Near near, LongSupplier seeds, boolean everywhere) {
        Sort order = sort(near);
        Set<NodeField> counted = new LinkedHashSet<>();
        for (String facet : Parameters.texts("facets", facets)) {
            counted.add(Parameters.word("facets", facet, FACETS));
        }
        boolean all = Boolean.TRUE.equals(Parameters.flag("count", count));
        if (sample != null) {
            refuse("size", size);
            refuse("cursor", cursor);
            refuse("sort", sort);
            int drawn = Parameters.integer("sample", sample, 1, Pages.MAX_SIZE);
            long from = seed == null ? seeds.getAsLong() : Parameters.number("seed", seed, 0, Long.MAX_VALUE);
            return new NodeSearch(filter, order, null, drawn, from, all, counted);
        }
        if (seed != null) {
            throw Problem.badParameter("seed", "goes with sample only.");
        }
        int most = Pages.size(size);
        Place after = cursor == null || everywhere ? null : NodeCursor.place(cursor, filter, order);
        return new NodeSearch(filter, order, after, most, null, all, counted);
    }

    /** The cursor as it came, or null. */
    String cursor() {
        return cursor;
    }

    private static void refuse(String name, String value) {
        if (value != null) {
            throw Problem.badParameter(name, "does not go with sample.");
        }
    }

    private Sort sort(Condition.Near near) {
        if (sort == null) {
            return Sort.BY_ID;
        }
        boolean down = sort.startsWith("-");
        NodeField field = Parameters.word("sort", down ? sort.substring(1) : sort, SORTED);
        if (field == NodeField.DISTANCE && near == null) {
            throw Problem.badParameter("sort", "may be distance together with near only.");
        }
        return new Sort(field, down, field == NodeField.DISTANCE ? near.point() : null);
    }
}
