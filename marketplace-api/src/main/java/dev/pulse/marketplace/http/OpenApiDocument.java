package dev.pulse.marketplace.http;

import dev.pulse.marketplace.answer.ErrorAnswer;
import dev.pulse.marketplace.answer.TransitionAnswer;
import io.swagger.v3.core.converter.ModelConverters;
import io.swagger.v3.core.util.Json;
import io.swagger.v3.jaxrs2.Reader;
import io.swagger.v3.oas.integration.SwaggerConfiguration;
import io.swagger.v3.oas.models.Components;
import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.Operation;
import io.swagger.v3.oas.models.PathItem;
import io.swagger.v3.oas.models.Paths;
import io.swagger.v3.oas.models.info.Info;
import io.swagger.v3.oas.models.info.License;
import io.swagger.v3.oas.models.media.ArraySchema;
import io.swagger.v3.oas.models.media.Content;
import io.swagger.v3.oas.models.media.IntegerSchema;
import io.swagger.v3.oas.models.media.MediaType;
import io.swagger.v3.oas.models.media.Schema;
import io.swagger.v3.oas.models.media.StringSchema;
import io.swagger.v3.oas.models.parameters.Parameter;
import io.swagger.v3.oas.models.responses.ApiResponse;
import io.swagger.v3.oas.models.responses.ApiResponses;
import io.swagger.v3.oas.models.servers.Server;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.QueryParam;
import java.lang.reflect.Field;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The OpenAPI document: read off the resources' annotations, with the live stream, which is no resource, by hand. */
public final class OpenApiDocument {
    /** Where it is served. */
    public static final String PATH = "/api/openapi.json";

    private OpenApiDocument() {}

    /**
     * The document as JSON.
     *
     * @param resources those whose addresses it describes
     */
    public static byte[] bytes(Set<Class<?>> resources) {
        OpenAPI base = new OpenAPI()
                .info(new Info()
                        .title("Pulse explorer")
                        .version("1")
                        .description("Nodes, what is the matter with them, and the proof of it. Times are unix seconds,"
                                + " unless a name ends in _ms. Every answer says as of when it holds and how far behind"
                                + " it is. Errors have the form {\"error\":code,\"detail\":sentence}; a parameter that"
                                + " is not listed is one.")
                        .license(new License().name("Apache-2.0")))
                .servers(List.of(new Server().url("/api")));
        OpenAPI document = new Reader(new SwaggerConfiguration().openAPI(base)).read(resources);
        sayTypes(document, types(resources));
        Components components = document.getComponents();
        for (Class<?> type : List.of(TransitionAnswer.class, ErrorAnswer.class)) {
            ModelConverters.getInstance().read(type).forEach(components::addSchemas);
        }
        document.getPaths().addPathItem(EventsServlet.PATH.substring("/api".length()), events());
        Paths sorted = new Paths();
        new TreeMap<>(document.getPaths()).forEach(sorted::addPathItem);
        document.setPaths(sorted);
        return Json.pretty(document).getBytes(StandardCharsets.UTF_8);
    }

    /**
     * What annotations say of the types of parameters in beans, by name. The library takes the field's own type instead: a
     * text, since what came must be looked at before it is a number.
     */
    private static Map<String, String> types(Set<Class<?>> resources) {
        return resources.stream()
                .flatMap(resource -> Arrays.stream(resource.getMethods()))
                .flatMap(method -> Arrays.stream(method.getParameters()))
                .filter(parameter -> parameter.isAnnotationPresent(BeanParam.class))
                .flatMap(bean -> Arrays.stream(bean.getType().getDeclaredFields()))
                .filter(field -> field.isAnnotationPresent(QueryParam.class)
                        && !said(field).isEmpty())
                .collect(Collectors.toMap(
                        field -> field.getAnnotation(QueryParam.class).value(),
                        OpenApiDocument::said,
                        (one, same) -> one));
    }

    private static String said(Field field) {
        var parameter = field.getAnnotation(io.swagger.v3.oas.annotations.Parameter.class);
        return parameter == null ? "" : parameter.schema().type();
    }

    private static void sayTypes(OpenAPI document, Map<String, String> types) {
        document.getPaths().values().stream()
                .flatMap(path -> path.readOperations().stream())
                .filter(operation -> operation.getParameters() != null)
                .flatMap(operation -> operation.getParameters().stream())
                .filter(parameter -> "query".equals(parameter.getIn()) && types.containsKey(parameter.getName()))
                .forEach(parameter -> parameter.getSchema().setType(types.get(parameter.getName())));
    }

    private static PathItem events() {
        Operation operation = new Operation()
                .operationId("events")
                .addTagsItem("Live")
                .summary("Transitions as they happen")
                .description(
                        "Server-Sent Events. transition: one of nodes.events. stats: what /v1/stats answers, once a"
                                + " second when it changed. reset: transitions after the given Last-Event-ID are no longer"
                                + " kept (the newest 10000 are), or it is not of this Kafka: load the nodes anew. dropped:"
                                + " the client was too slow and the stream ends; connect again. bye: the server stops. Each"
                                + " id is a place in the topic, good after a restart and at any other instance.")
                .addParametersItem(repeatable(EventsServlet.REGION, "Any of these; may be repeated"))
                .addParametersItem(repeatable(EventsServlet.NODE_ID, "Any of these; may be repeated"))
                .addParametersItem(repeatable(
                        EventsServlet.STATUS, "online, unknown or offline after it; any of these; may be repeated"))
                .addParametersItem(repeatable(
                        EventsServlet.LIFECYCLE,
                        "discovered, pending, published, reserved, maintenance or retired after it; any of these; may be"
                                + " repeated"))
                .addParametersItem(repeatable(
                        EventsServlet.CAUSE,
                        "first_heartbeat, heartbeat, grace_expired, region_disturbed, guard_released, command, elapsed,"
                                + " rotated or other; any of these; may be repeated"))
                .addParametersItem(repeatable(
                        EventsServlet.OWNED_BY,
                        "Nodes of these farmers' accounts, 64 lower-case hex digits; any of these; may be repeated"))
                .addParametersItem(repeatable(
                        EventsServlet.COUNTRY, "Nodes in these, whatever the case; any of these; may be repeated"))
                .addParametersItem(new Parameter()
                        .in("query")
                        .name(EventsServlet.RECENT)
                        .description("Without a Last-Event-ID: how many of the newest transitions come first")
                        .schema(new IntegerSchema()
                                .minimum(BigDecimal.ZERO)
                                .maximum(BigDecimal.valueOf(EventsServlet.MAX_RECENT))))
                .addParametersItem(new Parameter()
                        .in("header")
                        .name("Last-Event-ID")
                        .description("The last id that arrived: what came after it is sent first")
                        .schema(new StringSchema()))
                .responses(new ApiResponses()
                        .addApiResponse(
                                "200",
                                new ApiResponse()
                                        .description("The stream; the data of a transition is TransitionAnswer")
                                        .content(content("text/event-stream", new StringSchema())))
                        .addApiResponse("400", error("unknown_parameter, bad_parameter or bad_cursor"))
                        .addApiResponse("503", error("loading or too_many_watchers")));
        return new PathItem().get(operation);
    }

    private static Parameter repeatable(String name, String description) {
        return new Parameter()
                .in("query")
                .name(name)
                .description(description)
                .explode(true)
                .schema(new ArraySchema().items(new StringSchema()));
    }

    private static ApiResponse error(String description) {
        return new ApiResponse()
                .description(description)
                .content(content("application/json", new Schema<>().$ref("#/components/schemas/ErrorAnswer")));
    }

    private static Content content(String type, Schema<?> schema) {
        return new Content().addMediaType(type, new MediaType().schema(schema));
    }
}
