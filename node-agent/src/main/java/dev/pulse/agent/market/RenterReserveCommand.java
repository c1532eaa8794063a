package dev.pulse.agent.market;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.pulse.agent.pair.MarketClient.Reply;
import java.io.IOException;
import java.time.Instant;
import java.util.UUID;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code pulse renter reserve}. */
@Command(
        name = "reserve",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Rents slices of a node, and says what the reservation is called.")
public final class RenterReserveCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Mixin
    private SessionOption session;

    @Option(names = "--node", required = true, paramLabel = "ID", description = "The node.")
    private String node;

    @Option(
            names = "--slices",
            paramLabel = "N",
            defaultValue = "1",
            description = "How many slices of 4 GB (default: ${DEFAULT-VALUE}).")
    private int slices;

    @Option(
            names = "--hours",
            paramLabel = "N",
            defaultValue = "1",
            description = "For how long (default: ${DEFAULT-VALUE}).")
    private int hours;

    @Option(
            names = "--request-id",
            paramLabel = "R",
            description =
                    "What this request is called: the same again is the same reservation. Default: made up, and said "
                            + "where it is needed.")
    private String requestId;

    @Override
    public Integer call() throws InterruptedException {
        return session.run(spec, this::reserve);
    }

    private int reserve(MarketSession market) throws IOException, InterruptedException {
        ObjectNode wish = MarketSession.object()
                .put("node_id", node)
                .put("slices", slices)
                .put("hours", hours)
                .put("request_id", requestId == null ? UUID.randomUUID().toString() : requestId);
        Reply reply = market.post("/api/reservations", wish);
        JsonNode made = reply.body().path("reservation");
        int status = SessionOption.say(
                spec,
                reply,
                "reserved    " + made.path("reservation_id").asText() + ": " + made.path("slices") + " slices of "
                        + node
                        + " until " + Instant.ofEpochSecond(made.path("until").asLong())
                        + (reply.body().path("again").asBoolean() ? ", as before" : ""));
        if (reply.status() >= 500) {
            spec.commandLine()
                    .getErr()
                    .println("Ask again with --request-id "
                            + wish.path("request_id").asText());
        }
        return status;
    }
}
