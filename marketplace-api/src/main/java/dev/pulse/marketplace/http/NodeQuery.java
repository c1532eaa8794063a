package dev.pulse.marketplace.http;

import com.fasterxml.jackson.annotation.JsonAutoDetect;
import dev.pulse.domain.account.Account;
import dev.pulse.domain.account.NodeId;
import dev.pulse.domain.liveness.Liveness;
import dev.pulse.domain.node.LifecycleState;
import dev.pulse.marketplace.answer.Answers;
import dev.pulse.marketplace.index.NodeFilter;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.enums.Explode;
import io.swagger.v3.oas.annotations.media.ArraySchema;
import io.swagger.v3.oas.annotations.media.Schema;
import jakarta.ws.rs.QueryParam;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** The parameters of a search, as they came. Their fields are visible to the maker of the OpenAPI document. */
@JsonAutoDetect(fieldVisibility = JsonAutoDetect.Visibility.ANY)
public final class NodeQuery {
    static final int MAX_SIZE = 500;
    static final int MAX_VALUES = 500;
    private static final int DEFAULT_SIZE = 50;
    private static final int MAX_TEXT = 256;

    @QueryParam("status")
    @Parameter(
            description = "Any of these; may be repeated",
            explode = Explode.TRUE,
            array =
                    @ArraySchema(
                            schema =
                                    @Schema(
                                            type = "string",
                                            allowableValues = {"online", "unknown", "offline"})))
    private List<String> status;

    @QueryParam("lifecycle")
    @Parameter(
            description = "Any of these; may be repeated",
            explode = Explode.TRUE,
            array =
                    @ArraySchema(
                            schema =
                                    @Schema(
                                            type = "string",
                                            allowableValues = {
                                                "discovered",
                                                "pending",
                                                "published",
                                                "reserved",
                                                "maintenance",
                                                "retired"
                                            })))
    private List<String> lifecycle;

    @QueryParam("region")
    @Parameter(description = "Any of these; may be repeated")
    private List<String> region;

    @QueryParam("node_id")
    @Parameter(description = "Any of these; may be repeated, up to 500 times")
    private List<String> nodeId;

    @QueryParam("account")
    @Parameter(description = "64 lower-case hex digits")
    private String account;

    @QueryParam("mycelium_ip")
    @Parameter(description = "Overlay address, however it is spelled")
    private String myceliumIp;

    @QueryParam("hostname_prefix")
    @Parameter(description = "How the host name begins, whatever its case")
    private String hostnamePrefix;

    @QueryParam("country")
    @Parameter(description = "ISO 3166-1 alpha-2 code, whatever its case")
    private String country;

    @QueryParam("rentable")
    @Parameter(
            description =
                    "Whether slices can be rented now: online, on offer, not in maintenance, not all of them held",
            schema = @Schema(type = "boolean"))
    private String rentable;

    @QueryParam("size")
    @Parameter(
            description = "Nodes on the page at most",
            schema = @Schema(type = "integer", minimum = "1", maximum = "500", defaultValue = "50"))
    private String size;

    @QueryParam("cursor")
    @Parameter(description = "The next_cursor of the page before")
    private String cursor;

    /** @throws Problem naming the parameter whose value makes no sense */
    NodeFilter filter() {
        return new NodeFilter(
                words("status", status, Liveness.class),
                words("lifecycle", lifecycle, LifecycleState.class),
                Set.copyOf(texts("region", region)),
                new TreeSet<>(nodeIds()),
                account == null ? null : key(),
                text("mycelium_ip", myceliumIp),
                text("hostname_prefix", hostnamePrefix),
                text("country", country),
                null,
                flag("rentable", rentable));
    }

    private static Boolean flag(String name, String value) {
        return switch (value) {
            case null -> null;
            case "true" -> true;
            case "false" -> false;
            default ->
                throw Problem.badParameter(name, "must be true or false, not " + ParameterGuard.shortened(value) + ".");
        };
    }

    /** The node id that the page begins after. */
    String after() {
        return cursor == null ? "" : NodeCursor.nodeId(cursor);
    }

    /** Nodes on the page. */
    int size() {
        return size == null ? DEFAULT_SIZE : integer("size", size, 1, MAX_SIZE);
    }

    static int integer(String name, String text, int least, int most) {
        try {
            int value = Integer.parseInt(text);
            if (value >= least && value <= most) {
                return value;
            }
        } catch (NumberFormatException e) {
            throw outside(name, text, least, most);
        }
        throw outside(name, text, least, most);
    }

    private static Problem outside(String name, String text, int least, int most) {
        return Problem.badParameter(
                name,
                "must be a number from " + least + " to " + most + ", not " + ParameterGuard.shortened(text) + ".");
    }

    private List<String> nodeIds() {
        List<String> ids = texts("node_id", nodeId);
        ids.stream().filter(id -> !NodeId.isValid(id)).findFirst().ifPresent(id -> {
            throw Problem.badParameter(
                    "node_id",
                    "must be 1 to 64 lower-case letters, digits and hyphens, not " + ParameterGuard.shortened(id)
                            + ".");
        });
        return ids;
    }

    private byte[] key() {
        if (!Account.isImplicit(account)) {
            throw Problem.badParameter(
                    "account", "must be 64 lower-case hex digits, not " + ParameterGuard.shortened(account) + ".");
        }
        return new Account(account).key();
    }

    static List<String> texts(String name, List<String> values) {
        if (values == null) {
            return List.of();
        }
        if (values.size() > MAX_VALUES) {
            throw Problem.badParameter(name, "may be given " + MAX_VALUES + " times at most.");
        }
        return values.stream().map(value -> text(name, value)).toList();
    }

    private static String text(String name, String value) {
        if (value != null && (value.isBlank() || value.length() > MAX_TEXT)) {
            throw Problem.badParameter(name, "must have 1 to " + MAX_TEXT + " characters.");
        }
        return value;
    }

    private static <E extends Enum<E>> Set<E> words(String name, List<String> values, Class<E> type) {
        Set<E> found = EnumSet.noneOf(type);
        for (String value : texts(name, values)) {
            found.add(Arrays.stream(type.getEnumConstants())
                    .filter(known -> Answers.word(known).equals(value))
                    .findFirst()
                    .orElseThrow(() -> Problem.badParameter(
                            name,
                            "must be one of "
                                    + Arrays.stream(type.getEnumConstants())
                                            .map(Answers::word)
                                            .collect(Collectors.joining(", "))
                                    + ", not " + ParameterGuard.shortened(value) + ".")));
        }
        return found;
    }
}
