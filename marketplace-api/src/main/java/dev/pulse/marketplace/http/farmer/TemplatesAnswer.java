package dev.pulse.marketplace.http.farmer;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import dev.pulse.domain.life.PriceList;
import dev.pulse.domain.life.Template;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.ArrayList;
import java.util.List;

/** What templates there are for a farmer. */
@JsonNaming(SnakeCaseStrategy.class)
@Schema(description = "Pricing templates: the four that everybody has, then one's own by their names.")
public record TemplatesAnswer(List<Item> templates) {
    /** One of them. */
    @JsonNaming(SnakeCaseStrategy.class)
    @Schema(name = "PricingTemplate")
    public record Item(
            String name,

            @Schema(description = "Whole SPORE for a slice and hour, a text of digits")
            String pricePerHour,

            @Schema(description = "Whether it is one's own") boolean own) {}

    static TemplatesAnswer of(PriceList prices) {
        List<Item> items = new ArrayList<>();
        for (Template template : Template.values()) {
            items.add(new Item(template.wire(), Long.toString(template.pricePerHour()), false));
        }
        prices.own().forEach((name, price) -> items.add(new Item(name, Long.toUnsignedString(price), true)));
        return new TemplatesAnswer(items);
    }
}
