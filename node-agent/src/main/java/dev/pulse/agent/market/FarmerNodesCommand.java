package dev.pulse.agent.market;

import com.fasterxml.jackson.databind.JsonNode;
import dev.pulse.agent.pair.MarketClient.Reply;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code pulse farmer nodes}: somebody's nodes as a marketplace has them. */
@Command(
        name = "nodes",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Your nodes at a marketplace: what they are doing, and what they are offered for.")
public final class FarmerNodesCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Mixin
    private SessionOption session;

    @Option(names = "--pending", description = "Only those that wait to be published.")
    private boolean pending;

    @Override
    public Integer call() throws InterruptedException {
        return session.run(spec, this::list);
    }

    private int list(MarketSession market) throws IOException, InterruptedException {
        PrintWriter out = spec.commandLine().getOut();
        String path = "/api/dashboard/nodes" + (pending ? "/pending" : "") + "?size=500";
        String cursor = null;
        do {
            Reply reply = market.get(cursor == null ? path : path + "&cursor=" + cursor);
            if (reply.status() != 200) {
                return SessionOption.say(spec, reply, "");
            }
            reply.body().path("nodes").forEach(node -> out.println(line(node)));
            cursor = reply.body().path("next_cursor").textValue();
        } while (cursor != null);
        return 0;
    }

    private static String line(JsonNode node) {
        JsonNode market = node.path("market");
        String price = SessionOption.text(market, "price_per_hour");
        return String.format(
                Locale.ROOT,
                "%-24s %-12s %-8s %s",
                SessionOption.text(node, "node_id"),
                SessionOption.text(node, "lifecycle"),
                SessionOption.text(node, "status"),
                price.isEmpty()
                        ? ""
                        : price + " SPORE/hour, " + market.path("free_slices").asText() + " slices free");
    }
}
