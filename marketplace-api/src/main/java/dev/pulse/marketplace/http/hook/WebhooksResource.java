package dev.pulse.marketplace.http.hook;

import com.fasterxml.jackson.databind.JsonNode;
import dev.pulse.domain.account.Account;
import dev.pulse.domain.account.NodeId;
import dev.pulse.ledger.rpc.LedgerException;
import dev.pulse.marketplace.answer.ErrorAnswer;
import dev.pulse.marketplace.hook.Hook;
import dev.pulse.marketplace.hook.HookDesk;
import dev.pulse.marketplace.hook.HookDesk.Refused;
import dev.pulse.marketplace.hook.HookEvent;
import dev.pulse.marketplace.http.Parameters;
import dev.pulse.marketplace.http.Problem;
import dev.pulse.marketplace.http.market.Bodies;
import dev.pulse.marketplace.http.market.Visitor;
import dev.pulse.marketplace.session.SignIn;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.parameters.RequestBody;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.io.InputStream;
import java.util.EnumSet;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Predicate;

/** Being told when a node is down or back, and when a region is disturbed. */
@Path("/webhooks")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Webhooks")
@ApiResponse(
        responseCode = "401",
        description = "not_signed_in, key_gone",
        content = @Content(schema = @Schema(implementation = ErrorAnswer.class)))
@ApiResponse(
        responseCode = "502",
        description = "ledger_failed",
        content = @Content(schema = @Schema(implementation = ErrorAnswer.class)))
public final class WebhooksResource {
    private static final int DEFAULT_NEWEST = 20;
    private static final int MOST_NEWEST = 300;
    private static final int LONGEST_REGION = 64;

    private final HookDesk desk;
    private final Visitor visitor;

    /**
     * Over this desk.
     *
     * @param origin as a {@link Visitor} takes it
     */
    public WebhooksResource(HookDesk desk, SignIn signIn, String origin) {
        this.desk = desk;
        this.visitor = new Visitor(signIn, origin);
    }

    /** Something that the desk does. */
    private interface Work<T> {
        T done() throws Refused, LedgerException, InterruptedException;
    }

    private static <T> T answered(Work<T> work) throws InterruptedException {
        try {
            return work.done();
        } catch (Refused e) {
            throw switch (e.why()) {
                case BAD_URL -> new Problem(400, "bad_url", e.getMessage());
                case TOO_MANY -> new Problem(409, "too_many_webhooks", e.getMessage());
                case UNKNOWN -> new Problem(404, "unknown_webhook", e.getMessage());
                case NOT_HERE -> new Problem(409, "not_here", e.getMessage());
            };
        } catch (LedgerException e) {
            throw new Problem(502, "ledger_failed", e.getMessage());
        }
    }

    /** Subscribes. */
    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            operationId = "subscribe",
            summary = "Subscribe",
            requestBody =
                    @RequestBody(
                            required = true,
                            description = "url; events: some of node.down, node.back, region.disturbed, region.calm;"
                                    + " and as one likes node_ids, regions (50 of each at most) and down_after_s (0 to"
                                    + " 86400, 60 where it is not said)",
                            content = @Content(schema = @Schema(type = "object"))))
    @ApiResponse(
            responseCode = "201",
            description = "The subscription, with the secret, which is never shown again",
            content = @Content(schema = @Schema(implementation = WebhookAnswer.class)))
    @ApiResponse(
            responseCode = "400",
            description = "bad_field, bad_url, not_json, not_an_object",
            content = @Content(schema = @Schema(implementation = ErrorAnswer.class)))
    @ApiResponse(
            responseCode = "409",
            description = "too_many_webhooks",
            content = @Content(schema = @Schema(implementation = ErrorAnswer.class)))
    public Response subscribe(InputStream body, @Context HttpHeaders headers) throws IOException, InterruptedException {
        JsonNode request = Bodies.object(body);
        request.fieldNames().forEachRemaining(name -> {
            if (!Set.of("url", "events", "node_ids", "regions", "down_after_s").contains(name)) {
                throw bad(name, "is not known here.");
            }
        });
        String url = Bodies.text(request, "url");
        Set<HookEvent> events = EnumSet.noneOf(HookEvent.class);
        for (String event : texts(request, "events", name -> true)) {
            events.add(HookEvent.of(event)
                    .orElseThrow(() ->
                            bad("events", "must be some of node.down, node.back, region.disturbed and region.calm.")));
        }
        if (events.isEmpty()) {
            throw bad("events", "must name one at least.");
        }
        SortedSet<String> nodeIds = texts(request, "node_ids", NodeId::isValid);
        SortedSet<String> regions =
                texts(request, "regions", region -> !region.isBlank() && region.length() <= LONGEST_REGION);
        JsonNode after = request.path("down_after_s");
        boolean sensible = after.isMissingNode()
                || after.isIntegralNumber()
                        && after.canConvertToLong()
                        && after.asLong() >= 0
                        && after.asLong() <= Hook.MOST_DOWN_AFTER_S;
        if (!sensible) {
            throw bad("down_after_s", "must be a number from 0 to " + Hook.MOST_DOWN_AFTER_S + ".");
        }
        Account account = visitor.changing(headers);
        Hook hook =
                answered(() -> desk.subscribe(account, url, events, nodeIds, regions, after.asLong(Hook.DOWN_AFTER_S)));
        return Response.status(Response.Status.CREATED)
                .entity(WebhookAnswer.of(hook, desk.secret(hook)))
                .build();
    }

    private static SortedSet<String> texts(JsonNode request, String name, Predicate<String> form) {
        JsonNode list = request.path(name);
        SortedSet<String> texts = new TreeSet<>();
        if (list.isMissingNode()) {
            return texts;
        }
        if (!list.isArray() || list.size() > Hook.MOST_NAMED) {
            throw bad(name, "must be an array of " + Hook.MOST_NAMED + " texts at most.");
        }
        for (JsonNode value : list) {
            if (!value.isTextual() || !form.test(value.asText())) {
                throw bad(name, "has something in it that can't be one.");
            }
            texts.add(value.asText());
        }
        return texts;
    }

    private static Problem bad(String name, String detail) {
        return new Problem(400, "bad_field", "The field " + name + " " + detail);
    }

    /** One's own. */
    @GET
    @Operation(operationId = "webhooks", summary = "My webhooks")
    @ApiResponse(
            responseCode = "200",
            description = "All of mine",
            content = @Content(schema = @Schema(implementation = WebhooksAnswer.class)))
    public WebhooksAnswer mine(@Context HttpHeaders headers) throws InterruptedException {
        Account account = visitor.looking(headers).account();
        return new WebhooksAnswer(answered(() -> desk.of(account)).stream()
                .map(hook -> WebhookAnswer.of(hook, null))
                .toList());
    }

    /** Ends one. */
    @DELETE
    @Path("/{id}")
    @Operation(operationId = "unsubscribe", summary = "End a subscription; what waits is not sent")
    @ApiResponse(
            responseCode = "200",
            description = "Those that are left",
            content = @Content(schema = @Schema(implementation = WebhooksAnswer.class)))
    @ApiResponse(
            responseCode = "404",
            description = "unknown_webhook",
            content = @Content(schema = @Schema(implementation = ErrorAnswer.class)))
    public WebhooksAnswer unsubscribe(@PathParam("id") String id, @Context HttpHeaders headers)
            throws InterruptedException {
        Account account = visitor.changing(headers);
        return new WebhooksAnswer(answered(() -> {
                    desk.unsubscribe(account, id);
                    return desk.of(account);
                })
                .stream()
                .map(hook -> WebhookAnswer.of(hook, null))
                .toList());
    }

    /** Tries one out. */
    @POST
    @Path("/{id}/test")
    @Operation(operationId = "testWebhook", summary = "Send an event that says nothing, to see whether it arrives")
    @ApiResponse(
            responseCode = "200",
            description = "It is sent within a second; the deliveries tell what became of it",
            content = @Content(schema = @Schema(implementation = DeliveryAnswer.class)))
    @ApiResponse(
            responseCode = "404",
            description = "unknown_webhook",
            content = @Content(schema = @Schema(implementation = ErrorAnswer.class)))
    @ApiResponse(
            responseCode = "409",
            description = "not_here: another instance sends",
            content = @Content(schema = @Schema(implementation = ErrorAnswer.class)))
    public DeliveryAnswer test(@PathParam("id") String id, @Context HttpHeaders headers) throws InterruptedException {
        Account account = visitor.changing(headers);
        return DeliveryAnswer.of(answered(() -> desk.test(account, id)));
    }

    /** What became of what was sent. */
    @GET
    @Path("/{id}/deliveries")
    @Operation(operationId = "deliveries", summary = "The newest deliveries of a webhook")
    @ApiResponse(
            responseCode = "200",
            description = "What waits, and the newest 50 that arrived and 50 that were given up",
            content = @Content(schema = @Schema(implementation = DeliveriesAnswer.class)))
    @ApiResponse(
            responseCode = "404",
            description = "unknown_webhook",
            content = @Content(schema = @Schema(implementation = ErrorAnswer.class)))
    @ApiResponse(
            responseCode = "409",
            description = "not_here: another instance sends",
            content = @Content(schema = @Schema(implementation = ErrorAnswer.class)))
    public DeliveriesAnswer deliveries(
            @PathParam("id") String id,
            @QueryParam("newest")
                    @Parameter(
                            description = "How many",
                            schema = @Schema(type = "integer", minimum = "1", maximum = "300", defaultValue = "20"))
                    String newest,
            @Context HttpHeaders headers)
            throws InterruptedException {
        int most = newest == null ? DEFAULT_NEWEST : Parameters.integer("newest", newest, 1, MOST_NEWEST);
        Account account = visitor.looking(headers).account();
        return new DeliveriesAnswer(answered(() -> desk.deliveries(account, id, most)).stream()
                .map(DeliveryAnswer::of)
                .toList());
    }

    /** Sends one again. */
    @POST
    @Path("/{id}/deliveries/{delivery}/again")
    @Operation(operationId = "deliverAgain", summary = "Send again what arrived or was given up")
    @ApiResponse(
            responseCode = "200",
            description = "It is tried from now on as if it were new",
            content = @Content(schema = @Schema(implementation = DeliveryAnswer.class)))
    @ApiResponse(
            responseCode = "404",
            description = "unknown_webhook, or a delivery that is not kept",
            content = @Content(schema = @Schema(implementation = ErrorAnswer.class)))
    @ApiResponse(
            responseCode = "409",
            description = "not_here: another instance sends",
            content = @Content(schema = @Schema(implementation = ErrorAnswer.class)))
    public DeliveryAnswer again(
            @PathParam("id") String id, @PathParam("delivery") String delivery, @Context HttpHeaders headers)
            throws InterruptedException {
        Account account = visitor.changing(headers);
        return DeliveryAnswer.of(answered(() -> desk.again(account, id, delivery)));
    }
}
