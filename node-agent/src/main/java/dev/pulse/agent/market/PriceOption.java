package dev.pulse.agent.market;

import com.fasterxml.jackson.databind.node.ObjectNode;
import picocli.CommandLine.Option;

/** What a node is to cost: one of the two. */
final class PriceOption {
    @Option(
            names = "--template",
            required = true,
            paramLabel = "T",
            description =
                    "A pricing template: nano (20), basic (60), standard (125), premium (250), or one of your own.")
    private String template;

    @Option(names = "--price", required = true, paramLabel = "SPORE", description = "Whole SPORE for a slice and hour.")
    private String price;

    /** As the marketplace takes it; what it does not take, it says why. */
    ObjectNode body() {
        return template == null
                ? MarketSession.object().put("price_per_hour", price)
                : MarketSession.object().put("template", template);
    }
}
