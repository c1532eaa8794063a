package dev.pulse.marketplace.http;

import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.ResourceInfo;
import jakarta.ws.rs.core.Context;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.lang.reflect.Parameter;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Refuses query parameters that the method does not declare: a misspelt filter must never answer as if it had not been
 * there. What a method declares is read off its annotations, from which the OpenAPI document is made too.
 */
public final class ParameterGuard implements ContainerRequestFilter {
    @Context
    private ResourceInfo resource;

    @Override
    public void filter(ContainerRequestContext request) {
        check(declared(resource.getResourceMethod()), request.getUriInfo().getQueryParameters());
    }

    /** Names of the parameters that a method declares, and whether each may be given more than once. */
    static SortedMap<String, Boolean> declared(Method method) {
        SortedMap<String, Boolean> names = new TreeMap<>();
        for (Parameter parameter : method.getParameters()) {
            QueryParam query = parameter.getAnnotation(QueryParam.class);
            if (query != null) {
                names.put(query.value(), Collection.class.isAssignableFrom(parameter.getType()));
            }
            if (parameter.isAnnotationPresent(BeanParam.class)) {
                for (Field field : parameter.getType().getDeclaredFields()) {
                    QueryParam inBean = field.getAnnotation(QueryParam.class);
                    if (inBean != null) {
                        names.put(inBean.value(), Collection.class.isAssignableFrom(field.getType()));
                    }
                }
            }
        }
        return names;
    }

    /**
     * Refuses what is not declared.
     *
     * @throws Problem naming the first parameter that is not known, or given too often
     */
    public static void check(SortedMap<String, Boolean> declared, Map<String, List<String>> given) {
        given.forEach((name, values) -> {
            Boolean repeatable = declared.get(name);
            if (repeatable == null) {
                throw new Problem(
                        400,
                        "unknown_parameter",
                        "There is no parameter " + shortened(name) + " here. "
                                + (declared.isEmpty()
                                        ? "This address takes none."
                                        : "Known are " + String.join(", ", declared.keySet()) + "."));
            }
            if (!repeatable && values.size() > 1) {
                throw Problem.badParameter(name, "may be given once only.");
            }
        });
    }

    /** A text of the client's, short enough to be repeated to it. */
    public static String shortened(String text) {
        return text.length() <= 80 ? text : text.substring(0, 80) + "...";
    }
}
