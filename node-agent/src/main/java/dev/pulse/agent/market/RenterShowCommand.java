package dev.pulse.agent.market;

import com.fasterxml.jackson.databind.JsonNode;
import dev.pulse.agent.pair.MarketClient.Reply;
import dev.pulse.ledger.contract.Spore;
import java.io.IOException;
import java.io.PrintWriter;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code pulse renter show}: what somebody rents, and what he can pay with. */
@Command(
        name = "show",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Your SPORE, how much of it the marketplace may spend, and your reservations.")
public final class RenterShowCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Mixin
    private SessionOption session;

    @Override
    public Integer call() throws InterruptedException {
        return session.run(spec, this::show);
    }

    private int show(MarketSession market) throws IOException, InterruptedException {
        PrintWriter out = spec.commandLine().getOut();
        String cursor = null;
        do {
            Reply reply = market.get("/api/reservations" + (cursor == null ? "" : "?cursor=" + cursor));
            if (reply.status() != 200) {
                return SessionOption.say(spec, reply, "");
            }
            if (cursor == null) {
                JsonNode funds = reply.body().path("funds");
                out.println("SPORE       " + whole(funds.path("balance")) + ", of which the marketplace may spend "
                        + whole(funds.path("allowance")));
            }
            reply.body().path("reservations").forEach(one -> out.println(line(one)));
            cursor = reply.body().path("next_cursor").textValue();
        } while (cursor != null);
        return 0;
    }

    private static String line(JsonNode one) {
        boolean open = one.path("open").asBoolean();
        return "reservation " + one.path("reservation_id").asText() + ": " + one.path("slices") + " slices of "
                + one.path("node_id").asText()
                + (open
                        ? " until " + Instant.ofEpochSecond(one.path("until").asLong())
                        : ", closed; it cost " + whole(one.path("earned")) + " SPORE");
    }

    private static String whole(JsonNode amount) {
        return amount.isTextual()
                ? new BigDecimal(amount.asText())
                        .divide(new BigDecimal(Spore.ONE))
                        .stripTrailingZeros()
                        .toPlainString()
                : "nothing";
    }
}
