package dev.pulse.marketplace.http.search;

import dev.pulse.marketplace.http.ParameterGuard;
import dev.pulse.marketplace.index.node.NodeFilter;
import dev.pulse.marketplace.index.search.NodeSearch;
import jakarta.ws.rs.QueryParam;
import java.lang.reflect.Field;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.LongSupplier;

/**
 * The parameters of a search, whatever way they came.
 *
 * @param given all of them as they came, by name
 */
public record SearchForm(
        NodeQuery nodes, CapacityQuery capacity, OfferQuery offer, PageQuery page, Map<String, List<String>> given) {
    private static final List<Class<?>> PARTS =
            List.of(NodeQuery.class, CapacityQuery.class, OfferQuery.class, PageQuery.class);

    /** The names of all parameters, and whether each may be given more than once. */
    static SortedMap<String, Boolean> declared() {
        SortedMap<String, Boolean> names = new TreeMap<>();
        for (Class<?> part : PARTS) {
            for (Field field : part.getDeclaredFields()) {
                QueryParam name = field.getAnnotation(QueryParam.class);
                if (name != null) {
                    names.put(name.value(), Collection.class.isAssignableFrom(field.getType()));
                }
            }
        }
        return names;
    }

    /**
     * A form of parameters that no server has put into it.
     *
     * @throws dev.pulse.marketplace.http.Problem for names that are none, and for values too many
     */
    public static SearchForm of(Map<String, List<String>> given) {
        ParameterGuard.check(declared(), given);
        return new SearchForm(
                filled(new NodeQuery(), given),
                filled(new CapacityQuery(), given),
                filled(new OfferQuery(), given),
                filled(new PageQuery(), given),
                given);
    }

    /** Does what the server does for a parameter that is a bean. */
    private static <T> T filled(T part, Map<String, List<String>> given) {
        for (Field field : part.getClass().getDeclaredFields()) {
            QueryParam name = field.getAnnotation(QueryParam.class);
            List<String> values = name == null ? null : given.get(name.value());
            if (values != null && !values.isEmpty()) {
                boolean many = Collection.class.isAssignableFrom(field.getType());
                try {
                    field.setAccessible(true);
                    field.set(part, many ? values : values.getFirst());
                } catch (IllegalAccessException e) {
                    throw new IllegalStateException("a parameter can't be set: " + name.value(), e);
                }
            }
        }
        return part;
    }

    /** Whether peers are to be asked too. */
    boolean everywhere() {
        return nodes.everywhere();
    }

    /**
     * What is searched for; from the first node on where peers are asked too, whose cursor is another.
     *
     * @param seeds where a sample without a seed gets one
     */
    NodeSearch search(LongSupplier seeds) {
        Conditions conditions = new Conditions();
        nodes.into(conditions);
        capacity.into(conditions);
        offer.into(conditions);
        return page.search(new NodeFilter(conditions.all()), nodes.near(), seeds, everywhere());
    }

    /** The cursor as it came, or null. */
    String cursor() {
        return page.cursor();
    }
}
