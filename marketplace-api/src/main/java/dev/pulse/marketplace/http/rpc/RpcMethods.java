package dev.pulse.marketplace.http.rpc;

import com.fasterxml.jackson.databind.JsonNode;
import dev.pulse.marketplace.http.NodesResource;
import dev.pulse.marketplace.http.OverviewResource;
import dev.pulse.marketplace.http.ParameterGuard;
import dev.pulse.marketplace.http.Parameters;
import dev.pulse.marketplace.http.Problem;
import dev.pulse.marketplace.http.search.NodeSearches;
import dev.pulse.marketplace.http.search.SearchForm;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** What can be called. Each asks what answers the same question over REST. */
public final class RpcMethods {
    private final NodeSearches searches;
    private final NodesResource nodes;
    private final OverviewResource overview;

    /** Over what REST is answered from. */
    public RpcMethods(NodeSearches searches, NodesResource nodes, OverviewResource overview) {
        this.searches = searches;
        this.nodes = nodes;
        this.overview = overview;
    }

    /**
     * The result.
     *
     * @param params an object, an array, or null
     */
    Object call(String method, JsonNode params) throws RpcFault {
        try {
            return switch (method) {
                case "node_list" ->
                    searches.find(SearchForm.of(RpcParameters.read(params, List.of("", "size", "cursor"))));
                case "node_get" -> nodes.node(nodeId(only("node_id", params)));
                case "stats" -> overview.counts(only("region", params), null);
                default ->
                    throw new RpcFault(
                            RpcFault.METHOD_NOT_FOUND,
                            "unknown_method",
                            "There is no method " + ParameterGuard.shortened(method)
                                    + "; there are node_list, node_get and stats.");
            };
        } catch (Problem problem) {
            throw RpcFault.of(problem);
        }
    }

    /** The only parameter that a method has; null where it is not given. */
    private static String only(String name, JsonNode params) throws RpcFault {
        Map<String, List<String>> given = RpcParameters.read(params, List.of(name));
        SortedMap<String, Boolean> declared = new TreeMap<>(Map.of(name, false));
        ParameterGuard.check(declared, given);
        return given.isEmpty() ? null : given.get(name).getFirst();
    }

    private static String nodeId(String id) throws RpcFault {
        if (id == null) {
            throw RpcFault.parameter("node_id", "must be given.");
        }
        return Parameters.nodeIds("node_id", List.of(id)).getFirst();
    }
}
