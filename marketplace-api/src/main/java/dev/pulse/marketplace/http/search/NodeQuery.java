package dev.pulse.marketplace.http.search;

import com.fasterxml.jackson.annotation.JsonAutoDetect;
import dev.pulse.domain.history.Uptime;
import dev.pulse.domain.liveness.Liveness;
import dev.pulse.domain.node.LifecycleState;
import dev.pulse.marketplace.http.Parameters;
import dev.pulse.marketplace.http.Problem;
import dev.pulse.marketplace.http.history.Window;
import dev.pulse.marketplace.index.node.Condition;
import dev.pulse.marketplace.index.node.NodeEntry;
import dev.pulse.marketplace.index.node.NodeField;
import dev.pulse.marketplace.index.node.Point;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.enums.Explode;
import io.swagger.v3.oas.annotations.media.ArraySchema;
import io.swagger.v3.oas.annotations.media.Schema;
import jakarta.ws.rs.QueryParam;
import java.util.List;
import java.util.Set;

/** Which nodes: what and where they are. Their fields are visible to the maker of the OpenAPI document. */
@JsonAutoDetect(fieldVisibility = JsonAutoDetect.Visibility.ANY)
public final class NodeQuery {
    /** The parameter that names regions. */
    static final String REGION = "region";

    /** What it is for all regions, those of peers too. */
    public static final String EVERYWHERE = "*";

    private static final int HALF_WAY_AROUND_KM = 20_016;

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

    @QueryParam(REGION)
    @Parameter(
            description = "Any of these; may be repeated; or * alone for those of this explorer's peers too",
            explode = Explode.TRUE)
    private List<String> region;

    @QueryParam("region_contains")
    @Parameter(description = "What is in the name of the region, whatever its case")
    private String regionContains;

    @QueryParam("country")
    @Parameter(
            description = "ISO 3166-1 alpha-2 codes, whatever their case; any of these; may be repeated",
            explode = Explode.TRUE)
    private List<String> country;

    @QueryParam("country_contains")
    @Parameter(description = "What is in the code of the country, whatever its case")
    private String countryContains;

    @QueryParam("city")
    @Parameter(description = "Whatever its case; any of these; may be repeated", explode = Explode.TRUE)
    private List<String> city;

    @QueryParam("city_contains")
    @Parameter(description = "What is in the name of the city, whatever its case")
    private String cityContains;

    @QueryParam("near")
    @Parameter(
            description =
                    "lat,lon,km: not further than so many kilometres from this point, in degrees with up to 6 decimals")
    private String near;

    @QueryParam("node_id")
    @Parameter(description = "Any of these; may be repeated, up to 500 times", explode = Explode.TRUE)
    private List<String> nodeId;

    @QueryParam("exclude")
    @Parameter(description = "Node ids that are left out; may be repeated, up to 500 times", explode = Explode.TRUE)
    private List<String> exclude;

    @QueryParam("account")
    @Parameter(description = "64 lower-case hex digits")
    private String account;

    @QueryParam("mycelium_ip")
    @Parameter(description = "Overlay address, however it is spelled")
    private String myceliumIp;

    @QueryParam("hostname_prefix")
    @Parameter(description = "How the host name begins, whatever its case")
    private String hostnamePrefix;

    @QueryParam("version")
    @Parameter(description = "Agent version; any of these; may be repeated", explode = Explode.TRUE)
    private List<String> version;

    @QueryParam("uptime_min")
    @Parameter(
            description = "Percent of the observed time online, with up to 2 decimals",
            schema = @Schema(type = "string", pattern = "^[0-9]{1,3}(\\.[0-9]{1,2})?$", example = "99.9"))
    private String uptimeMin;

    @QueryParam("flap_max")
    @Parameter(
            description = "How many times it went offline, at most",
            schema = @Schema(type = "integer", format = "int64", minimum = "0"))
    private String flapMax;

    @QueryParam("window")
    @Parameter(
            description =
                    "uptime_min, flap_max and the sorts uptime and flaps are about so many days (UTC) and what there was of today; without it, about all time",
            schema =
                    @Schema(
                            type = "string",
                            allowableValues = {"1d", "7d", "30d", "90d"}))
    private String window;

    @QueryParam("updated_since")
    @Parameter(
            description = "Whose state was written at this time or later, unix seconds",
            schema = @Schema(type = "integer", format = "int64", minimum = "0"))
    private String updatedSince;

    /** Whether the nodes of peers are asked for too. */
    boolean everywhere() {
        if (region == null || !region.contains(EVERYWHERE)) {
            return false;
        }
        if (region.size() > 1) {
            throw Problem.badParameter(REGION, "must be * alone, or names of regions.");
        }
        return true;
    }

    /** What they ask for. */
    void into(Conditions conditions) {
        conditions.anyOf(NodeField.STATUS, Parameters.words("status", status, Liveness.class));
        conditions.anyOf(NodeField.LIFECYCLE, Parameters.words("lifecycle", lifecycle, LifecycleState.class));
        if (!everywhere()) {
            conditions.texts(NodeField.REGION, region);
        }
        conditions.contains(NodeField.REGION, regionContains);
        conditions.texts(NodeField.COUNTRY, country);
        conditions.contains(NodeField.COUNTRY, countryContains);
        conditions.texts(NodeField.CITY, city);
        conditions.contains(NodeField.CITY, cityContains);
        conditions.texts(NodeField.VERSION, version);
        named("node_id", nodeId, true, conditions);
        named("exclude", exclude, false, conditions);
        if (account != null) {
            conditions.add(new Condition.OfAccount(Parameters.account("account", account)));
        }
        if (myceliumIp != null) {
            conditions.add(new Condition.At(Parameters.text("mycelium_ip", myceliumIp)));
        }
        if (hostnamePrefix != null) {
            conditions.add(new Condition.HostnameBegins(Parameters.text("hostname_prefix", hostnamePrefix)));
        }
        past(conditions);
        if (updatedSince != null) {
            conditions.between(
                    NodeField.WRITTEN_AT,
                    Parameters.number("updated_since", updatedSince, 0, Long.MAX_VALUE),
                    Long.MAX_VALUE);
        }
        Condition.Near around = near();
        if (around != null) {
            conditions.add(around);
        }
    }

    private void past(Conditions conditions) {
        Long least = uptimeMin == null ? null : (Long) Parameters.scaled("uptime_min", uptimeMin, 0, 100, 2);
        Long most = flapMax == null ? null : (Long) Parameters.number("flap_max", flapMax, 0, Long.MAX_VALUE);
        if (window != null) {
            int days = Window.days(window);
            // Where it is all that is asked, it leaves nobody out, and is shown.
            conditions.add(
                    new Condition.Lately(NodeField.UPTIME, days, least == null ? Uptime.UNSAID : least, Uptime.ALWAYS));
            if (most != null) {
                conditions.add(new Condition.Lately(NodeField.FLAPS, days, 0, most));
            }
            return;
        }
        if (least != null) {
            conditions.between(NodeField.UPTIME, least, NodeEntry.ALWAYS);
        }
        if (most != null) {
            conditions.between(NodeField.FLAPS, 0, most);
        }
    }

    private static void named(String name, List<String> values, boolean wanted, Conditions conditions) {
        List<String> ids = Parameters.nodeIds(name, values);
        if (!ids.isEmpty()) {
            conditions.add(new Condition.Named(Set.copyOf(ids), wanted));
        }
    }

    /** The point and how far from it, or null. */
    Condition.Near near() {
        if (near == null) {
            return null;
        }
        List<String> parts = Parameters.parts("near", near, "lat,lon,km");
        return new Condition.Near(
                new Point((int) Parameters.scaled("near", parts.get(0), -90, 90, 6), (int)
                        Parameters.scaled("near", parts.get(1), -180, 180, 6)),
                Parameters.scaled("near", parts.get(2), 0, HALF_WAY_AROUND_KM, 5));
    }
}
